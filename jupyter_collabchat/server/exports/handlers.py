"""The handlers of downloads: who may have one, its headers, and that a large one is never whole in memory.

Whether the asker is still a member is looked up for every page that is sent. Formats are elsewhere.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

from ... import wire
from ...core.errors import Rejection
from ...core.ids import kind_of
from ...core.model import Actor
from ...core.policy import RANK
from ...room import records, resources
from ...room.room import Room
from ...room.shapes import DecisionRecord
from ..door import Door, reads
from . import conversation, decisions
from .conversation import Said, Writer
from .formats import Format, named

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

    def begin(self, mime: str, name: str) -> None:
        """Say what follows; `name` is ours, never what somebody called something."""
        self._type = f"{mime}; charset=utf-8"
        self.set_header("Content-Type", self._type)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')

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
        format = named(decisions.FORMATS, self.get_argument("format", "jsonl"))
        self.begin(format.mime, f"decisions-{found.id}.{format.suffix}")
        await self.send(format.head(found.state.name))
        await self._send_all(actor, format, records.pages(found))

    async def _send_all(
        self, actor: Actor, format: Format[DecisionRecord], pages: AsyncIterator[list[DecisionRecord]]
    ) -> None:
        async for page in pages:
            await self.room_for_export(actor, self.path_kwargs["room"])
            await self.send("".join(format.piece(record) for record in page))


WRITERS: dict[str, tuple[str, Writer]] = {
    "md": ("text/markdown", conversation.markdown),
    "ipynb": ("application/x-ipynb+json", conversation.notebook),
    "jsonl": ("application/x-ndjson", conversation.json_lines),
    "chat": ("application/json", conversation.chat),
}


class ExportHandler(Download):
    """`GET rooms/{room}/export?format=md|ipynb|jsonl|chat`: the conversation, as a download."""

    produces = tuple(mime for mime, _ in WRITERS.values())

    @reads
    async def get(self, actor: Actor, room: str) -> None:
        """Send all messages, oldest first; JSON Lines for who may read the log goes on with that."""
        found = await self.room_for_export(actor, room)
        suffix = self.get_argument("format", "md")
        mime, writer = named(WRITERS, suffix)
        self.begin(mime, f"room-{found.id}.{suffix}")
        async for piece in writer(found.state.name, self._pages(actor, room)):
            await self.send(piece)
        if suffix == "jsonl" and _reads_the_log(found, actor):
            await self._send_log(actor, room)

    async def _pages(self, actor: Actor, room: str) -> AsyncIterator[Said]:
        after = 0
        while True:
            found = await self.room_for_export(actor, room)
            page = await resources.history(found, None, after, resources.MAX_PAGE)
            yield Said(page["messages"], page["names"])
            if not page["has_more"]:
                return
            after = page["messages"][-1]["seq"]

    async def _send_log(self, actor: Actor, room: str) -> None:
        after = 0
        while _reads_the_log(found := await self.room_for_export(actor, room), actor):
            entries = await found.house.store.events(found.id, after, records.PAGE)
            if not entries:
                return
            lines = (wire.encode({"event": resources.entry_value(entry)}).decode() for entry in entries)
            await self.send("".join(f"{line}\n" for line in lines))
            after = entries[-1].seq


def _reads_the_log(found: Room, actor: Actor) -> bool:
    member = found.state.present(actor.id)
    return actor.is_interactive and member is not None and RANK[member.role] >= RANK["moderator"]


class DecisionHandler(Door):
    """`GET rooms/{room}/decisions/{poll}`: all that the log tells of one decision."""

    @reads
    async def get(self, actor: Actor, room: str, poll: str) -> DecisionRecord:
        """Answer with its record."""
        return await records.one(await self.member_room(actor, room), poll)
