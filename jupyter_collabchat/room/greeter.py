"""The first seconds of a connection: a hello in time, a ticket that fits, a room that is there for this person."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from .. import wire
from ..core.errors import Rejection
from ..core.model import Actor
from .ports import Connection

log = logging.getLogger(__name__)

_MAX_EARLY_FRAMES = 32
_CLOSE_CODES = {
    "auth/required": wire.NOT_AUTHENTICATED,
    "role/forbidden": wire.NOT_ALLOWED,
    "room/solo": wire.NOT_ALLOWED,
    "room/unknown": wire.NO_SUCH_ROOM,
    "room/elsewhere": wire.MOVED,
    "overloaded": wire.OVERLOADED,
    "rate/limited": wire.OVERLOADED,
    "storage": wire.OVERLOADED,
}


class Receiver(Protocol):
    """Who takes the frames of a connection."""

    def receive(self, data: str | bytes) -> None:
        """Take one frame."""
        ...

    def drained(self) -> None:
        """The other side has read everything."""
        ...

    def ended(self) -> None:
        """The connection is gone."""
        ...


Admit = Callable[[wire.Hello], Awaitable[Actor]]
"""Says who the hello is from. Raises `Rejection`: `auth/required`."""
Enter = Callable[[Actor, wire.Hello], Awaitable[Receiver]]
"""Takes an actor to the room or the lobby and greets it. Raises `Rejection`."""


class Greeter:
    """A receiver until the hello is answered; afterwards it passes everything on."""

    def __init__(self, connection: Connection, admit: Admit, enter: Enter, timeout: float) -> None:
        self._connection = connection
        self._admit = admit
        self._enter = enter
        self._inner: Receiver | None = None
        self._early: list[str | bytes] = []
        self._task: asyncio.Task[None] | None = None
        self._gone = False
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(timeout, self._close, wire.NO_HELLO, "No hello came in time.")

    def receive(self, data: str | bytes) -> None:
        """Take a frame: the hello first, anything else once it is answered."""
        if self._inner is not None:
            self._inner.receive(data)
        elif self._gone:
            return
        elif self._task is None:
            self._hello(data)
        elif len(self._early) < _MAX_EARLY_FRAMES:
            self._early.append(data)
        else:
            self._close(wire.BAD_FRAME, "Wait for the welcome.")

    def _hello(self, data: str | bytes) -> None:
        try:
            if isinstance(data, bytes) or wire.size_of(data) > wire.MAX_HELLO_BYTES:
                raise Rejection("frame/invalid", "The first frame is a hello of at most 4 KiB.")
            frame = wire.decode_up(data)
        except Rejection as refused:
            self._close(wire.BAD_FRAME, refused.message)
            return
        if frame.hello is msgspec.UNSET:
            self._close(wire.BAD_FRAME, "The first frame is a hello.")
            return
        self._timer.cancel()
        self._task = asyncio.ensure_future(self._greet(frame.hello))

    async def _greet(self, hello: wire.Hello) -> None:
        try:
            actor = await self._admit(hello)
            if not self._gone:
                self._hand_over(await self._enter(actor, hello))
        except Rejection as refused:
            self._close(_CLOSE_CODES.get(refused.code, wire.INTERNAL), refused.message)
        except Exception:
            log.exception("greeting a session failed")
            self._close(wire.INTERNAL, "Something went wrong on the server.")

    def _hand_over(self, inner: Receiver) -> None:
        self._inner = inner
        if self._gone:
            inner.ended()
            return
        early, self._early = self._early, []
        for data in early:
            inner.receive(data)

    def drained(self) -> None:
        """Pass on."""
        if self._inner is not None:
            self._inner.drained()

    def ended(self) -> None:
        """Pass on; nobody waits for a hello any more."""
        self._timer.cancel()
        self._gone = True
        if self._inner is not None:
            self._inner.ended()

    def _close(self, code: int, reason: str) -> None:
        self._timer.cancel()
        self._gone = True
        self._connection.close(code, reason)
