"""Large parts of messages: which types may be kept, how much of them, under which ids. Knows no HTTP and no kernel."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from ..core.errors import Rejection
from ..core.ids import MessageId
from .ports import Blob

if TYPE_CHECKING:
    from .room import Room

TYPES = ("image/png", "image/jpeg", "image/gif")
"""What may be kept and served: pictures that no browser executes (RULES 21)."""
_ID_BYTES = 18


async def keep(room: Room, message: MessageId, mime: str, data: bytes) -> str | None:
    """Keep `data` for a message that is being written; return its id, or None if it may not be kept.

    Raises:
        StorageFailed: it may have been kept under an id that nobody knows; that goes when the message ends.
    """
    settings = room.house.settings
    if mime not in TYPES or not 0 < len(data) <= settings.blob_bytes:
        return None
    blob = Blob(secrets.token_urlsafe(_ID_BYTES), message, mime, data)
    is_kept = await room.house.store.save_blob(room.id, blob, settings.room_blobs_bytes)
    return blob.id if is_kept else None


async def find(room: Room, id: str) -> Blob:
    """Return a blob of this room. Raises `Rejection`: `blob/unknown`, also for another room's."""
    blob = await room.house.store.blob(room.id, id)
    if blob is None:
        raise Rejection("blob/unknown", "There is no such file in this room.")
    return blob
