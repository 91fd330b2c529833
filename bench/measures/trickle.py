"""A room as it is on a busy day: 50 people, 20 messages per second, one at a time."""

from __future__ import annotations

import asyncio
import statistics
import time

from ..crowd import Crowd
from ..dialect import fresh_key
from ..figures import Figure, at_most, median_ratio, percentile
from ..process import Server
from ..session import Pair, Session
from .calibration import fsyncs

_PEOPLE = 50
_INTERVAL_S = 0.05
_CPU_GOAL = 0.8


async def measure(session: Session) -> list[Figure]:
    """Compare latency and processor time; then see how soon a message can be found."""
    ours, bare = _Windows(), _Windows()
    synced: list[float] = []
    async with session.pair(_PEOPLE) as pair:
        for _ in range(int(session.pick(6, 3))):
            messages = int(session.pick(100, 40))
            await bare.add(pair.bare, pair.bare_server, messages)
            await ours.add(pair.ours, pair.our_server, messages)
            with session.folder() as folder:
                synced += fsyncs(folder, 20, _INTERVAL_S)
        lags = [await _index_lag(pair) for _ in range(int(session.pick(20, 5)))]
    fsync_ms = statistics.median(synced) * 1000
    return [_latency(ours, bare, fsync_ms), _p99(ours, bare), _cpu(ours, bare), _lag(lags)]


class _Windows:
    """What was measured in the windows of one server."""

    def __init__(self) -> None:
        self.latencies_ms: list[float] = []
        self.cpu_s: list[float] = []

    async def add(self, crowd: Crowd, server: Server, messages: int) -> None:
        """Post `messages`, each by another person, at a fixed rate."""
        began, cpu_s = time.perf_counter(), server.cpu_s()
        for number in range(messages):
            await asyncio.sleep(began + number * _INTERVAL_S - time.perf_counter())
            _, heard_s = await crowd.post(crowd.peers[number % len(crowd.peers)])
            self.latencies_ms.append(heard_s * 1000)
        await asyncio.sleep(began + messages * _INTERVAL_S - time.perf_counter())
        self.cpu_s.append((server.cpu_s() - cpu_s) / messages * 1000)
        crowd.check()


async def _index_lag(pair: Pair) -> float:
    """Return how many seconds after its ack a message is found by its words, while others keep coming."""
    key = fresh_key()
    await pair.ours.post(pair.ours.peers[0], key)
    acked = time.perf_counter()
    while not (await pair.rest.get("p0000", f"rooms/{pair.room}/search?q={key}"))["found"]:
        await pair.ours.post(pair.ours.peers[1])
        await asyncio.sleep(_INTERVAL_S / 2)
    return time.perf_counter() - acked


def _latency(ours: _Windows, bare: _Windows, fsync_ms: float) -> Figure:
    mine, theirs = statistics.median(ours.latencies_ms), statistics.median(bare.latencies_ms)
    goal = theirs + fsync_ms + 1
    return Figure(
        "send to last of 50 receivers, median",
        f"{mine:.2f} ms",
        f"{theirs:.2f} ms",
        f"+{mine - theirs:.2f} ms",
        f"<= bare + fsync + 1 = {goal:.2f} ms",
        mine <= goal,
    )


def _p99(ours: _Windows, bare: _Windows) -> Figure:
    mine, theirs = percentile(ours.latencies_ms, 99), percentile(bare.latencies_ms, 99)
    return Figure("send to last of 50 receivers, p99", f"{mine:.2f} ms", f"{theirs:.2f} ms", f"+{mine - theirs:.2f} ms")


def _cpu(ours: _Windows, bare: _Windows) -> Figure:
    ratio = median_ratio(ours.cpu_s, bare.cpu_s)
    return Figure(
        "server CPU per 1,000 messages",
        f"{statistics.median(ours.cpu_s):.2f} s",
        f"{statistics.median(bare.cpu_s):.2f} s",
        f"{ratio:.2f}x",
        f"<= {_CPU_GOAL}x",
        ratio <= _CPU_GOAL,
    )


def _lag(lags: list[float]) -> Figure:
    return at_most("found by search after the ack, slowest", max(lags), 1.0, unit="s")
