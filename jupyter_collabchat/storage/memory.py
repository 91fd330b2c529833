"""The store that forgets: everything in dictionaries of this process. For tests, and where nothing outlives a server.

Keeps exactly what any store keeps, through the same projection; pages and searches cost what the room has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.events import Entry, MessageRedacted, RoomCreated, RoomDeleted
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import MessageId, ParticipantId, RoomId, Seq, local_name
from jupyter_collabchat.core.model import Message, RoomState
from jupyter_collabchat.room.ports import (
    Blob,
    Clash,
    Edit,
    Found,
    Loaded,
    NamedClaim,
    Page,
    RoomRow,
    StorageFailed,
    TokenRow,
    Write,
)

from . import archive
from .memory_room import MemoryRoom
from .text import contains, fold, snippet, words_of


class MemoryStore:
    """A `room.ports.Store` in memory."""

    def __init__(self) -> None:
        self._rooms: dict[RoomId, MemoryRoom] = {}
        self._claims: dict[tuple[str, str], Claim] = {}
        self._people: dict[ParticipantId, str] = {}
        self._tokens: dict[str, TokenRow] = {}
        self._is_closed = False

    async def close(self) -> None:
        """Accept nothing more."""
        self._is_closed = True

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
            room.apply(entry)
            if isinstance(entry.event, MessageRedacted):
                self._forget_digest(write.room, entry.event.id)
            if isinstance(entry.event, RoomDeleted):
                self._forget_digests(write.room)

    def _make(self, claims: Sequence[NamedClaim]) -> None:
        made: dict[tuple[str, str], Claim] = {}
        known: dict[str, Claim] = {}
        for named in claims:
            place = (named.scope, named.key)
            first = self._claims.get(place) or made.get(place)
            if first is not None:
                known[named.key] = first
            made.setdefault(place, named.claim)
        if known:
            raise Clash(known)
        self._claims.update(made)

    def _forget_digest(self, room: RoomId, message: MessageId) -> None:
        place = (room, message_key(message))
        self._claims[place] = msgspec.structs.replace(self._claims[place], digest=b"")

    def _forget_digests(self, room: RoomId) -> None:
        mine = [key for scope, key in self._claims if scope == room and key.startswith(message_key(""))]
        for key in mine:
            self._forget_digest(room, MessageId(key.removeprefix(message_key(""))))

    def _check_open(self) -> None:
        if self._is_closed:
            raise StorageFailed("The store is closed.")

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

    async def claim(self, scope: str, key: str) -> Claim | None:
        """Return an id's first maker."""
        return self._claims.get((scope, key))

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

    # --- the archive

    async def history(self, room: RoomId, before: Seq | None, after: Seq | None, limit: int) -> Page:
        """Return a page of messages."""
        if room not in self._rooms:
            return Page((), False)
        kept = self._rooms[room]
        low, high = after or 0, float("inf") if before is None else before
        found = sorted((m for m in kept.messages.values() if low < m.seq < high), key=lambda message: message.seq)
        page = tuple(found[:limit] if after is not None else found[-limit:])
        return Page(page, len(found) > limit, kept.names(page))

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

    # --- people

    async def rooms_of(self, person: ParticipantId, only: RoomId | None = None) -> tuple[RoomRow, ...]:
        """Return somebody's list of rooms."""
        kept = [room for key, room in self._rooms.items() if only in (None, key)]
        rows = [row for room in kept if (row := room.row_for(person)) is not None]
        return tuple(sorted(rows, key=lambda row: row.role is None))

    async def remember(self, person: ParticipantId, name: str) -> None:
        """Note somebody's name."""
        self._check_open()
        self._people[person] = name

    async def people(self, prefix: str, limit: int) -> tuple[tuple[ParticipantId, str], ...]:
        """Return known people."""
        low = fold(prefix)
        found = [
            (fold(name), who, name)
            for who, name in self._people.items()
            if fold(name).startswith(low) or fold(local_name(who)).startswith(low)
        ]
        return tuple((who, name) for _, who, name in sorted(found)[:limit])

    async def add_token(self, token: TokenRow, request: NamedClaim) -> None:
        """Keep a delegation. Raises `Clash`."""
        self._check_open()
        self._make((request,))
        self._tokens[token.id] = token

    async def token(self, hash: bytes) -> TokenRow | None:
        """Return a delegation."""
        return next((token for token in self._tokens.values() if token.hash == hash), None)

    async def tokens_of(self, owner: ParticipantId) -> tuple[TokenRow, ...]:
        """Return somebody's delegations."""
        own = [token for token in self._tokens.values() if token.owner == owner]
        return tuple(sorted(own, key=lambda token: (token.created_at, token.id), reverse=True))

    async def revoke_token(self, owner: ParticipantId, token: str) -> bool:
        """Forget a delegation."""
        known = self._tokens.get(token)
        return known is not None and known.owner == owner and self._tokens.pop(token) is not None
