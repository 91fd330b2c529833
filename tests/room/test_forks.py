"""K1-K7 through the shell: rollbacks reach every session, forks are made whole, redactions reach them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from jupyter_collabchat.core.commands import EndMessage, SetAgentStatus, StartMessage
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.ids import MessageId, RoomId
from jupyter_collabchat.core.model import Origin
from jupyter_collabchat.room import forking
from jupyter_collabchat.room.ports import Blob
from jupyter_collabchat.room.room import Room
from jupyter_collabchat.storage.memory import MemoryStore
from tests.contracts.faulty import Fault, FaultyStore
from tests.room.hall import Hall, law_2, settled, until
from tests.room.person import Person, actor, fresh

COUNT = 2 * forking.STEP + 30
"""Messages that take several writes to copy."""


@pytest.fixture
def hall() -> Hall:
    store: Any = FaultyStore(MemoryStore())
    return Hall(store, {"message_window": 20, "window_slack": 5}, snapshot_every=50)


async def talk(hall: Hall, count: int = COUNT) -> Room:
    """Make a room in which Bob said `text 1` and so on; the ids are `message-<n>`."""
    room = await hall.make(topic="fish", scope="dir:a")
    await hall.join(room, "bob")
    for number in range(1, count + 1):
        await hall.send(room, "bob", "post_message", message_id=f"message-{number}", body=f"text {number}")
    return room


async def fork(hall: Hall, room: Room, last: int, request: str = "request-1") -> Room:
    asked = {"request": request, "until": f"message-{last}", "name": "Other"}
    ack = await hall.send(room, "ann", "fork_room", **asked)
    return await hall.registry.open(ack.result["room"])


async def said(hall: Hall, room: RoomId) -> list[str]:
    bodies: list[str] = []
    after = 0
    while True:
        page = await hall.store.history(room, None, after, 200)
        bodies += [message.body for message in page.messages]
        if not page.has_more:
            return bodies
        after = page.messages[-1].seq


def texts(last: int) -> list[str]:
    return [f"text {number}" for number in range(1, last + 1)]


async def test_a_rollback_begins_a_new_epoch_for_everybody(hall: Hall) -> None:
    room = await talk(hall, 40)
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    late = await hall.enter(room, "bob", sync=False)
    for back_to in (35, 3):  # in the window, and before it
        before = room.document.epoch
        await ann.done("rollback", message=f"message-{back_to}")
        assert room.document.epoch != before and b"text 36" not in room.document.whole()
        law_2(room)
        for person in (ann, bob):
            assert [notice["type"] for notice in person.read().notices][-2:] == ["epoch", "missed"]
            assert "rolled the conversation back" in person.bodies[-1]
        assert (await said(hall, room.id))[:-1] == texts(back_to)
    assert room.state.older and await bob.refused("rollback", message="message-1") == "role/forbidden"
    late.read().sync()
    assert late.bodies == bob.bodies
    again = await hall.reopen(room)
    assert again.state.messages == room.state.messages
    assert await said(hall, room.id) == [*texts(3), list(room.state.messages.values())[-1].body]


async def test_a_vote_on_an_older_message_rolls_back_when_it_is_approved(hall: Hall) -> None:
    room = await talk(hall, 40)
    await hall.send(room, "ann", "set_policy", rollback="vote", consensus="owner")
    ack = await hall.send(room, "ann", "rollback", message="message-3")
    poll = room.state.polls[ack.result["poll"]]
    assert "37 messages" in poll.detail
    await hall.send(room, "ann", "cast_ballot", poll=poll.id, ballot_id=fresh("b"), choice="approve")
    assert (await said(hall, room.id))[:3] == texts(3) and len(await said(hall, room.id)) == 4


async def test_what_follows_a_rollback_in_its_batch_finds_nothing_of_what_went(hall: Hall) -> None:
    room = await talk(hall, 40)
    ann = await hall.enter(room, "ann")
    ann.command("rollback", message="message-2")
    gone, kept = ann.command("redact_message", message="message-5"), ann.command("redact_message", message="message-1")
    await settled(room)
    assert ann.read().answers[gone]["reject"]["code"] == "message/unknown" and "ack" in ann.answers[kept]


async def test_a_fork_has_what_was_said_and_is_read_by_its_owner(hall: Hall) -> None:
    room = await talk(hall)
    await hall.send(room, "ann", "add_agent", agent="runner", options={"kernel": "k"})
    other = await fork(hall, room, COUNT - 5)
    assert await said(hall, other.id) == texts(COUNT - 5)
    newest = list(other.state.messages.values())[-1]
    assert newest.origin == Origin(room.id, room.state.messages[newest.id].seq) and newest.author == "user:bob"
    assert (other.state.topic, other.state.scope, other.state.visibility) == ("fish", "dir:a", "private")
    assert other.state.agents["agent:runner"].status == "stopped"
    law_2(other)
    ann = await Person(actor("ann")).enter(hall.registry, other.id)
    assert ann.bodies[-1] == f"text {COUNT - 5}"
    (row,) = await hall.store.rooms_of(actor("ann").id, other.id)
    assert (row.unread, row.last_name) == (0, "Bob")
    assert [row.id for row in await hall.store.rooms_of(actor("bob").id)] == [room.id]
    assert await hall.store.search([other.id], "nothing", 5) == ()
    assert await ann.refused("edit_message", message="message-2", body="x") == "message/not-yours"


async def test_the_same_request_is_the_same_fork_also_after_a_restart(hall: Hall) -> None:
    room = await talk(hall, 5)
    other = await fork(hall, room, 4)
    assert (await fork(hall, room, 4)).id == other.id
    room = await hall.reopen(room)
    assert (await fork(hall, room, 4)).id == other.id
    assert await said(hall, other.id) == texts(4)
    assert (await fork(hall, room, 2, "request-2")).id != other.id


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER])
@pytest.mark.parametrize("appends", range(6))
async def test_wherever_a_write_fails_the_request_goes_on(hall: Hall, appends: int, fault: Fault) -> None:
    room = await talk(hall)
    hall.store.fail_after(appends, fault)  # type: ignore[attr-defined]
    with pytest.raises(Rejection, match=r"again"):
        await fork(hall, room, COUNT)
    other = await fork(hall, room, COUNT)
    assert await said(hall, other.id) == texts(COUNT)
    assert room.state.forks[other.id].done


@pytest.mark.parametrize("appends", range(1, 6))
async def test_what_a_stop_cuts_off_goes_on_when_the_room_is_opened_again(hall: Hall, appends: int) -> None:
    room = await talk(hall)
    hall.store.fail_after(appends, Fault.DURING_LOST)  # type: ignore[attr-defined]
    with pytest.raises(Rejection):
        await fork(hall, room, COUNT)
    (key,) = room.state.forks
    room = await hall.reopen(room)
    await until(lambda: room.state.forks[key].done)
    assert await said(hall, key) == texts(COUNT)
    assert (await hall.registry.open(key)).state.present(actor("ann").id) is not None


async def test_a_fork_is_unknown_while_it_is_made_and_others_are_served(hall: Hall) -> None:
    room, busy = await talk(hall), await hall.make()
    making = asyncio.ensure_future(fork(hall, room, COUNT))
    while not making.done():
        for row in await hall.store.rooms_of(actor("ann").id):
            assert row.id not in room.state.forks or await said(hall, row.id) == texts(COUNT)
        await hall.send(busy, "ann", "post_message", message_id=fresh("m"), body="meanwhile")
        await asyncio.sleep(0)
    assert len(await said(hall, busy.id)) >= 3


async def test_a_redaction_reaches_the_copies_and_theirs(hall: Hall) -> None:
    room = await talk(hall, 40)
    other = await fork(hall, room, 40)
    third = await fork(hall, other, 30, "request-2")
    for key in ("message-2", "message-39"):
        await hall.send(room, "bob", "redact_message", message=key)
    gone = MessageId("message-2")
    await until(lambda: other.state.messages[MessageId("message-39")].status == "redacted")
    while "text 2" in await said(hall, third.id):
        await asyncio.sleep(0.05)
    assert "text 2" not in await said(hall, other.id)
    assert (await hall.store.messages(third.id, [gone]))[gone].origin.room == other.id
    assert "text 2'" not in repr(await hall.store.tail(third.id, 0))


async def test_a_redaction_that_could_not_be_written_is_tried_again(hall: Hall) -> None:
    room = await talk(hall, 5)
    other = await fork(hall, room, 5)
    for appends in (1, 2):  # the first is the redaction itself
        hall.store.fail_after(appends, Fault.BEFORE)  # type: ignore[attr-defined]
    await hall.send(room, "bob", "redact_message", message="message-2")
    await until(lambda: other.state.messages[MessageId("message-2")].status == "redacted")


async def test_a_redaction_that_a_stop_cut_off_reaches_the_copies_before_anybody_reads_them(hall: Hall) -> None:
    room = await talk(hall, 5)
    other = await fork(hall, room, 5)
    alone = Hall(hall.store)  # a house that knows of no fork: it stopped before it could carry anything on
    alone.house.watchers.clear()
    await hall.registry.close()
    await alone.send(room, "bob", "redact_message", message="message-2")
    await alone.registry.close()
    room = await hall.reopen(room)
    opened = await hall.registry.open(other.id)
    assert opened.state.messages[MessageId("message-2")].status == "redacted"
    assert "text 2" not in await said(hall, other.id)


async def test_blobs_of_copied_messages_are_the_forks_own(hall: Hall) -> None:
    room = await talk(hall, 1)
    await hall.send(room, "ann", "add_agent", agent="runner", options={})
    await room.act(SetAgentStatus("agent:runner", "running"))
    await hall.send(room, "bob", "post_message", message_id="message-2", body="@runner draw")
    await room.act(StartMessage(MessageId("message-3"), room.state.turns["agent:runner"].id))
    assert await hall.store.save_blob(room.id, Blob("blob-1", MessageId("message-3"), "image/png", b"fish"), 1_000)
    mime = ({"image/png": {"ref": "blob-1", "mime": "image/png", "bytes": 4}},)
    await room.act(EndMessage(MessageId("message-3"), "complete", "drawn", mime))
    other = await fork(hall, room, 3)
    (bundle,) = other.state.messages[MessageId("message-3")].mime
    ref = bundle["image/png"]["ref"]
    found = await hall.store.blob(other.id, ref)
    assert ref != "blob-1" and found is not None and found.data == b"fish"
    await hall.send(room, "ann", "clear_room")
    assert await hall.store.blob(other.id, ref) is not None and await hall.store.blob(room.id, "blob-1") is None
    await hall.send(other, "ann", "redact_message", message="message-3")
    assert await hall.store.blob(other.id, ref) is None
