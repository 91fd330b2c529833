"""Reading one room: what rebuilds it, its log, pages of its archive. Every read is bounded but for the tail."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from jupyter_collabchat.core.codec import decode_entry, decode_state
from jupyter_collabchat.core.events import Entry
from jupyter_collabchat.core.ids import MessageId, ParticipantId, RoomId, Seq
from jupyter_collabchat.core.model import Message, Poll, RoomState
from jupyter_collabchat.room.ports import Edit, Loaded, Page
from jupyter_collabchat.storage import archive

from . import messages, rooms, taken
from .places import end, place, seq_of

_poll = msgspec.msgpack.Decoder(Poll).decode
_EVENTS = "SELECT place, at, by, data FROM events WHERE place > ? AND place < ? ORDER BY place LIMIT ?"
_PAGE = f"SELECT {messages.COLUMNS} FROM messages WHERE place > ? AND place < ? ORDER BY place {{}} LIMIT ?"
_BELOW, _ABOVE = _PAGE.format("DESC"), _PAGE.format("ASC")
_TAKEN = (
    "SELECT m.place FROM messages m JOIN taken t ON m.place > t.low AND m.place < t.high "
    "WHERE m.place >= ? AND m.place <= ?"
)
_REVISED = (
    "SELECT r.event FROM revisions r JOIN taken t ON r.message > t.low AND r.message < t.high "
    "WHERE r.event >= ? AND r.event <= ?"
)
_COUNT = "SELECT count(*) FROM messages WHERE place > ? AND place < ?"
_ALL = -1


def load(db: sqlite3.Connection, room: RoomId) -> Loaded | None:
    """Return snapshot, tail, texts and receipts of a room."""
    number = rooms.number_of(db, room)
    if number is None:
        return None
    row = db.execute("SELECT data FROM snapshots WHERE room = ?", (number,)).fetchone()
    snapshot = RoomState(room) if row is None else decode_state(row[0])
    return Loaded(
        snapshot,
        events(db, room, snapshot.seq),
        dict(db.execute("SELECT message, body FROM texts WHERE room = ?", (number,))),
        dict(db.execute("SELECT who, seq FROM receipts WHERE room = ?", (number,))),
    )


def events(db: sqlite3.Connection, room: RoomId, after: Seq, *, limit: int = _ALL) -> tuple[Entry, ...]:
    """Return log lines after `after`."""
    number = rooms.number_of(db, room)
    if number is None:
        return ()
    rows = db.execute(_EVENTS, (place(number, after), end(number), limit))
    entries = tuple(decode_entry(seq_of(row_id), at, by, data) for row_id, at, by, data in rows)
    untold = _untold(db, number, entries)
    return (
        tuple(archive.blank_entry(entry) if entry.seq in untold else entry for entry in entries) if untold else entries
    )


def _untold(db: sqlite3.Connection, number: int, entries: Sequence[Entry]) -> set[Seq]:
    """Return the log lines whose content was taken away and is still in the file: of nearly all rooms, none."""
    if not entries or taken.find(db) is None:
        return set()
    span = (place(number, entries[0].seq), place(number, entries[-1].seq))
    return {seq_of(row_id) for sql in (_TAKEN, _REVISED) for (row_id,) in db.execute(sql, span)}


def history(db: sqlite3.Connection, room: RoomId, *, before: Seq | None, after: Seq | None, limit: int) -> Page:
    """Return one page of messages."""
    number = rooms.number_of(db, room)
    if number is None:
        return Page((), False)
    high = end(number) if before is None else place(number, before)
    parts = taken.in_sight(db, place(number, after or 0), high)
    rows: list[Any] = []
    for part in parts if after is not None else reversed(parts):
        rows += db.execute(_BELOW if after is None else _ABOVE, (*part, limit + 1 - len(rows))).fetchall()
    chosen = rows[:limit] if after is not None else rows[:limit][::-1]
    page = tuple(messages.message_of(row) for row in chosen)
    return Page(page, len(rows) > limit, rooms.names(db, number, (message.author for message in page)))


def said_after(db: sqlite3.Connection, room: RoomId, *, seq: Seq) -> int:
    """Count the messages after `seq`."""
    number = rooms.number_of(db, room)
    parts = [] if number is None else taken.in_sight(db, place(number, seq), end(number))
    return sum(db.execute(_COUNT, part).fetchone()[0] for part in parts)


def redacted(db: sqlite3.Connection, room: RoomId, *, until: Seq) -> tuple[MessageId, ...]:
    """Return the redacted messages up to `until`."""
    number = rooms.number_of(db, room)
    if number is None:
        return ()
    where = (place(number, 0), place(number, until))
    sql = "SELECT id FROM messages WHERE status = 'redacted' AND place > ? AND place <= ?"
    return tuple(key for (key,) in db.execute(sql, where))


def named(db: sqlite3.Connection, room: RoomId, keys: Iterable[MessageId]) -> dict[MessageId, Message]:
    """Return those of the messages called `keys` that exist."""
    number = rooms.number_of(db, room)
    if number is None:
        return {}
    return {key: found for key in keys if (found := messages.find(db, number, key)) is not None}


def edits(db: sqlite3.Connection, room: RoomId, key: MessageId) -> tuple[Edit, ...]:
    """Return former texts of a message."""
    number = rooms.number_of(db, room)
    message = None if number is None else messages.find(db, number, key)
    if number is None or message is None:
        return ()
    sql = "SELECT body, at FROM revisions WHERE message = ? AND body IS NOT NULL ORDER BY event"
    return tuple(Edit(body, at) for body, at in db.execute(sql, (place(number, message.seq),)))


def polls(db: sqlite3.Connection, room: RoomId, *, before: Seq | None, limit: int) -> tuple[dict[str, Any], ...]:
    """Return decided polls, newest first."""
    number = rooms.number_of(db, room)
    if number is None:
        return ()
    high = end(number) if before is None else place(number, before)
    sql = "SELECT data FROM polls WHERE state <> 'open' AND place > ? AND place < ? ORDER BY place DESC LIMIT ?"
    return tuple(archive.poll_row(_poll(data)) for (data,) in db.execute(sql, (place(number, 0), high, limit)))


def names(db: sqlite3.Connection, room: RoomId, *, people: Iterable[ParticipantId]) -> dict[ParticipantId, str]:
    """Return what those of `people` who are or were in a room are called there."""
    number = rooms.number_of(db, room)
    return {} if number is None else rooms.names(db, number, people)
