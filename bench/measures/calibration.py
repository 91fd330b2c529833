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
    """Time fsyncs on the disk that the rooms are on."""
    with session.folder() as folder:
        times = fsyncs(folder, 200)
    text = f"{statistics.median(times) * 1000:.2f} ms, p99 {percentile(times, 99) * 1000:.2f} ms"
    return [Figure("fdatasync of 8 KiB, median", text)]


def fsyncs(folder: Path, many: int) -> list[float]:
    """Return how long each of `many` synchronised appends to a file in `folder` took, in seconds."""
    times = []
    with (folder / "append").open("wb", buffering=0) as file:
        for _ in range(many):
            began = time.perf_counter()
            file.write(_APPEND)
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    return times
