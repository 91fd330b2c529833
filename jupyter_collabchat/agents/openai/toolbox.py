"""The tools of one turn: which the model may call, what it called, and what it is told when it called wrongly.

Enforces plan mode: until the room has approved a plan, nothing effective is even asked for.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import msgspec

from ..contract import TurnContext
from .completions import Call
from .tool import Result, Said, Tool

_PLAN_FIRST = "Not done: in this room nothing is done before the people have approved a plan. Use propose_plan first."


class Toolbox:
    """Tools for one turn."""

    def __init__(self, turn: TurnContext, tools: Sequence[Tool], *, plan_mode: bool) -> None:
        self._turn = turn
        self._tools = {tool.name: tool for tool in tools}
        self._may_act = not plan_mode
        self._plan_mode = plan_mode

    def described(self) -> list[dict[str, Any]]:
        """Return the tools as the protocol names them."""
        return [{"type": "function", "function": _function(tool)} for tool in self._tools.values()]

    def announced(self, calls: Sequence[Call]) -> str:
        """Return a sentence about what the model wants to do, for when it says none itself."""
        doings = [self._tools[call.name].doing if call.name in self._tools else "do something" for call in calls]
        return f"I want to {', and '.join(dict.fromkeys(doings))}."

    async def use(self, call: Call) -> AsyncGenerator[Said, None]:
        """Do what a call asks for, if it can be read and the room agrees; there is exactly one `Result`."""
        tool = self._tools.get(call.name)
        if tool is None:
            yield Result(f"There is no such tool. There are: {', '.join(self._tools)}.")
            return
        try:
            arguments = msgspec.json.decode(call.arguments or "{}", type=tool.arguments)
        except msgspec.ValidationError as error:
            yield Result(f"Not done: wrong arguments. {error}")
            return
        except (msgspec.DecodeError, RecursionError):
            yield Result("Not done: the arguments are no JSON.")
            return
        if tool.is_effect(self._turn) and not self._may_act:
            yield Result(_PLAN_FIRST)
            return
        async with aclosing(tool.use(self._turn, arguments)) as using:
            async for said in using:
                self._note(said)
                yield said

    def _note(self, said: Said) -> None:
        if self._plan_mode and isinstance(said, Result) and said.plan is not None:
            self._may_act = said.plan


def _function(tool: Tool) -> dict[str, Any]:
    [schema], known = msgspec.json.schema_components([tool.arguments])
    parameters = known[schema["$ref"].rpartition("/")[2]]
    shown = {key: value for key, value in parameters.items() if key not in ("title", "description")}
    return {"name": tool.name, "description": tool.about, "parameters": shown}
