"""A house full of rooms on a virtual clock, without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.room.hall import Hall
from tests.room.virtual import VirtualLoop, install


@pytest.fixture(autouse=True)
def jp_asyncio_loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualLoop]:
    """Run async tests on a loop whose clock leaps."""
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    install(monkeypatch, loop)
    yield loop
    loop.run_until_complete(_cancel_all())
    loop.close()


async def _cancel_all() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def hall() -> Hall:
    """A house with an empty memory store."""
    return Hall()
