"""What a secret opens: delegations, share links, guests. Each is found by its SHA-256, and nothing else is kept."""

from __future__ import annotations

import sqlite3

import msgspec

from jupyter_collabchat.core.ids import ParticipantId
from jupyter_collabchat.room.ports import GuestRow, NamedClaim, ShareRow, TokenRow

from . import appends

_encode = msgspec.msgpack.Encoder().encode
_token = msgspec.msgpack.Decoder(TokenRow).decode
_share = msgspec.msgpack.Decoder(ShareRow).decode


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


def add_share(db: sqlite3.Connection, share: ShareRow, request: NamedClaim) -> None:
    """Keep what a share link opens. Raises `Clash` if its request was made before."""
    appends.add_claim(db, request)
    db.execute("INSERT INTO shares VALUES (?, ?, ?)", (share.id, share.hash, _encode(share)))


def share(db: sqlite3.Connection, digest: bytes) -> ShareRow | None:
    """Return what a share link opens by its secret's hash."""
    row = db.execute("SELECT data FROM shares WHERE hash = ?", (digest,)).fetchone()
    return None if row is None else _share(row[0])


def share_named(db: sqlite3.Connection, key: str) -> ShareRow | None:
    """Return what a share link opens by its id."""
    row = db.execute("SELECT data FROM shares WHERE id = ?", (key,)).fetchone()
    return None if row is None else _share(row[0])


def add_guest(db: sqlite3.Connection, guest: GuestRow) -> None:
    """Keep a guest."""
    db.execute("INSERT INTO guests VALUES (?, ?, ?, ?)", (guest.hash, guest.id, guest.name, guest.created_at))


def guest(db: sqlite3.Connection, digest: bytes) -> GuestRow | None:
    """Return a guest by their cookie's hash."""
    row = db.execute("SELECT id, name, hash, created_at FROM guests WHERE hash = ?", (digest,)).fetchone()
    return None if row is None else GuestRow(*row)


def forget_guest(db: sqlite3.Connection, person: ParticipantId) -> None:
    """Forget a guest."""
    db.execute("DELETE FROM guests WHERE id = ?", (person,))
