"""What is kept about people: whom this server has seen, how they want to be in rooms, how far they read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from jupyter_collabchat.core.ids import MessageId, ParticipantId, RoomId, Seq, local_name
from jupyter_collabchat.room.ports import Preferences
from jupyter_collabchat.storage.text import fold

from . import messages, rooms

_ABOVE_ALL = "\U0010ffff"
_SEEN = (
    "INSERT INTO people VALUES (?, ?, ?, ?) ON CONFLICT (who) DO UPDATE SET name = excluded.name, "
    "folded = excluded.folded "
    "WHERE name <> excluded.name"
)
_PEOPLE = (
    "SELECT who, name FROM (SELECT who, name, folded FROM people WHERE folded >= :low AND folded < :high "
    "UNION SELECT who, name, folded FROM people WHERE login >= :low AND login < :high) "
    "WHERE who GLOB 'user:*' ORDER BY folded, who LIMIT :limit"
)
_WISHES = "INSERT OR REPLACE INTO preferences VALUES (?, ?, ?)"
_RECEIPT = "INSERT INTO receipts VALUES (?, ?, ?) ON CONFLICT (room, who) DO UPDATE SET seq = max(seq, excluded.seq)"


def remember(db: sqlite3.Connection, person: ParticipantId, name: str) -> None:
    """Note a person and what they are called now."""
    db.execute(_SEEN, (person, name, fold(name), fold(local_name(person))))


def people(db: sqlite3.Connection, prefix: str, *, limit: int) -> tuple[tuple[ParticipantId, str], ...]:
    """Return known accounts by the beginning of their name or username."""
    low = fold(prefix)
    rows = db.execute(_PEOPLE, {"low": low, "high": low + _ABOVE_ALL, "limit": limit})
    return tuple((who, name) for who, name in rows)


def known(db: sqlite3.Connection, who: Sequence[ParticipantId]) -> dict[ParticipantId, str]:
    """Return the names of those who were seen."""
    return dict(db.execute(f"SELECT who, name FROM people WHERE who IN ({_marks(who)})", who))


def preferences(db: sqlite3.Connection, person: ParticipantId) -> Preferences:
    """Return how somebody wants to be in rooms."""
    row = db.execute("SELECT nickname, receipts FROM preferences WHERE who = ?", (person,)).fetchone()
    return Preferences() if row is None else Preferences(row[0], bool(row[1]))


def save_preferences(db: sqlite3.Connection, person: ParticipantId, wishes: Preferences) -> None:
    """Keep how somebody wants to be in rooms."""
    db.execute(_WISHES, (person, wishes.nickname, wishes.receipts))


def hidden_receipts(db: sqlite3.Connection, who: Sequence[ParticipantId]) -> frozenset[ParticipantId]:
    """Return those whose read positions are shown to nobody."""
    rows = db.execute(f"SELECT who FROM preferences WHERE receipts = 0 AND who IN ({_marks(who)})", who)
    return frozenset(row[0] for row in rows)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def save_receipts(db: sqlite3.Connection, room: RoomId, receipts: Mapping[ParticipantId, Seq]) -> None:
    """Move read positions forward."""
    number = rooms.require_number(db, room)
    db.executemany(_RECEIPT, [(number, who, seq) for who, seq in receipts.items()])


def save_texts(db: sqlite3.Connection, room: RoomId, texts: Mapping[MessageId, str]) -> None:
    """Replace the checkpoints of messages that are being written; of one that ended meanwhile, nothing is kept."""
    number = rooms.require_number(db, room)
    kept = [(number, key, body) for key, body in texts.items() if messages.is_unfinished(db, number, key)]
    db.execute("DELETE FROM texts WHERE room = ?", (number,))
    db.executemany("INSERT INTO texts VALUES (?, ?, ?)", kept)
