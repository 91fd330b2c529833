"""Messages as rows: what most of them have in columns, the rest in `extra`, which most of them lack."""

from __future__ import annotations

import sqlite3
from operator import attrgetter
from typing import Any

import msgspec

from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.ids import MessageId, Millis, ParticipantId, TurnId
from jupyter_collabchat.core.model import UNFINISHED, Message, MessageKind, MimeBundle, Origin, Usage

from . import taken
from .places import place, seq_of

COLUMNS = "place, id, author, at, status, body, extra"
INSERT = "INSERT INTO messages (place, id, author, at, status, body, extra) VALUES (?, ?, ?, ?, ?, ?, ?)"
_UPDATE = "UPDATE messages SET status = ?, body = ?, extra = ?, changed = coalesce(?, changed) WHERE place = ?"

_WHERE = "SELECT seq FROM claims WHERE scope = ? AND key = ?"

Row = tuple[int, str, str, int, str, str, bytes | None]


class Extra(msgspec.Struct, frozen=True, omit_defaults=True):
    """What only some messages have."""

    kind: MessageKind = "text"
    edited_at: Millis | None = None
    to: ParticipantId | None = None
    reply_to: MessageId | None = None
    mentions: tuple[ParticipantId, ...] = ()
    mime: tuple[MimeBundle, ...] = ()
    usage: Usage | None = None
    turn: TurnId | None = None
    via: str | None = None
    origin: Origin | None = None
    stopped_by: ParticipantId | None = None


_PLAIN = Extra()
_FIELDS = Extra.__struct_fields__
_fields_of = attrgetter(*_FIELDS)
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Extra).decode


def row_of(number: int, message: Message) -> Row:
    """Return a message of the room with this number as a row."""
    m = message
    return (place(number, m.seq), m.id, m.author, m.at, m.status, m.body, _extra(m))


def _extra(m: Message) -> bytes | None:
    extra = Extra(*_fields_of(m))
    return None if extra == _PLAIN else _encode(extra)


def message_of(row: Any) -> Message:  # noqa: ANN401 - a row of `COLUMNS`
    """Return the message in a row of `COLUMNS`."""
    row_id, key, author, at, status, body, extra = row
    if extra is None:
        return Message(key, seq_of(row_id), author, at, body, status=status)
    rest = _decode(extra)
    fields = dict(zip(_FIELDS, _fields_of(rest), strict=True))
    return Message(key, seq_of(row_id), author, at, body, status=status, **fields)


def find(db: sqlite3.Connection, number: int, key: str) -> Message | None:
    """Return the message called `key`, unless it was taken away; its claim knows where it is."""
    row = db.execute(_WHERE, (number, message_key(key))).fetchone()
    if row is None or taken.has(db, place(number, row[0])):
        return None
    return at_place(db, place(number, row[0]))


def is_unfinished(db: sqlite3.Connection, number: int, key: str) -> bool:
    """Return whether the message called `key` is being written."""
    message = find(db, number, key)
    return message is not None and message.status in UNFINISHED


def at_place(db: sqlite3.Connection, row_id: int) -> Message | None:
    """Return the message at a place."""
    row = db.execute(f"SELECT {COLUMNS} FROM messages WHERE place = ?", (row_id,)).fetchone()
    return None if row is None else message_of(row)


def update(db: sqlite3.Connection, number: int, message: Message, text_from: int | None) -> None:
    """Write a changed message back.

    Args:
        db: In a transaction.
        number: The room's.
        message: As it is now.
        text_from: Place of the event that gave it its present text, if this change did.
    """
    row_id = place(number, message.seq)
    db.execute(_UPDATE, (message.status, message.body, _extra(message), text_from, row_id))


def add_mentions(db: sqlite3.Connection, number: int, message: Message) -> None:
    """Note whom a message mentions. Agents read no lobby."""
    rows = [(who, place(number, message.seq)) for who in message.mentions if not who.startswith("agent:")]
    db.executemany("INSERT OR IGNORE INTO mentions VALUES (?, ?)", rows)


def drop_mentions(db: sqlite3.Connection, number: int, message: Message) -> None:
    """Forget whom a message mentioned."""
    rows = [(who, place(number, message.seq)) for who in message.mentions]
    db.executemany("DELETE FROM mentions WHERE who = ? AND place = ?", rows)
