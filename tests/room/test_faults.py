"""A bug is loud, and costs the session it happened to: not the room, not the others, not the server."""

from __future__ import annotations

import asyncio
import logging

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core import decide
from jupyter_collabchat.core.commands import SetTopic
from tests.room.hall import law_2, settled
from tests.room.person import Person, actor, fresh


@pytest.fixture
def bug(monkeypatch):
    def break_down(draft, command):
        raise ZeroDivisionError("a bug in a rule")

    monkeypatch.setitem(decide.RULES, SetTopic, break_down)


async def test_a_bug_in_a_rule_ends_only_that_session(hall, bug, caplog):
    room, next_door = await hall.make(), await hall.make("cat")
    ann, tab = await hall.enter(room, "ann"), await hall.enter(room, "ann")
    bob, cat = await hall.enter(room, "bob"), await hall.enter(next_door, "cat")
    session = ann.session.id
    before = bob.post("in the same batch, before")
    ann.command("set_topic", topic="boom")
    after = bob.post("in the same batch, after")
    await settled(room)
    assert ann.read().closed == wire.INTERNAL
    assert ann.pipe.closed[1] == "Something went wrong on the server."  # and nothing of the bug itself
    assert {"ack"} <= bob.read().answers[before].keys() & bob.answers[after].keys()
    assert (tab.closed, bob.closed, cat.closed) == (None, None, None)
    await tab.done("post_message", message_id=fresh("m"), body="the room lives")
    await cat.done("post_message", message_id=fresh("m"), body="and the next one")
    law_2(room)
    loud = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert any(room.id in record.getMessage() and record.exc_info for record in loud)
    assert any(room.id in record.getMessage() and session in record.getMessage() for record in loud)


async def test_a_bug_reaches_who_asked_by_rest_as_one(hall, bug):
    room = await hall.make()
    with pytest.raises(ZeroDivisionError):
        await hall.send(room, "ann", "set_topic", topic="boom")
    await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="fine")


async def test_a_bug_in_a_store_ends_its_batch_and_the_log_is_read_before_the_next(hall, monkeypatch, caplog):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    append = hall.store.append

    async def written_then_broken(write):
        await append(write)
        monkeypatch.undo()
        raise ZeroDivisionError("a bug in a store")

    monkeypatch.setattr(hall.store, "append", written_then_broken)
    ann.post("written")
    await settled(room)
    assert (ann.closed, bob.closed) == (wire.INTERNAL, None)
    await bob.done("post_message", message_id=fresh("m"), body="next")
    assert bob.bodies == ["written", "next"]
    law_2(room)


@pytest.mark.parametrize("part", ["_show_messages", "_show_polls"])
async def test_a_bug_in_showing_costs_the_epoch_and_nothing_that_was_said(hall, monkeypatch, caplog, part):
    """Half of the batch may be in the document by then; what is in the log is what everybody must read."""
    room = await hall.make()
    ann, bob, late = [await hall.enter(room, name) for name in ("ann", "bob", "cat")]
    tab = await hall.enter(room, "bob", sync=False)
    late.pipe.stalled = True
    epoch = room.document.epoch
    monkeypatch.setattr(room.document, part, _once_broken(getattr(room.document, part), monkeypatch))
    asked = ann.post("said and kept"), ann.command("set_topic", topic="Half")
    await settled(room)
    assert all("ack" in ann.read().answers[frame] for frame in asked)
    assert room.document.epoch != epoch
    for person in (ann, bob.read()):
        assert (person.closed, person.epoch, person.bodies) == (None, room.document.epoch, ["said and kept"])
        assert person.picture == room.document.read()
    law_2(room)
    late.pipe.drain()
    await bob.done("post_message", message_id=fresh("m"), body="next")
    assert ann.read().bodies == late.read().bodies == bob.bodies == ["said and kept", "next"]
    assert tab.read().notices[-1]["type"] == "epoch"
    law_2(room)
    assert any(room.id in record.getMessage() and record.exc_info for record in caplog.records)


def _once_broken(work, monkeypatch):
    def show(*given):
        monkeypatch.undo()
        work(*given)
        raise ZeroDivisionError("a bug in showing")

    return show


async def test_a_bug_while_sweeping_does_not_end_the_sweeping(hall, monkeypatch, caplog):
    room = await hall.make()
    slow = await hall.enter(room, "bob")
    await hall.join(room, "ann")
    calls = []

    def broken():
        calls.append(1)
        monkeypatch.undo()
        raise ZeroDivisionError("a bug in a check")

    monkeypatch.setattr(slow.session, "check", broken)
    slow.pipe.stalled = True
    await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="x")
    await asyncio.sleep(5)
    assert calls
    assert "sweeping" in caplog.text


async def test_failed_work_beside_a_command_is_logged_with_its_room(hall, caplog):
    room = await hall.make()

    async def broken():
        raise ZeroDivisionError("a bug beside")

    room.timers.spawn(broken())
    await asyncio.sleep(1)
    assert room.id in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert (await hall.enter(room, "ann")).closed is None


async def test_rules_never_see_a_command_of_the_host_from_anybody_else(hall):
    from jupyter_collabchat.core.commands import Tick

    room = await hall.make()
    with pytest.raises(PermissionError):
        await room.request(actor("ann"), Tick())
    assert isinstance(await hall.enter(room, "ann"), Person)
