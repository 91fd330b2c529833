"""Law 1 and the batch: what was not acknowledged may be there or not, never half, never twice."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_collabchat.core.codec import encode_state
from jupyter_collabchat.core.commands import SetAgentStatus
from jupyter_collabchat.core.errors import Rejection
from tests.room.hall import Hall, command, law_2, settled
from tests.room.person import actor, fresh
from tests.room.stores import FailingStore


@pytest.fixture
def store() -> FailingStore:
    return FailingStore()


@pytest.fixture
def hall(store) -> Hall:
    return Hall(store)


async def test_what_failed_before_the_commit_never_happened(hall, store):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    before, shown = encode_state(room.state), room.document.read()
    store.failures = ["before"]
    assert await ann.refused("post_message", message_id=(message := fresh("m")), body="lost") == "storage"
    assert (encode_state(room.state), room.document.read()) == (before, shown)
    assert bob.read().bodies == []
    await ann.done("post_message", message_id=message, body="lost")
    assert bob.read().bodies == ["lost"]
    law_2(room)


async def test_what_was_cut_off_after_the_commit_is_read_back(hall, store):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    store.failures = ["after"]
    message = fresh("m")
    assert await ann.refused("post_message", message_id=message, body="there") == "storage"
    assert ann.read().bodies == bob.read().bodies == ["there"]
    seq = room.state.seq
    first = await ann.done("post_message", message_id=message, body="there")
    assert (first["seq"], room.state.seq) == (seq, seq)
    assert bob.read().bodies == ["there"]
    law_2(room)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_while_the_log_cannot_be_read_nothing_is_accepted_and_nobody_is_closed(hall, store, when):
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    store.failures, store.blind, tried = [when], 5, store.appends
    message = fresh("m")
    for _ in range(3):
        assert await ann.refused("post_message", message_id=message, body="doubt") == "storage"
    assert store.appends == tried + 1  # no second try before the log was read
    await ann.done("post_message", message_id=message, body="doubt")
    assert ann.read().bodies == ["doubt"]
    assert ann.closed is None
    law_2(room)


async def test_rest_hears_of_a_failed_append_too(hall, store):
    room = await hall.make()
    store.failures = ["before"]
    with pytest.raises(Rejection) as refused:
        await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="x")
    assert (refused.value.code, refused.value.status) == ("storage", 503)


async def test_a_batch_of_many_senders_fails_as_one_and_each_hears_it(hall, store):
    room = await hall.make()
    people = [await hall.enter(room, name) for name in ("ann", "bob", "cat")]
    store.gate.clear()
    first = people[0].post("first")
    await asyncio.sleep(0)
    frames = [person.post("later") for person in people]
    store.failures = ["before"]
    store.gate.set()
    await settled(room)
    assert people[0].read().answers[first]["reject"]["code"] == "storage"
    assert all("ack" in person.read().answers[frame] for person, frame in zip(people, frames, strict=True))
    assert people[1].bodies == ["later"] * 3


async def test_one_failed_batch_is_rejected_whole(hall, store):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    store.failures = ["before"]
    frames = [(ann, ann.post("a")), (bob, bob.post("b")), (ann, ann.post("c"))]
    await settled(room)
    assert [person.read().answers[frame]["reject"]["code"] for person, frame in frames] == ["storage"] * 3
    assert room.state.messages == {}


async def test_an_id_that_exists_is_found_inside_the_batch_that_uses_it(hall, store):
    """The room does not remember the id any more; the store does, and refuses the batch; the rest of it goes on."""
    room = await hall.make()
    old = fresh("m")
    await hall.send(room, "ann", "post_message", message_id=old, body="old")
    room = await hall.reopen(room)
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    frames = [
        (ann, ann.post("before")),
        (bob, bob.post("mine now", message_id=old)),
        (ann, ann.post("old", message_id=old)),
        (ann, ann.post("other", message_id=old)),
        (bob, bob.post("after")),
    ]
    await settled(room)
    answers = [person.read().answers[frame] for person, frame in frames]
    assert [answer.get("reject", {}).get("code") for answer in answers] == [None, "id/taken", None, "id/taken", None]
    assert answers[2]["ack"]["seq"] == next(m.seq for m in room.state.messages.values() if m.id == old)
    assert ann.bodies == ["old", "before", "after"]
    law_2(room)


async def test_a_resend_that_is_late_by_now_still_gets_its_first_ack(hall):
    """A client resends after a restart: what it sent was done, whatever the same command would be told today."""
    room = await hall.make()
    options = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    await hall.send(room, "ann", "set_policy", prompts="refuse", consensus="anyone")
    await hall.send(room, "ann", "add_agent", agent="runner")
    await room.act(SetAgentStatus("agent:runner", "running"))
    sent = [
        ("open_poll", {"poll_id": "poll-one", "title": "?", "options": options}),
        ("cast_ballot", {"poll": "poll-one", "ballot_id": "ballot-1", "choice": "a"}),
        ("post_message", {"message_id": "message-1", "body": "@runner go"}),
    ]
    acks = [await hall.send(room, "ann", kind, **fields) for kind, fields in sent]
    room = await hall.reopen(room)
    ann = await hall.enter(room, "ann")
    seq = room.state.seq
    for (kind, fields), first in zip(sent, acks, strict=True):
        assert (await ann.done(kind, **fields))["seq"] == first.seq, kind
    assert await ann.refused("post_message", message_id="message-1", body="@runner stop") == "id/taken"
    assert await ann.refused("post_message", message_id="message-2", body="@runner go") == "agent/stopped"
    assert room.state.seq == seq


@pytest.mark.parametrize("restarted", [False, True])
async def test_who_is_muted_meanwhile_gets_the_first_ack_of_what_they_send_again(hall, restarted):
    room = await hall.make()
    await hall.join(room, "bob")
    posted = {"message_id": "message-1", "body": "said before"}
    first = await hall.send(room, "bob", "post_message", **posted)
    await hall.send(room, "ann", "mute", who="user:bob")
    room = await hall.reopen(room) if restarted else room
    bob = await hall.enter(room, "bob")
    seq = room.state.seq
    assert (await bob.done("post_message", **posted))["seq"] == first.seq
    assert await bob.refused("post_message", message_id="message-2", body="said now") == "member/muted"
    assert room.state.seq == seq


async def test_the_same_id_twice_in_one_batch_is_one_message(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    message = fresh("m")
    frames = [ann.post("one", message_id=message), ann.post("one", message_id=message)]
    foreign = bob.post("one", message_id=message)
    await settled(room)
    answers = ann.read().answers
    assert answers[frames[0]]["ack"] == answers[frames[1]]["ack"]
    assert bob.read().answers[foreign]["reject"]["code"] == "id/taken"
    assert bob.bodies == ["one"]


async def test_an_id_whose_batch_failed_is_free_again(hall, store):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    message = fresh("m")
    store.failures = ["before"]
    assert await ann.refused("post_message", message_id=message, body="mine") == "storage"
    await bob.done("post_message", message_id=message, body="bob's")
    assert await ann.refused("post_message", message_id=message, body="mine") == "id/taken"


async def test_a_rejection_changes_neither_state_nor_document(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    before, shown, updates = encode_state(room.state), room.document.read(), ann.read().updates
    assert await bob.refused("rename_room", name="Bob's") == "role/forbidden"
    assert await bob.refused("edit_message", message="nothing", body="x") == "message/unknown"
    assert await bob.refused("post_message", message_id=fresh("m"), body=" ") == "frame/invalid"
    assert (encode_state(room.state), room.document.read()) == (before, shown)
    assert ann.read().updates == updates


async def test_a_trimmed_window_is_shown_before_it_is_kept(hall):
    """Law 2 after a command without events that comes when the window is over its slack."""
    hall = Hall(limits={"message_window": 5, "window_slack": 2})
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    for number in range(8):
        await ann.done("post_message", message_id=fresh("m"), body=str(number))
    await ann.done("mark_read", seq=1)
    law_2(room)
    await ann.done("post_message", message_id=fresh("m"), body="8")
    law_2(room)
    assert ann.read().bodies == ["3", "4", "5", "6", "7", "8"]
    assert ann.picture["room"]["older"]


async def long_room():
    """Make a room with a window of five and messages `message-0` to `message-7`; return store, room, and Ann in it."""
    hall = Hall(limits={"message_window": 5, "window_slack": 2})
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    for number in range(8):
        await ann.done("post_message", message_id=f"message-{number}", body=str(number))
    return hall.store, room, ann


async def test_a_message_that_the_window_loses_with_the_batch_that_names_it_is_known():
    store, room, ann = await long_room()
    assert "message-0" in room.state.messages  # until the next batch
    await ann.done("edit_message", message="message-0", body="late")
    assert (await store.messages(room.id, ("message-0",)))["message-0"].body == "late"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("edit_message", {"message": "message-1", "body": "back"}),
        ("redact_message", {"message": "message-1"}),
        ("post_message", {"message_id": "message-9", "reply_to": "message-1", "body": "about that"}),
    ],
)
async def test_what_follows_a_clearing_in_its_batch_finds_no_older_message(kind, fields):
    store, room, ann = await long_room()
    await ann.done("post_message", message_id="message-8", body="8")
    assert "message-1" not in room.state.messages
    cleared, late = ann.command("clear_room"), ann.command(kind, **fields)
    await settled(room)
    answers = ann.read().answers
    assert "ack" in answers[cleared]
    assert answers[late]["reject"]["code"] == "message/unknown"
    assert (room.state.messages, await store.messages(room.id, ("message-1",))) == ({}, {})


async def test_what_follows_a_redaction_in_its_batch_brings_nothing_back():
    store, room, ann = await long_room()
    await ann.done("post_message", message_id="message-8", body="8")
    assert "message-1" not in room.state.messages
    ann.command("edit_message", message="message-1", body="first")
    redacted = ann.command("redact_message", message="message-1")
    late = ann.command("edit_message", message="message-1", body="back")
    await settled(room)
    answers = ann.read().answers
    assert "ack" in answers[redacted]
    assert answers[late]["reject"]["code"] == "message/not-yours"
    gone = (await store.messages(room.id, ("message-1",)))["message-1"]
    assert (gone.status, gone.body) == ("redacted", "")


async def test_create_room_is_answered_once_however_often_it_is_asked(hall, store):
    make = command_create(fresh("r"))
    store.failures = ["after"]
    with pytest.raises(Rejection, match="reach"):
        await hall.registry.create(actor("ann"), make)
    acks = await asyncio.gather(*(hall.registry.create(actor("ann"), make) for _ in range(3)))
    assert acks[0] == acks[1] == acks[2]
    assert len(await store.rooms_of(actor("ann").id)) == 1
    both = command_create(fresh("r"))
    twins = await asyncio.gather(*(hall.registry.create(actor("ann"), both) for _ in range(2)))
    assert twins[0] == twins[1]
    other = command_create(both.request, name="Other")
    with pytest.raises(Rejection) as taken:
        await hall.registry.create(actor("ann"), other)
    assert taken.value.code == "id/taken"
    assert (await hall.registry.create(actor("bob"), both)).result != twins[0].result  # unique per person


def command_create(request: str, name: str = "Room"):
    return command("create_room", request=request, name=name)
