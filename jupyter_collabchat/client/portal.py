"""A thread with an event loop of its own, and the way to run things there from any other thread.

It works in plain scripts and in a notebook, whose own loop is running already and must not be waited in.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Portal:
    """One background thread. A daemon: a script that forgets to close ends nevertheless."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="collabchat", daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    @property
    def is_here(self) -> bool:
        """Whether the caller is in the background thread."""
        return threading.current_thread() is self._thread

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for what it returns or raises; an interrupt here cancels it there.

        Raises:
            RuntimeError: Called in a callback, which runs in the background thread: it would wait for itself.
        """
        if self.is_here:
            coroutine.close()
            raise RuntimeError("A callback must not wait for the room; hand the work to another thread.")
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def read(self, look: Callable[[], T]) -> T:
        """Return what `look` finds in the background thread, between two changes."""
        return look() if self.is_here else self.run(_looked(look))

    def close(self) -> None:
        """End the thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            if not self.is_here:
                self._thread.join()


async def _looked(look: Callable[[], T]) -> T:
    return look()
