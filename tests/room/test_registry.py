"""Opening, closing and reopening rooms: one of each, nothing lost, nothing left behind."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core.codec import encode_state
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.ids import RoomId
from tests.room.hall import Hall, law_2, until
from tests.room.person import Person, actor, fresh
from tests.room.stores import FailingStore

OPTIONS = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]


async def _closed_room(hall: Hall) -> RoomId:
    room = await hall.make()
    await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="kept")
    key = room.id
    del room
    await asyncio.sleep(200)
    assert hall.registry.find(key) is None
    return key


async def test_however_many_ask_one_room_is_opened(hall):
    key = await _closed_room(hall)
    rooms = await asyncio.gather(*(hall.registry.open(key) for _ in range(20)))
    assert len(set(map(id, rooms))) == 1


async def test_asking_while_it_closes_waits_and_opens_anew(hall):
    room = await hall.make()
    await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="kept")
    gate = asyncio.Event()

    async def slowly(closing):
        await gate.wait()

    hall.registry.closing = slowly
    hall.registry._idle_since[room.id] = 0
    evicting = asyncio.ensure_future(hall.registry._evict(room.id))
    await asyncio.sleep(1)
    opening = asyncio.ensure_future(hall.registry.open(room.id))
    await asyncio.sleep(1)
    assert not opening.done()
    gate.set()
    again = await opening
    await evicting
    assert again is not room
    assert [message.body for message in again.state.messages.values()] == ["kept"]


async def test_a_room_that_could_not_be_opened_can_be_opened_later(hall, monkeypatch):
    key = await _closed_room(hall)
    load = hall.store.load
    from jupyter_collabchat.room.ports import StorageFailed

    async def fail(room):
        raise StorageFailed("not now")

    monkeypatch.setattr(hall.store, "load", fail)
    for _ in range(2):
        with pytest.raises(Rejection) as refused:
            await hall.registry.open(key)
        assert refused.value.code == "storage"
    monkeypatch.setattr(hall.store, "load", load)
    assert (await hall.registry.open(key)).id == key


@pytest.mark.parametrize("key", ["", "nothing", "../secret", "x" * 200])
async def test_a_room_that_does_not_exist_is_unknown(hall, key):
    with pytest.raises(Rejection) as refused:
        await hall.registry.open(RoomId(key))
    assert refused.value.code == "room/unknown"
    assert not hall.registry._rooms


async def test_a_private_room_is_as_unknown_as_none(hall):
    room = await hall.make(visibility="private")
    said = []
    for key in (room.id, "nothing"):
        with pytest.raises(Rejection) as refused:
            await hall.registry.request(RoomId(key), actor("bob"), _post())
        said.append(refused.value.body())
        with pytest.raises(Rejection) as refused:
            await Person(actor("bob")).enter(hall.registry, key)
        said.append(refused.value.body())
    assert said[0] == said[2]
    assert said[1] == said[3]


def _post():
    from tests.room.hall import command

    return command("post_message", message_id=fresh("m"), body="x")


async def test_closing_and_opening_again_loses_nothing(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    ids = [fresh("m") for _ in range(30)]
    for message in ids:
        await ann.done("post_message", message_id=message, body=message)
    await ann.done("edit_message", message=ids[0], body="edited")
    await ann.done("redact_message", message=ids[1])
    await bob.done("mark_read", seq=9)
    await ann.done("mute", who="user:bob")
    before = encode_state(room.state)
    again = await hall.reopen(room)
    assert encode_state(again.state) == before
    assert again.receipts.of(actor("bob").id) == 9
    law_2(again)
    assert ann.closed == bob.closed == wire.RESTARTING
    ann.read()
    await ann.enter(hall.registry, room.id)
    assert ann.picture == again.document.read()
    assert ann.welcome["epoch"] != room.document.epoch


async def test_an_idle_room_is_let_go_after_its_time_and_freed(hall):
    room = await hall.make()
    freed, document = weakref.ref(room), weakref.ref(room.document)
    key = room.id
    ann = await hall.enter(room, "ann")
    del room
    await asyncio.sleep(600)
    assert hall.registry.find(key) is not None
    ann.session.ended()
    ann.session = ann.pipe.receiver = None
    await asyncio.sleep(50)
    assert hall.registry.find(key) is not None
    await asyncio.sleep(50)
    assert hall.registry.find(key) is None
    await asyncio.sleep(600)
    gc.collect()
    assert (freed(), document()) == (None, None)


async def test_a_room_with_an_open_poll_keeps_its_timer(hall):
    """RULES 10."""
    room = await hall.make()
    deadline = hall.house.clock.now() + 3_600_000
    await hall.send(room, "ann", "open_poll", poll_id="poll-one", title="?", options=OPTIONS, deadline=deadline)
    await until(lambda: room.state.polls["poll-one"].state == "decided")
    assert room.state.polls["poll-one"].outcome == "expired"
    assert abs(room.state.polls["poll-one"].resolved_at - deadline) < 100
    assert hall.registry.find(room.id) is room


async def test_an_expired_poll_is_closed_when_its_room_opens_again(hall):
    room = await hall.make()
    deadline = hall.house.clock.now() + 1_000_000
    await hall.send(room, "ann", "open_poll", poll_id="poll-one", title="?", options=OPTIONS, deadline=deadline)
    await hall.registry.close()
    await asyncio.sleep(2_000)
    again = await hall.reopen(room)
    assert again.state.polls["poll-one"].outcome == "expired"
    law_2(again)


async def test_an_absent_voters_seat_lapses_even_if_they_never_came_back(hall):
    room = await hall.make()
    await hall.enter(room, "ann")
    bob = await hall.enter(room, "bob")
    await hall.send(room, "ann", "open_poll", poll_id="poll-one", title="?", options=OPTIONS)
    assert set(room.state.polls["poll-one"].seats) == {"user:ann", "user:bob"}
    bob.session.ended()
    await asyncio.sleep(119)
    assert "user:bob" in room.state.polls["poll-one"].seats
    await bob.enter(hall.registry, room.id)
    await asyncio.sleep(600)
    assert "user:bob" in room.state.polls["poll-one"].seats  # a shorter drop changes nothing
    again = await hall.reopen(room)
    await asyncio.sleep(121)
    assert set(again.state.polls["poll-one"].seats) == {"user:ann"}


async def test_who_voted_without_a_session_lapses_too(hall):
    """RULES 6: no session for `absent_after`, however they sent their command."""
    room = await hall.make()
    await hall.enter(room, "ann")
    await hall.join(room, "bob")
    await hall.send(room, "ann", "open_poll", poll_id="poll-one", title="?", options=OPTIONS)
    assert "user:bob" in room.state.polls["poll-one"].seats
    await asyncio.sleep(125)
    assert set(room.state.polls["poll-one"].seats) == {"user:ann"}


async def test_a_stopping_server_answers_what_waits_and_says_so():
    store = FailingStore()
    hall = Hall(store)
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    store.gate.clear()
    frames = [ann.post(str(number)) for number in range(3)]
    closing = asyncio.ensure_future(hall.registry.close())
    await asyncio.sleep(1)
    assert ann.closed is None
    store.gate.set()
    await closing
    assert [list(ann.read().answers[frame]) for frame in frames] == [["id", "ack"]] * 3
    assert ann.closed == wire.RESTARTING
    with pytest.raises(Rejection) as refused:
        await hall.registry.open(room.id)
    assert refused.value.code == "overloaded"


async def test_rooms_are_not_made_without_end(hall):
    for _ in range(10):
        await hall.make()
    with pytest.raises(Rejection) as refused:
        await hall.make()
    assert refused.value.code == "rate/limited"
    await hall.make("bob")
    await asyncio.sleep(refused.value.details["retry_after"])
    await hall.make()
