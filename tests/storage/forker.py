"""A process that forks a long room, and prints each append of the fork once it is acknowledged, then the fork's id.

Run as `python forker.py DATABASE MESSAGES`; run again, it asks for the same once more.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from jupyter_collabchat.core.commands import ForkRoom
from jupyter_collabchat.core.events import Entry, MessagePosted, RoomCreated
from jupyter_collabchat.core.ids import MessageId, ParticipantId, RoomId
from jupyter_collabchat.core.model import Actor
from jupyter_collabchat.room.house import House
from jupyter_collabchat.room.ports import Write
from jupyter_collabchat.room.registry import Registry
from jupyter_collabchat.room.settings import Settings
from jupyter_collabchat.storage.sqlite.store import SqliteStore

ANN = ParticipantId("user:ann")
SOURCE = RoomId("room-source")


class Telling(SqliteStore):
    """Tells of each append."""

    async def append(self, write: Write) -> None:
        """Append, then say so."""
        await super().append(write)
        sys.stdout.write(f"{write.room} {len(write.entries)}\n")
        sys.stdout.flush()


async def fill(store: SqliteStore, count: int) -> None:
    """Write the room to fork, all at once."""
    if await store.load(SOURCE) is None:
        first = Entry(1, 1, ANN, RoomCreated(SOURCE, "Room", ANN, "Ann", "ann"))
        said = (
            Entry(seq, seq, ANN, MessagePosted(MessageId(f"m-{seq}"), f"text {seq}")) for seq in range(2, count + 2)
        )
        await store.append(Write(SOURCE, (first, *said)))


async def main(path: str, count: str) -> None:
    """Fork the whole room."""
    store = Telling.open(Path(path), holder="http://forker")
    await fill(store, int(count))
    registry = Registry(House(store, Settings(rate_limit=0)))
    asked = ForkRoom("request-1", f"m-{int(count) + 1}", "Fork")
    ack = await registry.request(SOURCE, Actor(ANN, "Ann"), asked)
    sys.stdout.write(f"forked {ack.result['room']}\n")
    sys.stdout.flush()
    await registry.close()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
