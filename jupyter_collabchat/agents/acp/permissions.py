"""Permission requests: each is an effect of its own, and the only answers are once, or not (RULES 13).

Knows the protocol's request and the room's decision; shows nothing of one as the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from acp.schema import PermissionOption

from ..contract import AgentFailure, Decision, Effect, NewMessage, Text
from . import show
from .config import Launch
from .exchange import Exchange, NotAllowed, reason_of
from .toolcalls import ToolCall

UNVERIFIED = "It runs this itself: the room cannot verify what it runs."
_SUBJECTS: dict[str, Literal["execution", "write"]] = {
    "execute": "execution",
    "edit": "write",
    "delete": "write",
    "move": "write",
}
_NO_TOOLS = "This server lets it use no tools of its own (`self_executing`)."
_NO_ONCE = "It asked in a way that cannot be allowed once."


class Asked:
    """A permission request: for which tool call, and what may be answered."""

    def __init__(self, call: ToolCall, options: Sequence[PermissionOption], name: str) -> None:
        self.call = call
        self.name = name
        self.allow = next((option for option in options if option.kind == "allow_once"), None)
        self.reject = next((option for option in options if option.kind == "reject_once"), None)

    @property
    def refusal(self) -> str | None:
        """The option that says no; None: to say nothing is to say no."""
        return self.reject.option_id if self.reject else None


async def answer(exchange: Exchange, asked: Asked, launch: Launch, folder: Path) -> str | None:
    """Let the room decide; return the id of the option that says so, None to say no without one."""
    try:
        if asked.allow is None:
            raise NotAllowed(_NO_ONCE)
        if exchange.planning and asked.call.kind == "switch_mode":
            await _plan(exchange, asked.call)
        elif not launch.self_executing:
            raise NotAllowed(_NO_TOOLS)
        else:
            await _hold(exchange, await exchange.decision(_effect(asked, folder)), asked.call)
    except (NotAllowed, AgentFailure) as refused:
        exchange.feed.put(Text(f"`{show.one_line(asked.call.title)}` is not allowed. {refused}\n\n"))
        return asked.refusal
    return asked.allow.option_id


async def _plan(exchange: Exchange, call: ToolCall) -> None:
    """To leave the agent's own plan mode is to have a plan approved."""
    said = [str(part) for part in show.arguments(call).get("details", ())]
    await exchange.shown(NewMessage())
    decision = await exchange.turn.plan(said or [call.title])
    if not decision.approved:
        raise NotAllowed(reason_of(decision))
    exchange.planning = False


def _effect(asked: Asked, folder: Path) -> Effect:
    said = show.arguments(asked.call)
    said["note"] = UNVERIFIED
    if asked.allow is not None:
        said["if_approved"] = asked.allow.name
    return Effect(
        f"Let {asked.name} do this? {UNVERIFIED}",
        asked.call.kind,
        said,
        {"name": asked.name, "folder": str(folder)},
        subject=_SUBJECTS.get(asked.call.kind, "permission"),
    )


async def _hold(exchange: Exchange, decision: Decision, call: ToolCall) -> None:
    """Claim an approved effect before its agent hears of it, until the agent says how it ended."""

    async def hold(begun: Callable[[], None]) -> None:
        async with exchange.doing(decision) as claim:
            call.permitted = True
            begun()
            if await asyncio.shield(call.over) == "failed":
                claim.fail("the agent says that it failed")

    await exchange.begin(hold)
