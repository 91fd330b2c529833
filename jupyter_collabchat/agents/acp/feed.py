"""What an agent says, on its way into the room: in order, joined where it waits, bounded. Knows no protocol."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

from ..contract import AgentFailure, NewMessage, Text, Thought, Utterance

_WAITING = 64 * 1024
_ALL = 512 * 1024


class Feed:
    """Utterances of one round, put by callbacks and taken by the turn."""

    def __init__(self) -> None:
        self._said: deque[Utterance | asyncio.Future[None]] = deque()
        self._waiting = 0
        self._all = 0
        self._over = False
        self._failure: AgentFailure | None = None
        self._changed = asyncio.Event()
        self._free = asyncio.Event()
        self._free.set()

    def put(self, *said: Utterance) -> None:
        """Say something; after the end it goes nowhere."""
        if self._over:
            return
        for one in said:
            self._all += _size(one)
            self._join(one)
        self._changed.set()

    def _join(self, one: Utterance) -> None:
        last = self._said[-1] if self._said else None
        if isinstance(one, Thought) and isinstance(last, Thought):
            self._said[-1] = one
            return
        if isinstance(one, Text) and isinstance(last, Text):
            self._said[-1] = Text(last.delta + one.delta)
        else:
            self._said.append(one)
        self._count(_size(one))

    async def reached(self) -> None:
        """Wait until everything said so far has been taken."""
        if not self._over:
            mark: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._said.append(mark)
            self._changed.set()
            await mark

    async def ready(self) -> None:
        """Wait until little enough is waiting."""
        await self._free.wait()

    def end(self) -> None:
        """Nothing more is said: what waits is taken still."""
        self._over = True
        self._free.set()
        self._changed.set()

    def fail(self, failure: AgentFailure) -> None:
        """Nothing more is said, and whoever takes it hears why."""
        self._failure = self._failure or failure
        self.end()

    async def taken(self) -> AsyncGenerator[Utterance, None]:
        """Yield everything until the end.

        Raises:
            AgentFailure: what `fail` was told, or it says more than a turn has room for.
        """
        while True:
            while self._said:
                one = self._said.popleft()
                if isinstance(one, asyncio.Future):
                    _reach(one)
                    continue
                self._count(-_size(one))
                yield one
                if self._all > _ALL:
                    yield NewMessage()
                    raise AgentFailure(f"It said more than {_ALL // 1024} KiB in one turn and was stopped.")
            if self._failure is not None:
                raise self._failure
            if self._over:
                return
            self._changed.clear()
            await self._changed.wait()

    def drop(self) -> None:
        """End at once: nobody takes what waits."""
        self.end()
        for one in self._said:
            if isinstance(one, asyncio.Future):
                _reach(one)
        self._said.clear()

    def _count(self, size: int) -> None:
        self._waiting += size
        if self._waiting < _WAITING:
            self._free.set()
        elif not self._over:
            self._free.clear()


def _size(said: Utterance) -> int:
    """Return what something weighs: each of what is neither text nor thought is a fact of the room."""
    return len(said.delta) if isinstance(said, Text) else 2 if isinstance(said, Thought) else 256


def _reach(mark: asyncio.Future[None]) -> None:
    if not mark.done():
        mark.set_result(None)
