"""The terminal part of what an agent may call. Translates; `terminals` decides and runs."""

from __future__ import annotations

import asyncio
from typing import Any

from acp.exceptions import RequestError
from acp.schema import (
    CreateTerminalResponse,
    EnvVariable,
    TerminalExitStatus,
    TerminalOutputResponse,
    WaitForTerminalExitResponse,
)

from .callbacks import Callbacks, granted
from .terminals import Command, Terminal


class ClientCallbacks(Callbacks):
    """The whole client's side of one connection."""

    async def create_terminal(self, session_id: str, command: str, **more: Any) -> CreateTerminalResponse:  # noqa: ANN401
        """Run a command, if this server and the room let it."""
        now = self.granting(session_id, "terminals")
        variables: list[EnvVariable] = more.get("env") or []
        asked = Command(
            command,
            more.get("args") or (),
            {variable.name: variable.value for variable in variables},
            more.get("cwd"),
            more.get("output_byte_limit"),
        )
        return CreateTerminalResponse(terminal_id=await granted(now, now.terminals.create(asked)))

    async def terminal_output(self, session_id: str, terminal_id: str, **_: object) -> TerminalOutputResponse:
        """Tell what a command said so far."""
        terminal = self._terminal(session_id, terminal_id)
        over = terminal.over.done()
        status = TerminalExitStatus(exit_code=terminal.code, signal=terminal.signal) if over else None
        return TerminalOutputResponse(output=terminal.output, truncated=terminal.cut, exit_status=status)

    async def wait_for_terminal_exit(
        self, session_id: str, terminal_id: str, **_: object
    ) -> WaitForTerminalExitResponse:
        """Wait for the end of a command."""
        terminal = self._terminal(session_id, terminal_id)
        await asyncio.wait((terminal.over,))
        return WaitForTerminalExitResponse(exit_code=terminal.code, signal=terminal.signal)

    async def kill_terminal(self, session_id: str, terminal_id: str, **_: object) -> None:
        """End a command."""
        await self._terminal(session_id, terminal_id).kill()

    async def release_terminal(self, session_id: str, terminal_id: str, **_: object) -> None:
        """End a command that nobody looks at any more."""
        await self._terminal(session_id, terminal_id).kill()

    def _terminal(self, session_id: str, terminal_id: str) -> Terminal:
        try:
            return self.granting(session_id, "terminals").terminals.find(terminal_id)
        except KeyError:
            raise RequestError.resource_not_found(terminal_id) from None
