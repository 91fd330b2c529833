"""The client against a real Jupyter server in a process of its own, which is killed and started again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from jupyter_collabchat import connect, connect_sync
from jupyter_collabchat.client import Closed, Message, Rejection, Room, Server, SyncServer
from jupyter_collabchat.client.views import Origin
from tests.lab import Lab

PATIENCE_S = 30.0
"""Ends a test that would wait for ever; nothing is timed by it."""


@pytest.fixture(scope="module")
def lab_config() -> dict[str, Any]:
    """No rate but in the test that is about it."""
    return {"CollabChatApp": {"rate_limit": 0}}


@asynccontextmanager
async def two_people(lab: Lab, name: str) -> AsyncIterator[tuple[Room, Room]]:
    """Alice's and Bob's connection to a fresh room of Alice's."""
    async with Server(lab.url, token="tok-a") as alice, Server(lab.url, token="tok-b") as bob:
        room = await alice.create_room(name, visibility="listed")
        await bob.join_room(room)
        async with await alice.connect(room) as hers, await bob.connect(name) as his:
            yield hers, his


def bodies(room: Room) -> list[str]:
    return [message.body for message in room.messages]


# --- people


async def test_one_posts_and_the_other_reads(lab):
    async with two_people(lab, "talk") as (alice, bob):
        posted = await alice.post("hello *Bob* 😀")
        heard = await bob.wait_for(lambda room: room.message(posted.id), PATIENCE_S)
        assert heard == posted
        assert (heard.author, heard.body, heard.status) == ("user:alice", "hello *Bob* 😀", "complete")
        answer = await bob.post("hello", reply_to=posted)
        assert (await anext(alice.incoming(after=posted.seq))) == answer
        assert answer.reply_to == posted.id


async def test_edits_and_redactions_reach_everybody(lab):
    async with two_people(lab, "changes") as (alice, bob):
        posted = await alice.post("draft")
        await alice.edit(posted, "final")
        await bob.wait_for(lambda room: bodies(room) == ["final"], PATIENCE_S)
        with pytest.raises(Rejection) as refused:
            await bob.edit(posted, "mine now")
        assert refused.value.code == "message/not-yours"
        await alice.redact(posted)
        await bob.wait_for(lambda room: room.messages[0].status == "redacted", PATIENCE_S)
        assert bodies(bob) == [""]


async def test_a_rollback_reaches_everybody_and_a_fork_is_there_when_it_is_answered(lab):
    async with two_people(lab, "paths") as (alice, bob):
        first, second = await bob.post("first"), await bob.post("second")
        forked = await alice.fork(second, "Another way")
        assert await alice.rollback(first) is None
        await bob.wait_for(lambda room: bodies(room)[:1] == ["first"] and "second" not in bodies(room), PATIENCE_S)
        assert [message.body for message in await bob.history()][:1] == ["first"]
        async with await connect(lab.url, forked, token="tok-a") as other:
            copied = await other.wait_for(lambda room: room.message(second.id), PATIENCE_S)
            assert (copied.author, copied.body, copied.origin) == ("user:bob", "second", Origin(bob.id, second.seq))
        with pytest.raises(Rejection) as refused:
            await bob.rollback(first)
        assert refused.value.code == "role/forbidden"


async def test_presence_and_typing_are_seen(lab):
    async with two_people(lab, "presence") as (alice, bob):

        def seen(room: Room) -> dict[str, tuple[bool, bool]]:
            return {who.id: (who.is_online, who.is_typing) for who in room.participants}

        both = {"user:alice": (True, False), "user:bob": (True, False)}
        await alice.wait_for(lambda room: seen(room) == both, PATIENCE_S)
        bob.typing()
        await alice.wait_for(lambda room: seen(room)["user:bob"] == (True, True), PATIENCE_S)
        bob.typing(False)
        await alice.wait_for(lambda room: seen(room)["user:bob"] == (True, False), PATIENCE_S)
        assert {who.id: who.role for who in alice.participants} == {
            "user:alice": "owner",
            "user:bob": "collaborator",
        }


async def test_people_decide_together(lab):
    async with two_people(lab, "poll") as (alice, bob):
        poll = await alice.open_poll("Lunch?", {"y": "Yes", "n": "No"})
        assert poll.seats == ("user:alice", "user:bob")
        await bob.wait_for(lambda room: room.open_polls, PATIENCE_S)
        await bob.vote(poll.id, "n", reason="later")
        await bob.vote(poll.id, "y")
        await alice.wait_for(lambda room: room.poll(poll.id).ballots["user:bob"].choice == "y", PATIENCE_S)
        await alice.vote(poll.id, "y")
        decided = await bob.wait_for(lambda room: not room.open_polls and room.poll(poll.id), PATIENCE_S)
        assert (decided.state, decided.outcome) == ("decided", "y")
        (record,) = [record async for record in bob.decisions()]
        assert record == await alice.decision(poll)
        assert [(act.what, act.choice or act.outcome, act.void) for act in record.decision.acts] == [
            ("ballot", "n", "replaced"),
            ("ballot", "y", None),
            ("ballot", "y", None),
            ("resolved", "y", None),
        ]
        assert set(record.names) == {"user:alice", "user:bob"} and record.prompt is None
        with pytest.raises(Rejection, match="no such poll"):
            await bob.decision("nothing")


async def test_read_positions_are_seen(lab):
    async with two_people(lab, "receipts") as (alice, bob):
        posted = await alice.post("read this")
        await bob.wait_for(lambda room: room.message(posted.id), PATIENCE_S)
        await bob.mark_read()
        await alice.wait_for(lambda room: room.receipts.get("user:bob") == posted.seq, PATIENCE_S)


async def test_history_pages_both_ways(lab):
    async with two_people(lab, "history") as (alice, _):
        posted = [await alice.post(f"message {number}") for number in range(7)]
        assert await alice.history(limit=3) == posted[-3:]
        assert await alice.history(before=posted[4].seq, limit=3) == posted[1:4]
        assert await alice.history(after=posted[4].seq, limit=3) == posted[5:]
        assert await alice.fetch(posted[0].id) == posted[0]
        assert await alice.history(before=posted[0].seq) == []


# --- commands


async def test_a_resent_command_gets_the_first_answer(lab):
    async with two_people(lab, "again") as (alice, _):
        fields = {"message_id": "minted-once-0001", "body": "once"}
        first = await alice.command("post_message", **fields)
        assert await alice.command("post_message", **fields) == first
        assert bodies(alice) == ["once"]
        with pytest.raises(Rejection) as refused:
            await alice.command("post_message", **{**fields, "body": "else"})
        assert refused.value.code == "id/taken"


async def test_a_removed_member_is_told_and_stays_out(lab):
    async with two_people(lab, "removed") as (alice, bob):
        await alice.command("remove_member", who="user:bob")
        with pytest.raises(Closed) as end:
            await bob.wait_for(lambda _: False, PATIENCE_S)
        assert end.value.code in (4403, 4404)
        with pytest.raises(Closed):
            await bob.post("let me in")


async def test_a_token_nobody_has_is_refused(lab):
    with pytest.raises(Rejection) as refused:
        await connect(lab.url, "any", token="tok-nobody")
    assert refused.value.code == "auth/required"


async def test_an_access_token_posts_for_its_minter_and_no_more(lab):
    async with two_people(lab, "delegation") as (alice, bob), Server(lab.url, token="tok-a") as server:
        token = await server.mint_token("a kernel", [alice.id], lifetime=timedelta(hours=1))
        async with await connect(lab.url, alice.id, token=token.secret) as kernel:
            posted = await kernel.post("from the kernel")
            heard = await bob.wait_for(lambda room: room.message(posted.id), PATIENCE_S)
            assert (heard.author, heard.via) == ("user:alice", "token")
            with pytest.raises(Rejection) as refused:
                await kernel.open_poll("May I?", ["yes", "no"])
            assert refused.value.code == "role/forbidden"
            await server.revoke_token(token)
            with pytest.raises(Closed) as end:
                await kernel.wait_for(lambda _: False, PATIENCE_S)
            assert end.value.code == 4401


# --- failures


async def test_a_killed_server_loses_and_doubles_nothing(lab):
    """Posts go on while the server is killed and started again, twice: each is there once, in its author's order."""
    async with two_people(lab, "kill") as (alice, bob):
        incoming = bob.incoming(mine=True)
        said: dict[Room, list[str]] = {alice: [], bob: []}

        def say(room: Room, body: str) -> asyncio.Task[Message]:
            said[room].append(body)
            return asyncio.create_task(room.post(body))

        for kill in range(2):
            posts = [say(room, f"{room.me} {kill}-{number}") for number in range(20) for room in (alice, bob)]
            await asyncio.wait(posts, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.to_thread(lab.kill)
            posts.append(say(alice, f"{alice.me} {kill} while it is down"))
            await asyncio.to_thread(lab.start)
            await asyncio.gather(*posts)

        archive = await alice.history(limit=200)
        for room, expected in said.items():
            assert [message.body for message in archive if message.author == room.me] == expected
            await room.wait_for(lambda found: len(found.messages) >= len(archive), PATIENCE_S)
            assert room.messages == archive
        assert [await anext(incoming) for _ in archive] == archive, "a listener has missed nothing either"


# --- without await


def test_the_sync_face_does_the_same(lab):
    with SyncServer(lab.url, token="tok-a") as alice, SyncServer(lab.url, token="tok-b") as bob:
        assert alice.me()["id"] == "user:alice"
        room = alice.create_room("sync", visibility="listed")
        bob.join_room(room)
        assert {found.id: found.role for found in bob.rooms()}[room] == "collaborator"
        assert [person.id for person in alice.people("bo")] == ["user:bob"]
        with alice.connect(room) as hers, connect_sync(lab.url, "sync", token="tok-b") as his:
            heard = threading.Event()
            stop = his.on_change(lambda names: heard.set() if "messages" in names else None)
            incoming = his.incoming()
            posted = hers.post("no await")
            assert his.wait_for(lambda found: found.message(posted.id), PATIENCE_S) == posted
            assert next(incoming) == posted, "new is what comes after the call, not after the first step"
            assert heard.wait(PATIENCE_S)
            stop()
            assert his.messages == hers.messages == hers.history()
            poll = hers.open_poll("Good?", ["yes", "no"])
            hers.vote(poll, "yes")
            assert hers.poll(poll.id).ballots["user:alice"].choice == "yes"
            assert [record.decision.title for record in his.decisions()] == [poll.title]
            assert his.decision(poll).decision.acts[0].choice == "yes"
            with pytest.raises(Rejection):
                his.edit(posted, "mine now")


async def test_the_sync_face_works_inside_a_running_loop(lab):
    """As in a notebook cell: the loop of the kernel runs already."""
    async with Server(lab.url, token="tok-a") as server:
        room = await server.create_room("notebook")
    with connect_sync(lab.url, room, token="tok-a") as found:
        assert found.post("from a cell").body == "from a cell"
