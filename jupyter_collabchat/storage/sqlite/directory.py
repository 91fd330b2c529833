"""What is kept about people and not about rooms: whom this server has seen, their delegations, how far they read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from jupyter_collabchat.core.ids import MessageId, ParticipantId, RoomId, Seq, local_name
from jupyter_collabchat.room.ports import NamedClaim, TokenRow
from jupyter_collabchat.storage.text import fold

from . import appends, rooms

_encode = msgspec.msgpack.Encoder().encode
_token = msgspec.msgpack.Decoder(TokenRow).decode
_ABOVE_ALL = "\U0010ffff"
_SEEN = (
    "INSERT INTO people VALUES (?, ?, ?, ?) ON CONFLICT (who) DO UPDATE SET name = excluded.name, "
    "folded = excluded.folded "
    "WHERE name <> excluded.name"
)
_PEOPLE = (
    "SELECT who, name FROM (SELECT who, name, folded FROM people WHERE folded >= :low AND folded < :high "
    "UNION SELECT who, name, folded FROM people WHERE login >= :low AND login < :high) "
    "ORDER BY folded, who LIMIT :limit"
)
_RECEIPT = "INSERT INTO receipts VALUES (?, ?, ?) ON CONFLICT (room, who) DO UPDATE SET seq = max(seq, excluded.seq)"


def remember(db: sqlite3.Connection, person: ParticipantId, name: str) -> None:
    """Note a person and what they are called now."""
    db.execute(_SEEN, (person, name, fold(name), fold(local_name(person))))


def people(db: sqlite3.Connection, prefix: str, *, limit: int) -> tuple[tuple[ParticipantId, str], ...]:
    """Return known people by the beginning of their name or username."""
    low = fold(prefix)
    rows = db.execute(_PEOPLE, {"low": low, "high": low + _ABOVE_ALL, "limit": limit})
    return tuple((who, name) for who, name in rows)


def add_token(db: sqlite3.Connection, token: TokenRow, request: NamedClaim) -> None:
    """Keep a delegation. Raises `Clash` if its request was made before."""
    appends.add_claim(db, request)
    db.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", (token.id, token.owner, token.hash, _encode(token)))


def token(db: sqlite3.Connection, digest: bytes) -> TokenRow | None:
    """Return a delegation by its secret's hash."""
    row = db.execute("SELECT data FROM tokens WHERE hash = ?", (digest,)).fetchone()
    return None if row is None else _token(row[0])


def tokens_of(db: sqlite3.Connection, owner: ParticipantId) -> tuple[TokenRow, ...]:
    """Return a person's delegations, newest first."""
    rows = db.execute("SELECT data FROM tokens WHERE owner = ?", (owner,))
    return tuple(sorted((_token(data) for (data,) in rows), key=lambda row: (row.created_at, row.id), reverse=True))


def revoke_token(db: sqlite3.Connection, owner: ParticipantId, key: str) -> bool:
    """Forget a delegation of this person."""
    return db.execute("DELETE FROM tokens WHERE id = ? AND owner = ?", (key, owner)).rowcount > 0


def save_receipts(db: sqlite3.Connection, room: RoomId, receipts: Mapping[ParticipantId, Seq]) -> None:
    """Move read positions forward."""
    number = rooms.require_number(db, room)
    db.executemany(_RECEIPT, [(number, who, seq) for who, seq in receipts.items()])


def save_texts(db: sqlite3.Connection, room: RoomId, texts: Mapping[MessageId, str]) -> None:
    """Replace the checkpoints of unfinished messages; a deleted room has none."""
    number = rooms.require_number(db, room)
    db.execute("DELETE FROM texts WHERE room = ?", (number,))
    if not rooms.is_deleted(db, number):
        db.executemany("INSERT INTO texts VALUES (?, ?, ?)", [(number, key, body) for key, body in texts.items()])
