"""The tool that runs code: in the room's own kernel, as runner does, when the room has approved these very bytes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import msgspec
from msgspec import Meta

from .. import outputs
from ..collector import Collector, OutputLimits
from ..contract import AgentFailure, Effect, EffectOver, TurnContext
from ..kernels import Kernels
from ..runner_kernels import room_kernel
from ..running import execute
from .tool import Result, Said, Tool, ask

_TOLD_BYTES = 8_000


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Code to run."""

    code: Annotated[str, Meta(min_length=1, description="Code in the kernel's language.")]


class RunCode(Tool):
    """Runs code in the room's kernel, whose variables stay from one run to the next."""

    name = "run_code"
    doing = "run code"
    about = (
        "Run code in the room's Jupyter kernel, where variables stay. People see the code first and decide. "
        "They see the outputs; you are told their text."
    )
    arguments = Code

    def __init__(self, kernels: Kernels, room: str, limits: OutputLimits) -> None:
        self._kernels = kernels
        self._room = room
        self._limits = limits

    async def use(self, turn: TurnContext, arguments: Code) -> AsyncGenerator[Said, None]:
        """Ask, run, tell."""
        kernel = await room_kernel(self._kernels, self._room)
        code = {"code": arguments.code}
        asked = await ask(
            turn,
            Effect("Run this code?", self.name, code, kernel.target, subject="execution", resource=kernel.resource),
        )
        if isinstance(asked, Result):
            yield asked
            return
        collector = Collector(self._limits)
        try:
            async with (
                turn.claim(asked, kernel) as claim,
                aclosing(execute(kernel, claim, collector, self._limits.seconds)) as running,
            ):
                async for said in running:
                    yield said
        except EffectOver as over:
            yield Result(f"Not run: {over}")
        except AgentFailure as failure:
            yield Result(f"{_told(collector)}\n{failure}")
        else:
            yield Result(_told(collector))


def _told(collector: Collector) -> str:
    text = "".join(outputs.plain(bundle) for bundle in collector.bundles())
    return outputs.shortened(text, _TOLD_BYTES) + collector.note or "Done, no output."
