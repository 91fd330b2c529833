"""Who hears of changes: callbacks, and coroutines that wait for the next one. Belongs to one event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from .replica import Changes

log = logging.getLogger(__name__)

Stop = Callable[[], None]
OnChange = Callable[[Changes], None]
OnNotice = Callable[[dict[str, Any]], None]


class Signals:
    """The listeners of one room. A callback of the caller's that fails is logged and stops nobody else."""

    def __init__(self) -> None:
        self._on_change: list[OnChange] = []
        self._on_notice: list[OnNotice] = []
        self._next = asyncio.Event()

    def on_change(self, callback: OnChange) -> Stop:
        """Call `callback` with the names of what changed; return what ends that."""
        return _listed(self._on_change, callback)

    def on_notice(self, callback: OnNotice) -> Stop:
        """Call `callback` with each notice; return what ends that."""
        return _listed(self._on_notice, callback)

    async def changed(self) -> None:
        """Wait for the next change."""
        await self._next.wait()

    def tell(self, changes: Changes, notice: dict[str, Any] | None) -> None:
        """Let everybody know."""
        if notice is not None:
            for on_notice in tuple(self._on_notice):
                _call(on_notice, notice)
        if changes:
            for on_change in tuple(self._on_change):
                _call(on_change, changes)
            self._next.set()
            self._next = asyncio.Event()


def _listed(listeners: list[Any], callback: Any) -> Stop:  # noqa: ANN401 - either kind of callback
    entry = lambda said: callback(said)  # noqa: E731 - one entry of its own, though the callback be listed twice
    listeners.append(entry)

    def stop() -> None:
        if entry in listeners:
            listeners.remove(entry)

    return stop


def _call(callback: Callable[[Any], None], said: Any) -> None:  # noqa: ANN401 - changes or a notice
    """The boundary to code that is not ours."""
    try:
        callback(said)
    except Exception:
        log.exception("a callback of a room failed")
