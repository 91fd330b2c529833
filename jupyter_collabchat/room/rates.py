"""How fast one person may send: a token bucket on the monotonic clock."""

from __future__ import annotations

import time

from ..core.errors import Rejection
from ..core.ids import ParticipantId


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

    @property
    def is_full(self) -> bool:
        """Whether nothing of it is spent any more."""
        return self._left + (time.monotonic() - self._at) * self._rate >= self._burst

    def spend(self) -> None:
        """Spend one that turned out to count, even if it was the last but for others at the same time."""
        self._left -= 1


class Rates:
    """The buckets of everybody in one room, over all their sockets and REST; or of everybody outside rooms."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._buckets: dict[ParticipantId, Bucket] = {}
        """Least recently used first."""

    def take(self, who: ParticipantId) -> None:
        """Spend one of a person's commands. Raises `Rejection`: `rate/limited`."""
        if self._rate:
            self._forget_full()
            known = self._buckets.pop(who) if who in self._buckets else Bucket(self._rate, self._burst)
            self._buckets[who] = known
            known.take()

    def _forget_full(self) -> None:
        """Whoever has rested long enough is as somebody new: what is kept is bounded by who sent something lately."""
        while self._buckets:
            oldest = next(iter(self._buckets))
            if not self._buckets[oldest].is_full:
                return
            del self._buckets[oldest]
