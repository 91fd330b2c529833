"""A redacted text is in no byte of any file of the database, soon after."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.storage.sqlite.store import SqliteStore
from tests.contracts.log import Log, begin, post

SECRETS = ("xyzzyplugh", "quuxfrobnitz", "grawlixdoodle")


def files_with(folder: Path, words: tuple[str, ...]) -> list[str]:
    files = [file for file in folder.iterdir() if file.is_file()]
    return [file.name for file in files for word in words if word.encode() in file.read_bytes()]


async def until_clean(folder: Path) -> None:
    async with asyncio.timeout(20):
        while files_with(folder, SECRETS):
            await asyncio.sleep(0.02)


async def until_indexed(store: SqliteStore, log: Log, word: str) -> None:
    async with asyncio.timeout(20):
        while not await store.search([log.room], word, 1):
            await asyncio.sleep(0.02)


async def say_and_edit(store: SqliteStore, log: Log) -> int:
    """Leave the three secrets everywhere they can be: log, row, former texts, index, snapshot."""
    seq = log.seq + 1
    key = MessageId(f"secret-{seq}")
    await store.append(log.write(post(key, f"say {SECRETS[0]} " + "x" * 9000)))
    await until_indexed(store, log, SECRETS[0])
    await store.append(log.write(e.MessageEdited(key, seq, f"or {SECRETS[1]}")))
    await store.append(log.write(e.MessageEdited(key, seq, f"and {SECRETS[2]}")))
    await until_indexed(store, log, SECRETS[2])
    await store.save_snapshot(log.state)
    return seq


async def test_no_byte_is_left(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    logs = [await begin(store, room=f"room-{n}") for n in range(5)]
    for log in logs:
        await store.append(log.posts(60))
    seq = await say_and_edit(store, logs[2])
    for log in logs:  # pages around it are split and moved
        await store.append(log.posts(60))
    assert files_with(tmp_path, SECRETS)
    await store.append(logs[2].write(e.MessageRedacted(MessageId(f"secret-{seq}"), seq)))
    await until_clean(tmp_path)
    await store.close()
    assert files_with(tmp_path, SECRETS) == []


async def test_the_purge_goes_on_after_a_restart(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log = await begin(store)
    seq = await say_and_edit(store, log)
    await store.append(log.write(e.MessageRedacted(MessageId(f"secret-{seq}"), seq)))
    await store.close()
    again = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    await until_clean(tmp_path)
    await again.close()


async def test_a_restart_rewrites_the_file_once_after_redactions(tmp_path: Path) -> None:
    """What lies in the unused gaps of pages goes too; everything else stays."""
    path = tmp_path / "rooms.db"
    store = SqliteStore.open(path, holder="http://test")
    log = await begin(store)
    seq = await say_and_edit(store, log)
    await store.append(log.posts(50))
    await until_indexed(store, log, str(log.seq))
    await store.append(log.write(e.MessageRedacted(MessageId(f"secret-{seq}"), seq)))
    await until_clean(tmp_path)
    expected = await store.load(log.room)
    await store.close()
    assert chores(path) == {"vacuum"}
    size = path.stat().st_size
    again = SqliteStore.open(path, holder="http://test")
    assert await again.load(log.room) == expected
    assert [hit.message.seq for hit in await again.search([log.room], "text", 1)] == [log.seq - 1]
    await again.close()
    assert chores(path) == set()
    assert path.stat().st_size < size  # the pages that were freed are gone


def chores(path: Path) -> set[str]:
    """Return what is left to do in a closed file."""
    with closing(sqlite3.connect(path)) as db:
        return {name for (name,) in db.execute("SELECT name FROM chores")}
