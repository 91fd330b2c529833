"""How many links that do not work may be tried: by one person or address, and by all together (SECURITY 6)."""

from __future__ import annotations

from ..room.rates import Bucket

PER_MINUTE = 60
PER_MINUTE_AND_PERSON = 10
_MOST_PEOPLE = 10_000


class Misses:
    """Counts misses alone: a class behind one address may come in at once. Who asks looks up one link at a time."""

    def __init__(self) -> None:
        self._all = Bucket(PER_MINUTE / 60, PER_MINUTE)
        self._each: dict[str, Bucket] = {}

    def check(self, who: str) -> None:
        """Let `who` try. Raises `Rejection`: `rate/limited`, for good links too: it tells nothing about them."""
        if (mine := self._each.get(who)) is not None:
            mine.check()
        self._all.check()

    def count(self, who: str) -> None:
        """It was a miss."""
        mine = self._each.pop(who, None) or Bucket(PER_MINUTE_AND_PERSON / 60, PER_MINUTE_AND_PERSON)
        self._each[who] = mine
        if len(self._each) > _MOST_PEOPLE:
            del self._each[next(iter(self._each))]
        mine.spend()
        self._all.spend()
