"""A store that fails on purpose, around any other: before, during or after its COMMIT, and at the call one chooses."""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import Any

from jupyter_collabchat.room.ports import StorageFailed, Store, Write


class Fault(Enum):
    """Where an append fails. Whoever called cannot tell one from another: that is what `StorageFailed` means."""

    BEFORE = "before"
    DURING_LOST = "during: the commit did not happen"
    DURING_KEPT = "during: the commit happened"
    AFTER = "after"

    @property
    def is_kept(self) -> bool:
        """Whether the write is in the log all the same."""
        return self in (Fault.DURING_KEPT, Fault.AFTER)


class FaultyStore:
    """Passes everything on to `inner`; `append` fails where `faults` says, and waits while it is held.

    Args:
        inner: The store that does the work.
        faults: By number of the call of `append`, from 0.

    Attributes:
        appends: How many appends were asked for.
        writes: Those that are in the log, in order.
    """

    def __init__(self, inner: Store, faults: dict[int, Fault] | None = None) -> None:
        self._inner = inner
        self._faults = dict(faults or {})
        self._open = asyncio.Event()
        self._open.set()
        self.appends = 0
        self.writes: list[Write] = []

    def fail_next(self, fault: Fault) -> None:
        """Let the next append fail."""
        self._faults[self.appends] = fault

    def fail_after(self, appends: int, fault: Fault) -> None:
        """Let one append fail, once so many more have been asked for."""
        self._faults[self.appends + appends] = fault

    def hold(self) -> None:
        """Let appends wait, as for a slow disk."""
        self._open.clear()

    def release(self) -> None:
        """Let the waiting appends go on."""
        self._open.set()

    async def append(self, write: Write) -> None:
        """Append, or fail."""
        fault = self._faults.pop(self.appends, None)
        self.appends += 1
        await self._open.wait()
        if fault is None or fault.is_kept:
            await self._inner.append(write)
            self.writes.append(write)
        if fault is not None:
            raise StorageFailed(f"injected: {fault.value}")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
