"""The one permitted rewrite: a message's content leaves the log, its former texts, its claim and the snapshot.

The archive's row and the index are overwritten by `projection`; `secure_delete` zeroes what is freed; the words leave
the file when `chores` has merged the index and emptied the WAL. One trace can stay: when a page of SQLite was split,
the unused gap of a neighbour may hold an old copy of a row, which only a VACUUM removes; it follows at the next start.
"""

from __future__ import annotations

import sqlite3

from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.codec import decode_event, decode_state, encode_event, encode_state
from jupyter_collabchat.core.model import Message, RoomState
from jupyter_collabchat.storage import archive

from . import rooms
from .places import place

PURGE, VACUUM = "purge", "vacuum"
"""The chores that a redaction leaves behind."""
_ASK = "INSERT INTO chores VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET times = times + 1"


def erase(db: sqlite3.Connection, number: int, message: Message) -> None:
    """Overwrite what is kept of a redacted `message` outside its own row."""
    blank(db, number, message)
    rewrite_snapshot(db, number)
    ask(db)


def ask(db: sqlite3.Connection) -> None:
    """Note that words are to leave the index, and former bytes the file."""
    db.executemany(_ASK, [(PURGE,), (VACUUM,)])


def blank(db: sqlite3.Connection, number: int, message: Message) -> None:
    """Take a message's content out of its events, former texts and claim."""
    row_id = place(number, message.seq)
    for (event,) in db.execute("SELECT event FROM revisions WHERE message = ?", (row_id,)).fetchall():
        _blank(db, event)
    _blank(db, row_id)
    db.execute("DELETE FROM revisions WHERE message = ?", (row_id,))
    db.execute("DELETE FROM texts WHERE room = ? AND message = ?", (number, message.id))
    where = (number, message_key(message.id))
    db.execute("UPDATE claims SET digest = x'' WHERE scope = ? AND key = ?", where)


def _blank(db: sqlite3.Connection, event: int) -> None:
    (data,) = db.execute("SELECT data FROM events WHERE place = ?", (event,)).fetchone()
    emptied = archive.blank(decode_event(data))
    db.execute("UPDATE events SET data = ? WHERE place = ?", (encode_event(emptied), event))


def rewrite_snapshot(db: sqlite3.Connection, number: int) -> None:
    """Keep the snapshot without what must not be in it any more."""
    row = db.execute("SELECT data FROM snapshots WHERE room = ?", (number,)).fetchone()
    if row is not None:
        save_snapshot(db, number, decode_state(row[0]))


def save_snapshot(db: sqlite3.Connection, number: int, state: RoomState) -> None:
    """Keep a snapshot, without what was redacted since it was taken; of a deleted room, without anything said."""
    db.execute(
        "INSERT OR REPLACE INTO snapshots VALUES (?, ?)", (number, encode_state(_without_redacted(db, number, state)))
    )


def _without_redacted(db: sqlite3.Connection, number: int, state: RoomState) -> RoomState:
    if rooms.is_deleted(db, number):
        return archive.scrub(state, state.messages)
    seqs = [message.seq for message in state.messages.values()]
    if not seqs:
        return state
    sql = "SELECT id FROM messages WHERE place BETWEEN ? AND ? AND status = 'redacted'"
    rows = db.execute(sql, (place(number, min(seqs)), place(number, max(seqs))))
    return archive.scrub(state, [key for (key,) in rows])
