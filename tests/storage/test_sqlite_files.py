"""What the SQLite store does with the file it is given: rights, lock, and files it must not touch."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from jupyter_collabchat.core.codec import SCHEMA_VERSION
from jupyter_collabchat.room.ports import Elsewhere, Refused
from jupyter_collabchat.storage.sqlite import files, schema
from jupyter_collabchat.storage.sqlite.chores import Chores
from jupyter_collabchat.storage.sqlite.connection import connect
from jupyter_collabchat.storage.sqlite.store import SqliteStore
from tests.contracts.log import begin


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "rooms.db"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def fill(path: Path) -> None:
    """Make a database with a room of 200 messages, and close it."""

    async def run() -> None:
        store = SqliteStore.open(path, holder="http://first")
        log = await begin(store)
        await store.append(log.posts(200))
        await store.close()

    asyncio.run(run())


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith(".holder")}


def assert_refused(path: Path, sentence: str) -> None:
    before = contents(path.parent)
    with pytest.raises(Refused, match=sentence):
        SqliteStore.open(path, holder="http://second")
    assert contents(path.parent) == before


def test_versions_agree() -> None:
    assert len(schema.STEPS) == SCHEMA_VERSION


def test_nobody_else_may_read(path: Path) -> None:
    former = os.umask(0)
    try:
        fill(path)
        store = SqliteStore.open(path, holder="http://first")
        assert mode(path.parent) == 0o700
        assert {file.name: mode(file) for file in path.parent.iterdir()} == dict.fromkeys(contents_names(path), 0o600)
        asyncio.run(store.close())
    finally:
        os.umask(former)


def contents_names(path: Path) -> list[str]:
    return [file.name for file in path.parent.iterdir()]


def test_a_second_server_is_told_who_the_first_is(path: Path) -> None:
    first = SqliteStore.open(path, holder="http://first:8888/")
    with pytest.raises(Elsewhere, match=rf"http://first:8888/ \(process {os.getpid()} on "):
        SqliteStore.open(path, holder="http://second")
    asyncio.run(first.close())
    asyncio.run(SqliteStore.open(path, holder="http://second").close())


def test_the_lock_decides_and_not_what_the_file_says(path: Path) -> None:
    fill(path)
    path.with_name("rooms.db.holder").write_text("http://long-gone (process 1 on elsewhere)")
    asyncio.run(SqliteStore.open(path, holder="http://next").close())


def test_another_program_that_holds_the_database_is_noticed(path: Path) -> None:
    fill(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Elsewhere):
        SqliteStore.open(path, holder="http://second")
    other.close()
    asyncio.run(SqliteStore.open(path, holder="http://second").close())


def test_closing_twice_is_closing_once(path: Path) -> None:
    async def run() -> None:
        store = SqliteStore.open(path, holder="http://first")
        await store.close()
        await store.close()

    asyncio.run(run())


@pytest.mark.parametrize(("pragma", "value"), [("synchronous", 2), ("secure_delete", 1), ("journal_mode", "wal")])
def test_settings_that_no_test_of_a_living_machine_can_show(path: Path, pragma: str, value: object) -> None:
    """What only a power cut would tell: every commit is fsynced (2 is FULL)."""
    db, lock = connect(path, "http://first")
    chores = Chores(db, iter(range(10)).__next__)
    chores.note([])
    chores.step()  # changes `synchronous` for itself, and must change it back
    assert db.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    db.close()
    lock.release()


# --- files it must leave alone


def test_a_newer_version_is_refused(path: Path) -> None:
    fill(path)
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    assert_refused(path, "newer version")


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE other (x)")
    db.close()
    assert_refused(path, "another program")


@pytest.mark.parametrize("at", [0, 5])
def test_a_flipped_header_is_refused(path: Path, at: int) -> None:
    fill(path)
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    assert_refused(path, "damaged")


@pytest.mark.parametrize("content", [b"hello", b"x" * 5000, b"SQLite format 3\0"])
def test_what_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert_refused(path, "damaged")


def test_a_damaged_page_is_refused(path: Path) -> None:
    fill(path)
    data = bytearray(path.read_bytes())
    data[2 * 4096 : 3 * 4096] = b"\xa5" * 4096
    path.write_bytes(data)
    assert_refused(path, "damaged")


def test_a_shortened_file_is_refused(path: Path) -> None:
    fill(path)
    path.write_bytes(path.read_bytes()[: 5 * 4096])
    assert_refused(path, "damaged")


def test_a_refused_file_can_be_opened_once_it_is_restored(path: Path) -> None:
    fill(path)
    good = path.read_bytes()
    path.write_bytes(b"hello" + good[5:])
    assert_refused(path, "damaged")
    path.write_bytes(good)
    asyncio.run(SqliteStore.open(path, holder="http://again").close())


# --- network file systems

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/vdb /home/local ext4 rw 0 0
//host/share /mnt/my\\040share cifs rw 0 0
me@host:/ /mnt/ssh fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("where", "remote"),
    [
        ("/var/data/rooms.db", False),
        ("/home/ann/rooms.db", True),
        ("/homely/rooms.db", False),
        ("/home/local/rooms.db", False),
        ("/mnt/my share/rooms.db", True),
        ("/mnt/ssh/rooms.db", True),
    ],
)
def test_network_file_systems_are_recognised(where: str, remote: bool) -> None:
    assert files.is_remote(Path(where), MOUNTS) is remote


def test_without_a_list_of_mounts_a_path_is_local() -> None:
    assert files.is_remote(Path("/home/ann/rooms.db"), "") is False


def test_a_remote_file_has_no_wal(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(files, "mounts", lambda: "server:/ / nfs4 rw 0 0\n")
    fill(path)
    assert "network file system" in caplog.text
    assert path.read_bytes()[18:20] == b"\1\1"  # the header's "no WAL"


def test_a_file_that_moved_to_a_network_file_system_gives_up_its_wal(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path)
    assert path.read_bytes()[18:20] == b"\2\2"
    monkeypatch.setattr(files, "mounts", lambda: "server:/ / nfs4 rw 0 0\n")
    asyncio.run(SqliteStore.open(path, holder="http://x").close())
    assert path.read_bytes()[18:20] == b"\1\1"
