"""Carrying out what `archive.project` says: read the rows an entry touches, fold, write back what changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import MessageId, ParticipantId, PollId, TurnId
from jupyter_collabchat.core.model import Message, Poll, RoomState, Turn
from jupyter_collabchat.storage import archive

from . import blobs, clearing, index, invitations, messages, redaction, rooms
from .places import end, place

_encode = msgspec.msgpack.Encoder().encode
_poll = msgspec.msgpack.Decoder(Poll).decode
_PUT_POLL = "INSERT OR REPLACE INTO polls VALUES (?, ?, ?, ?)"


def apply(db: sqlite3.Connection, number: int, entry: e.Entry) -> None:
    """Bring the archive of room `number` up to `entry`, whose message, if it posts one, is there already."""
    event = entry.event
    if isinstance(event, e.MessagePosted):
        found = messages.at_place(db, place(number, entry.seq))
        assert found is not None
        messages.add_mentions(db, number, found)
        return
    if isinstance(event, e.RoomCleared | e.RoomDeleted):
        clearing.begin(db, number, 0, entry.seq)
    if isinstance(event, e.RolledBack):
        clearing.begin(db, number, event.back_to, entry.seq)
    before = _read(db, number, event)
    if before is not None:
        _write(db, number, entry, before)


def _read(db: sqlite3.Connection, number: int, event: e.AnyEvent) -> RoomState | None:
    room = rooms.read(db, number, ())
    touched = archive.touched(event, room.owner)
    if touched is None:
        return None
    room = rooms.read(db, number, touched.members)
    return msgspec.structs.replace(
        room,
        invites=invitations.read(db, number, touched.invites),
        messages=_messages(db, number, touched.messages),
        polls=_polls(db, number, touched.polls),
        turns=_turns(db, number) if touched.turn is not None else {},
    )


def _messages(db: sqlite3.Connection, number: int, keys: Iterable[MessageId]) -> dict[MessageId, Message]:
    return {key: found for key in keys if (found := messages.find(db, number, key)) is not None}


def _polls(db: sqlite3.Connection, number: int, keys: Iterable[PollId]) -> dict[PollId, Poll]:
    sql = "SELECT data FROM polls WHERE id = ? AND place >= ? AND place < ?"
    rows = {key: db.execute(sql, (key, place(number, 0), end(number))).fetchone() for key in keys}
    return {key: _poll(row[0]) for key, row in rows.items() if row is not None}


def _turns(db: sqlite3.Connection, number: int) -> dict[ParticipantId, Turn]:
    """Return who drives what now: all that a starting message needs of it is its author."""
    rows = db.execute("SELECT agent, turn FROM turns WHERE room = ?", (number,))
    nobody, nothing = ParticipantId(""), MessageId("")
    return {agent: Turn(TurnId(turn), agent, nobody, nothing, 0) for agent, turn in rows}


def _write(db: sqlite3.Connection, number: int, entry: e.Entry, before: RoomState) -> None:
    changes = archive.project(before, entry)
    if changes.room is not None:
        rooms.write(db, changes.room)
    if changes.members:
        rooms.write_members(db, number, changes)
    invitations.write(db, number, changes.invited, changes.uninvited)
    for message in changes.messages:
        _write_message(db, number, entry, (before.messages.get(message.id), message))
    for poll in changes.polls:
        db.execute(_PUT_POLL, (place(number, poll.seq), poll.id, poll.state, _encode(poll)))
    for turn in changes.begun:
        db.execute("INSERT OR REPLACE INTO turns VALUES (?, ?, ?)", (number, turn.agent, turn.id))


def _write_message(db: sqlite3.Connection, number: int, entry: e.Entry, change: tuple[Message | None, Message]) -> None:
    former, message = change
    if former is None:
        db.execute(messages.INSERT, messages.row_of(number, message))
        return
    gives_text = isinstance(entry.event, e.MessageEnded | e.MessageEdited | e.MessageRedacted)
    if gives_text:
        index.forget(db, number, former)
        messages.drop_mentions(db, number, former)
        messages.add_mentions(db, number, message)
    if isinstance(entry.event, e.MessageEnded | e.MessageEdited):
        _keep_revision(db, number, entry, former)
    messages.update(db, number, message, place(number, entry.seq) if gives_text else None)
    if isinstance(entry.event, e.MessageEnded | e.MessageRedacted):
        blobs.drop(db, number, message)
    if isinstance(entry.event, e.MessageRedacted):
        redaction.erase(db, number, message)


def _keep_revision(db: sqlite3.Connection, number: int, entry: e.Entry, former: Message) -> None:
    """An edit keeps the former text. A message that ends had none, but a redaction must find the event."""
    body = former.body if isinstance(entry.event, e.MessageEdited) else None
    row = (place(number, entry.seq), place(number, former.seq), entry.at, body)
    db.execute("INSERT INTO revisions VALUES (?, ?, ?, ?)", row)
    if isinstance(entry.event, e.MessageEnded):
        db.execute("DELETE FROM texts WHERE room = ? AND message = ?", (number, former.id))
