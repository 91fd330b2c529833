"""The store that forgets: everything in dictionaries of this process. For tests, and where nothing outlives a server.

Keeps exactly what any store keeps, through the same projection; pages and searches cost what the room has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.events import Entry, RoomCreated
from jupyter_collabchat.core.ids import MessageId, Millis, ParticipantId, RoomId, Seq
from jupyter_collabchat.core.model import Message, RoomState
from jupyter_collabchat.room.ports import (
    Blob,
    Edit,
    Found,
    InvitationRow,
    Loaded,
    Page,
    RoomRow,
    StorageFailed,
    Write,
)

from . import archive, memory_lists
from .memory_people import MemoryPeople
from .memory_room import MemoryRoom
from .text import contains, snippet, words_of


class MemoryStore(MemoryPeople):
    """A `room.ports.Store` in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._rooms: dict[RoomId, MemoryRoom] = {}

    # --- the log

    async def append(self, write: Write) -> None:
        """Append. Raises `Clash`."""
        self._check_open()
        room = self._rooms.get(write.room)
        if room is None and isinstance(write.entries[0].event, RoomCreated):
            room = MemoryRoom(write.room)
        if room is None:
            raise StorageFailed(f"There is no room {write.room} in this store.")
        room.check(write)
        self._make(archive.claims_of(write))
        self._rooms[write.room] = room
        for entry in write.entries:
            erased = room.erased_by(entry.event)
            room.apply(entry)
            for message in erased:
                self._forget_digest(write.room, message)

    def _forget_digest(self, room: RoomId, message: MessageId) -> None:
        place = (room, message_key(message))
        self._claims[place] = msgspec.structs.replace(self._claims[place], digest=b"")

    def _room(self, room: RoomId) -> MemoryRoom:
        self._check_open()
        if room not in self._rooms:
            raise StorageFailed(f"There is no room {room} in this store.")
        return self._rooms[room]

    async def load(self, room: RoomId) -> Loaded | None:
        """Return what rebuilds a room."""
        kept = self._rooms.get(room)
        if kept is None:
            return None
        tail = tuple(kept.entries[kept.snapshot.seq :])
        return Loaded(kept.snapshot, tail, dict(kept.texts), dict(kept.receipts))

    async def tail(self, room: RoomId, after: Seq) -> tuple[Entry, ...]:
        """Return the log after `after`."""
        return tuple(self._rooms[room].entries[after:]) if room in self._rooms else ()

    async def events(self, room: RoomId, after: Seq, limit: int) -> tuple[Entry, ...]:
        """Return a page of the log."""
        return (await self.tail(room, after))[:limit]

    # --- what a room saves beside it

    async def save_snapshot(self, state: RoomState) -> None:
        """Keep the newest snapshot."""
        self._room(state.id).keep_snapshot(state)

    async def save_texts(self, room: RoomId, texts: Mapping[MessageId, str]) -> None:
        """Keep checkpoints of unfinished messages."""
        self._room(room).keep_texts(texts)

    async def save_receipts(self, room: RoomId, receipts: Mapping[ParticipantId, Seq]) -> None:
        """Keep read positions."""
        self._room(room).read_to(receipts)

    async def save_blob(self, room: RoomId, blob: Blob, room_bytes: int) -> bool:
        """Keep a large part of an unfinished message."""
        return self._room(room).keep_blob(blob, room_bytes)

    async def blob(self, room: RoomId, id: str) -> Blob | None:
        """Return a blob of this room."""
        return self._rooms[room].blobs.get(id) if room in self._rooms else None

    async def copy_blob(self, room: RoomId, id: str, to: RoomId, as_id: str) -> None:
        """Keep a blob in another room too."""
        blob = await self.blob(room, id)
        if blob is not None:
            self._room(to).blobs.setdefault(as_id, msgspec.structs.replace(blob, id=as_id))

    # --- the archive

    async def redacted(self, room: RoomId, until: Seq) -> tuple[MessageId, ...]:
        """Return redacted messages."""
        kept = self._rooms[room].messages.values() if room in self._rooms else ()
        return tuple(message.id for message in kept if message.seq <= until and message.status == "redacted")

    async def history(self, room: RoomId, before: Seq | None, after: Seq | None, limit: int) -> Page:
        """Return a page of messages."""
        if room not in self._rooms:
            return Page((), False)
        kept = self._rooms[room]
        low, high = after or 0, float("inf") if before is None else before
        found = sorted((m for m in kept.messages.values() if low < m.seq < high), key=lambda message: message.seq)
        page = tuple(found[:limit] if after is not None else found[-limit:])
        return Page(page, len(found) > limit, kept.names(page))

    async def said_after(self, room: RoomId, seq: Seq) -> int:
        """Count messages."""
        return sum(message.seq > seq for message in self._rooms[room].messages.values()) if room in self._rooms else 0

    async def messages(self, room: RoomId, ids: Sequence[MessageId]) -> dict[MessageId, Message]:
        """Return messages by id."""
        known = self._rooms[room].messages if room in self._rooms else {}
        return {key: known[key] for key in ids if key in known}

    async def edits(self, room: RoomId, message: MessageId) -> tuple[Edit, ...]:
        """Return former texts of a message."""
        revisions = self._rooms[room].revisions.get(message, []) if room in self._rooms else []
        return tuple(edit for _, edit in revisions if edit is not None)

    async def polls(self, room: RoomId, before: Seq | None, limit: int) -> tuple[dict[str, Any], ...]:
        """Return decided polls."""
        polls = self._rooms[room].polls.values() if room in self._rooms else ()
        decided = [poll for poll in polls if poll.state != "open" and (before is None or poll.seq < before)]
        decided.sort(key=lambda poll: poll.seq, reverse=True)
        return tuple(archive.poll_row(poll) for poll in decided[:limit])

    async def names(self, room: RoomId, people: Sequence[ParticipantId]) -> dict[ParticipantId, str]:
        """Return what people are or were called in a room."""
        known = self._rooms[room].members if room in self._rooms else {}
        return {who: known[who].name for who in people if who in known}

    async def search(self, rooms: Sequence[RoomId], words: str, limit: int) -> tuple[Found, ...]:
        """Return messages that contain all `words`."""
        wanted = words_of(words)
        found = [
            Found(room, message, snippet(message.body, wanted))
            for room in rooms
            if wanted and room in self._rooms
            for message in self._rooms[room].messages.values()
            if contains(message.body, wanted)
        ]
        return tuple(sorted(found, key=lambda hit: (hit.message.at, hit.message.seq), reverse=True)[:limit])

    # --- what somebody sees before opening a room

    async def rooms_of(self, person: ParticipantId, only: RoomId | None = None) -> tuple[RoomRow, ...]:
        """Return somebody's list of rooms."""
        kept = [room for key, room in self._rooms.items() if only in (None, key)]
        rows = [row for room in kept if (row := memory_lists.row_for(room, person)) is not None]
        return tuple(sorted(rows, key=lambda row: row.role is None))

    async def invitation(self, id: str) -> tuple[RoomId, ParticipantId] | None:
        """Return where an invitation lives and whom it is for."""
        found = ((room, kept.invited.get(id)) for room, kept in self._rooms.items())
        return next(((room, who) for room, who in found if who is not None), None)

    async def invitations_of(self, person: ParticipantId, now: Millis) -> tuple[InvitationRow, ...]:
        """Return somebody's pending invitations."""
        rows = [row for room in self._rooms.values() for row in memory_lists.invitations_for(room, person, now)]
        return tuple(sorted(rows, key=lambda row: (row.at, row.id), reverse=True))
