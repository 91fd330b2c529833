"""The background thread of the sync face."""

from __future__ import annotations

import asyncio
import threading

import pytest

from jupyter_collabchat.client.portal import Portal


@pytest.fixture
def portal():
    found = Portal()
    yield found
    found.close()


async def _where() -> str:
    return threading.current_thread().name


async def _fail() -> None:
    raise LookupError("there")


def test_work_is_done_in_the_background_and_comes_back(portal):
    assert portal.run(_where()) == "collabchat"
    assert portal.read(lambda: threading.current_thread().name) == "collabchat"


def test_errors_come_back(portal):
    with pytest.raises(LookupError, match="there"):
        portal.run(_fail())


async def test_it_works_inside_a_running_loop(portal):
    assert portal.run(_where()) == "collabchat"


def test_a_callback_may_read_but_not_wait_for_itself(portal):
    assert portal.read(lambda: portal.read(lambda: 7)) == 7
    with pytest.raises(RuntimeError, match="must not wait"):
        portal.read(lambda: portal.run(_where()))


def test_an_interrupted_wait_is_cancelled_there(portal, monkeypatch):
    cancelled = threading.Event()

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    started = asyncio.run_coroutine_threadsafe

    def interrupted(coroutine, loop):
        future = started(coroutine, loop)

        def result():
            started(asyncio.sleep(0), loop).result()  # the work is under way
            raise KeyboardInterrupt

        future.result = result
        return future

    monkeypatch.setattr(asyncio, "run_coroutine_threadsafe", interrupted)
    with pytest.raises(KeyboardInterrupt):
        portal.run(waits())
    assert cancelled.wait(10)


def test_closing_twice_is_harmless():
    found = Portal()
    found.close()
    found.close()
