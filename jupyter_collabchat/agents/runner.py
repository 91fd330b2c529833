"""Runner: runs code that somebody wrote, when the room approves, in a kernel of this server. No model is involved.

`@runner` and code, or a reply to a message with a code block. Outputs follow the conventions of `outputs`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from . import code as codes
from .collector import Collector, OutputLimits
from .contract import (
    Agent,
    AgentFailure,
    AgentOffer,
    AgentServices,
    Decision,
    Effect,
    EffectOver,
    NewMessage,
    Refused,
    Text,
    TurnContext,
    Utterance,
)
from .kernels import Kernels
from .runner_kernels import RunnerKernel, room_kernel
from .running import execute

HELP = (
    "Give me code and I run it once the room approves: `@runner 1 + 1`, `@runner` followed by a code block, "
    "or reply `@runner` to a message with a code block."
)

_KERNEL = "The id of a running kernel; left empty, the room gets one of its own."


class RunnerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings in a room. `kernel`: id of a running kernel to use; otherwise the room gets one of its own."""

    kernel: Annotated[str, Meta(description=_KERNEL)] = ""


class Runner(Agent):
    """Runs code in a kernel of this server."""

    offer = AgentOffer(
        "runner", "Runner", "Runs code in a kernel when the room approves.", resumable=True, options=RunnerSettings
    )

    def __init__(self, services: AgentServices) -> None:
        super().__init__(services)
        if services.kernels is None:
            raise AgentFailure("This server has no kernels.")
        self._kernels: Kernels = services.kernels
        self._limits = msgspec.convert(services.config.get("limits", {}), OutputLimits)

    async def stop(self, *, for_good: bool) -> None:
        """Shut the room's own kernel down; while the room only sleeps, its variables stay."""
        if for_good:
            await self._kernels.stop(self.services.room)

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        """Show the code, ask the room, run it once."""
        code = codes.wanted(turn.prompt, turn.replied_to.body if turn.replied_to else "")
        if not code:
            yield Text(HELP)
            return
        kernel = await self._choose(turn.settings)
        yield Text(f"Ready to run in **{kernel.name}**:\n\n{codes.fence(code)}")
        yield NewMessage()
        decision = await self._ask(turn, kernel, code)
        if not decision.approved:
            yield Text(_not_run(decision))
            return
        try:
            async with (
                turn.claim(decision, kernel) as claim,
                aclosing(execute(kernel, claim, Collector(self._limits), self._limits.seconds)) as said,
            ):
                async for utterance in said:
                    yield utterance
        except EffectOver as over:
            yield Text(f"Not run: {_reason(over)}")

    async def _choose(self, settings: Mapping[str, Any]) -> RunnerKernel:
        try:
            chosen = msgspec.convert(settings, RunnerSettings).kernel
        except msgspec.ValidationError as error:
            raise AgentFailure(f"The settings of this agent are wrong: {error}") from error
        return await room_kernel(self._kernels, self.services.room, chosen)

    async def _ask(self, turn: TurnContext, kernel: RunnerKernel, code: str) -> Decision:
        effect = Effect(
            "Run this code?", "run_code", {"code": code}, kernel.target, subject="execution", resource=kernel.resource
        )
        try:
            return await turn.permission(effect)
        except Refused as refused:
            if refused.code == "effect/too-large":
                raise AgentFailure("This code is too long to be voted on (16 KiB): put it into a file.") from refused
            raise


def _not_run(decision: Decision) -> str:
    reason = f": {decision.reason}" if decision.reason else "."
    if decision.outcome == "denied":
        who = " and ".join(decision.denied_by) or "the room"
        return f"Not run. Denied by {who}{reason}"
    return f"Not run. The vote {decision.outcome}{reason}" if decision.outcome == "expired" else f"Not run{reason}"


def _reason(over: EffectOver) -> str:
    return "the kernel is not the one you approved any more." if str(over) == "target_changed" else str(over)
