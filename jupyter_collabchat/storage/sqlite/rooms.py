"""Rooms and members as rows; and the number and end of each room's log, kept in memory while it is written to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from jupyter_collabchat.core.ids import ParticipantId, RoomId, Seq
from jupyter_collabchat.core.model import Member, RoomState
from jupyter_collabchat.room.ports import StorageFailed
from jupyter_collabchat.storage import archive

from .places import end, place, seq_of

_ROW = f"SELECT {', '.join(archive.ROOM_FIELDS)} FROM rooms WHERE number = ?"
_FLAGS = ("collaboration", "archived", "deleted")
_ADD = (
    f"INSERT INTO rooms (people, {', '.join(archive.ROOM_FIELDS)}) "
    f"VALUES (0, {', '.join(f':{field}' for field in archive.ROOM_FIELDS)})"
)
_SET = f"UPDATE rooms SET {', '.join(f'{field} = :{field}' for field in archive.ROOM_FIELDS)} WHERE id = :id"
_COUNT = (
    "UPDATE rooms SET people = (SELECT count(*) FROM members WHERE room = :room AND role <> 'left' "
    "AND kind <> 'agent') WHERE number = :room"
)
_PUT_MEMBER = (
    "INSERT INTO members (who, room, name, role, kind, removed) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (who, room) "
    "DO UPDATE SET name = excluded.name, role = excluded.role, kind = excluded.kind, removed = excluded.removed"
)


class Heads:
    """Number and last seq of each room in use. Forgotten after any failure: the file then says what is true."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[RoomId, tuple[int, Seq]] = {}

    def find(self, room: RoomId) -> tuple[int, Seq] | None:
        """Return number and last seq of `room`, or None if there is no such room."""
        head = self._known.get(room)
        if head is None and (number := number_of(self._db, room)) is not None:
            head = self._known[room] = (number, last_seq(self._db, number))
        return head

    def advance(self, room: RoomId, number: int, seq: Seq) -> None:
        """Note that the log of `room` ends at `seq` now."""
        self._known[room] = (number, seq)

    def forget(self) -> None:
        """Read everything anew from now on."""
        self._known.clear()


def number_of(db: sqlite3.Connection, room: RoomId) -> int | None:
    """Return the room's number, or None if there is no such room."""
    row = db.execute("SELECT number FROM rooms WHERE id = ?", (room,)).fetchone()
    return None if row is None else int(row[0])


def require_number(db: sqlite3.Connection, room: RoomId) -> int:
    """Return the room's number. Raises `StorageFailed` if it was never created here."""
    number = number_of(db, room)
    if number is None:
        raise StorageFailed(f"There is no room {room} in this store.")
    return number


def last_seq(db: sqlite3.Connection, number: int) -> Seq:
    """Return the seq of the room's newest event."""
    where = (place(number, 0), end(number))
    row = db.execute("SELECT max(place) FROM events WHERE place >= ? AND place < ?", where).fetchone()
    return 0 if row[0] is None else seq_of(row[0])


def create(db: sqlite3.Connection, room: RoomId) -> int:
    """Make the row of a new room, to be filled by `room_created`, and return its number."""
    number = db.execute(_ADD, _fields(RoomState(room))).lastrowid
    assert number is not None
    return number


def read(db: sqlite3.Connection, number: int, members: Iterable[ParticipantId]) -> RoomState:
    """Return the room's row, with those of `members` that are or were in it."""
    row = dict(zip(archive.ROOM_FIELDS, db.execute(_ROW, (number,)).fetchone(), strict=True))
    row |= {flag: bool(row[flag]) for flag in _FLAGS}
    found = {who: known for who in members if (known := _member(db, number, who)) is not None}
    removed = frozenset(who for who, (_, is_removed) in found.items() if is_removed)
    return RoomState(**row, members={who: member for who, (member, _) in found.items()}, removed=removed)


def _member(db: sqlite3.Connection, number: int, who: ParticipantId) -> tuple[Member, bool] | None:
    where = "SELECT name, role, kind, removed FROM members WHERE who = ? AND room = ?"
    row = db.execute(where, (who, number)).fetchone()
    return None if row is None else (Member(row[0], "", row[2], row[1], 0), bool(row[3]))


def write(db: sqlite3.Connection, state: RoomState) -> None:
    """Write the room's own row."""
    db.execute(_SET, _fields(state))


def _fields(state: RoomState) -> dict[str, object]:
    return {field: getattr(state, field) for field in archive.ROOM_FIELDS}


def write_members(db: sqlite3.Connection, number: int, changes: archive.Changes) -> None:
    """Write rows of members, and how many people the room has now."""
    rows = [(who, number, m.name, m.role, m.kind, who in changes.removed) for who, m in changes.members.items()]
    db.executemany(_PUT_MEMBER, rows)
    db.execute(_COUNT, {"room": number})


def names(db: sqlite3.Connection, number: int, people: Iterable[ParticipantId]) -> dict[ParticipantId, str]:
    """Return what `people` are or were called in the room."""
    wanted = tuple(dict.fromkeys(people))
    marks = ",".join("?" * len(wanted))
    rows = db.execute(f"SELECT who, name FROM members WHERE room = ? AND who IN ({marks})", (number, *wanted))
    return dict(rows)
