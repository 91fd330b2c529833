"""How many links that do not work may be tried: by one person or address, and by all together (SECURITY 6)."""

from __future__ import annotations

from ..core.errors import Rejection
from ..room.rates import Bucket

PER_MINUTE = 60
PER_MINUTE_AND_PERSON = 10
_MOST_PEOPLE = 10_000


class Misses:
    """Tries are taken beforehand, so that many at once count too, and put back if the link was good."""

    def __init__(self) -> None:
        self._all = Bucket(PER_MINUTE / 60, PER_MINUTE)
        self._each: dict[str, Bucket] = {}

    def take(self, who: str) -> None:
        """Spend a try. Raises `Rejection`: `rate/limited`, before anything is looked up."""
        mine = self._each.pop(who, None) or Bucket(PER_MINUTE_AND_PERSON / 60, PER_MINUTE_AND_PERSON)
        self._each[who] = mine
        if len(self._each) > _MOST_PEOPLE:
            del self._each[next(iter(self._each))]
        mine.take()
        try:
            self._all.take()
        except Rejection:
            mine.put_back()
            raise

    def put_back(self, who: str) -> None:
        """It was no miss."""
        self._all.put_back()
        if (mine := self._each.get(who)) is not None:
            mine.put_back()
