"""Durable fan-out: everybody keeps one message in flight, everybody gets every message."""

from __future__ import annotations

import statistics

from ..crowd import Crowd
from ..figures import Figure, median_ratio
from ..process import Server
from ..session import Session

_WARM_UP_S = 0.5
_GOALS = {50: 7.0, 200: 10.0, 1000: 15.0}


async def measure(session: Session) -> list[Figure]:
    """Compare deliveries per second, and what a message costs the processor."""
    figures = []
    for people, goal in _GOALS.items():
        figures += await _fan_out(session, people, goal)
    return figures


async def _fan_out(session: Session, people: int, goal: float) -> list[Figure]:
    ours, bare = _Windows(session), _Windows(session)
    async with session.pair(people) as pair:
        for _ in range(int(session.pick(5, 2))):
            await bare.add(pair.bare, pair.bare_server)
            await ours.add(pair.ours, pair.our_server)
        pair.witness.check(pair.ours.peers[0].delivered)
        skipped = 1 - pair.ours.delivered / (pair.ours.sent * people)
    return [
        _rate(f"fan-out, {people} people", (ours, bare), goal, skipped),
        _cpu(f"fan-out, {people} people", ours, bare),
    ]


class _Windows:
    """What was measured in the windows of one server."""

    def __init__(self, session: Session) -> None:
        self.rates: list[float] = []
        self.cpu_s: list[float] = []
        self._seconds = session.pick(3, 1.5)

    async def add(self, crowd: Crowd, server: Server) -> None:
        """Let everybody talk for a while."""
        sent, cpu_s = crowd.sent, server.cpu_s()
        self.rates.append(await crowd.talk(_WARM_UP_S, self._seconds))
        self.cpu_s.append((server.cpu_s() - cpu_s) / (crowd.sent - sent) * 1000)


def _rate(what: str, windows: tuple[_Windows, _Windows], goal: float, skipped: float) -> Figure:
    ours, bare = windows
    ratio = median_ratio(ours.rates, bare.rates)
    return Figure(
        f"{what}, deliveries/s",
        f"{statistics.median(ours.rates):,.0f}" + (f", {skipped:.1%} skipped" if skipped else ""),
        f"{statistics.median(bare.rates):,.0f}",
        f"{ratio:.1f}x",
        f">= {goal:g}x",
        ratio >= goal,
    )


def _cpu(what: str, ours: _Windows, bare: _Windows) -> Figure:
    mine, theirs = statistics.median(ours.cpu_s), statistics.median(bare.cpu_s)
    ratio = median_ratio(ours.cpu_s, bare.cpu_s)
    return Figure(f"{what}, CPU per 1,000 messages", f"{mine:.2f} s", f"{theirs:.2f} s", f"{ratio:.3f}x")
