"""What an agent is busy with, as the detail beside its status: at most once per second, since each is a fact."""

from __future__ import annotations

import asyncio

from jupyter_collabchat.core.commands import SetAgentStatus
from jupyter_collabchat.core.ids import ParticipantId
from jupyter_collabchat.core.text import whole

from .desk import Desk

_SECONDS = 1.0
_LENGTH = 200


class Thoughts:
    """The newest thought of one agent in one turn."""

    def __init__(self, desk: Desk, agent: ParticipantId) -> None:
        self._desk = desk
        self._agent = agent
        self._next: str | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._shown = False

    def show(self, text: str) -> None:
        """Show `text`, now or when the last one was shown for a second; a newer one replaces it."""
        line = " ".join(whole(text).split())
        self._next = line if len(line) <= _LENGTH else line[: _LENGTH - 1] + "…"
        if self._timer is None:
            self._tell()

    def _tell(self) -> None:
        self._timer = None
        if self._next is not None:
            self._report(self._next)
            self._next, self._shown = None, True
            self._timer = asyncio.get_running_loop().call_later(_SECONDS, self._tell)

    def close(self) -> None:
        """Show nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._shown:
            self._report(None)
        self._next, self._shown = None, False

    def _report(self, detail: str | None) -> None:
        known = self._desk.state.agents.get(self._agent)
        if known is not None and known.status == "running":
            room = self._desk.room
            room.timers.spawn(room.act(SetAgentStatus(self._agent, "running", detail)))
