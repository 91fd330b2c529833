"""One turn of an agent as its reports tell it: what of them the room is shown, and what is kept of them."""

from __future__ import annotations

from typing import Any

from acp.schema import (
    AgentMessageChunk,
    AgentPlanUpdate,
    AgentThoughtChunk,
    CurrentModeUpdate,
    ToolCallProgress,
    ToolCallStart,
    UsageUpdate,
)

from ..contract import AgentDied, Text, Thought
from . import guard, show
from .config import Launch
from .exchange import Exchange
from .folder import Folder
from .terminals import Terminals
from .toolcalls import Report, ToolCall, ToolCalls

_PLAN = 8_000


class Round:
    """What one turn's agent reported so far.

    Args:
        exchange: With the room.
        launch: What the agent may do.
        folder: Where it may do it.
        name: What people call it.

    Attributes:
        mode: In which mode it works, if it has modes.
    """

    def __init__(self, exchange: Exchange, launch: Launch, folder: Folder, name: str) -> None:
        self.exchange = exchange
        self.launch = launch
        self.folder = folder
        self.name = name
        self.mode: str | None = None
        self.terminals = Terminals(exchange, folder, launch)
        self._calls = ToolCalls()
        self._plan: list[str] = []
        self._text = ""
        self._thought = ""

    def open(self) -> None:
        """The agent is asked something."""
        self.exchange.open()
        self._plan, self._text, self._thought = [], "", ""

    async def end(self) -> None:
        """The agent has answered: what it began ends."""
        await self.terminals.end()
        self._calls.end()
        await self.exchange.finish()

    def plan(self) -> list[str]:
        """Return the plan it made: its entries, or all it said if it made none."""
        return self._plan or [self._text.strip()[:_PLAN] or "It made no plan."]

    def hear(self, update: Any) -> None:  # noqa: ANN401 - a union of 13
        """Take a report. What is of no interest to people is left out."""
        match update:
            case AgentMessageChunk():
                self._say(show.text_of(update.content))
            case AgentThoughtChunk():
                self._thought = (self._thought + show.text_of(update.content))[-1000:]
                self.exchange.feed.put(Thought(show.one_line(self._thought[-180:])))
            case ToolCallStart() | ToolCallProgress():
                self.called(update)
            case AgentPlanUpdate():
                self.exchange.feed.put(*show.plan(update.entries, self._plan))
                self._plan = [show.one_line(entry.content, 300) for entry in update.entries]
            case UsageUpdate():
                self.exchange.feed.put(show.usage(update))
            case CurrentModeUpdate():
                self.exchange.feed.put(Thought(f"Mode: {show.one_line(update.current_mode_id)}"))
            case _:
                return

    def called(self, report: Report) -> ToolCall:
        """Take a report on a tool call; what it must not do ends it."""
        self._thought = ""
        known = self._calls.find(report.tool_call_id)
        call = known or self._calls.begin(report.tool_call_id, self.exchange.claims)
        before = call.status
        call.update(report)
        self.exchange.feed.put(*show.tool_call(call, known is None, before))
        try:
            warning = guard.check(call, self.exchange, self.launch, self.name) if call.status != before else ""
        except AgentDied as death:
            self.exchange.feed.fail(death)
            return call
        if warning:
            self.exchange.feed.put(Text(warning))
        return call

    def _say(self, text: str) -> None:
        self._thought = ""
        self._text = (self._text + text)[-2 * _PLAN :]
        self.exchange.feed.put(Text(text))
