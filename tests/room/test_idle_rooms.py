"""A room that nobody needs stays open for the time configured, no less, and not much longer."""

from __future__ import annotations

import asyncio

import pytest

from tests.room.hall import Hall, until
from tests.room.person import actor

TIMEOUT_S = 30.0
SWEEPS_S = 10.0
"""A room is looked at every 5 s: once to find it idle, once to find it idle for long enough."""


@pytest.fixture
def hall() -> Hall:
    return Hall(idle_room_timeout=TIMEOUT_S)


async def closing_time(hall: Hall, room: object) -> float:
    """Return after how many seconds from now the room is gone."""
    clock = asyncio.get_running_loop()
    begun = clock.time()
    await until(lambda: hall.registry.find(room.id) is None)
    return clock.time() - begun


async def test_an_idle_room_is_closed_after_the_time_configured(hall):
    room = await hall.make()
    assert TIMEOUT_S <= await closing_time(hall, room) <= TIMEOUT_S + SWEEPS_S
    assert (await hall.registry.open(room.id)).state.name == room.state.name


async def test_a_room_with_somebody_in_it_stays(hall):
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    await asyncio.sleep(4 * TIMEOUT_S)
    assert hall.registry.find(room.id) is room
    ann.session.ended()
    assert TIMEOUT_S <= await closing_time(hall, room) <= TIMEOUT_S + SWEEPS_S


async def test_each_visit_counts_anew_however_short(hall):
    """A client without a socket comes and goes between two looks of the sweeper."""
    room = await hall.make()
    for _ in range(10):
        await asyncio.sleep(TIMEOUT_S - 3)
        assert await hall.registry.member_room(room.id, actor("ann")) is room
    assert TIMEOUT_S <= await closing_time(hall, room) <= TIMEOUT_S + SWEEPS_S
