"""The tool calls of one turn as the agent reported them so far. Pure bookkeeping of the protocol's updates."""

from __future__ import annotations

import asyncio
from typing import Any

from acp.schema import ToolCallProgress, ToolCallStart, ToolCallUpdate

OVER = ("completed", "failed")

Report = ToolCallStart | ToolCallProgress | ToolCallUpdate


class ToolCall:
    """One tool call, as far as it is known.

    Attributes:
        claims: How many effects of the room had been claimed when it began (see `guard`).
        permitted: Whether the room approved it.
    """

    def __init__(self, id: str, claims: int) -> None:
        self.id = id
        self.claims = claims
        self.permitted = False
        self.title = id
        self.kind = "other"
        self.status = "pending"
        self.input: Any = None
        self.content: list[Any] = []
        self.locations: list[str] = []
        self.over: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def update(self, report: Report) -> None:
        """Take over what a report says; what it leaves out stays."""
        self.title = report.title or self.title
        self.kind = report.kind or self.kind
        self.status = report.status or self.status
        if report.raw_input is not None:
            self.input = report.raw_input
        if report.content is not None:
            self.content = list(report.content)
        if report.locations is not None:
            self.locations = [location.path for location in report.locations]
        if self.status in OVER and not self.over.done():
            self.over.set_result(self.status)


class ToolCalls:
    """All tool calls of a turn."""

    def __init__(self) -> None:
        self._calls: dict[str, ToolCall] = {}

    def find(self, id: str) -> ToolCall | None:
        """Return a call that was reported before."""
        return self._calls.get(id)

    def begin(self, id: str, claims: int) -> ToolCall:
        """Return a new call."""
        call = self._calls[id] = ToolCall(id, claims)
        return call

    def end(self) -> None:
        """The agent has finished: what it did not report as over was done as far as it says."""
        for call in self._calls.values():
            if not call.over.done():
                call.over.set_result("completed")
