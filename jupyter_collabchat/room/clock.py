"""The server's clock: wall time at the start, monotonic from then on. Setting the machine's clock moves no deadline."""

from __future__ import annotations

import time

from ..core.ids import Millis


class Clock:
    """Milliseconds since the epoch that never jump."""

    def __init__(self) -> None:
        self._start = time.time() - time.monotonic()

    def now(self) -> Millis:
        """Return the time in milliseconds since the epoch."""
        return int((self._start + time.monotonic()) * 1000)
