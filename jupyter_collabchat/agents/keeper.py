"""Keeping one agent of one room: it starts, answers one prompt at a time, and stops, in the order of the facts.

A stop or an ended turn takes effect at once: it cancels what runs. Whatever an agent does, its keeper lives on: what
does not end when it is cancelled is left behind, and can do nothing in the room any more.
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
from .patience import Patience, ended

log = logging.getLogger(__name__)


class Keeper:
    """The life of one agent in one room."""

    def __init__(self, desk: Desk, agent: ParticipantId, make: Callable[[], Agent], patience: Patience) -> None:
        self._desk = desk
        self._id = agent
        self._make = make
        self._patience = patience
        self._agent: Agent | None = None
        self._steps: asyncio.Queue[Callable[[], Awaitable[None]] | None] = asyncio.Queue()
        self._starting: asyncio.Task[None] | None = None
        self._turn: tuple[TurnId, asyncio.Task[Any], asyncio.Event] | None = None
        self._watch: asyncio.Task[None] | None = None
        self._is_lost = False
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

    def forget(self) -> None:
        """What was said was taken back: the agent remembers nothing of it, whether it runs or not."""
        self._steps.put_nowait(lambda: (self._agent or self._make()).forget())

    def wanted(self) -> None:
        """A prompt waits: an agent that was lost between two prompts is started anew."""
        if self._is_lost:
            self._is_lost = False
            self._steps.put_nowait(lambda: self._report(SetAgentStatus(self._id, "starting")))

    def turn_ended(self, turn: TurnId) -> None:
        """The turn is over: what runs for it is cancelled now."""
        if self._turn is not None and self._turn[0] == turn:
            self._cancel_turn()

    async def close(self) -> None:
        """Cancel what runs and let the agent go; the room sleeps, or has ended."""
        self._closing = True
        self._interrupt_start()
        self._cancel_turn()
        self._steps.put_nowait(lambda: self._let_go(for_good=self._desk.state.deleted))
        self._steps.put_nowait(None)
        await asyncio.wait((self._worker,), timeout=self._patience.close_s)
        if not self._worker.done():
            log.error("room %s: agent %s does not let go", self._desk.room.id, self._id)
            self._worker.cancel()

    def _interrupt_start(self) -> None:
        if self._starting is not None:
            self._starting.cancel()

    def _cancel_turn(self) -> None:
        if self._turn is not None:
            _, task, over = self._turn
            task.cancel()
            over.set()

    # --- the steps, one after the other

    async def _work(self) -> None:
        while (step := await self._steps.get()) is not None:
            try:
                await step()
            except Exception:
                log.exception("room %s: a step of agent %s failed", self._desk.room.id, self._id)

    async def _report(self, command: SetAgentStatus) -> None:
        await self._desk.act(command)

    async def _start(self) -> None:
        await self._let_go(for_good=False)
        if self._closing:
            return
        self._is_lost = False
        self._starting = asyncio.ensure_future(self._begin())
        has_ended = await ended(self._starting, self._patience.start_s + self._patience.stop_s)
        started, self._starting = self._starting, None
        if has_ended and started.cancelled():
            await self._let_go(for_good=False)
            return
        error = started.exception() if has_ended else TimeoutError()
        if error is None and self._agent is not None:
            self._watch = asyncio.ensure_future(self._watched(self._agent))
            await self._report(SetAgentStatus(self._id, "running"))
            return
        log.error("room %s: agent %s did not start", self._desk.room.id, self._id, exc_info=error)
        self._agent = None
        await self._report(SetAgentStatus(self._id, "error", error=self._sentence(error)))

    async def _begin(self) -> None:
        agent = self._make()
        self._agent = agent
        async with asyncio.timeout(self._patience.start_s):
            await agent.start()

    async def _watched(self, agent: Agent) -> None:
        """Tell the room when the agent is gone by itself; while it answers, its turn tells that."""
        while True:
            words = await agent.lost()
            self._is_lost = self._id not in self._desk.state.turns
            if self._is_lost:
                await self._report(SetAgentStatus(self._id, "error", error=words, if_free=True))

    async def _unwatch(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
            [how] = await asyncio.gather(watch, return_exceptions=True)
            if isinstance(how, Exception):
                log.error("room %s: agent %s cannot be watched", self._desk.room.id, self._id, exc_info=how)

    async def _run(self, turn: Turn, *, resumed: bool) -> None:
        if self._closing or self._agent is None or all(held.id != turn.id for held in self._desk.state.turns.values()):
            return
        task, over = asyncio.ensure_future(drive(self._agent, self._desk, turn, resumed=resumed)), asyncio.Event()
        self._turn = (turn.id, task, over)
        try:
            has_ended = await ended(task, self._patience.stop_s, after=over)
        finally:
            self._turn = None
        if not has_ended:
            log.error("room %s: agent %s goes on after its turn: it is left behind", self._desk.room.id, self._id)
        elif not task.cancelled() and (bug := task.exception()) is not None:
            log.error("room %s: turn %s of %s broke", self._desk.room.id, turn.id, self._id, exc_info=bug)

    async def _stop(self, *, report: bool) -> None:
        await self._let_go(for_good=True)
        if report:
            await self._report(SetAgentStatus(self._id, "stopped"))

    async def _let_go(self, *, for_good: bool) -> None:
        agent, self._agent = self._agent, None
        await self._unwatch()
        if agent is None:
            return
        try:
            async with asyncio.timeout(self._patience.stop_s):
                await agent.stop(for_good=for_good)
        except Exception:
            log.exception("room %s: agent %s did not stop cleanly", self._desk.room.id, self._id)

    def _sentence(self, error: BaseException | None) -> str:
        if isinstance(error, AgentFailure):
            return str(error)
        if isinstance(error, TimeoutError):
            return f"It was not ready within {self._patience.start_s:.0f} seconds."
        return f"{type(error).__name__}: {error}"[:500]
