"""Large parts of messages as rows. A blob lives as long as a message of its room is being written or names it."""

from __future__ import annotations

import sqlite3

from jupyter_collabchat.core.ids import RoomId
from jupyter_collabchat.core.model import Message
from jupyter_collabchat.room.ports import Blob
from jupyter_collabchat.storage import archive

from . import messages, rooms

_TOTAL = "SELECT coalesce(sum(bytes), 0) FROM blobs WHERE room = ?"
_COPY = (
    "INSERT OR IGNORE INTO blobs (id, room, message, mime, bytes, data) "
    "SELECT ?, ?, message, mime, bytes, data FROM blobs WHERE id = ? AND room = ?"
)
_ADD = "INSERT INTO blobs (id, room, message, mime, bytes, data) VALUES (?, ?, ?, ?, ?, ?)"


def save(db: sqlite3.Connection, room: RoomId, blob: Blob, *, room_bytes: int) -> bool:
    """Keep a blob, if its message is being written and the room has space for it."""
    number = rooms.require_number(db, room)
    (total,) = db.execute(_TOTAL, (number,)).fetchone()
    if total + len(blob.data) > room_bytes or not messages.is_unfinished(db, number, blob.message):
        return False
    db.execute(_ADD, (blob.id, number, blob.message, blob.mime, len(blob.data), blob.data))
    return True


def find(db: sqlite3.Connection, room: RoomId, key: str) -> Blob | None:
    """Return a blob of this room."""
    number = rooms.number_of(db, room)
    row = db.execute("SELECT id, message, mime, data FROM blobs WHERE id = ? AND room = ?", (key, number)).fetchone()
    if row is None or number is None or messages.find(db, number, row[1]) is None:
        return None
    return Blob(*row)


def copy(db: sqlite3.Connection, *, room: RoomId, key: str, to: RoomId, as_key: str) -> None:
    """Keep a blob in another room too, unless it is there already."""
    db.execute(_COPY, (as_key, rooms.require_number(db, to), key, rooms.require_number(db, room)))


def drop(db: sqlite3.Connection, number: int, message: Message) -> None:
    """Delete the blobs of a finished message that it does not name: all of a redacted one's."""
    named = archive.refs(message)
    of_message = "SELECT id FROM blobs WHERE room = ? AND message = ?"
    kept = db.execute(of_message, (number, message.id)).fetchall()
    db.executemany("DELETE FROM blobs WHERE id = ?", [(key,) for (key,) in kept if key not in named])
