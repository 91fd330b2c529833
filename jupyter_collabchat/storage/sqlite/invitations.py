"""Invitations as rows: where each one lives, for whom, and whether it waits for an answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from jupyter_collabchat.core.ids import InviteId, Millis, ParticipantId, RoomId
from jupyter_collabchat.core.people import Invitation
from jupyter_collabchat.room.ports import InvitationRow

_COLUMNS = "id, who, role, by, at, expires_at"
_ADD = f"INSERT INTO invites ({_COLUMNS}, room, pending) VALUES (?, ?, ?, ?, ?, ?, ?, 1)"
_PENDING = f"SELECT {_COLUMNS} FROM invites WHERE id = ? AND room = ? AND pending = 1"
_END = "UPDATE invites SET pending = 0 WHERE id = ? AND room = ?"
_HOME = "SELECT r.id, i.who FROM invites i JOIN rooms r ON r.number = i.room WHERE i.id = ?"
_MINE = (
    "SELECT i.id, r.id, r.name, i.by, coalesce(m.name, ''), i.role, r.people, i.at, i.expires_at "
    "FROM invites i JOIN rooms r ON r.number = i.room LEFT JOIN members m ON m.room = i.room AND m.who = i.by "
    "WHERE i.who = ? AND i.pending = 1 AND i.expires_at > ? ORDER BY i.at DESC, i.id DESC"
)


def read(db: sqlite3.Connection, number: int, keys: Iterable[InviteId]) -> dict[InviteId, Invitation]:
    """Return those of the room's invitations called `keys` that are pending."""
    rows = (db.execute(_PENDING, (key, number)).fetchone() for key in keys)
    return {row[0]: Invitation(*row) for row in rows if row is not None}


def write(db: sqlite3.Connection, number: int, made: Iterable[Invitation], ended: Iterable[InviteId]) -> None:
    """Keep invitations that were `made` in a room, and that others `ended`."""
    db.executemany(_ADD, [(i.id, i.who, i.role, i.by, i.at, i.expires_at, number) for i in made])
    db.executemany(_END, [(key, number) for key in ended])


def find(db: sqlite3.Connection, key: str) -> tuple[RoomId, ParticipantId] | None:
    """Return where an invitation lives and whom it is for, pending or not."""
    row = db.execute(_HOME, (key,)).fetchone()
    return None if row is None else (row[0], row[1])


def invitations_of(db: sqlite3.Connection, person: ParticipantId, now: Millis) -> tuple[InvitationRow, ...]:
    """Return somebody's pending invitations, newest first."""
    return tuple(InvitationRow(*row) for row in db.execute(_MINE, (person, now)))
