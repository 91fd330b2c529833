"""What this machine can do: one fsync of a small append, as every commit needs at least one."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

from ..figures import Figure, percentile
from ..session import Session

_APPEND = os.urandom(8192)
"""Two pages, what a post adds to SQLite's write-ahead log."""


async def measure(session: Session) -> list[Figure]:
    """Time fsyncs on the disk that the rooms are on: back to back, and one now and then as in a quiet room."""
    with session.folder() as folder:
        busy, calm = fsyncs(folder, 200), fsyncs(folder, 40, 0.05)
    return [_figure("back to back", busy), _figure("every 50 ms", calm)]


def _figure(how: str, times: list[float]) -> Figure:
    text = f"{statistics.median(times) * 1000:.2f} ms, p99 {percentile(times, 99) * 1000:.2f} ms"
    return Figure(f"fdatasync of 8 KiB, {how}, median", text)


def fsyncs(folder: Path, many: int, pause_s: float = 0.0) -> list[float]:
    """Return how many seconds each of `many` synchronised appends to a file in `folder` took, with pauses between."""
    times = []
    with (folder / "append").open("ab", buffering=0) as file:
        for _ in range(many):
            time.sleep(pause_s)
            began = time.perf_counter()
            file.write(_APPEND)
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    return times
