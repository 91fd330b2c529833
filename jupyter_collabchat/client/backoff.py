"""How long to wait before the next try to connect (PROTOCOL, "Codes"). Pure: chance is an argument."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

CEILINGS_S = (1.0, 2.0, 4.0, 8.0, 16.0)
CAP_S = 30.0


def delays(chance: Callable[[], float] = random.random) -> Iterator[float]:
    """Yield seconds to wait, without end: full jitter, so that a room's clients do not come back all at once.

    Args:
        chance: Returns a number from 0 to 1.
    """
    for ceiling in CEILINGS_S:
        yield ceiling * chance()
    while True:
        yield CAP_S * chance()
