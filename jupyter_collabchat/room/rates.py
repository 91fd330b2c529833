"""How fast one person may send: a token bucket on the monotonic clock."""

from __future__ import annotations

import time

from ..core.errors import Rejection
from ..core.ids import ParticipantId
from .settings import Settings


class Bucket:
    """`burst` commands at once, then `rate` per second; a rate of 0 lets everything through."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._left = float(burst)
        self._at = time.monotonic()

    def take(self) -> None:
        """Spend one.

        Raises:
            Rejection: `rate/limited` with `retry_after` in seconds.
        """
        if self._rate:
            self.check()
            self._left -= 1

    def check(self) -> None:
        """Let pass if there is one to spend. Raises like `take`."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            wait = round((1 - self._left) / self._rate, 2)
            raise Rejection("rate/limited", "That was very fast; wait a moment.", retry_after=wait)

    def spend(self) -> None:
        """Spend one that turned out to count, even if it was the last but for others at the same time."""
        self._left -= 1


class Rates:
    """The buckets of everybody in one room, over all their sockets and REST; or of everybody outside rooms."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._buckets: dict[ParticipantId, Bucket] = {}

    def take(self, who: ParticipantId) -> None:
        """Spend one of a person's commands. Raises `Rejection`: `rate/limited`."""
        bucket = self._buckets.get(who)
        if bucket is None:
            bucket = self._buckets[who] = Bucket(self._settings.rate_limit, self._settings.rate_burst)
        bucket.take()
