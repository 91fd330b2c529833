"""How soon a room is on screen: from the click on it to the frame that shows its newest message, in a real browser."""

from __future__ import annotations

import asyncio
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

from .. import process
from ..browser import NoBrowser, Sidebar, chromium
from ..figures import Figure
from ..history import write_rooms
from ..rest import Rest, names
from ..session import Session

if TYPE_CHECKING:
    from playwright.async_api import Browser

_PEOPLE = 50
_LENGTHS = (1_000, 100_000)
_GOAL_MS = 300
_GIVE_UP_S = 30
_WHAT = "newest painted"
_ARM = Path(__file__).with_suffix(".js").read_text()
_AT_REST = "() => new Promise(resolve => requestIdleCallback(() => resolve(null)))"


async def measure(session: Session) -> list[Figure]:
    """Open rooms of different length in turns, as one of their people."""
    try:
        async with chromium() as browser:
            times = await _times(session, browser)
    except NoBrowser as missing:
        return [Figure(_WHAT, f"not measured: {missing}")]
    return [_figure(length, ms) for length, ms in zip(_LENGTHS, times, strict=True)]


async def _times(session: Session, browser: Browser) -> list[list[float]]:
    """Return milliseconds for each room; its first opening, which the server also opens it for, is among them."""
    people = names(_PEOPLE)
    times: list[list[float]] = [[] for _ in _LENGTHS]
    with session.folder() as folder:
        rooms = await write_rooms(process.store_url(folder), people, list(_LENGTHS))
        with process.lab(folder) as server:
            rest = Rest(server.port)
            newest = [await _newest(rest, people[0], room) for room in rooms]
            sidebar = await Sidebar.open(browser, server.port, people[0])
            for _ in range(int(session.pick(10, 3))):
                for room, message, taken in zip(rooms, newest, times, strict=True):
                    taken.append(await _open(sidebar, room, message))
    return times


async def _newest(rest: Rest, who: str, room: str) -> str:
    """Return the id of the room's newest message."""
    messages = (await rest.get(who, f"rooms/{room}/messages"))["messages"]
    return str(max(messages, key=lambda message: message["seq"])["id"])


async def _open(sidebar: Sidebar, room: str, message: str) -> float:
    """Open the room from the list and return; the page measures, so the way from here to it does not count."""
    row = sidebar.row(room)
    await row.wait_for()
    await sidebar.page.evaluate(_AT_REST)
    armed = await sidebar.page.evaluate_handle(_ARM, message)
    await row.click()
    async with asyncio.timeout(_GIVE_UP_S):
        ms = float(await armed.evaluate("({ painted }) => painted"))
    await sidebar.back()
    return ms


def _figure(length: int, times_ms: list[float]) -> Figure:
    median = statistics.median(times_ms)
    text = f"{median:.0f} ms, worst {max(times_ms):.0f} ms"
    return Figure(f"{_WHAT}, {length:,} messages, median", text, goal=f"<= {_GOAL_MS} ms", met=median <= _GOAL_MS)
