"""R16: rooms that were opened and closed leave nothing behind, in objects or in memory."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import Any

import psutil
import pytest

from jupyter_collabchat.core.ids import RoomId
from jupyter_collabchat.room.lobby import Lobby
from tests.room.hall import Hall
from tests.room.person import Person, actor, fresh

ROOMS = 50
WARM_ROUNDS = 2
GROWTH_BYTES = 20 * 1024 * 1024


async def _make(hall: Hall, owner: str) -> RoomId:
    room = await hall.make(owner)
    await hall.send(room, owner, "post_message", message_id=fresh("m"), body="x")
    return room.id


async def _visit(hall: Hall, room: RoomId, owner: str) -> list[weakref.ref[Any]]:
    """Open a room, be in it, go; return what must be gone once the room is closed."""
    person = await Person(actor(owner)).enter(hall.registry, room)
    assert person.session is not None
    await person.done("set_topic", topic=fresh("topic"))
    await person.done("mark_read", seq=2)
    person.send(presence={"typing": True})
    of_room = person.session.room
    left = [weakref.ref(each) for each in (of_room, of_room.document, of_room.timers, person.session)]
    person.session.ended()
    return left


def _resident_bytes() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)


@pytest.mark.parametrize("openings", [200, pytest.param(10_000, marks=pytest.mark.torture)])
async def test_R16_rooms_opened_and_closed_leave_nothing_behind(hall, openings):
    lobby = Lobby(hall.registry)
    hall.house.watchers.append(lobby)
    hall.house.lobby_changed = lobby.changed
    rooms = {f"owner{number}": await _make(hall, f"owner{number}") for number in range(ROOMS)}
    before = 0
    for turn in range(openings // ROOMS):
        left = [ref for owner, room in rooms.items() for ref in await _visit(hall, room, owner)]
        await asyncio.sleep(200)
        assert not hall.registry.open_rooms()
        gc.collect()
        assert [ref() for ref in left if ref() is not None] == []
        if turn == WARM_ROUNDS:
            before = _resident_bytes()
    assert not hall.registry._idle_since and not hall.registry._rooms
    grown = _resident_bytes() - before
    assert before and grown < GROWTH_BYTES, grown
