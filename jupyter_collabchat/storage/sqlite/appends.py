"""Appending writes of several rooms inside one transaction: the log, the claims, the archive.

What every post needs goes through three bulk statements; everything else, entry by entry, through `projection`.
"""

from __future__ import annotations

import sqlite3

from jupyter_collabchat.core.codec import encode_event
from jupyter_collabchat.core.events import Entry, MessagePosted, RoomCreated
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import RoomId
from jupyter_collabchat.core.messages import of_posted
from jupyter_collabchat.room.ports import Clash, NamedClaim, StorageFailed, Write
from jupyter_collabchat.storage import archive

from . import messages, projection, rooms
from .places import place

_EVENT = "INSERT INTO events VALUES (?, ?, ?, ?)"
_CLAIM = "INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?)"


class _Rows:
    """The rows of one commit."""

    def __init__(self) -> None:
        self.events: list[tuple[int, int, str, bytes]] = []
        self.messages: list[messages.Row] = []
        self.claims: list[tuple[object, ...]] = []
        self.rest: list[tuple[int, Entry]] = []


def append(db: sqlite3.Connection, heads: rooms.Heads, writes: list[Write]) -> None:
    """Append all `writes`, inside the caller's transaction.

    Raises:
        sqlite3.IntegrityError: some id exists already; `clash` says which.
        StorageFailed: a write does not continue its room's log.
    """
    rows = _Rows()
    for write in writes:
        _plan(rows, write, _number(db, heads, write))
    db.executemany(_EVENT, rows.events)
    db.executemany(messages.INSERT, rows.messages)
    db.executemany(_CLAIM, rows.claims)
    for number, entry in rows.rest:
        projection.apply(db, number, entry)


def _number(db: sqlite3.Connection, heads: rooms.Heads, write: Write) -> int:
    """Return the number of the write's room, once it is sure that the write continues the log."""
    first, last = write.entries[0], write.entries[-1]
    head = heads.find(write.room)
    if head is None and first.seq == 1 and isinstance(first.event, RoomCreated):
        head = (rooms.create(db, write.room), 0)
    if head is None or first.seq != head[1] + 1 or last.seq != head[1] + len(write.entries):
        end = "does not exist" if head is None else f"ends at {head[1]}"
        raise StorageFailed(f"Room {write.room} {end}; entries {first.seq} to {last.seq} do not continue it.")
    heads.advance(write.room, head[0], last.seq)
    return head[0]


def _plan(rows: _Rows, write: Write, number: int) -> None:
    for entry in write.entries:
        event = entry.event
        rows.events.append((place(number, entry.seq), entry.at, entry.by, encode_event(event)))
        if isinstance(event, MessagePosted):
            rows.messages.append(messages.row_of(number, of_posted(entry, event)))
        if not isinstance(event, MessagePosted) or event.mentions:
            rows.rest.append((number, entry))
    rows.claims.extend(_claim_row(number, write, named) for named in archive.claims_of(write))


def _claim_row(number: int, write: Write, named: NamedClaim) -> tuple[object, ...]:
    claim = named.claim
    scope = number if named.scope == write.room else named.scope
    return (scope, named.key, claim.author, claim.digest, claim.seq, claim.ref)


def clash(db: sqlite3.Connection, write: Write) -> Clash | None:
    """Return which ids of `write` exist already, or occur in it twice."""
    known: dict[str, Claim] = {}
    first: dict[tuple[str, str], Claim] = {}
    for named in archive.claims_of(write):
        made = find_claim(db, named.scope, named.key) or first.get((named.scope, named.key))
        if made is not None:
            known[named.key] = made
        first.setdefault((named.scope, named.key), named.claim)
    return Clash(known) if known else None


def find_claim(db: sqlite3.Connection, scope: str, key: str) -> Claim | None:
    """Return the first maker of an id. `scope`: a room's id, or a person's."""
    number = rooms.number_of(db, RoomId(scope))  # a person's id is no room's
    where = (scope if number is None else number, key)
    row = db.execute("SELECT author, digest, seq, ref FROM claims WHERE scope = ? AND key = ?", where).fetchone()
    return None if row is None else Claim(*row)


def add_claim(db: sqlite3.Connection, named: NamedClaim) -> None:
    """Keep a person's id. Raises `Clash` if it exists."""
    made = find_claim(db, named.scope, named.key)
    if made is not None:
        raise Clash({named.key: made})
    claim = named.claim
    db.execute(_CLAIM, (named.scope, named.key, claim.author, claim.digest, claim.seq, claim.ref))
