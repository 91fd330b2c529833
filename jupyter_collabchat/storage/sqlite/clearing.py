"""Clearing or deleting a room: what was said is out of sight with the event's transaction, and soon leaves the file.

However long the room is, the transaction is short: it notes the seq (`rooms.cleared`), below which no read looks. Then
`chores` erases what is there, some log lines at a time: rows, former texts, mentions, blobs, indexed words, and the
content in the log, as for a redaction. The log lines themselves, polls, and the claims on ids stay (RULES 14, 30). A
crash loses nothing: how far it came (`rooms.wiped`) is written with each step.
"""

from __future__ import annotations

import sqlite3

from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.ids import Seq
from jupyter_collabchat.core.model import Message

from . import index, messages, redaction
from .places import Span, place

STEP = 64
"""Log lines per step: some milliseconds, while others wait to write."""

_ONE_BLOB = (
    "DELETE FROM blobs WHERE number = (SELECT b.number FROM messages m JOIN blobs b ON b.room = ? AND b.message = m.id "
    "WHERE m.place > ? AND m.place <= ? LIMIT 1)"
)
"""A blob may be large: it is a step of its own."""
_SAID = f"SELECT {messages.COLUMNS} FROM messages WHERE place > ? AND place <= ?"


def begin(db: sqlite3.Connection, number: int, seq: Seq) -> None:
    """Put everything that was said before `seq` out of sight, in the caller's transaction."""
    db.execute("UPDATE rooms SET cleared = ? WHERE number = ?", (seq, number))
    db.execute("DELETE FROM texts WHERE room = ?", (number,))
    redaction.rewrite_snapshot(db, number)


def behind(db: sqlite3.Connection) -> int | None:
    """Return the number of a room where something is still to be erased."""
    row = db.execute("SELECT number FROM rooms WHERE wiped < cleared LIMIT 1").fetchone()
    return None if row is None else int(row[0])


def advance(db: sqlite3.Connection, number: int) -> None:
    """Erase some more of what is out of sight, in the caller's transaction."""
    wiped, cleared = db.execute("SELECT wiped, cleared FROM rooms WHERE number = ?", (number,)).fetchone()
    until = min(wiped + STEP, cleared)
    span = (place(number, wiped), place(number, until))
    if db.execute(_ONE_BLOB, (number, *span)).rowcount:
        return
    _erase(db, number, span)
    db.execute("UPDATE rooms SET wiped = ? WHERE number = ?", (until, number))
    if until == cleared:
        redaction.ask_for_purge(db)


def _erase(db: sqlite3.Connection, number: int, span: Span) -> None:
    """Everything that names a message by its row goes before the row."""
    said = [messages.message_of(row) for row in db.execute(_SAID, span)]
    index.forget_span(db, number, span)
    for message in said:
        messages.drop_mentions(db, number, message)
    _forget_digests(db, number, said)
    redaction.blank_span(db, span)
    db.execute("DELETE FROM revisions WHERE message > ? AND message <= ?", span)
    db.execute("DELETE FROM messages WHERE place > ? AND place <= ?", span)


def _forget_digests(db: sqlite3.Connection, number: int, said: list[Message]) -> None:
    rows = [(number, message_key(message.id)) for message in said]
    db.executemany(redaction.FORGET_DIGEST, rows)
