"""A file of the first version, made by the code of that time (`version_1.db.gz`), becomes one of this version.

It holds what `store_archive.play` did in `room-one` and then a snapshot and three messages; a listed `room-two` from
which Ben was removed and where an agent was writing; three people, and a delegation of Ann's.

`version_2.db.gz` is of the second version: `room-one` is the same, and `room-two` was cleared just before the server
stopped, so that what was said there is still in the file.
"""

from __future__ import annotations

import asyncio
import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.evolve import replay
from jupyter_collabchat.core.ids import MessageId, RoomId
from jupyter_collabchat.core.model import RoomState
from jupyter_collabchat.room.ports import Preferences, Refused
from jupyter_collabchat.storage.sqlite import migration, schema
from jupyter_collabchat.storage.sqlite.store import SqliteStore
from tests.contracts.log import ANN, BEN, CAT, Log
from tests.storage.test_sqlite_redaction import files_with

ONE, TWO = RoomId("room-one"), RoomId("room-two")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "rooms.db"
    file.write_bytes(gzip.decompress(Path(__file__).with_name("version_1.db.gz").read_bytes()))
    return file


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def tables(path: Path) -> set[tuple[object, ...]]:
    """Return every column of every table, and every index."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {(name, *column[1:]) for name in names for column in db.execute(f"PRAGMA table_info({name})")}
        return columns | set(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))


def _uncounted(state: RoomState) -> RoomState:
    """Return a room without what its agents took: snapshots of then do not know it, it is counted from now on."""
    agents = {agent: replace(how, spent=None) for agent, how in state.agents.items()}
    return replace(state, agents=agents, spent={})


async def test_everything_of_it_is_there(path: Path) -> None:
    assert version(path) == 1
    store = SqliteStore.open(path, holder="http://test")
    loaded = await store.load(ONE)
    assert loaded is not None
    entries = await store.events(ONE, 0, 100)
    assert _uncounted(replay(loaded.snapshot, loaded.tail)) == _uncounted(replay(RoomState(ONE), entries))
    assert loaded.receipts == {ANN: 5, BEN: 7}
    page = await store.history(ONE, None, None, 100)
    assert {message.id: message for message in page.messages} == replay(RoomState(ONE), entries).messages
    assert [poll["id"] for poll in await store.polls(ONE, None, 9)] == ["run-1"]
    assert [hit.room for hit in await store.search([ONE, TWO], "findable", 9)] == [TWO]
    writing = await store.load(TWO)
    assert writing is not None
    assert writing.texts == {"draft": "so far"}
    blob = await store.blob(TWO, "blob-one")
    assert (blob and blob.data, [token.id for token in await store.tokens_of(ANN)]) == (b"picture", ["t-1"])
    assert await store.people("", 9) == ((ANN, "Ann"), (BEN, "Ben"), (CAT, "Cat"))
    await store.close()


async def test_what_is_new_is_as_if_nobody_had_used_it(path: Path) -> None:
    store = SqliteStore.open(path, holder="http://test")
    rows = await store.rooms_of(ANN)
    assert [(row.id, row.collaboration, row.archived) for row in rows] == [(ONE, True, False), (TWO, True, False)]
    assert await store.invitations_of(ANN, 0) == ()
    assert await store.preferences(ANN) == Preferences()
    await store.close()


async def test_who_was_removed_then_is_so_now(path: Path) -> None:
    store = SqliteStore.open(path, holder="http://test")
    assert [row.id for row in await store.rooms_of(BEN)] == [ONE]
    assert [row.id for row in await store.rooms_of(CAT)] == [TWO]
    await store.close()


async def test_its_rooms_go_on_and_can_be_cleared(path: Path) -> None:
    store = SqliteStore.open(path, holder="http://test")
    log = Log(ONE)
    log.entries.extend(await store.tail(ONE, 0))
    await store.append(log.write(e.RoomCleared(), by=BEN))
    await store.append(log.posts(1, by=BEN))
    assert [message.seq for message in (await store.history(ONE, None, None, 9)).messages] == [log.seq]
    assert await store.messages(ONE, [MessageId("plain")]) == {}
    await store.close()


async def test_what_was_said_in_a_room_deleted_then_leaves_the_file(path: Path) -> None:
    said = ("findable", "so far", "picture")
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE rooms SET deleted = 1 WHERE id = ?", (TWO,))
        db.commit()
    assert all(files_with(path.parent, (word,)) for word in said)
    store = SqliteStore.open(path, holder="http://test")
    assert (await store.history(TWO, None, None, 9)).messages == ()
    async with asyncio.timeout(20):
        while files_with(path.parent, said):
            await asyncio.sleep(0.02)
    assert (await store.history(ONE, None, None, 9)).messages != ()
    await store.close()


async def test_afterwards_it_is_like_a_new_one(path: Path, tmp_path: Path) -> None:
    await SqliteStore.open(path, holder="http://test").close()
    fresh = tmp_path / "fresh" / "rooms.db"
    await SqliteStore.open(fresh, holder="http://test").close()
    assert version(path) == version(fresh) == len(schema.STEPS)
    assert tables(path) == tables(fresh)


@pytest.mark.parametrize("fail", ["step", "fill"])
async def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, fail: str
) -> None:
    before = tables(path)
    with monkeypatch.context() as patch:
        if fail == "step":
            patch.setattr(migration, "STEPS", (schema.STEPS[0], schema.STEPS[1] + "CREATE TABLE rooms (x);"))
        else:
            patch.setattr(migration, "_FILLS", (_fails, _fails))
        with pytest.raises(Refused, match="left as it is"):
            SqliteStore.open(path, holder="http://test")
    assert (version(path), tables(path)) == (1, before)
    store = SqliteStore.open(path, holder="http://test")
    assert [row.id for row in await store.rooms_of(BEN)] == [ONE]
    await store.close()


def _fails(db: sqlite3.Connection) -> None:
    raise sqlite3.OperationalError("injected")


# --- from version 2


@pytest.fixture
def second(tmp_path: Path) -> Path:
    file = tmp_path / "second" / "rooms.db"
    file.parent.mkdir()
    file.write_bytes(gzip.decompress(Path(__file__).with_name("version_2.db.gz").read_bytes()))
    return file


async def test_a_clearing_that_version_2_had_begun_is_finished(second: Path) -> None:
    assert version(second) == 2
    assert files_with(second.parent, ("hushed",))
    store = SqliteStore.open(second, holder="http://test")
    assert "hushed" not in repr((await store.events(TWO, 0, 100), await store.load(TWO)))
    assert [message.body for message in (await store.history(TWO, None, None, 99)).messages] == ["findable"]
    async with asyncio.timeout(20):
        while files_with(second.parent, ("hushed",)):
            await asyncio.sleep(0.02)
    assert [message.id for message in (await store.history(TWO, None, None, 99)).messages] == ["later"]
    assert [hit.room for hit in await store.search([ONE, TWO], "findable", 9)] == [TWO]
    await store.close()


async def test_rooms_of_version_2_go_on_and_are_rolled_back(second: Path) -> None:
    store = SqliteStore.open(second, holder="http://test")
    log = Log(ONE)
    log.entries.extend(await store.tail(ONE, 0))
    kept = (await store.history(ONE, None, None, 99)).messages
    await store.append(log.write(e.RolledBack(kept[1].id, kept[1].seq, len(kept) - 2), by=BEN))
    assert (await store.history(ONE, None, None, 99)).messages == kept[:2]
    loaded = await store.load(ONE)
    assert loaded is not None and replay(loaded.snapshot, loaded.tail).messages == log.state.messages
    await store.close()
    fresh = second.parent.parent / "fresh" / "rooms.db"
    await SqliteStore.open(fresh, holder="http://test").close()
    assert (version(second), tables(second)) == (version(fresh), tables(fresh))
