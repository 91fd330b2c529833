"""Many people at once: connecting them, letting them all talk, waiting until all is heard."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from .dialect import Dialect, fresh_key
from .peer import Peer
from .people import token

_AT_ONCE = 100
"""Connections being opened at a time: the backlog of a listening socket is 128."""
_PATIENCE_S = 120.0
_SILENCE_S = 0.3


class Crowd:
    """The connections of some people to one server."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.peers: list[Peer] = []
        self.sent = 0
        self.answered = 0
        self._is_talking = False

    async def connect(self, names: Iterable[str], on_sync: Callable[[bytes], None] | None = None) -> None:
        """Let everybody in; `on_sync` is told what the first of them receives."""
        gate = asyncio.Semaphore(_AT_ONCE)

        async def enter(peer: Peer) -> None:
            async with gate:
                await peer.connect()

        new = [Peer(self.dialect, token(name)) for name in names]
        new[0].on_sync = on_sync
        self.peers += new
        await asyncio.gather(*map(enter, new))

    @property
    def delivered(self) -> int:
        """Messages that have arrived, over all receivers."""
        return sum(peer.delivered for peer in self.peers)

    async def post(self, peer: Peer, key: str | None = None) -> tuple[float, float]:
        """Post one message; return in how many seconds its sender had the answer, and the last receiver the message."""
        began = time.perf_counter()
        answered, heard = _moment(), _moment()
        missing = len(self.peers)

        def hear(arrived: int) -> None:
            nonlocal missing
            missing -= arrived
            if missing == 0:
                heard.set_result(time.perf_counter() - began)

        for other in self.peers:
            other.on_message = hear
        peer.on_answer = lambda: answered.set_result(time.perf_counter() - began)
        peer.say(key or fresh_key())
        return await answered, await heard

    async def talk(self, warm_up_s: float, seconds: float) -> float:
        """Let everybody keep one message in flight; return messages delivered per second after the warm-up."""
        self._is_talking = True
        for peer in self.peers:
            peer.on_message = None
            self._keep_talking(peer)
        await asyncio.sleep(warm_up_s)
        first, began = self.delivered, time.perf_counter()
        await asyncio.sleep(seconds)
        rate = (self.delivered - first) / (time.perf_counter() - began)
        self._is_talking = False
        await self._quiet()
        return rate

    def _keep_talking(self, peer: Peer) -> None:
        def say() -> None:
            self.sent += 1
            peer.say(fresh_key())

        def again() -> None:
            self.answered += 1
            if self._is_talking:
                say()

        peer.on_answer = again
        say()

    async def _quiet(self) -> None:
        """Wait until everything sent was answered and nothing more arrives."""
        give_up = time.monotonic() + _PATIENCE_S
        delivered = -1
        while self.answered < self.sent or self.delivered > delivered:
            self.check()
            if time.monotonic() > give_up:
                raise RuntimeError(f"{self.sent - self.answered} messages were not answered.")
            delivered = self.delivered
            await asyncio.sleep(_SILENCE_S)

    def check(self) -> None:
        """Fail if a connection did."""
        failures = [peer.failure for peer in self.peers if peer.failure]
        if failures:
            raise RuntimeError(f"{len(failures)} connections failed; the first: {failures[0]}")

    def close(self) -> None:
        """Everybody leaves."""
        for peer in self.peers:
            peer.close()
        self.peers.clear()


def _moment() -> asyncio.Future[float]:
    return asyncio.get_running_loop().create_future()
