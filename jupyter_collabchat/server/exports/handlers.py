"""The handlers of downloads: who may have one, its headers, and that a large one is never whole in memory.

Whether the asker is still a member is looked up for every page that is sent. Formats are elsewhere.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any

from ...core.errors import Rejection
from ...core.ids import kind_of
from ...core.model import Actor
from ...room import records
from ...room.room import Room
from ...room.shapes import DecisionRecord
from ..door import Door, reads
from . import decisions
from .formats import Format, chosen

log = logging.getLogger(__name__)


class Download(Door):
    """A file made while it is sent. It is never a page: not even what opens it by its address can run anything."""

    @property
    def content_security_policy(self) -> str:
        """Whoever opens it as a page all the same gets one that can do nothing."""
        return "sandbox; default-src 'none'"

    async def room_for_export(self, actor: Actor, room: str) -> Room:
        """Return a room whose member the actor is. Raises `Rejection`: `room/unknown`, `role/forbidden` for guests."""
        found = await self.member_room(actor, room)
        if kind_of(actor.id) == "guest":
            raise Rejection("role/forbidden", "Guests cannot export a room.")
        return found

    def begin(self, format: Format[Any], name: str) -> None:
        """Say what follows; `name` is ours, never what somebody called something."""
        self._type = f"{format.mime}; charset=utf-8"
        self.set_header("Content-Type", self._type)
        self.set_header("Content-Disposition", f'attachment; filename="{name}.{format.suffix}"')

    async def send(self, text: str) -> None:
        """Send a piece; waits while the reader is slow."""
        if text:
            self.write(text)
            await self.flush()

    def answer(self, value: None) -> None:
        """End the file."""
        self.finish(set_content_type=self._type)

    def refuse(self, refused: Rejection) -> None:
        """Break off what has begun, so that nobody takes it for the whole; else answer as every handler does."""
        if not self._headers_written:
            self.clear_header("Content-Disposition")
            super().refuse(refused)
            return
        log.warning("a download was broken off: %s", refused.code)
        self.request.connection.close()  # type: ignore[union-attr]


class DecisionsHandler(Download):
    """`GET rooms/{room}/decisions?format=jsonl|csv|md`: the record of all decisions, as a download."""

    produces = tuple(format.mime for format in decisions.FORMATS.values())

    @reads
    async def get(self, actor: Actor, room: str) -> None:
        """Send all decisions, those that are over first."""
        found = await self.room_for_export(actor, room)
        format = chosen(decisions.FORMATS, self.get_argument("format", "jsonl"))
        self.begin(format, f"decisions-{found.id}")
        await self.send(format.head(found.state.name))
        await self._send_all(actor, format, records.pages(found))

    async def _send_all(
        self, actor: Actor, format: Format[DecisionRecord], pages: AsyncIterator[list[DecisionRecord]]
    ) -> None:
        async for page in pages:
            await self.room_for_export(actor, self.path_kwargs["room"])
            await self.send("".join(format.piece(record) for record in page))


class DecisionHandler(Door):
    """`GET rooms/{room}/decisions/{poll}`: all that the log tells of one decision."""

    @reads
    async def get(self, actor: Actor, room: str, poll: str) -> DecisionRecord:
        """Answer with its record."""
        return await records.one(await self.member_room(actor, room), poll)
