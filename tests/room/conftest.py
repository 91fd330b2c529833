"""A house full of rooms on a virtual clock, without a server."""

from __future__ import annotations

import asyncio
import inspect
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


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an async test on the loop of this folder: pytest-jupyter would take one that really waits."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    pyfuncitem.funcargs["jp_asyncio_loop"].run_until_complete(pyfuncitem.obj(**wanted))
    return True


async def _cancel_all() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def hall() -> Hall:
    """A house with an empty memory store."""
    return Hall()
