"""`room.ports.Store` over one SQLite file: each method names the query that the writer thread runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_collabchat.core.events import Entry
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import MessageId, ParticipantId, RoomId, Seq
from jupyter_collabchat.core.model import Message, RoomState
from jupyter_collabchat.room.ports import Blob, Edit, Found, Loaded, Page, Write

from . import appends, blobs, directory, index, reads, redaction, rooms
from .connection import connect
from .lock import HolderLock
from .store_people import SqlitePeople
from .writer import Writer


class SqliteStore(SqlitePeople):
    """The store of a server: `open` it, `close` it."""

    def __init__(self, writer: Writer, lock: HolderLock) -> None:
        super().__init__(writer)
        self._lock = lock

    @classmethod
    def open(cls, path: Path, *, holder: str) -> SqliteStore:
        """Open the file, making it if there is none.

        Raises:
            Elsewhere: another server holds it.
            Refused: it cannot be used; it was left as it was.
        """
        db, lock = connect(path, holder)
        writer = Writer(db)
        writer.start()
        return cls(writer, lock)

    async def close(self) -> None:
        """Finish what was accepted, then let go of the file."""
        await self._writer.stop()
        self._lock.release()

    # --- the log

    async def append(self, write: Write) -> None:
        """Append. Raises `Clash`."""
        await self._writer.append(write)

    async def load(self, room: RoomId) -> Loaded | None:
        """Return what rebuilds a room."""
        return await self._writer.read(partial(reads.load, room=room))

    async def tail(self, room: RoomId, after: Seq) -> tuple[Entry, ...]:
        """Return the log after `after`."""
        return await self._writer.read(partial(reads.events, room=room, after=after))

    async def events(self, room: RoomId, after: Seq, limit: int) -> tuple[Entry, ...]:
        """Return a page of the log."""
        work = partial(reads.events, room=room, after=after, limit=limit)
        return await self._writer.read(work)

    async def claim(self, scope: str, key: str) -> Claim | None:
        """Return an id's first maker."""
        return await self._writer.read(partial(appends.find_claim, scope=scope, key=key))

    # --- what a room saves beside it

    async def save_snapshot(self, state: RoomState) -> None:
        """Keep the newest snapshot."""
        await self._writer.change(lambda db: redaction.save_snapshot(db, rooms.require_number(db, state.id), state))

    async def save_texts(self, room: RoomId, texts: Mapping[MessageId, str]) -> None:
        """Keep checkpoints of unfinished messages."""
        await self._writer.change(partial(directory.save_texts, room=room, texts=dict(texts)))

    async def save_receipts(self, room: RoomId, receipts: Mapping[ParticipantId, Seq]) -> None:
        """Keep read positions."""
        await self._writer.change(partial(directory.save_receipts, room=room, receipts=dict(receipts)))

    async def save_blob(self, room: RoomId, blob: Blob, room_bytes: int) -> bool:
        """Keep a large part of an unfinished message."""
        return await self._writer.change(partial(blobs.save, room=room, blob=blob, room_bytes=room_bytes))

    async def blob(self, room: RoomId, id: str) -> Blob | None:
        """Return a blob of this room."""
        return await self._writer.read(partial(blobs.find, room=room, key=id))

    async def copy_blob(self, room: RoomId, id: str, to: RoomId, as_id: str) -> None:
        """Keep a blob in another room too."""
        await self._writer.change(partial(blobs.copy, room=room, key=id, to=to, as_key=as_id))

    # --- the archive

    async def redacted(self, room: RoomId, until: Seq) -> tuple[MessageId, ...]:
        """Return redacted messages."""
        return await self._writer.read(partial(reads.redacted, room=room, until=until))

    async def history(self, room: RoomId, before: Seq | None, after: Seq | None, limit: int) -> Page:
        """Return a page of messages."""
        work = partial(reads.history, room=room, before=before, after=after, limit=limit)
        return await self._writer.read(work)

    async def said_after(self, room: RoomId, seq: Seq) -> int:
        """Count messages."""
        return await self._writer.read(partial(reads.said_after, room=room, seq=seq))

    async def messages(self, room: RoomId, ids: Sequence[MessageId]) -> dict[MessageId, Message]:
        """Return messages by id."""
        work = partial(reads.named, room=room, keys=tuple(ids))
        return await self._writer.read(work)

    async def edits(self, room: RoomId, message: MessageId) -> tuple[Edit, ...]:
        """Return former texts of a message."""
        return await self._writer.read(partial(reads.edits, room=room, key=message))

    async def polls(self, room: RoomId, before: Seq | None, limit: int) -> tuple[dict[str, Any], ...]:
        """Return decided polls."""
        work = partial(reads.polls, room=room, before=before, limit=limit)
        return await self._writer.read(work)

    async def names(self, room: RoomId, people: Sequence[ParticipantId]) -> dict[ParticipantId, str]:
        """Return what people are or were called in a room."""
        return await self._writer.read(partial(reads.names, room=room, people=tuple(people)))

    async def search(self, rooms: Sequence[RoomId], words: str, limit: int) -> tuple[Found, ...]:
        """Return messages that contain all `words`."""
        work = partial(index.search, room_ids=tuple(rooms), query=words, limit=limit)
        return await self._writer.read(work)
