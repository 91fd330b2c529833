"""The one loop that keeps a room connected: sessions one after another, backoff between them, an end for good.

Carries frames between a session and the replica and outbox; knows nothing of what people do with a room.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from .. import wire
from ..core.errors import Rejection
from .backoff import delays
from .errors import Closed, Unreachable
from .outbox import Outbox
from .replica import Changes, Replica
from .rest import Rest
from .session import Session, open_session

log = logging.getLogger(__name__)

TERMINAL = frozenset({wire.BAD_FRAME, wire.NOT_AUTHENTICATED, wire.NOT_ALLOWED, wire.NO_SUCH_ROOM})
TOO_BIG = 1009
TYPING_EVERY_S = 3.0
_CODE_OF = {"auth/required": wire.NOT_AUTHENTICATED, "room/unknown": wire.NO_SUCH_ROOM}

Tell = Callable[[Changes, dict[str, Any] | None], None]
"""Hears what changed, and the notice if one came."""


class Link:
    """A room's connection. `status`: connecting, online, reconnecting, closed."""

    def __init__(self, rest: Rest, room: str, replica: Replica, tell: Tell) -> None:
        self.outbox = Outbox()
        self.status = "connecting"
        self._rest = rest
        self._room = room
        self._replica = replica
        self._tell = tell
        self._wake = asyncio.Event()
        self._is_typing = False
        self._owes_typing = False
        self._clock = asyncio.get_running_loop().time

    # --- the loop

    async def run(self) -> Closed:
        """Stay connected; return why it ended for good. Cancelling closes."""
        waits = delays()
        while True:
            end = await self._try_once()
            if end is not None and end.code in TERMINAL:
                return end
            if end is not None and end.code == TOO_BIG:
                self.outbox.fail_largest(Rejection("frame/too-large", "The server takes no message of this size."))
            waits = delays() if self._lost() else waits
            await self._rest_before(waits, end)

    def _lost(self) -> bool:
        """The session is over; return whether it had worked."""
        had_worked = self._replica.is_synced
        self._replica.disconnected()
        self.outbox.disconnected()
        self._become("reconnecting")
        return had_worked

    async def _rest_before(self, waits: Iterator[float], end: Closed | None) -> None:
        wait_s = next(waits)
        log.info("room %s: %s; trying again in %.1f s", self._room, end or "no answer", wait_s)
        await asyncio.sleep(wait_s)

    async def _try_once(self) -> Closed | None:
        """Have one session; return its end, or None if the server could not be reached."""
        try:
            session = await open_session(self._rest, self._room, self._replica.epoch)
        except Closed as end:
            return end
        except Rejection as refused:
            return Closed(_CODE_OF.get(refused.code, wire.OVERLOADED), refused.message)
        except (Unreachable, TimeoutError) as error:
            log.info("room %s: %s", self._room, error)
            return None
        try:
            await self._have(session)
            return session.end
        finally:
            await session.close()

    async def _have(self, session: Session) -> None:
        vector = self._replica.welcome(session.welcome)
        await session.send(wire.sync_step_1(vector), binary=True)
        async with asyncio.TaskGroup() as tasks:
            sender = tasks.create_task(self._send(session))
            typing = tasks.create_task(self._repeat_typing())
            async for frame in session.frames():
                self._receive(frame)
            sender.cancel()
            typing.cancel()

    def _become(self, status: str) -> None:
        if self.status != status:
            self.status = status
            self._tell(frozenset({"status", "presence"}), None)

    def end(self, error: Exception) -> None:
        """Nothing more will be sent or heard."""
        self.outbox.fail_all(error)
        self._become("closed")

    # --- up

    def submit(self, frame_id: str, frame: bytes, answer: asyncio.Future[dict[str, Any]]) -> None:
        """Send a command as soon as that is possible."""
        self.outbox.add(frame_id, frame, answer)
        self._wake.set()

    def typing(self, is_typing: bool) -> None:
        """Say whether I am typing, until told otherwise."""
        if self._is_typing != is_typing:
            self._is_typing = is_typing
            self._owes_typing = True
            self._wake.set()

    async def _send(self, session: Session) -> None:
        while True:
            self._wake.clear()
            if self._owes_typing:
                self._owes_typing = False
                await session.send(msgspec.json.encode({"presence": {"typing": self._is_typing}}))
            while (frame := self.outbox.take(self._clock())) is not None:
                if not await session.send(frame):
                    return
            await self._woken(self.outbox.wait_s(self._clock()))

    async def _woken(self, within_s: float | None) -> None:
        try:
            async with asyncio.timeout(within_s):
                await self._wake.wait()
        except TimeoutError:
            self._wake.set()

    async def _repeat_typing(self) -> None:
        """Say again what the server forgets by itself (PROTOCOL, "Socket")."""
        while True:
            self._owes_typing |= self._is_typing
            self._wake.set()
            await asyncio.sleep(TYPING_EVERY_S)

    # --- down

    def _receive(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            changed = self._replica.sync(frame)
            self._become("online")
            self._tell(changed, None)
            return
        parts = msgspec.json.decode(frame, type=dict[str, Any])
        if "ack" in parts:
            self.outbox.acked(parts["id"], parts["ack"])
        elif "reject" in parts:
            self._rejected(parts["id"], parts["reject"])
        elif "presence" in parts:
            self._tell(self._replica.show_presence(parts["presence"]), None)
        elif "notice" in parts:
            self._tell(self._replica.notice(parts["notice"]), parts["notice"])
        self._wake.set()

    def _rejected(self, frame_id: str | None, body: dict[str, Any]) -> None:
        details = {key: value for key, value in body.items() if key not in {"code", "message"}}
        refused = Rejection(body["code"], body["message"], **details)
        if frame_id is None:
            log.error("room %s: a frame of this client was refused: %s %s", self._room, refused.code, refused)
        else:
            self.outbox.rejected(frame_id, refused, self._clock())
