"""The host's place in one open room: commands through the room's only door, and waiting for facts.

Knows the room; knows no agent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from jupyter_collabchat.core.commands import HostAct
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.model import RoomState
from jupyter_collabchat.room import blobs
from jupyter_collabchat.room.ask import Ack
from jupyter_collabchat.room.ports import StorageFailed
from jupyter_collabchat.room.room import Room

log = logging.getLogger(__name__)

_FIRST_RETRY_S = 0.25
_LAST_RETRY_S = 5.0

T = TypeVar("T")


class TurnOver(Exception):
    """The turn ended meanwhile: whoever acts for it stops, quietly."""


class Desk:
    """Acts in one room and sees what becomes of it."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._waiting: list[tuple[Callable[[RoomState], bool], asyncio.Future[None]]] = []

    @property
    def state(self) -> RoomState:
        """The room as it is now."""
        return self.room.state

    async def act(self, command: HostAct) -> Ack:
        """Send a command of the host; while the store fails, send it again: all but claims may be repeated.

        Raises:
            TurnOver: the command was for a turn that has ended.
            Rejection: any other refusal.
        """
        return await self._stored(type(command).__name__, lambda: self.act_once(command))

    async def keep(self, message: MessageId, mime: str, data: bytes) -> str | None:
        """Keep a large part of a message that is being written, sent again like a command.

        Returns:
            Its id in the room, or None if the room does not keep it: no such type, too large, no space.
        """
        return await self._stored("a blob", lambda: blobs.keep(self.room, message, mime, data))

    async def _stored(self, what: str, attempt: Callable[[], Coroutine[Any, Any, T]]) -> T:
        delay = _FIRST_RETRY_S
        while True:
            try:
                return await attempt()
            except (Rejection, StorageFailed) as failure:
                if isinstance(failure, Rejection) and failure.code != "storage":
                    raise
                log.warning("room %s: %s waits for the store", self.room.id, what)
            await asyncio.sleep(delay)
            delay = min(2 * delay, _LAST_RETRY_S)

    async def act_once(self, command: HostAct) -> Ack:
        """Send a command of the host, once. Raises like `act`."""
        try:
            return await self.room.act(command)
        except Rejection as refused:
            if refused.code == "turn/unknown":
                raise TurnOver from refused
            raise

    async def until(self, holds: Callable[[RoomState], bool]) -> RoomState:
        """Wait until `holds` is true of the room's state; it is asked now and after every batch."""
        if not holds(self.state):
            fact: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            waiting = (holds, fact)
            self._waiting.append(waiting)
            try:
                await fact
            finally:
                if waiting in self._waiting:
                    self._waiting.remove(waiting)
        return self.state

    def changed(self) -> None:
        """The room's state is another: wake those whose fact it is."""
        for waiting in tuple(self._waiting):
            holds, fact = waiting
            if not fact.done() and holds(self.state):
                self._waiting.remove(waiting)
                fact.set_result(None)
