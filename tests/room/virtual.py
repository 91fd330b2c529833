"""Time that passes only when nobody has anything to do: a test of a minute's silence takes no time at all."""

from __future__ import annotations

import asyncio
import selectors
from types import SimpleNamespace

import pytest

_EPOCH_S = 1_800_000_000.0
CLOCKED = ("clock", "presence", "rates", "registry", "session")
"""The modules of `room` that read the clock themselves."""


class _Leaping(selectors.DefaultSelector):
    """Instead of waiting, move the clock on."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("everybody waits for something that will never happen")
        if not ready and timeout is not None and timeout > 0:
            self._loop.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop with a clock of its own, in seconds from 0."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Leaping(self))

    def time(self) -> float:
        return self.now


def install(monkeypatch: pytest.MonkeyPatch, loop: VirtualLoop) -> None:
    """Let the room's modules tell the time by `loop`."""
    clock = SimpleNamespace(monotonic=loop.time, time=lambda: _EPOCH_S + loop.time())
    for module in CLOCKED:
        monkeypatch.setattr(f"jupyter_collabchat.room.{module}.time", clock)
