"""Rooms as rows of somebody's list: counted from rows and ranges, never by opening a room."""

from __future__ import annotations

import sqlite3
from typing import Any

from jupyter_collabchat.core.ids import ParticipantId, RoomId, kind_of
from jupyter_collabchat.room.ports import RoomRow

from . import messages, rooms, taken
from .places import end, place

MOST = 100
"""Nobody reads a larger number."""
_LOOKED_AT = 1000
"""Somebody's own messages are not unread to them; past so many rows the count is what was found until then."""

_COLUMNS = (
    "SELECT r.id, r.name, r.topic, r.visibility, r.scope, r.owner, coalesce(o.name, ''), r.people, "
    "r.collaboration, r.archived, r.number"
)
_FIELDS = (
    "id",
    "name",
    "topic",
    "visibility",
    "scope",
    "owner",
    "owner_name",
    "members",
    "collaboration",
    "archived",
)
"""Of a `RoomRow`: the first of the columns."""
_OWNER = "LEFT JOIN members o ON o.who = r.owner AND o.room = r.number"
_MEMBERSHIPS = (
    f"{_COLUMNS}, m.role, coalesce(c.seq, 0) FROM members m JOIN rooms r ON r.number = m.room {_OWNER} "
    "LEFT JOIN receipts c ON c.room = m.room AND c.who = m.who "
    "WHERE m.who = :who AND m.role <> 'left' AND r.deleted = 0 AND (:only IS NULL OR r.id = :only)"
)
_LISTED = (
    f"{_COLUMNS} FROM rooms r {_OWNER} WHERE r.visibility = 'listed' AND r.deleted = 0 "
    "AND (:only IS NULL OR r.id = :only) AND NOT EXISTS "
    "(SELECT 1 FROM members m WHERE m.who = :who AND m.room = r.number AND (m.role <> 'left' OR m.removed))"
)
_UNREAD = (
    "SELECT count(*) FROM (SELECT author FROM (SELECT author, status FROM messages WHERE place > ? AND place < ? "
    "ORDER BY place DESC LIMIT ?) WHERE author <> ? AND status <> 'redacted' LIMIT ?)"
)
_MENTIONS = "SELECT count(*) FROM (SELECT 1 FROM mentions WHERE who = ? AND place > ? AND place < ? LIMIT ?)"
_LAST = f"SELECT {messages.COLUMNS} FROM messages WHERE place > ? AND place < ? ORDER BY place DESC LIMIT 1"


def rooms_of(db: sqlite3.Connection, person: ParticipantId, only: RoomId | None) -> tuple[RoomRow, ...]:
    """Return the rooms `person` is in, then listed ones they are not in: guests see none of these."""
    where = {"who": person, "only": only}
    mine = (_mine(db, person, row) for row in db.execute(_MEMBERSHIPS, where).fetchall())
    listed = db.execute(_LISTED, where).fetchall() if kind_of(person) == "user" else []
    return (*mine, *(_row(row, {"role": None}) for row in listed))


def _row(columns: tuple[Any, ...], rest: dict[str, Any]) -> RoomRow:
    head = dict(zip(_FIELDS, columns, strict=False))
    head |= {flag: bool(head[flag]) for flag in ("collaboration", "archived")}
    return RoomRow(**head, **rest)


def _mine(db: sqlite3.Connection, person: ParticipantId, row: tuple[Any, ...]) -> RoomRow:
    number, role, read_seq = row[len(_FIELDS) :]
    new = taken.in_sight(db, place(number, read_seq), end(number))
    unread = sum(db.execute(_UNREAD, (*part, _LOOKED_AT, person, MOST)).fetchone()[0] for part in new)
    mentions = sum(db.execute(_MENTIONS, (person, *part, MOST)).fetchone()[0] for part in new)
    counts = {"role": role, "read_seq": read_seq, "unread": min(unread, MOST), "mentions": min(mentions, MOST)}
    return _row(row, counts | _newest(db, number))


def _newest(db: sqlite3.Connection, number: int) -> dict[str, Any]:
    parts = reversed(taken.in_sight(db, place(number, 0), end(number)))
    row = next((found for part in parts if (found := db.execute(_LAST, part).fetchone()) is not None), None)
    if row is None:
        return {}
    last = messages.message_of(row)
    return {"last": last, "last_name": rooms.names(db, number, (last.author,)).get(last.author, "")}
