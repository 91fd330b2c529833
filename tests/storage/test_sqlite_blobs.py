"""Large parts of messages in the file: there after a restart, in no byte of it after a redaction."""

from __future__ import annotations

import asyncio
from pathlib import Path

from jupyter_collabchat.core import events as e
from jupyter_collabchat.room.ports import Blob
from jupyter_collabchat.storage.sqlite.store import SqliteStore
from tests.contracts.log import HOST, post
from tests.contracts.store_blobs import ANSWER, FIRST_SEQ, ending, writing

MARK = b"xyzzyplugh"
DATA = (MARK + bytes(range(256))) * 8_000
ROOM_BYTES = 10 * len(DATA)


def is_left(folder: Path) -> bool:
    return any(MARK in file.read_bytes() for file in folder.iterdir() if file.is_file())


async def test_a_blob_outlives_the_server_and_not_its_message(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log = await writing(store)
    kept = Blob("one", ANSWER, "image/png", DATA)
    assert await store.save_blob(log.room, kept, ROOM_BYTES)
    await store.append(log.write(ending("one"), post("after", "after"), by=HOST))
    await store.close()
    again = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    assert await again.blob(log.room, "one") == kept
    assert is_left(tmp_path)
    await again.append(log.write(e.MessageRedacted(ANSWER, FIRST_SEQ)))
    async with asyncio.timeout(20):
        while is_left(tmp_path):
            await asyncio.sleep(0.02)
    await again.close()
    assert not is_left(tmp_path)
