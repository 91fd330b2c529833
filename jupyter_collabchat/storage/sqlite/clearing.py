"""Clearing, rollback, deletion: what was said is out of sight with the event's transaction, and soon leaves the file.

However much it is, the transaction is short: it notes a span (`taken`), where no read looks. Then `chores` erases what
is there, some places at a time: rows, former texts, mentions, blobs, indexed words, and the content in the log, as for
a redaction. The log lines themselves, polls, and the claims on ids stay (RULES 14, 30). A crash loses nothing: how far
it came is written with each step.
"""

from __future__ import annotations

import sqlite3

from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.ids import Seq
from jupyter_collabchat.core.model import Message

from . import index, messages, redaction, taken
from .places import Span, number_of, place

STEP = 64
"""Places per step: some milliseconds, while others wait to write."""

_ONE_BLOB = (
    "DELETE FROM blobs WHERE number = (SELECT b.number FROM messages m JOIN blobs b ON b.room = ? AND b.message = m.id "
    "WHERE m.place > ? AND m.place <= ? LIMIT 1)"
)
"""A blob may be large: it is a step of its own."""
_SAID = f"SELECT {messages.COLUMNS} FROM messages WHERE place > ? AND place <= ?"


def begin(db: sqlite3.Connection, number: int, after: Seq, before: Seq) -> None:
    """Put everything that was said between two seqs out of sight, in the caller's transaction; nobody is writing."""
    taken.add(db, place(number, after), place(number, before))
    db.execute("DELETE FROM texts WHERE room = ?", (number,))
    redaction.rewrite_snapshot(db, number)


def behind(db: sqlite3.Connection) -> Span | None:
    """Return a span where something is still to be erased."""
    return taken.find(db)


def advance(db: sqlite3.Connection, span: Span) -> None:
    """Erase some more of what is out of sight, in the caller's transaction."""
    low, high = span
    number, until = number_of(low), min(low + STEP, high - 1)
    if db.execute(_ONE_BLOB, (number, low, until)).rowcount:
        return
    _erase(db, number, (low, until))
    taken.erased(db, high, until)
    if until == high - 1:
        redaction.ask_for_purge(db)


def _erase(db: sqlite3.Connection, number: int, span: Span) -> None:
    """Everything that names a message by its row goes before the row."""
    said = [messages.message_of(row) for row in db.execute(_SAID, span)]
    index.forget_span(db, number, span)
    for message in said:
        messages.drop_mentions(db, number, message)
        redaction.blank_events(db, place(number, message.seq))
    _forget_digests(db, number, said)
    db.execute("DELETE FROM messages WHERE place > ? AND place <= ?", span)


def _forget_digests(db: sqlite3.Connection, number: int, said: list[Message]) -> None:
    rows = [(number, message_key(message.id)) for message in said]
    db.executemany(redaction.FORGET_DIGEST, rows)
