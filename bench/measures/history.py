"""A long past costs nothing: joining a room with 100,000 messages, and posting into it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

from .. import process
from ..crowd import Crowd
from ..dialect import Dialect
from ..figures import Figure, at_most
from ..history import write_rooms
from ..peer import Peer
from ..people import token
from ..rest import Rest, names
from ..session import Session

_PEOPLE = 50
_SHORT, _JOINED, _LONG = 100, 1_000, 100_000
_GOAL = 1.2


async def measure(session: Session) -> list[Figure]:
    """Compare rooms of different length on one server."""
    with session.folder() as folder:
        rooms = await write_rooms(process.store_url(folder), names(_PEOPLE), [_SHORT, _JOINED, _LONG])
        with process.collabchat(folder) as server:
            rest = Rest(server.port)
            short, joined, long = (rest.dialect(room) for room in rooms)
            joins = await _joins(joined, long, int(session.pick(100, 20)))
            posts = await _posts(short, long, int(session.pick(300, 60)))
    return [*joins, posts]


async def _joins(short: Dialect, long: Dialect, times: int) -> list[Figure]:
    """Join both rooms in turns; the first time, the server opens the room for it."""
    of_short, of_long = await _join(short), await _join(long)
    cold = Figure(f"first join of a room with {_LONG:,} messages", f"{of_long[0]:.1f} ms", f"{of_short[0]:.1f} ms")
    shorts, longs = [], []
    for _ in range(times):
        for room, taken in ((short, shorts), (long, longs), (long, longs), (short, shorts)):
            taken.append(await _join(room))
    times_ms = [ms for ms, _ in longs], [ms for ms, _ in shorts]
    sizes = [size for _, size in longs], [size for _, size in shorts]
    what = f"join, {_LONG:,} messages beside {_JOINED:,}"
    largest = max(map(max, sizes)) / 1000
    return [
        cold,
        _compare(f"{what}, time", times_ms, "ms"),
        _compare(f"{what}, bytes", sizes, "B"),
        at_most(f"join, {_PEOPLE} members, bodies of 80", largest, 64, unit="kB"),
    ]


async def _join(dialect: Dialect) -> tuple[float, int]:
    """Return milliseconds from the first byte sent to a replica in sync, and the bytes received until then."""
    peer = Peer(dialect, token("p0001"))
    began = time.perf_counter()
    await peer.connect()
    ms = (time.perf_counter() - began) * 1000
    peer.close()
    return ms, peer.received_bytes


async def _posts(short: Dialect, long: Dialect, times: int) -> Figure:
    """Post into both rooms in turns, one message at a time."""
    crowds = [Crowd(short), Crowd(long)]
    took: list[list[float]] = [[], []]
    for crowd in crowds:
        await crowd.connect(["p0001"])
    for _ in range(times):
        for crowd, ms in zip(crowds, took, strict=True):
            answered_s, _ = await crowd.post(crowd.peers[0])
            ms.append(answered_s * 1000)
    for crowd in crowds:
        crowd.check()
        crowd.close()
    return _compare(f"post to ack, {_LONG:,} messages beside {_SHORT}", (took[1], took[0]), "ms")


def _compare(what: str, values: tuple[Sequence[float], Sequence[float]], unit: str) -> Figure:
    mine, theirs = (statistics.median(times) for times in values)
    ratio = mine / theirs
    row = f"{mine:,.4g} {unit}", f"{theirs:,.4g} {unit}", f"{ratio:.2f}x"
    return Figure(what, *row, f"<= {_GOAL}x", ratio <= _GOAL)
