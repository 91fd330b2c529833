"""The end of a deleted room: what was said there leaves the file, a little at a time; what was decided stays.

The log keeps every event, those of messages without their content, so that votes, overrides and claims can be audited
(RULES 14). A room is a chore by its number: a server that is killed goes on where it was.
"""

from __future__ import annotations

import sqlite3

from . import index, messages, redaction
from .places import end, place

STEP = 64
"""Messages per step: a few milliseconds, so that nobody who posts elsewhere waits for it."""
_CHORE = "erase:"
_SOME = f"SELECT {messages.COLUMNS} FROM messages WHERE place > ? AND place < ? ORDER BY place LIMIT ?"
_ONE_BLOB = "DELETE FROM blobs WHERE number = (SELECT number FROM blobs WHERE room = ? LIMIT 1)"


def ask(db: sqlite3.Connection, number: int) -> None:
    """Note that the room with this number was deleted, in the transaction that says so."""
    db.execute("INSERT OR IGNORE INTO chores VALUES (?, 1)", (f"{_CHORE}{number}",))


def next_room(db: sqlite3.Connection) -> int | None:
    """Return the number of a room that is still to be erased, if there is one."""
    row = db.execute("SELECT name FROM chores WHERE name GLOB ? LIMIT 1", (f"{_CHORE}*",)).fetchone()
    return None if row is None else int(row[0].removeprefix(_CHORE))


def advance(db: sqlite3.Connection, number: int) -> None:
    """Erase some more of a room, in the caller's transaction; the chore goes with the last of it."""
    if db.execute(_ONE_BLOB, (number,)).rowcount or _erase_some(db, number):
        return
    for table in ("texts", "receipts"):
        db.execute(f"DELETE FROM {table} WHERE room = ?", (number,))
    redaction.rewrite_snapshot(db, number)
    redaction.ask(db)
    db.execute("DELETE FROM chores WHERE name = ?", (f"{_CHORE}{number}",))


def _erase_some(db: sqlite3.Connection, number: int) -> bool:
    found = [messages.message_of(row) for row in db.execute(_SOME, (place(number, 0), end(number), STEP))]
    for message in found:
        index.forget(db, number, message)
        messages.drop_mentions(db, number, message)
        redaction.blank(db, number, message)
    if found:
        span = (place(number, 0), place(number, found[-1].seq))
        db.execute("DELETE FROM messages WHERE place > ? AND place <= ?", span)
    return bool(found)
