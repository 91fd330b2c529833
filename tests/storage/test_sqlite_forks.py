"""kill -9 while a room is forked: it goes on from the last copy, nothing twice, and nobody sees a half of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_collabchat.core.evolve import replay
from jupyter_collabchat.core.ids import RoomId
from jupyter_collabchat.storage.sqlite.store import SqliteStore

from .forker import ANN, SOURCE

FORKER = Path(__file__).with_name("forker.py")
COUNT = 850


def fork(path: Path, kill_after: int | None = None) -> list[str]:
    """Let a process fork the room, killed after so many appends; return what it told."""
    command = [sys.executable, str(FORKER), str(path), str(COUNT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=FORKER.parents[2]) as process:
        assert process.stdout is not None
        told = [line for _, line in zip(range(kill_after or 1_000), process.stdout, strict=False)]
        if kill_after is not None:
            process.kill()
    assert process.returncode == (-9 if kill_after is not None else 0)
    return told


@pytest.mark.parametrize("appends", [1, 2, 5, 9])
async def test_a_killed_fork_goes_on_where_it_was(tmp_path: Path, appends: int) -> None:
    path = tmp_path / "rooms.db"
    fork(path, kill_after=1 + appends)  # the first fills the room
    store = SqliteStore.open(path, holder="http://test")
    assert [row.id for row in await store.rooms_of(ANN)] == [SOURCE]
    await store.close()
    fork(path, kill_after=1)
    *_, last = fork(path)
    made = RoomId(last.split()[1])
    store = SqliteStore.open(path, holder="http://test")
    assert {row.id for row in await store.rooms_of(ANN)} == {SOURCE, made}
    copies, after = [], 0
    while (page := await store.history(made, None, after, 200)).messages:
        copies += page.messages
        after = page.messages[-1].seq
    assert [message.body for message in copies] == [f"text {seq}" for seq in range(2, COUNT + 2)]
    assert [message.origin and message.origin.seq for message in copies] == list(range(2, COUNT + 2))
    loaded = await store.load(made)
    assert loaded is not None
    state = replay(loaded.snapshot, loaded.tail)
    assert not state.deleted and list(state.messages.values()) == copies[-len(state.messages) :]
    await store.close()
