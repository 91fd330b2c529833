"""What a cleared room said leaves every byte of every file, in steps between which others are served."""

from __future__ import annotations

import asyncio
from pathlib import Path

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.room.ports import Blob
from jupyter_collabchat.storage.sqlite import clearing, connection
from jupyter_collabchat.storage.sqlite.store import SqliteStore
from tests.contracts.log import BEN, BOT, HOST, Log, begin, post, started

SECRETS = ("xyzzyplugh", "quuxfrobnitz", "grawlixdoodle", "snorkelwort")
LONG = clearing.STEP * 5


def files_with_secrets(folder: Path) -> list[str]:
    files = [file for file in folder.iterdir() if file.is_file()]
    return [file.name for file in files for word in SECRETS if word.encode() in file.read_bytes()]


async def until_clean(folder: Path) -> None:
    async with asyncio.timeout(30):
        while files_with_secrets(folder):
            await asyncio.sleep(0.02)


async def talk(store: SqliteStore, room: str = "room-one") -> Log:
    """Leave secrets everywhere they can be: log, rows, former texts, index, snapshot, blobs, texts."""
    log = await begin(store, room=room)
    key = MessageId("said")
    await store.append(log.write(post(key, f"{SECRETS[0]} " + "x" * 9_000, mentions=(BEN,))))
    await store.append(log.write(e.MessageEdited(key, 3, SECRETS[1])))
    await store.append(log.write(e.TurnStarted("turn-one", BOT, BEN, key), started("answer"), by=HOST))  # type: ignore[arg-type]
    blob = Blob(f"blob-{room}", MessageId("answer"), "image/png", SECRETS[2].encode() * 2_000)
    assert await store.save_blob(log.room, blob, 1 << 20)
    mime = ({"image/png": {"ref": blob.id, "mime": "image/png", "bytes": 1}},)
    await store.append(log.write(e.MessageEnded(MessageId("answer"), "complete", SECRETS[3], mime), by=HOST))
    await store.append(log.posts(LONG))
    await store.append(log.write(post("last", f"{SECRETS[0]} last")))
    await store.save_snapshot(log.state)
    async with asyncio.timeout(20):
        while len(await store.search([log.room], SECRETS[0], 9)) < 1:
            await asyncio.sleep(0.02)
    return log


async def test_no_byte_is_left_and_nothing_else_is_lost(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log, other = await talk(store), await begin(store, room="room-two")
    await store.append(other.posts(LONG))
    await store.append(log.write(e.RoomCleared()))
    await store.append(log.write(post("fresh", "fresh")))
    await until_clean(tmp_path)
    assert await store.tail(other.room, 0) == tuple(other.entries)
    assert [entry.seq for entry in await store.tail(log.room, 0)] == [entry.seq for entry in log.entries]
    await store.close()
    assert files_with_secrets(tmp_path) == []


async def test_it_goes_on_after_a_restart(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log = await talk(store)
    await store.append(log.write(e.RoomCleared()))
    await store.close()  # at once: hardly anything was erased
    again = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    assert (await again.history(log.room, None, None, 9)).messages == ()
    await until_clean(tmp_path)
    await again.close()
    assert files_with_secrets(tmp_path) == []


async def test_several_rooms_are_cleared_at_once(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    logs = [await talk(store, f"room-{n}") for n in range(3)]
    await asyncio.gather(*(store.append(log.write(e.RoomCleared())) for log in logs))
    await until_clean(tmp_path)
    await store.close()


def test_a_step_erases_a_part_and_whatever_is_left_stays_out_of_sight(tmp_path: Path) -> None:
    """Steps by hand, as the background does them: between any two of them the file is whole."""
    path = tmp_path / "rooms.db"
    asyncio.run(_fill_and_clear(path))
    db, lock = connection.connect(path, "http://test")
    left = [_rows(db)]
    while (span := clearing.behind(db)) is not None:
        db.execute("BEGIN IMMEDIATE")
        clearing.advance(db, span)
        db.execute("COMMIT")
        left.append(_rows(db))
        assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    assert left == sorted(set(left), reverse=True)  # less with each step
    assert (len(left) - 1 >= LONG // clearing.STEP, left[-1]) == (True, 0)
    db.close()
    lock.release()


async def _fill_and_clear(path: Path) -> None:
    store = SqliteStore.open(path, holder="http://test")
    log = await talk(store)
    await store.append(log.write(e.RoomCleared()))
    await store.close()


def _rows(db: object) -> int:
    (count,) = db.execute("SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM blobs)").fetchone()  # type: ignore[attr-defined]
    return int(count)
