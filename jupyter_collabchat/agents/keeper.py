"""Keeping one agent of one room: it starts, answers one prompt at a time, and stops, in the order of the facts.

A stop or an ended turn takes effect at once: it cancels what runs. Whatever an agent does, its keeper lives on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from jupyter_collabchat.core.commands import SetAgentStatus
from jupyter_collabchat.core.ids import ParticipantId, TurnId
from jupyter_collabchat.core.model import Turn

from .contract import Agent, AgentFailure
from .desk import Desk
from .drive import drive

log = logging.getLogger(__name__)

_START_S = 60.0
_STOP_S = 15.0
_CLOSE_S = 30.0


class Keeper:
    """The life of one agent in one room."""

    def __init__(self, desk: Desk, agent: ParticipantId, make: Callable[[], Agent]) -> None:
        self._desk = desk
        self._id = agent
        self._make = make
        self._agent: Agent | None = None
        self._steps: asyncio.Queue[Callable[[], Awaitable[None]] | None] = asyncio.Queue()
        self._starting: asyncio.Task[None] | None = None
        self._turn: tuple[TurnId, asyncio.Task[Any]] | None = None
        self._closing = False
        self._worker = asyncio.ensure_future(self._work())

    # --- what the room says; never waits

    def start(self) -> None:
        """Start the agent, anew if it runs."""
        self._steps.put_nowait(self._start)

    def stop(self, *, report: bool) -> None:
        """Stop the agent for good; with `report`, tell the room when it has stopped."""
        self._interrupt_start()
        self._steps.put_nowait(lambda: self._stop(report=report))

    def run(self, turn: Turn, *, resumed: bool = False) -> None:
        """Answer a prompt."""
        self._steps.put_nowait(lambda: self._run(turn, resumed=resumed))

    def turn_ended(self, turn: TurnId) -> None:
        """The turn is over: what runs for it is cancelled now."""
        if self._turn is not None and self._turn[0] == turn:
            self._turn[1].cancel()

    async def close(self) -> None:
        """Cancel what runs and let the agent go; the room sleeps, or has ended."""
        self._closing = True
        self._interrupt_start()
        if self._turn is not None:
            self._turn[1].cancel()
        self._steps.put_nowait(lambda: self._let_go(for_good=self._desk.state.deleted))
        self._steps.put_nowait(None)
        await asyncio.wait((self._worker,), timeout=_CLOSE_S)
        if not self._worker.done():
            log.error("room %s: agent %s does not let go", self._desk.room.id, self._id)
            self._worker.cancel()

    def _interrupt_start(self) -> None:
        if self._starting is not None:
            self._starting.cancel()

    # --- the steps, one after the other

    async def _work(self) -> None:
        while (step := await self._steps.get()) is not None:
            try:
                await step()
            except Exception:
                log.exception("room %s: a step of agent %s failed", self._desk.room.id, self._id)

    async def _start(self) -> None:
        await self._let_go(for_good=False)
        if self._closing:
            return
        self._starting = asyncio.ensure_future(self._begin())
        await asyncio.wait((self._starting,))
        started, self._starting = self._starting, None
        if started.cancelled():
            await self._let_go(for_good=False)
            return
        error = started.exception()
        if error is None:
            await self._desk.act(SetAgentStatus(self._id, "running"))
            return
        log.error("room %s: agent %s did not start", self._desk.room.id, self._id, exc_info=error)
        self._agent = None
        await self._desk.act(SetAgentStatus(self._id, "error", error=_sentence(error)))

    async def _begin(self) -> None:
        agent = self._make()
        self._agent = agent
        async with asyncio.timeout(_START_S):
            await agent.start()

    async def _run(self, turn: Turn, *, resumed: bool) -> None:
        if self._closing or self._agent is None or all(held.id != turn.id for held in self._desk.state.turns.values()):
            return
        task = asyncio.ensure_future(drive(self._agent, self._desk, turn, resumed=resumed))
        self._turn = (turn.id, task)
        try:
            await asyncio.wait((task,))
        finally:
            self._turn = None
        if not task.cancelled() and (bug := task.exception()) is not None:
            log.error("room %s: turn %s of %s broke", self._desk.room.id, turn.id, self._id, exc_info=bug)

    async def _stop(self, *, report: bool) -> None:
        await self._let_go(for_good=True)
        if report:
            await self._desk.act(SetAgentStatus(self._id, "stopped"))

    async def _let_go(self, *, for_good: bool) -> None:
        agent, self._agent = self._agent, None
        if agent is None:
            return
        try:
            async with asyncio.timeout(_STOP_S):
                await agent.stop(for_good=for_good)
        except Exception:
            log.exception("room %s: agent %s did not stop cleanly", self._desk.room.id, self._id)


def _sentence(error: BaseException) -> str:
    if isinstance(error, AgentFailure):
        return str(error)
    if isinstance(error, TimeoutError):
        return f"It was not ready within {_START_S:.0f} seconds."
    return f"{type(error).__name__}: {error}"[:500]
