"""How a file of an older version becomes one of this version: at once and whole, or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from jupyter_collabchat.core.codec import decode_event
from jupyter_collabchat.core.events import MemberRemoved

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
    """The first version began empty."""


def _who_was_removed(db: sqlite3.Connection) -> None:
    """Version 1 kept in the log alone who was put out of a room, where nobody so far came back from."""
    removals = [(place, decode_event(data)) for place, data in db.execute(_REMOVALS)]
    rows = [(event.who, number_of(place)) for place, event in removals if isinstance(event, MemberRemoved)]
    db.executemany("UPDATE members SET removed = 1 WHERE who = ? AND room = ? AND role = 'left'", rows)


_FILLS: tuple[Callable[[sqlite3.Connection], None], ...] = (_nothing, _who_was_removed)
"""What each step cannot say in SQL, by the version it begins with."""
