"""Stores that fail on purpose: before, at, and after the COMMIT."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from jupyter_collabchat.room.ports import StorageFailed, Write
from jupyter_collabchat.storage.memory import MemoryStore

When = Literal["before", "after"]


class FailingStore(MemoryStore):
    """A memory store whose appends fail as often as told.

    Attributes:
        failures: When each of the next appends fails: `before` it took effect, or `after`, which is the ambiguous
            answer of a COMMIT that was cut off.
        blind: How many reads of the log's end fail too.
        gate: Cleared, it holds every append until it is set.
    """

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[When] = []
        self.blind = 0
        self.appends = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def append(self, write: Write) -> None:
        await self.gate.wait()
        self.appends += 1
        failure = self.failures.pop(0) if self.failures else None
        if failure != "before":
            await super().append(write)
        if failure is not None:
            raise StorageFailed(f"cut off {failure} the commit")

    async def tail(self, *args: Any) -> Any:
        if self.blind:
            self.blind -= 1
            raise StorageFailed("the log cannot be read")
        return await super().tail(*args)
