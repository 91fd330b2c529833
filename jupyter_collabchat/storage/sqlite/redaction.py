"""The one permitted rewrite: a redacted message's content leaves the log, its former texts, claims and snapshot.

The archive's row and the index are overwritten by `projection`; `secure_delete` zeroes what is freed; the words leave
the file when `chores` has merged the index and emptied the WAL. One trace can stay: when a page of SQLite was split,
the unused gap of a neighbour may hold an old copy of a row, which only a VACUUM removes; it follows at the next start.
"""

from __future__ import annotations

import sqlite3

from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.codec import decode_event, decode_state, encode_event, encode_state
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.model import Message, RoomState
from jupyter_collabchat.storage import archive

from . import taken
from .places import place

PURGE, VACUUM = "purge", "vacuum"
"""The chores that a redaction leaves behind."""
FORGET_DIGEST = "UPDATE claims SET digest = x'' WHERE scope = ? AND key = ?"
"""Of what was said nothing is left to compare a resend with, but its author."""
_REWRITE = "UPDATE events SET data = ? WHERE place = ?"
_KEPT = "SELECT id FROM messages WHERE place > ? AND place < ? AND status <> 'redacted'"
_ASK = "INSERT INTO chores VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET times = times + 1"


def erase(db: sqlite3.Connection, number: int, message: Message) -> None:
    """Overwrite what is kept of a redacted `message` outside its own row."""
    row_id = place(number, message.seq)
    blank_events(db, row_id)
    db.execute("DELETE FROM texts WHERE room = ? AND message = ?", (number, message.id))
    db.execute(FORGET_DIGEST, (number, message_key(message.id)))
    rewrite_snapshot(db, number)
    ask_for_purge(db)


def ask_for_purge(db: sqlite3.Connection) -> None:
    """Have `chores` remove the last traces of what was overwritten."""
    db.executemany(_ASK, [(PURGE,), (VACUUM,)])


def blank_events(db: sqlite3.Connection, row_id: int) -> None:
    """Overwrite what the message at `row_id` said in the log, and drop its former texts."""
    for (event,) in db.execute("SELECT event FROM revisions WHERE message = ?", (row_id,)).fetchall():
        _blank(db, event)
    _blank(db, row_id)
    db.execute("DELETE FROM revisions WHERE message = ?", (row_id,))


def _blank(db: sqlite3.Connection, event: int) -> None:
    (data,) = db.execute("SELECT data FROM events WHERE place = ?", (event,)).fetchone()
    blank = archive.blank(decode_event(data))
    db.execute(_REWRITE, (encode_event(blank), event))


def rewrite_snapshot(db: sqlite3.Connection, number: int) -> None:
    """Take out of the snapshot what is gone since it was taken."""
    row = db.execute("SELECT data FROM snapshots WHERE room = ?", (number,)).fetchone()
    if row is not None:
        save_snapshot(db, number, decode_state(row[0]))


def save_snapshot(db: sqlite3.Connection, number: int, state: RoomState) -> None:
    """Keep a snapshot, without what was redacted or taken away since it was made."""
    kept = archive.scrub(state, _gone(db, number, state))
    db.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?)", (number, encode_state(kept)))


def _gone(db: sqlite3.Connection, number: int, state: RoomState) -> list[MessageId]:
    seqs = [message.seq for message in state.messages.values()]
    if not seqs:
        return []
    parts = taken.in_sight(db, place(number, min(seqs) - 1), place(number, max(seqs) + 1))
    kept = {key for part in parts for (key,) in db.execute(_KEPT, part)}
    return [key for key in state.messages if key not in kept]
