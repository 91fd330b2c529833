"""The full-text index: filled behind the log, a few hundred lines at a time, and searched.

It holds the text of exactly those messages whose text was given by an event up to the room's `indexed` seq. A text that
is about to change is taken out at once if it is in; the event that changes it is not indexed yet, so the new one
follows by itself. A crash loses nothing: `indexed` is written with the words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from jupyter_collabchat.core.ids import RoomId, Seq
from jupyter_collabchat.core.model import Message
from jupyter_collabchat.room.ports import Found
from jupyter_collabchat.storage.text import snippet, words_of

from . import messages, rooms, taken
from .places import Span, end, place

STEP = 256
"""Log lines per step: about a millisecond, inside SQLite and without Python's lock."""
_MERGE_PAGES = 16

_OWN = (
    "INSERT INTO words (rowid, body) SELECT place, body FROM messages "
    "WHERE place > ? AND place <= ? AND changed IS NULL AND body <> ''"
)
_CHANGED = (
    "INSERT INTO words (rowid, body) SELECT place, body FROM messages WHERE changed > ? AND changed <= ? AND body <> ''"
)
_FORGET = (
    "INSERT INTO words (words, rowid, body) SELECT 'delete', place, body FROM messages "
    "WHERE place > ? AND place <= ? AND coalesce(changed, place) <= ? AND body <> ''"
)
_HITS = (
    f"SELECT {messages.COLUMNS} FROM messages WHERE place IN (SELECT rowid FROM words WHERE words MATCH ? "
    "AND rowid > ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) ORDER BY place DESC"
)


def behind(db: sqlite3.Connection) -> list[RoomId]:
    """Return the rooms whose index is behind their log."""
    rows = db.execute("SELECT id, number, indexed FROM rooms").fetchall()
    return [room for room, number, indexed in rows if indexed < rooms.last_seq(db, number)]


def advance(db: sqlite3.Connection, room: RoomId) -> bool:
    """Index some more of a room's log, in the caller's transaction. Returns whether there is more to do."""
    number, indexed = db.execute("SELECT number, indexed FROM rooms WHERE id = ?", (room,)).fetchone()
    last: Seq = rooms.last_seq(db, number)
    until = min(indexed + STEP, last)
    span = (place(number, indexed), place(number, until))
    db.execute(_OWN, span)
    db.execute(_CHANGED, span)
    db.execute("UPDATE rooms SET indexed = ? WHERE number = ?", (until, number))
    return bool(until < last)


def forget(db: sqlite3.Connection, number: int, former: Message) -> None:
    """Take the present text of a message out of the index, if it is in; call it before the text changes."""
    row_id = place(number, former.seq)
    (given,) = db.execute("SELECT coalesce(changed, place) FROM messages WHERE place = ?", (row_id,)).fetchone()
    (indexed,) = db.execute("SELECT indexed FROM rooms WHERE number = ?", (number,)).fetchone()
    if given <= place(number, indexed) and former.body:
        db.execute("INSERT INTO words (words, rowid, body) VALUES ('delete', ?, ?)", (row_id, former.body))


def forget_span(db: sqlite3.Connection, number: int, span: Span) -> None:
    """Take the texts of all messages in `span` out of the index, as far as they are in."""
    (indexed,) = db.execute("SELECT indexed FROM rooms WHERE number = ?", (number,)).fetchone()
    db.execute(_FORGET, (*span, place(number, indexed)))


def search(db: sqlite3.Connection, room_ids: Sequence[RoomId], query: str, *, limit: int) -> tuple[Found, ...]:
    """Return messages of `room_ids` that contain all words of `query`, newest first."""
    words = words_of(query)
    if not words:
        return ()
    match = " ".join(f'"{word}"' for word in words)
    found: list[Found] = []
    for room in room_ids:
        number = rooms.number_of(db, room)
        if number is None:
            continue
        hits = map(messages.message_of, _hits(db, match, number, limit))
        found.extend(Found(room, message, snippet(message.body, words)) for message in hits)
    found.sort(key=lambda hit: (hit.message.at, hit.message.seq), reverse=True)
    return tuple(found[:limit])


def _hits(db: sqlite3.Connection, match: str, number: int, limit: int) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    try:
        for low, high in reversed(taken.in_sight(db, place(number, 0), end(number))):
            found += db.execute(_HITS, (match, low, high, limit - len(found))).fetchall()
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error):
            raise
        found.clear()  # one word to us, several to SQLite's older Unicode: no index holds it
    return found


def purge(db: sqlite3.Connection, *, first: bool) -> bool:
    """Merge a little of the index, so that redacted words leave the file. Returns whether more is left.

    Args:
        db: Outside a transaction.
        first: Whether this begins a purge: the whole index is then put up for merging.
    """
    before = db.total_changes
    pages = -_MERGE_PAGES if first else _MERGE_PAGES
    db.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (pages,))
    return first or db.total_changes - before >= 2
