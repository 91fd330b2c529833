"""Epochs: after enough breaks everybody starts from a fresh document, whatever they were doing."""

from __future__ import annotations

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.room.document import MAX_BREAKS
from tests.room.hall import Hall, law_2
from tests.room.person import Person, actor, fresh

BREAKS = 10


@pytest.fixture(autouse=True)
def few_breaks(monkeypatch):
    monkeypatch.setattr("jupyter_collabchat.room.room.MAX_BREAKS", BREAKS)


def test_a_thousand_breaks_renew_an_epoch():
    assert MAX_BREAKS == 1_000


async def _break(hall, room, times: int = BREAKS) -> None:
    for number in range(times):
        await hall.send(room, "ann", "set_topic", topic=f"{fresh()} {number}")


async def test_ordinary_posts_break_nothing(hall):
    room = await hall.make()
    epoch = room.document.epoch
    for _ in range(3 * BREAKS):
        await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="x")
    assert room.document.epoch == epoch
    assert room.document.breaks == 1  # the first message of all makes a window


async def test_a_synced_session_gets_the_notice_directly_followed_by_the_whole_document(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    old = bob.epoch
    await _break(hall, room)
    assert bob.read().epoch == room.document.epoch != old
    assert [notice["type"] for notice in bob.notices] == ["epoch"]
    assert bob.picture == room.document.read()
    await bob.done("post_message", message_id=fresh("m"), body="after")
    assert bob.picture == room.document.read()
    assert bob.picture["room"]["epoch"] == bob.epoch
    law_2(room)


async def test_a_session_that_has_not_synced_hears_of_it_and_syncs_whole(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob", sync=False)
    await _break(hall, room)
    bob.read()
    assert bob.notices == [{"type": "epoch", "epoch": room.document.epoch}]
    bob.epoch = bob.notices[0]["epoch"]
    bob.send_binary(wire.sync_step_1(bob.doc.get_state()))
    assert bob.read().picture == room.document.read()


async def test_a_vector_of_another_epoch_is_ignored(hall):
    """Else the client would get a difference against a history that it does not have."""
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    bob.session.ended()
    vector, said = bob.doc.get_state(), bob.epoch
    await _break(hall, room)
    again = Person(actor("bob"))
    again.epoch = said
    await again.enter(hall.registry, room.id, sync=False)
    again.epoch = again.welcome["epoch"]
    again.send_binary(wire.sync_step_1(vector))
    assert again.read().picture == room.document.read()


async def test_a_returning_session_of_the_same_epoch_gets_only_what_it_lacks(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    for _ in range(50):
        await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="x" * 500)
    bob.read().session.ended()
    await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="missed")
    await bob.enter(hall.registry, room.id)
    assert bob.pipe.sent_bytes < 2_000
    assert bob.picture == room.document.read()


async def test_a_stalled_session_gets_the_new_epoch_when_it_has_drained(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    bob.pipe.stalled = True
    await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="1")
    sent = bob.pipe.sent_bytes
    await _break(hall, room, 2 * BREAKS + 3)
    assert bob.pipe.sent_bytes == sent
    bob.pipe.drain()
    assert bob.read().picture == room.document.read()
    assert [notice["epoch"] for notice in bob.notices] == [room.document.epoch]


async def test_streaming_goes_on_in_the_new_epoch(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    message = await _streaming(hall, room)
    room.stream(message, "before ")
    await _break(hall, room)
    room.stream(message, "after")
    assert bob.read().picture["live"] == {message: "before after"}
    late = await hall.enter(room, "cat")
    assert late.picture["live"] == {message: "before after"}


async def _streaming(hall: Hall, room) -> str:
    from jupyter_collabchat.core import commands as c

    await hall.send(room, "ann", "add_agent", agent="runner")
    await room.act(c.SetAgentStatus("agent:runner", "running"))
    await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="go", to="agent:runner")
    message = fresh("a")
    await room.act(c.StartMessage(message, room.state.turns["agent:runner"].id))
    return message
