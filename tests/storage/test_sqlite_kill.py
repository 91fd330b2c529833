"""kill -9 in the middle of writing: everything acknowledged is there, once, in order (R1)."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_collabchat.core.events import Entry, MessagePosted
from jupyter_collabchat.core.ids import RoomId
from jupyter_collabchat.room.ports import Refused
from jupyter_collabchat.storage.sqlite.store import SqliteStore

WRITER = Path(__file__).with_name("writer.py")
ROOMS = [RoomId(f"room-{n}") for n in range(8)]


def write_and_kill(path: Path, cycle: int, acks: int) -> list[str]:
    """Let a process write until it has acknowledged `acks` appends, kill it, return all it acknowledged."""
    command = [sys.executable, str(WRITER), str(path), f"cycle-{cycle}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=WRITER.parents[2]) as process:
        assert process.stdout is not None
        lines = [line for _, line in zip(range(acks), process.stdout, strict=False)]
        process.kill()
        rest = process.stdout.read()
    assert len(lines) == acks, "the writer died by itself"
    assert process.returncode == -9
    return [*lines, *rest.splitlines(keepends=True)]


async def logs(path: Path) -> dict[RoomId, tuple[Entry, ...]]:
    store = SqliteStore.open(path, holder="http://test")
    found = {room: await store.tail(room, 0) for room in ROOMS}
    for room, entries in found.items():
        page = await store.history(room, None, None, 200)
        assert [message.seq for message in page.messages] == [entry.seq for entry in entries if entry.seq > 1][-200:]
    await store.close()
    return found


def assert_all_there(acked: list[str], found: dict[RoomId, tuple[Entry, ...]]) -> None:
    for entries in found.values():
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    stored = {
        f"{room} {entry.seq} {entry.event.id}\n"
        for room, entries in found.items()
        for entry in entries
        if isinstance(entry.event, MessagePosted)
    }
    assert set(acked) <= stored
    assert len(set(acked)) == len(acked)


def kill_often(path: Path, cycles: int) -> None:
    chance = random.Random(7)
    acked: list[str] = []
    for cycle in range(cycles):
        lines = write_and_kill(path, cycle, chance.randrange(20, 400))
        acked += lines if lines[-1].endswith("\n") else lines[:-1]
        assert_all_there(acked, asyncio.run(logs(path)))


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    kill_often(tmp_path / "rooms.db", 4)


@pytest.mark.torture
def test_nothing_acknowledged_is_lost_in_200_kills(tmp_path: Path) -> None:
    kill_often(tmp_path / "rooms.db", 200)


def test_after_a_kill_the_file_is_held_by_nobody(tmp_path: Path) -> None:
    write_and_kill(tmp_path / "rooms.db", 0, 20)
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://next")
    asyncio.run(store.close())


def test_a_damaged_file_is_left_alone_after_a_kill_too(tmp_path: Path) -> None:
    """The newest pages are in the WAL then: neither it nor the file may be touched."""
    path = tmp_path / "rooms.db"
    for cycle in range(2):  # the second opening writes the first WAL back: the file has pages to damage
        write_and_kill(path, cycle, 100)
        if cycle == 0:
            asyncio.run(logs(path))
    assert os.path.getsize(f"{path}-wal") > 0
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096] ^= 0xFF
    path.write_bytes(data)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(Refused, match="damaged"):
        SqliteStore.open(path, holder="http://next")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before | {"rooms.db.holder": b""}
