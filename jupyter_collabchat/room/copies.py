"""Blobs of copied messages: a copy names blobs of its own room, so that it outlives what it was copied from. Pure."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import msgspec

from ..core.ids import RoomId
from ..core.model import Message


def refs(message: Message) -> set[str]:
    """Return the ids of the blobs that a message names."""
    parts = (part for bundle in message.mime for part in bundle.values())
    return {part["ref"] for part in parts if isinstance(part, dict) and isinstance(part.get("ref"), str)}


def ref_in(room: RoomId, ref: str) -> str:
    """Return what a blob is called in the room to which it is copied: the same each time, as unguessable as both."""
    digest = hashlib.sha256(f"{room} {ref}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def renamed(message: Message, room: RoomId) -> Message:
    """Return `message` with its blobs called as in `room`."""
    mime = tuple({kind: _part(part, room) for kind, part in bundle.items()} for bundle in message.mime)
    return msgspec.structs.replace(message, mime=mime) if mime else message


def _part(part: Any, room: RoomId) -> Any:  # noqa: ANN401 - a part of a mime bundle
    if isinstance(part, dict) and isinstance(part.get("ref"), str):
        return {**part, "ref": ref_in(room, part["ref"])}
    return part
