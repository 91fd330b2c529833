"""The store contract, run against every store."""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_collabchat.room.ports import StorageFailed, Store
from jupyter_collabchat.storage import open_store

from .faulty import Fault, FaultyStore
from .log import begin
from .store_contract import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self, jp_asyncio_loop: AbstractEventLoop) -> Iterator[Store]:
        store = open_store("memory:", holder="http://test")
        yield store
        jp_asyncio_loop.run_until_complete(store.close())


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def store(self, jp_asyncio_loop: AbstractEventLoop, tmp_path: Path) -> Iterator[Store]:
        store = open_store(f"sqlite:///{tmp_path}/data/rooms.db", holder="http://test")
        yield store
        jp_asyncio_loop.run_until_complete(store.close())


class TestFaultyStore(StoreContract):
    """Without faults it is a store like any other."""

    @pytest.fixture
    def store(self) -> Store:
        store: Any = FaultyStore(open_store("memory:", holder="http://test"))
        return store


@pytest.mark.parametrize("fault", list(Fault))
async def test_a_fault_is_told_and_the_log_says_what_happened(fault: Fault) -> None:
    store: Any = FaultyStore(open_store("memory:", holder="http://test"))
    log = await begin(store)
    before = tuple(log.entries)
    store.fail_next(fault)
    with pytest.raises(StorageFailed):
        await store.append(log.posts(1))
    assert await store.tail(log.room, 0) == (tuple(log.entries) if fault.is_kept else before)


async def test_a_held_append_waits_until_it_is_released() -> None:
    store: Any = FaultyStore(open_store("memory:", holder="http://test"))
    log = await begin(store)
    store.hold()
    waiting = asyncio.ensure_future(store.append(log.posts(1)))
    await asyncio.sleep(0)
    assert (store.appends, waiting.done()) == (3, False)
    store.release()
    await waiting
