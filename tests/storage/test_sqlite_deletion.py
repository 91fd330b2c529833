"""What was said in a deleted room is in no byte of any file of the database, soon after; nothing else is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from jupyter_collabchat.core import events as e
from jupyter_collabchat.storage.sqlite import clearing
from jupyter_collabchat.storage.sqlite.store import SqliteStore
from tests.contracts.log import BEN, begin, post
from tests.contracts.store_blobs import ANSWER, MOST, blob, ending, writing
from tests.storage.test_sqlite_redaction import SECRETS, chores, files_with, say_and_edit, until_clean


@pytest.mark.parametrize("killed", [False, True])
async def test_no_byte_is_left_also_after_a_restart(tmp_path: Path, killed: bool) -> None:
    """More is said than one step erases; a server that stops in between goes on where it was."""
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log, other = await writing(store), await begin(store, room="room-two")
    assert await store.save_blob(log.room, blob("picture", SECRETS[1].encode() * 20), MOST)
    await store.append(log.write(ending("picture"), by=BEN))
    for _ in range(3):
        await store.append(other.posts(20))
        await store.append(log.posts(clearing.STEP))
        await say_and_edit(store, log)
    assert len(files_with(tmp_path, SECRETS)) > 2
    await store.append(log.write(e.RoomDeleted()))
    if killed:
        await store.close()
        store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    await until_clean(tmp_path)
    assert await store.messages(log.room, [ANSWER]) == {}
    assert len((await store.history(other.room, None, None, 200)).messages) == 60
    assert [entry.seq for entry in await store.tail(log.room, 0)] == [entry.seq for entry in log.entries]
    await store.close()
    assert chores(tmp_path / "rooms.db") <= {"vacuum"}


async def test_others_post_and_are_found_while_a_room_is_erased(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log, other = await begin(store), await begin(store, room="room-two")
    await store.append(log.posts(20 * clearing.STEP))
    await store.append(log.write(e.RoomDeleted()))
    async with asyncio.timeout(20):
        while (await store.history(log.room, None, None, 1)).messages:
            await store.append(other.write(post(f"n{other.seq}", "needle")))
            await asyncio.sleep(0.02)
        while len(await store.search([other.room], "needle", 1000)) < other.seq - 2:
            await asyncio.sleep(0.02)
    await store.close()
