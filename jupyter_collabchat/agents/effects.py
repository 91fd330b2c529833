"""Effects: the exact bytes that a room decides on, and doing them at most once (RULES 1-4).

The executor's half of `core.effects`: it acts only inside an acknowledged claim, and only on the bytes in the room.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, NoReturn

from jupyter_collabchat.core.commands import ClaimEffect, EndEffect
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.ids import PollId
from jupyter_collabchat.core.model import EffectState, Poll, RoomState, Turn
from jupyter_collabchat.core.text import whole

from .contract import AgentFailure, Effect, EffectOver, Target
from .desk import Desk


def effect_bytes(room: str, turn: Turn, effect: Effect) -> str:
    """Return the canonical JSON of an effect: built once, here; everybody else only reads it."""
    parts = {
        "room": room,
        "turn": turn.id,
        "agent": turn.agent,
        "tool": effect.tool,
        "arguments": effect.arguments,
        "target": effect.target,
    }
    try:
        return json.dumps(_clean(parts), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise AgentFailure("This cannot be asked: its arguments are no plain JSON.") from error


def _clean(value: Any) -> Any:  # noqa: ANN401 - JSON values
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, Mapping):
        return {whole(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


class LiveClaim:
    """A claimed effect while it is done."""

    def __init__(self, detail: str) -> None:
        said = json.loads(detail)
        self.arguments: Mapping[str, Any] = said["arguments"]
        self.target: Mapping[str, Any] = said["target"]
        self.failure: str | None = None

    def fail(self, reason: str) -> None:
        """Note that it did not succeed."""
        self.failure = reason


@asynccontextmanager
async def claimed(desk: Desk, poll_id: PollId, target: Target | None) -> AsyncIterator[LiveClaim]:
    """Claim an approved effect, let it be done inside, and say how it ended: exactly once, whatever happens.

    Raises:
        EffectOver: it must not be done.
    """
    async with AsyncExitStack() as holding:
        if target is not None:
            await _enter(desk, poll_id, target, holding)
        poll = await _checked(desk, poll_id, target)
        await _claim(desk, poll)
        claim = LiveClaim(desk.state.polls[poll_id].detail)
        try:
            yield claim
        except (asyncio.CancelledError, GeneratorExit):
            await desk.act(EndEffect(poll_id, "failed", claim.failure or "stopped"))
            raise
        except BaseException as error:
            await desk.act(EndEffect(poll_id, "failed", claim.failure or whole(str(error))[:300]))
            raise
        await desk.act(EndEffect(poll_id, "failed" if claim.failure else "done", claim.failure))


def _pending(state: RoomState, poll_id: PollId) -> Poll | None:
    poll = state.polls.get(poll_id)
    return poll if poll is not None and poll.effect == "pending" else None


async def _enter(desk: Desk, poll_id: PollId, target: Target, holding: AsyncExitStack) -> None:
    """Wait until the target is free, but not longer than the approval lives."""
    free = asyncio.ensure_future(holding.enter_async_context(target))
    void = asyncio.ensure_future(desk.until(lambda state: _pending(state, poll_id) is None))
    try:
        await asyncio.wait((free, void), return_when=asyncio.FIRST_COMPLETED)
    finally:
        void.cancel()
        if not free.done():
            free.cancel()
        await asyncio.wait((free, void))
    if not free.cancelled() and free.exception() is not None:
        await _void(desk, poll_id, str(free.exception()))


async def _checked(desk: Desk, poll_id: PollId, target: Target | None) -> Poll:
    """Return the approved, unclaimed poll whose bytes and target are what was approved."""
    poll = _pending(desk.state, poll_id)
    if poll is None:
        raise _over(desk.state, poll_id)
    if poll.hash != hash_of(poll.detail):
        await _void(desk, poll_id, "its bytes are not what was approved")
    if target is not None and not await target.is_still(json.loads(poll.detail)["target"]):
        await _void(desk, poll_id, "target_changed")
    return poll


async def _claim(desk: Desk, poll: Poll) -> None:
    while True:
        rivals = _rivals(desk.state, poll)
        try:
            await desk.act_once(ClaimEffect(poll.id, poll.hash or ""))
            return
        except Rejection as refused:
            if refused.code == "storage":  # claimed or not: nobody knows, so nobody does it
                await _void(desk, poll.id, "the server could not write down that it starts")
            if not refused.details.get("wait"):
                await _void(desk, poll.id, refused.message)
        await desk.until(lambda state, before=rivals: _rivals(state, poll) != before)  # type: ignore[misc]


def _rivals(state: RoomState, poll: Poll) -> dict[PollId, EffectState | None]:
    """Return how other effects on the same resource stand: a claim that has to wait waits for one of these to end."""
    polls = state.polls.values()
    return {other.id: other.effect for other in polls if other.resource == poll.resource and other.id != poll.id}


async def _void(desk: Desk, poll_id: PollId, reason: str) -> NoReturn:
    await desk.act(EndEffect(poll_id, "failed", reason))
    raise _over(desk.state, poll_id)


def _over(state: RoomState, poll_id: PollId) -> EffectOver:
    poll = state.polls.get(poll_id)
    reason = (poll.reason if poll else None) or "it is not approved, or was done already"
    return EffectOver((poll.effect if poll else None) or "failed", reason)
