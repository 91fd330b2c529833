"""Serving large parts of messages: to members alone, as a download, kept by no cache, and never as a page (RULES 31).

Owns the headers. What may be kept, and by whom, is `room.blobs`.
"""

from __future__ import annotations

from ..core.model import Actor
from ..room import blobs
from ..room.ports import Blob
from .door import Door, reads

_UNNAMED = "application/octet-stream"


class BlobHandler(Door):
    """`GET rooms/{room}/blobs/{blob}`: a large part of an output, as attachment."""

    produces = blobs.TYPES

    @property
    def content_security_policy(self) -> str:
        """Whoever opens it as a page all the same gets one that can do nothing."""
        return "sandbox; default-src 'none'"

    @reads
    async def get(self, actor: Actor, room: str, blob: str) -> Blob:
        """Answer with the bytes; whether the asker is a member is looked up for each download."""
        return await blobs.find(await self.member_room(actor, room), blob)

    def answer(self, value: Blob) -> None:
        """Send the bytes under a type of the allow-list."""
        mime = value.mime if value.mime in blobs.TYPES else _UNNAMED
        self.set_header("Content-Disposition", f'attachment; filename="output.{mime.rpartition("/")[2]}"')
        self.finish(value.data, set_content_type=mime)
