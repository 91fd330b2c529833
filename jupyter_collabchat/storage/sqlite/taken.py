"""Spans of rooms' pasts that were taken away: no read looks there, though their rows leave the file only by and by.

A clearing takes all from the beginning, a rollback what came after a message; what one takes, another may take again.
"""

from __future__ import annotations

import sqlite3

from .places import Span


def add(db: sqlite3.Connection, low: int, high: int) -> None:
    """Take away everything between two row ids, both left out, in the caller's transaction."""
    db.execute("INSERT INTO taken (high, low) VALUES (?, ?)", (high, low))


def find(db: sqlite3.Connection) -> Span | None:
    """Return a span of which something is still in the file."""
    return db.execute("SELECT low, high FROM taken LIMIT 1").fetchone()  # type: ignore[no-any-return]


def erased(db: sqlite3.Connection, high: int, until: int) -> None:
    """Note that of the span that ends at `high` nothing is left up to `until`."""
    if until < high - 1:
        db.execute("UPDATE taken SET low = ? WHERE high = ?", (until, high))
    else:
        db.execute("DELETE FROM taken WHERE high = ?", (high,))


def has(db: sqlite3.Connection, row_id: int) -> bool:
    """Return whether what is at this row id was taken away."""
    return db.execute("SELECT 1 FROM taken WHERE low < ?1 AND high > ?1", (row_id,)).fetchone() is not None


def in_sight(db: sqlite3.Connection, low: int, high: int) -> list[Span]:
    """Return the parts between two row ids where nothing was taken, ascending; of each, too, both ends are left out."""
    spans = db.execute("SELECT low, high FROM taken WHERE high > ? AND low < ? ORDER BY low", (low, high)).fetchall()
    parts: list[Span] = []
    for taken_low, taken_high in spans:
        if low < taken_low:
            parts.append((low, taken_low + 1))
        low = max(low, taken_high - 1)
    return [*parts, (low, high)]
