"""A disk that fills up, a write that is wrong, and that neither harms what was or will be stored."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.room.ports import Clash, StorageFailed, Store
from jupyter_collabchat.storage.sqlite.store import SqliteStore
from tests.contracts.log import BEN, Log, begin, post

BODY = "long " * 3000


async def post_until_refused(store: Store, log: Log) -> None:
    """Post until the disk is full, and take the refused write out of the log again."""
    for _ in range(2000):
        count = log.seq
        write = log.write(post(f"full-{count:08}", BODY))
        try:
            await store.append(write)
        except StorageFailed:
            del log.entries[count:]
            return
    raise AssertionError("the disk never filled up")


async def assert_recovered(store: Store, log: Log) -> None:
    """All that was acknowledged is there, and nothing else; and the store goes on."""
    assert [entry.seq for entry in await store.tail(log.room, 0)] == list(range(1, log.seq + 1))
    await store.append(log.write(post("again-01", "works again")))
    assert await store.tail(log.room, 0) == tuple(log.entries)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB, half of it taken."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("may not mount here")
    try:
        (disk / "ballast").write_bytes(bytes(2 << 20))
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


async def test_a_full_disk_refuses_and_recovers_without_a_restart(small_disk: Path) -> None:
    path = small_disk / "rooms.db"
    store = SqliteStore.open(path, holder="http://test")
    log = await begin(store)
    await post_until_refused(store, log)
    with pytest.raises(StorageFailed):
        await store.append(Log("room-new").write(post("big-00001", BODY * 3)))
    (small_disk / "ballast").unlink()
    await assert_recovered(store, log)
    await store.close()
    again = SqliteStore.open(path, holder="http://test")
    assert await again.tail(log.room, 0) == tuple(log.entries)
    await again.close()


@contextmanager
def file_size_limit(size_bytes: int) -> Iterator[None]:
    """Let the system refuse to write past `size_bytes` in any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_an_error_of_the_disk_refuses_and_passes(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log = await begin(store)
    with file_size_limit(1 << 20):
        await post_until_refused(store, log)
        assert (await store.history(log.room, None, None, 1)).messages[0].seq == log.seq
    await assert_recovered(store, log)
    await store.close()


async def test_what_was_refused_is_not_there_after_a_restart(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log = await begin(store)
    with file_size_limit(1 << 20):
        await post_until_refused(store, log)
    await store.close()
    again = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    await assert_recovered(again, log)
    await again.close()


async def test_a_wrong_write_fails_alone(tmp_path: Path) -> None:
    """Waiting writes share a transaction: one that cannot be stored at all must not take the others along."""
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    logs = [await begin(store, room=f"room-{n}") for n in range(4)]
    await store.append(logs[3].write(post("taken", "first")))
    writes = [
        logs[0].write(post("fine-0", "fine")),
        logs[1].write(post("surrogate", "\ud800")),
        logs[2].write(post("fine-2", "fine"), by=BEN),
        logs[3].write(post("taken", "second")),
    ]
    receipts = store.save_receipts(logs[0].room, {BEN: 3})
    done = await asyncio.gather(*(store.append(write) for write in writes), receipts, return_exceptions=True)
    assert [type(result) for result in done] == [type(None), UnicodeEncodeError, type(None), Clash, type(None)]
    assert set(await store.messages(logs[0].room, [MessageId("fine-0")])) == {"fine-0"}
    assert set(await store.messages(logs[2].room, [MessageId("fine-2")])) == {"fine-2"}
    assert len(await store.tail(logs[1].room, 0)) == 2
    loaded = await store.load(logs[0].room)
    assert loaded is not None
    assert loaded.receipts == {BEN: 3}
    await store.close()


async def test_a_caller_that_gave_up_harms_nobody(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log = await begin(store)
    waiting = asyncio.ensure_future(store.append(log.posts(5)))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await store.tail(log.room, 0) == tuple(log.entries)
    await store.close()


async def test_a_refused_room_leaves_nothing_to_do_behind(tmp_path: Path) -> None:
    """The index follows what was written, not what was asked for."""
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    with pytest.raises(StorageFailed):
        await store.append(Log("room-new").write(post("stray-01", "text")))
    log = await begin(store)
    await store.append(log.write(post("fine-001", "needle")))
    async with asyncio.timeout(10):
        while not await store.search([log.room], "needle", 1):
            await asyncio.sleep(0.02)
    await store.close()


async def test_work_in_the_background_is_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    log = await begin(store)
    await store.append(log.write(post("fine-001", "needle")))
    async with asyncio.timeout(10):
        with file_size_limit(1 << 10):
            while "background failed" not in caplog.text:
                await asyncio.sleep(0.02)
        while not await store.search([log.room], "needle", 1):
            await asyncio.sleep(0.02)
    await store.append(log.posts(1))
    await store.close()
