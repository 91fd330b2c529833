"""An open room over real sockets, against a peer that does what each test wants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from jupyter_collabchat.client import Closed, Rejection, Room, Server, Unreachable, connect
from tests.client.peer import ME, PATIENCE_S, ROOM, Peer, message


@asynccontextmanager
async def meeting(peer: Peer | None = None) -> AsyncIterator[tuple[Peer, Room]]:
    """A peer and a room opened on it."""
    async with peer or Peer() as found, await connect(found.url, "Peers", token="tok") as room:
        yield found, room


def seqs(room: Room) -> list[int]:
    return [found.seq for found in room.messages]


# --- opening


async def test_a_room_opens_by_name_or_id_with_its_content():
    peer = Peer()
    peer.post(message(1, body="hello"))
    async with meeting(peer) as (_, room):
        assert (room.id, room.name, room.me, room.status) == (ROOM, "Peers", ME, "online")
        assert [found.body for found in room.messages] == ["hello"]
        assert room.can == {"post_message"}
        async with await connect(peer.url, ROOM, token="tok") as again:
            assert seqs(again) == [1]


async def test_a_token_needs_no_ticket():
    async with meeting() as (peer, _):
        assert peer.headers[0]["Authorization"] == "token tok"
        assert "ticket" not in peer.hellos[0]
        assert peer.hellos[0]["client"].startswith("jupyter_collabchat-python/")


async def test_without_a_token_each_socket_has_a_ticket(monkeypatch):
    monkeypatch.delenv("COLLABCHAT_TOKEN", raising=False)
    async with Peer() as peer, await connect(peer.url, ROOM):
        assert peer.hellos[0]["ticket"] == "one-use-ticket"
        assert "Authorization" not in peer.headers[0]
        assert "_xsrf=" in peer.headers[0]["Cookie"]
        peer.drop()
        await peer.until(lambda: len(peer.hellos) == 2)
        assert peer.requests.count("ticket") == 2


async def test_only_one_of_my_rooms_can_be_meant():
    async with Peer() as peer, Server(peer.url, token="tok") as server:
        with pytest.raises(Rejection) as refused:
            await server.connect("elsewhere")
        assert refused.value.code == "room/unknown"


async def test_a_server_that_is_not_there_is_unreachable():
    async with Peer() as peer:
        url = peer.url
    with pytest.raises(Unreachable):
        await connect(url, ROOM, token="tok")


@pytest.mark.parametrize(("code", "status"), [(4401, 403), (4401, 401)])
async def test_a_refused_upgrade_is_the_end(code, status):
    async with Peer() as peer:
        peer.refuse_upgrade = status
        with pytest.raises(Closed) as end:
            await connect(peer.url, ROOM, token="tok")
        assert end.value.code == code


# --- commands


async def test_a_post_returns_the_message_as_the_room_has_it():
    async with meeting() as (peer, room):
        posted = await room.post("hé 😀", to="runner", reply_to="message-0000")
        assert (posted.body, posted.author, posted.seq) == ("hé 😀", ME, 1)
        assert posted == room.message(posted.id)
        (command,) = peer.commands
        assert (command["to"], command["reply_to"]) == ("agent:runner", "message-0000")


async def test_an_ack_before_its_update_is_enough():
    """A slow session may get the ack first: the message is read where it is."""
    async with meeting() as (peer, room):

        def answer(command: dict[str, Any]) -> dict[str, Any]:
            peer.archive.append(message(9, id=command["message_id"], body="in the archive"))
            return {"ack": {"seq": 9}}

        peer.answers = answer
        assert (await room.post("x")).body == "in the archive"


async def test_a_rejection_is_raised_and_the_socket_stays():
    async with meeting() as (peer, room):
        peer.answers = lambda _: {"reject": {"code": "member/muted", "message": "You are muted.", "until": 5}}
        with pytest.raises(Rejection, match="You are muted") as refused:
            await room.post("x")
        assert (refused.value.code, refused.value.details) == ("member/muted", {"until": 5})
        peer.answers = peer.accept
        await room.post("y")
        assert len(peer.hellos) == 1


async def test_a_bad_command_does_not_leave():
    async with meeting() as (peer, room):
        with pytest.raises(Rejection) as refused:
            await room.command("mark_read", seq="seven")
        assert refused.value.code == "frame/invalid"
        await room.post("fine")
        assert [command["type"] for command in peer.commands] == ["post_message"]


async def test_commands_without_an_answer_are_sent_again_in_order():
    async with meeting() as (peer, room):
        peer.answers = lambda _: None
        posts = [asyncio.create_task(room.post(body)) for body in "abc"]
        first = await peer.until(lambda: len(peer.commands) == 3 and list(peer.commands))
        peer.answers = peer.accept
        peer.drop()
        posted = await asyncio.gather(*posts)
        assert peer.commands == first + first, "the very same commands, ids included"
        assert [found.body for found in room.messages] == ["a", "b", "c"]
        assert [found.body for found in posted] == ["a", "b", "c"]


async def test_a_command_that_was_done_but_not_answered_is_not_done_twice():
    async with meeting() as (peer, room):

        def lose_the_answer(command: dict[str, Any]) -> None:
            peer.accept(command)
            peer.answers = peer.accept
            asyncio.get_running_loop().call_soon(peer.drop)

        peer.answers = lose_the_answer
        posted = await room.post("once")
        assert [found.id for found in room.messages] == [posted.id]
        assert len(peer.commands) == 2


async def test_commands_given_while_the_connection_is_down_leave_when_it_is_back():
    async with meeting() as (peer, room):
        peer.refuse_hello = 1013
        peer.drop()
        await room.wait_for(lambda found: found.status == "reconnecting", PATIENCE_S)
        posting = asyncio.create_task(room.post("later"))
        await peer.until(lambda: len(peer.hellos) > 2)
        peer.refuse_hello = None
        assert (await posting).body == "later"


async def test_a_limited_command_is_sent_again():
    async with meeting() as (peer, room):

        def once(command: dict[str, Any]) -> dict[str, Any]:
            peer.answers = peer.accept
            return {"reject": {"code": "rate/limited", "message": "Slowly.", "retry_after": 0.01}}

        peer.answers = once
        assert (await room.post("patient")).body == "patient"
        assert len(peer.commands) == 2


async def test_a_cancelled_command_is_not_sent_again():
    async with meeting() as (peer, room):
        peer.answers = lambda _: None
        posting = asyncio.create_task(room.post("never mind"))
        await peer.until(lambda: peer.commands)
        posting.cancel()
        await asyncio.wait([posting])
        peer.answers = peer.accept
        peer.drop()
        await room.post("this")
        assert [command["body"] for command in peer.commands] == ["never mind", "this"]


async def test_the_largest_command_fails_when_a_message_was_too_big():
    async with meeting() as (peer, room):
        peer.answers = lambda _: None
        small = asyncio.create_task(room.post("small"))
        large = asyncio.create_task(room.post("large" * 1000))
        await peer.until(lambda: len(peer.commands) == 2)
        peer.answers = peer.accept
        peer.close(1009)
        with pytest.raises(Rejection) as refused:
            await large
        assert refused.value.code == "frame/too-large"
        assert (await small).body == "small"


# --- reconnecting


async def test_a_lost_connection_resumes_with_epoch_and_vector():
    async with meeting() as (peer, room):
        peer.post(message(1))
        await room.wait_for(seqs, PATIENCE_S)
        peer.drop()
        peer.post(message(2))
        await room.wait_for(lambda found: seqs(found) == [1, 2], PATIENCE_S)
        assert peer.hellos[1]["epoch"] == peer.epoch
        assert peer.vectors[0] == b"\x00"
        assert peer.vectors[1] != b"\x00"


async def test_a_room_rebuilt_meanwhile_is_fetched_anew():
    async with meeting() as (peer, room):
        peer.post(message(1))
        await room.wait_for(seqs, PATIENCE_S)
        peer.drop()
        peer.rebuild([message(1), message(2)])
        await room.wait_for(lambda found: len(seqs(found)) > 1, PATIENCE_S)
        assert seqs(room) == [1, 2]


async def test_a_room_rebuilt_under_us_replaces_what_was_known():
    async with meeting() as (peer, room):
        peer.post(message(1), message(2))
        await room.wait_for(seqs, PATIENCE_S)
        peer.rebuild([message(2), message(3)])
        peer.post(message(4))
        await room.wait_for(lambda found: 4 in seqs(found), PATIENCE_S)
        assert seqs(room) == [2, 3, 4]
        assert len(peer.hellos) == 1, "the socket stays"


@pytest.mark.parametrize("code", [4400, 4401, 4403, 4404])
async def test_a_terminal_code_ends_the_room(code):
    async with meeting() as (peer, room):
        peer.answers = lambda _: None
        posting = asyncio.create_task(room.post("x"))
        await peer.until(lambda: peer.commands)
        peer.close(code, "You were removed.")
        with pytest.raises(Closed, match="You were removed") as end:
            await posting
        assert end.value.code == code
        assert room.status == "closed"
        with pytest.raises(Closed):
            await room.post("y")
        with pytest.raises(Closed):
            await room.wait_for(lambda _: False)
        assert len(peer.hellos) == 1


@pytest.mark.parametrize("code", [1011, 1012, 1013, 4408, 4409, 4413, 4429])
async def test_any_other_code_is_followed_by_another_try(code):
    async with meeting() as (peer, room):
        peer.close(code)
        await peer.until(lambda: len(peer.hellos) == 2)
        assert (await room.post("still here")).body == "still here"


async def test_one_loop_reconnects_however_often_it_fails():
    async with meeting() as (peer, room):
        for drops in range(1, 21):
            peer.drop()
            await peer.until(lambda drops=drops: len(peer.vectors) == drops + 1)
        await room.post("still here")
        assert len(peer.sockets) == 1
        assert len(peer.hellos) == 21


async def test_close_ends_everything():
    async with Peer() as peer:
        room = await connect(peer.url, ROOM, token="tok")
        peer.answers = lambda _: None
        posting = asyncio.create_task(room.post("x"))
        await peer.until(lambda: peer.commands)
        await room.close()
        with pytest.raises(Closed) as end:
            await posting
        assert end.value.code == 1000
        await peer.until(lambda: not peer.sockets)
        assert room.status == "closed"


# --- presence and signals


async def test_people_are_members_with_their_presence():
    async with meeting() as (peer, room):
        member = {"kind": "user", "role": "owner", "joined_at": 1}
        members = peer.table("members")
        members[ME] = {**member, "name": "Ann", "handle": "ann"}
        members["user:ben"] = {**member, "name": "Ben", "handle": "ben", "role": "observer", "muted": True}
        members["user:cat"] = {**member, "name": "Cat", "handle": "cat", "role": "left"}
        peer.tell({"presence": {"user:ben": {"online": False, "typing": True}}})
        await room.wait_for(lambda found: any(who.is_typing for who in found.participants), PATIENCE_S)
        ann, ben = room.participants
        assert (ann.id, ann.is_me, ann.is_online, ann.role) == (ME, True, True, "owner")
        assert (ben.name, ben.muted, ben.is_online, ben.role) == ("Ben", True, False, "observer")


async def test_typing_is_told_again_after_a_reconnect_and_ends_once():
    async with meeting() as (peer, room):
        room.typing()
        await peer.until(lambda: peer.presences == [{"typing": True}])
        peer.drop()
        await peer.until(lambda: len(peer.presences) == 2)
        room.typing(False)
        await peer.until(lambda: peer.presences[-1] == {"typing": False})
        room.typing(False)
        await room.post("done")
        assert peer.presences.count({"typing": False}) == 1


async def test_listeners_hear_what_changed_until_they_stop():
    async with meeting() as (peer, room):
        changes: list[str] = []
        notices: list[dict[str, Any]] = []
        stop = room.on_change(lambda names: changes.extend(sorted(names)))
        room.on_notice(notices.append)
        peer.post(message(1))
        peer.tell({"notice": {"type": "missed"}})
        await room.post("behind both")
        assert set(changes) == {"messages"}
        assert notices == [{"type": "missed"}]
        stop()
        await room.post("unheard")
        assert len(changes) == 2


async def test_a_callback_that_fails_stops_nobody_else(caplog):
    async with meeting() as (peer, room):
        heard: list[Any] = []
        room.on_change(lambda _: 1 / 0)
        room.on_change(heard.append)
        await room.post("x")
        assert heard
        assert "ZeroDivisionError" in caplog.text


async def test_waiting_ends_in_time():
    async with meeting() as (_, room):
        with pytest.raises(TimeoutError):
            await room.wait_for(lambda _: False, timeout=0)


async def test_a_bug_in_the_connection_is_loud_and_final(caplog):
    async with meeting() as (peer, room):
        peer.sockets[0].send(b"\x00\x02\x03\xff\xff\xff")
        with pytest.raises(Closed) as end:
            await room.wait_for(lambda _: False, PATIENCE_S)
        assert end.value.code == 1011
        assert "ended after a bug" in caplog.text
