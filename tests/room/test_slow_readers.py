"""A slow reader costs itself only: it is skipped, caught up with one difference, and let go if it never drains."""

from __future__ import annotations

import asyncio

from jupyter_collabchat import wire
from tests.room.hall import Hall, until
from tests.room.person import fresh


async def _say(hall, room, times: int, size: int = 10) -> None:
    for _ in range(times):
        await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="x" * size)


async def test_a_stalled_reader_is_skipped_and_gets_one_difference(hall):
    room = await hall.make()
    slow, quick = await hall.enter(room, "bob"), await hall.enter(room, "cat")
    seen, slow.pipe.stalled = slow.read().updates, True
    await _say(hall, room, 1)
    sent = slow.pipe.sent_bytes
    await _say(hall, room, 100)
    assert slow.pipe.sent_bytes == sent
    assert quick.read().picture == room.document.read()
    slow.pipe.drain()
    assert slow.read().picture == room.document.read()
    assert slow.updates == seen + 2  # the one it stalled on, then one for a hundred
    await _say(hall, room, 1)
    assert slow.read().picture == room.document.read()
    assert slow.updates == seen + 3


async def test_a_drained_reader_who_missed_nothing_gets_next_to_nothing(hall):
    """The difference to itself still names what was deleted, which no state vector tells."""
    room = await hall.make()
    slow = await hall.enter(room, "bob")
    slow.pipe.stalled = True
    await _say(hall, room, 1)
    sent = slow.pipe.sent_bytes
    slow.pipe.drain()
    assert slow.pipe.sent_bytes < sent + 100
    assert slow.read().picture == room.document.read()


async def test_what_was_only_deleted_reaches_a_drained_reader(hall):
    room = await hall.make()
    slow = await hall.enter(room, "bob")
    await hall.join(room, "dan")
    slow.read().pipe.stalled = True
    slow.send(ping=1)
    await hall.send(room, "dan", "leave")
    slow.pipe.drain()
    assert slow.read().picture == room.document.read()


async def test_answers_still_reach_a_stalled_reader(hall):
    room = await hall.make()
    slow = await hall.enter(room, "bob")
    slow.pipe.stalled = True
    frames = [slow.post(str(number)) for number in range(20)]
    await until(lambda: len(room.state.messages) == 20)
    slow.pipe.drain()
    assert slow.read().order == frames
    assert slow.picture == room.document.read()


async def test_a_mebibyte_of_waiting_text_is_too_much(hall):
    room = await hall.make()
    slow, quick = await hall.enter(room, "bob"), await hall.enter(room, "cat")
    slow.pipe.stalled = True
    while slow.closed is None:
        slow.send_text('{"ping": 1}')
        assert slow.pipe.queued_bytes() < 1024 * 1024 + 100
    assert slow.closed == wire.TOO_SLOW
    assert slow.pipe.queued_bytes() > 1024 * 1024
    assert slow.session not in room.sessions
    await _say(hall, room, 1)  # nothing may follow the close: the pipe would say so
    assert quick.read().picture == room.document.read()


async def test_a_reader_behind_for_too_long_is_let_go(hall):
    room = await hall.make()
    slow, quick = await hall.enter(room, "bob"), await hall.enter(room, "cat")
    slow.pipe.stalled = True
    await _say(hall, room, 1)
    began = asyncio.get_running_loop().time()
    await until(lambda: slow.closed is not None)
    waited = asyncio.get_running_loop().time() - began
    assert slow.closed == wire.TOO_SLOW
    assert 60 < waited < 75
    assert quick.closed is None


async def test_a_reader_who_drains_in_time_stays(hall):
    room = await hall.make()
    slow = await hall.enter(room, "bob")
    for _ in range(5):
        slow.pipe.stalled = True
        await _say(hall, room, 2)
        await asyncio.sleep(50)
        slow.pipe.drain()
    assert slow.closed is None
    assert slow.read().picture == room.document.read()


async def test_a_reader_who_comes_back_after_4413_continues_where_it_was(hall):
    room = await hall.make()
    slow = await hall.enter(room, "bob")
    slow.pipe.stalled = True
    await _say(hall, room, 3)
    await until(lambda: slow.closed is not None)
    slow.pipe.stalled = False
    slow.read()
    await slow.enter(hall.registry, room.id)
    assert slow.read().picture == room.document.read()


async def test_a_reader_may_stall_on_its_first_document():
    hall = Hall()
    room = await hall.make()
    await _say(hall, room, 20, 1_000)
    slow = await hall.enter(room, "bob", sync=False)
    slow.pipe.stalled = True
    slow.sync()
    await _say(hall, room, 20)
    slow.pipe.drain()
    assert slow.read().picture == room.document.read()
