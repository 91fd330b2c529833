"""How long the host waits for what an agent does, and waiting for what may never end. Knows no agent."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec


class Patience(msgspec.Struct, frozen=True):
    """In seconds: for an agent's start; for its end, or that of a cancelled turn; for all of it when a room closes."""

    start_s: float = 60.0
    stop_s: float = 15.0
    close_s: float = 30.0


async def ended(task: asyncio.Task[Any], longest_s: float, *, after: asyncio.Event | None = None) -> bool:
    """Wait for a task, whatever its end is, `longest_s` at most once `after` is set; return whether it has ended.

    One that has not is cancelled and left to itself: what does not end when it is cancelled cannot be made to.
    """
    if after is not None:
        over = asyncio.ensure_future(after.wait())
        try:
            await asyncio.wait((task, over), return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
    if not task.done():
        await asyncio.wait((task,), timeout=longest_s)
    if not task.done():
        task.cancel()
    return task.done()
