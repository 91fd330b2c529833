"""One turn and what its agent asks meanwhile: what it says, what the room decides, and what ends with the turn.

The only place where an ACP agent meets the room's polls. Knows no protocol and no process.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from ..contract import (
    AgentFailure,
    Claim,
    Decision,
    Effect,
    EffectOver,
    NewMessage,
    Refused,
    Target,
    Text,
    TurnContext,
    Utterance,
)
from ..desk import TurnOver
from .feed import Feed

log = logging.getLogger(__name__)

T = TypeVar("T")

NOT_YET = "Nothing may be done before the room has approved a plan."


class NotAllowed(Exception):
    """The room does not let this be done; the sentence says why."""


class TurnGone(Exception):
    """The turn ended before the room could decide."""


class Exchange:
    """What goes on between a turn and its agent.

    Attributes:
        planning: Whether the room has yet to approve a plan.
        claims: How many effects have been claimed so far.
        is_full: Whether the agent asked for more than one prompt allows (RULES 12).
    """

    def __init__(self, turn: TurnContext, *, planning: bool) -> None:
        self.turn = turn
        self.planning = planning
        self.claims = 0
        self.is_full = False
        self.feed = Feed()
        self._asking: set[asyncio.Task[Any]] = set()
        self._doing: set[asyncio.Task[Any]] = set()
        self._is_over = True

    # --- for as long as the turn lasts

    def open(self) -> None:
        """The agent is asked something."""
        self.feed = Feed()
        self._is_over = False

    async def asking(self, work: Coroutine[Any, Any, T]) -> T:
        """Ask the room for something, but not longer than the turn lasts.

        Raises:
            TurnGone: the turn ended before.
        """
        if self._is_over:
            work.close()
            raise TurnGone
        task = self._begin(work, self._asking)
        try:
            await asyncio.wait((task,))
        finally:
            task.cancel()
        if task.cancelled():
            raise TurnGone
        try:
            return task.result()
        except TurnOver:
            raise TurnGone from None

    async def begin(self, work: Callable[[Callable[[], None]], Coroutine[Any, Any, None]]) -> None:
        """Begin something that goes on by itself, until it ends or the turn does.

        Args:
            work: Is given what to call when it has begun. What it raises before, this raises.
        """
        begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def has_begun() -> None:
            if not begun.done():
                begun.set_result(None)

        task = self._begin(work(has_begun), self._doing)
        await asyncio.wait((task, begun), return_when=asyncio.FIRST_COMPLETED)
        if not begun.done():
            begun.cancel()
            await task

    def _begin(self, work: Coroutine[Any, Any, T], among: set[asyncio.Task[Any]]) -> asyncio.Task[T]:
        task = asyncio.ensure_future(work)
        among.add(task)
        task.add_done_callback(among.discard)
        return task

    async def finish(self) -> None:
        """The agent has answered: it asks no more, and what it does comes to its end."""
        self._is_over = True
        await _cancelled(self._asking)
        await _ended(self._doing)

    async def stop(self) -> None:
        """End everything at once."""
        self._is_over = True
        self.feed.drop()
        await _cancelled(self._asking)
        await _cancelled(self._doing)

    # --- the room

    async def shown(self, *said: Utterance) -> None:
        """Say something, and wait until the room has it and all that was said before."""
        self.feed.put(*said)
        await self.feed.reached()

    async def decision(self, effect: Effect, shown: str = "") -> Decision:
        """Let the room decide on an effect.

        Raises:
            NotAllowed: it was denied, or not even asked.
        """
        if self.planning:
            raise NotAllowed(NOT_YET)
        await self.shown(*([Text(shown)] if shown else []), NewMessage())
        try:
            decision = await self.turn.permission(effect)
        except AgentFailure as refused:
            self.is_full |= isinstance(refused, Refused) and refused.code == "poll/limit"
            raise NotAllowed(f"It was not even asked: {refused}") from refused
        if not decision.approved:
            raise NotAllowed(reason_of(decision))
        return decision

    @asynccontextmanager
    async def doing(self, decision: Decision, target: Target | None = None) -> AsyncIterator[Claim]:
        """Do an approved effect inside.

        Raises:
            NotAllowed: it must not be done any more.
        """
        try:
            async with self.turn.claim(decision, target) as claim:
                self.claims += 1
                yield claim
        except EffectOver as over:
            raise NotAllowed(f"It was approved, but not done: {over}") from over


async def _cancelled(tasks: set[asyncio.Task[Any]]) -> None:
    for task in tuple(tasks):
        task.cancel()
    await _ended(tasks)


async def _ended(tasks: set[asyncio.Task[Any]]) -> None:
    """Wait for the end of tasks, and look at it, so that no failure stays unseen: whoever asked has heard of his."""
    ended = await asyncio.gather(*tuple(tasks), return_exceptions=True)
    for end in ended:
        if isinstance(end, Exception) and not isinstance(end, NotAllowed | TurnOver):
            log.error("what an agent asked for failed", exc_info=end)


def reason_of(decision: Decision) -> str:
    """Return why the room did not approve, with who said so."""
    who = " and ".join(decision.denied_by) or "the room"
    why = f": {decision.reason}" if decision.reason else "."
    return (
        f"Denied by {who}{why}" if decision.outcome == "denied" else f"Not approved, the vote {decision.outcome}{why}"
    )
