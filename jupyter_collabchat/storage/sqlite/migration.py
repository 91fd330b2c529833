"""How a file of an older version becomes one of this version: at once and whole, or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from jupyter_collabchat.core.codec import decode_event
from jupyter_collabchat.core.events import MemberRemoved

from . import clearing, rooms
from .places import number_of
from .schema import APPLICATION_ID, STEPS

_REMOVALS = "SELECT place, data FROM events WHERE instr(data, CAST('member_removed' AS BLOB))"


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file to the newest version, in one transaction; a file of that version is only read."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == len(STEPS):
        return
    steps = "".join(STEPS[version:])
    stamp = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {len(STEPS)};"
    try:
        db.executescript(f"BEGIN IMMEDIATE; {steps} {stamp}")
        for fill in _FILLS[version:]:
            fill(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    # The header, with the version in it, must be in the file itself: `files.check` reads it there.
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _nothing(db: sqlite3.Connection) -> None:
    """SQL says it all."""


def _who_was_removed(db: sqlite3.Connection) -> None:
    """Version 1 kept in the log, or as a role, who was put out of a room, where nobody so far came back from."""
    removals = [(place, decode_event(data)) for place, data in db.execute(_REMOVALS)]
    rows = [(event.who, number_of(place)) for place, event in removals if isinstance(event, MemberRemoved)]
    db.execute("UPDATE members SET role = 'left', removed = 1 WHERE role = 'removed'")
    db.executemany("UPDATE members SET removed = 1 WHERE who = ? AND room = ? AND role = 'left'", rows)


def _what_was_deleted(db: sqlite3.Connection) -> None:
    """Version 1 let what was said in a deleted room stay, or had begun to erase it: from now on `chores` wipes it."""
    db.execute("DELETE FROM chores WHERE name GLOB 'erase:*'")
    for (number,) in db.execute("SELECT number FROM rooms WHERE deleted = 1").fetchall():
        clearing.begin(db, number, 0, rooms.last_seq(db, number) + 1)


def _to_version_2(db: sqlite3.Connection) -> None:
    _who_was_removed(db)
    _what_was_deleted(db)


_FILLS: tuple[Callable[[sqlite3.Connection], None], ...] = (_nothing, _to_version_2, _nothing)
"""What each step cannot say in SQL, by the version it begins with."""
