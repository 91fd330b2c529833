"""Figures and the table they are printed in."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A line of the report. `compared` and `ratio` if there is something beside it; `met` is None without a goal."""

    what: str
    ours: str
    compared: str = ""
    ratio: str = ""
    goal: str = ""
    met: bool | None = None


def at_most(what: str, value: float, goal: float, *, unit: str) -> Figure:
    """Return a figure that should be small."""
    return Figure(what, f"{value:,.3g} {unit}", goal=f"<= {goal:g} {unit}", met=value <= goal)


def median_ratio(ours: Sequence[float], bare: Sequence[float]) -> float:
    """Return the median of the ratios of windows that were side by side: what else ran then slowed both."""
    return statistics.median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that `percent` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def table(figures: Iterable[Figure]) -> str:
    """Return the report as a Markdown table that also reads well in a terminal."""
    rows = [("measure", "ours", "compared", "ratio", "goal", "")]
    rows += [
        (f.what, f.ours, f.compared, f.ratio, f.goal, {True: "met", False: "MISSED", None: ""}[f.met]) for f in figures
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
