"""A process that writes rooms until it is killed, and prints each append once it is acknowledged.

Run as `python writer.py DATABASE CYCLE`.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from jupyter_collabchat.core.events import Entry, MessagePosted, RoomCreated
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import MessageId, ParticipantId, RoomId
from jupyter_collabchat.room.ports import NamedClaim, Write
from jupyter_collabchat.storage.sqlite.store import SqliteStore

ANN = ParticipantId("user:ann")


async def write(store: SqliteStore, room: RoomId, cycle: str) -> None:
    """Post to one room for ever."""
    loaded = await store.load(room)
    seq = len(loaded.tail) if loaded is not None else 0
    if seq == 0:
        await store.append(Write(room, (Entry(1, 1, ANN, RoomCreated(room, "Room", ANN, "Ann", "ann")),)))
        seq = 1
    while True:
        seq += 1
        key = MessageId(f"{cycle}-{seq}")
        claim = NamedClaim(room, f"message:{key}", Claim(ANN, b"digest", seq))
        await store.append(Write(room, (Entry(seq, seq, ANN, MessagePosted(key, f"text {seq}")),), (claim,)))
        sys.stdout.write(f"{room} {seq} {key}\n")
        sys.stdout.flush()


async def main(path: str, cycle: str) -> None:
    """Write eight rooms at once."""
    store = SqliteStore.open(Path(path), holder="http://writer")
    await asyncio.gather(*(write(store, RoomId(f"room-{n}"), cycle) for n in range(8)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
