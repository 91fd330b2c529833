"""Durable fan-out: everybody keeps one message in flight, everybody gets every message."""

from __future__ import annotations

import statistics

from ..figures import Figure, median_ratio
from ..session import Session

_GOALS = {50: 7.0, 200: 10.0, 1000: 15.0}


async def measure(session: Session) -> list[Figure]:
    """Compare deliveries per second."""
    figures = []
    for people, goal in _GOALS.items():
        figures.append(await _fan_out(session, people, goal))
    return figures


async def _fan_out(session: Session, people: int, goal: float) -> Figure:
    ours, bare = [], []
    seconds = session.pick(3, 1.5)
    async with session.pair(people) as pair:
        for _ in range(int(session.pick(5, 2))):
            bare.append(await pair.bare.talk(0.5, seconds))
            ours.append(await pair.ours.talk(0.5, seconds))
        pair.witness.check(pair.ours.peers[0].delivered)
        skipped = 1 - pair.ours.delivered / (pair.ours.sent * people)
    ratio = median_ratio(ours, bare)
    return Figure(
        f"fan-out, {people} people, deliveries/s",
        f"{statistics.median(ours):,.0f}" + (f", {skipped:.1%} skipped" if skipped else ""),
        f"{statistics.median(bare):,.0f}",
        f"{ratio:.1f}x",
        f">= {goal:g}x",
        ratio >= goal,
    )
