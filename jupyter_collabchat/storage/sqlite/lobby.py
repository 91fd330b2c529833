"""Rooms as rows of somebody's list: counted from rows and ranges, never by opening a room."""

from __future__ import annotations

import sqlite3

from jupyter_collabchat.core.ids import ParticipantId, RoomId, Seq
from jupyter_collabchat.room.ports import RoomRow

from . import messages, rooms
from .places import end, place

MOST = 100
"""Nobody reads a larger number."""
_LOOKED_AT = 1000
"""Somebody's own messages are not unread to them; past so many rows the count is what was found until then."""

_COLUMNS = "SELECT r.number, r.id, r.name, r.topic, r.visibility, r.scope, r.owner, o.name, r.people"
_OWNER = "LEFT JOIN members o ON o.who = r.owner AND o.room = r.number"
_MINE = (
    f"{_COLUMNS}, m.role, coalesce(c.seq, 0) FROM members m JOIN rooms r ON r.number = m.room {_OWNER} "
    "LEFT JOIN receipts c ON c.room = m.room AND c.who = m.who "
    f"WHERE m.who = :who AND m.role NOT IN ('left', '{rooms.REMOVED}') AND r.deleted = 0 "
    "AND (:only IS NULL OR r.id = :only)"
)
_LISTED = (
    f"{_COLUMNS}, NULL, 0 FROM rooms r {_OWNER} WHERE r.visibility = 'listed' AND r.deleted = 0 "
    "AND (:only IS NULL OR r.id = :only) AND NOT EXISTS "
    "(SELECT 1 FROM members m WHERE m.who = :who AND m.room = r.number AND m.role <> 'left')"
)
_UNREAD = (
    "SELECT count(*) FROM (SELECT author FROM (SELECT author, status FROM messages WHERE place > ? AND place < ? "
    "ORDER BY place DESC LIMIT ?) WHERE author <> ? AND status <> 'redacted' LIMIT ?)"
)
_MENTIONS = "SELECT count(*) FROM (SELECT 1 FROM mentions WHERE who = ? AND place > ? AND place < ? LIMIT ?)"
_LAST = f"SELECT {messages.COLUMNS} FROM messages WHERE place > ? AND place < ? ORDER BY place DESC LIMIT 1"


def rooms_of(db: sqlite3.Connection, person: ParticipantId, only: RoomId | None) -> tuple[RoomRow, ...]:
    """Return the rooms `person` is in, then listed ones they are not in and were not removed from."""
    where = {"who": person, "only": only}
    rows = [*db.execute(_MINE, where), *db.execute(_LISTED, where)]
    return tuple(_room_row(db, person, row) for row in rows)


def _room_row(db: sqlite3.Connection, person: ParticipantId, row: tuple[object, ...]) -> RoomRow:
    number, key, name, topic, visibility, scope, owner, owner_name, people, role, read_seq = row
    plain = RoomRow(key, name, topic, visibility, scope, owner, owner_name or "", people, role)  # type: ignore[arg-type]
    return plain if role is None else _with_news(db, person, plain, (number, read_seq))  # type: ignore[arg-type]


def _with_news(db: sqlite3.Connection, person: ParticipantId, row: RoomRow, read: tuple[int, Seq]) -> RoomRow:
    number, read_seq = read
    above, top = place(number, read_seq), end(number)
    (unread,) = db.execute(_UNREAD, (above, top, _LOOKED_AT, person, MOST)).fetchone()
    (mentions,) = db.execute(_MENTIONS, (person, above, top, MOST)).fetchone()
    newest = db.execute(_LAST, (place(number, 0), top)).fetchone()
    last = None if newest is None else messages.message_of(newest)
    called = {} if last is None else rooms.names(db, number, (last.author,))
    return RoomRow(
        row.id,
        row.name,
        row.topic,
        row.visibility,
        row.scope,
        row.owner,
        row.owner_name,
        row.members,
        row.role,
        read_seq,
        unread,
        mentions,
        last,
        "" if last is None else called.get(last.author, ""),
    )
