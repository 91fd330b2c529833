"""Messages of the protocol over a program's stdio: one JSON object a line, bounded, and only as fast as they are taken.

A `Transport` of the SDK, in place of its own, which reads lines of any length at any speed.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from .process import LONGEST_LINE, Program

log = logging.getLogger(__name__)


class StdioTransport:
    """Carries messages to and from one program.

    Args:
        program: Whose stdio it is.
        ready: Waits until the next message may be read.
    """

    def __init__(self, program: Program, ready: Callable[[], Awaitable[None]]) -> None:
        self._program = program
        self._ready = ready
        self._sending = asyncio.Lock()

    async def send(self, message: dict[str, Any]) -> None:
        """Say something. Raises `ConnectionError` if nobody listens any more; an answer is lost then, quietly."""
        line = json.dumps(message, separators=(",", ":")).encode() + b"\n"
        try:
            async with self._sending:
                self._program.stdin.write(line)
                await self._program.stdin.drain()
        except ConnectionError:
            if "method" in message:
                raise
            log.debug("an agent ended before it was answered")

    async def receive(self) -> dict[str, Any] | None:
        """Return the next message, None at the end. What is no message is skipped, as agents may print anything."""
        while True:
            await self._ready()
            await asyncio.sleep(0)  # a flood must not hold the loop
            line = await self._line()
            if not line:
                return None
            message = _message(line)
            if message is not None:
                return message

    async def close(self) -> None:
        """Say nothing any more."""
        self._program.stdin.close()

    async def _line(self) -> bytes:
        parts: list[bytes] = []
        size = 0
        while size <= LONGEST_LINE:
            try:
                parts.append(await self._program.stdout.readuntil(b"\n"))
                return b"".join(parts)
            except asyncio.LimitOverrunError as overrun:
                parts.append(await self._program.stdout.readexactly(overrun.consumed))
                size += overrun.consumed
            except asyncio.IncompleteReadError:
                return b""
        log.error("an agent's message is longer than %d MiB: it is not read any further", LONGEST_LINE >> 20)
        return b""


def _message(line: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        log.debug("an agent printed what is no message of the protocol: %r", line[:200])
        return None
    return message
