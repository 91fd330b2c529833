"""A running agent and its one session: the SDK's connection over a program's stdio.

Owns the process. Knows the protocol's life cycle; knows no room.
"""

from __future__ import annotations

import asyncio
import logging
from typing import cast

from acp import PROTOCOL_VERSION
from acp.client import ClientSideConnection
from acp.exceptions import RequestError
from acp.interfaces import Client
from acp.schema import (
    ClientCapabilities,
    ElicitationCapabilities,
    ElicitationFormCapabilities,
    FileSystemCapabilities,
    Implementation,
    InitializeResponse,
    LoadSessionResponse,
    PromptResponse,
    ResumeSessionResponse,
    SessionModeState,
    TextContentBlock,
)

from ..contract import AgentDied, AgentFailure
from . import process
from .config import Launch
from .folder import Folder
from .terminal_callbacks import ClientCallbacks
from .transport import StdioTransport

log = logging.getLogger(__name__)

PLAN_MODE = "plan"
_AUTH_REQUIRED = -32000


class Link:
    """One agent's process, connection and session.

    Attributes:
        callbacks: What it may call.
        first_mode: The mode it began in, if it has modes.
    """

    def __init__(self, program: process.Program, launch: Launch, folder: Folder) -> None:
        self.callbacks = ClientCallbacks()
        self.first_mode: str | None = None
        self._modes: list[str] = []
        self._program = program
        self._launch = launch
        self._folder = str(folder.path)
        transport = StdioTransport(program, self.callbacks.ready)
        client = cast("Client", self.callbacks)
        self._agent = ClientSideConnection(client, transport, use_unstable_protocol=True)

    def is_in(self, session: str) -> bool:
        """Whether it runs and is in this session."""
        return self._program.runs and self.callbacks.session == session

    async def begin(self, known: str | None) -> str:
        """Begin a session, or take up the one called `known` where the agent can; return which one it is.

        Raises:
            AgentDied: it speaks another protocol.
            RequestError: it refuses.
            ConnectionError: it ended.
        """
        able = await self._agent.initialize(PROTOCOL_VERSION, _capabilities(self._launch), _about())
        if able.protocol_version != PROTOCOL_VERSION:
            raise AgentDied(f"It speaks version {able.protocol_version} of the protocol, not {PROTOCOL_VERSION}.")
        if self._launch.auth:
            await self._agent.authenticate(method_id=self._launch.auth)
        taken_up = await self._take_up(able, known) if known else None
        if known is None or taken_up is None:
            fresh = await self._agent.new_session(self._folder)
            return self._has_begun(fresh.session_id, fresh.modes)
        return self._has_begun(known, taken_up.modes)

    def _has_begun(self, session: str, modes: SessionModeState | None) -> str:
        self.callbacks.session = session
        if modes is not None:
            self.first_mode = modes.current_mode_id
            self._modes = [mode.id for mode in modes.available_modes]
        return session

    @property
    def can_plan(self) -> bool:
        """Whether it has a mode of its own in which it only plans."""
        return PLAN_MODE in self._modes

    async def _take_up(
        self, able: InitializeResponse, session: str
    ) -> LoadSessionResponse | ResumeSessionResponse | None:
        can = able.agent_capabilities
        try:
            if can and can.session_capabilities and can.session_capabilities.resume is not None:
                return await self._agent.resume_session(session_id=session, cwd=self._folder)
            if can and can.load_session:
                return await self._agent.load_session(session_id=session, cwd=self._folder)
        except RequestError as refused:
            log.info("an agent does not take up its session again: %s", self.hide(str(refused)))
        return None

    async def prompt(self, text: str) -> PromptResponse:
        """Ask it something; return when it has answered. Raises `RequestError`, `ConnectionError`."""
        return await self._agent.prompt(session_id=self._session, prompt=[TextContentBlock(type="text", text=text)])

    async def use_mode(self, mode: str | None) -> None:
        """Put it into a mode, whatever mode it put itself into; None leaves an agent alone that has none."""
        if mode is None:
            return
        if mode not in self._modes:
            raise AgentFailure(f"It has no mode {mode!r}, only these: {', '.join(self._modes) or 'none'}.")
        await self._agent.set_session_mode(session_id=self._session, mode_id=mode)

    async def cancel(self, asked: asyncio.Task[PromptResponse]) -> None:
        """Stop what it was asked; if it goes on regardless, end its process."""
        if not asked.done() and self._program.runs:
            try:
                await self._agent.cancel(self._session)
            except ConnectionError:
                log.debug("an agent ended before it was stopped")
            await asyncio.wait((asked,), timeout=self._launch.grace_s)
        if not asked.done():
            log.warning("an agent went on %s s after it was stopped: its process is ended", self._launch.grace_s)
            await self.close()
        ended = await asyncio.gather(asked, return_exceptions=True)
        log.debug("what an agent was asked has ended: %r", ended)

    async def close(self) -> None:
        """End its process and all it started."""
        await self._agent.close()
        await self._program.end(self._launch.grace_s)

    async def ended(self) -> None:
        """Wait until its process has ended."""
        await self._program.process.wait()

    async def last_words(self) -> str:
        """Return how it ended, as people are told it."""
        return await self._program.last_words()

    def sentence(self, error: RequestError) -> str:
        """Return its refusal, as the end of a sentence."""
        if error.code == _AUTH_REQUIRED:
            return "is not logged in: the server's administrator has to do that."
        return f"could not answer: {self.hide(str(error))[:500]}"

    def hide(self, text: str) -> str:
        """Return text without the secrets of the configuration."""
        return self._program.hide(text)

    @property
    def _session(self) -> str:
        if self.callbacks.session is None:
            raise ConnectionError("it has no session")
        return self.callbacks.session


async def start(launch: Launch, folder: Folder) -> Link:
    """Start an agent's process. Raises `OSError`."""
    env = process.environment(launch.env, (*launch.inherit, *launch.keys))
    secrets = [*launch.env.values(), *(env[name] for name in launch.keys if name in env)]
    program = await process.start([launch.command, *launch.args], env, folder.path, secrets)
    return Link(program, launch, folder)


def _capabilities(launch: Launch) -> ClientCapabilities:
    files = FileSystemCapabilities(read_text_file=launch.read_files, write_text_file=launch.write_files)
    questions = ElicitationCapabilities(form=ElicitationFormCapabilities())
    return ClientCapabilities(fs=files, terminal=launch.terminals, elicitation=questions)


def _about() -> Implementation:
    return Implementation(name="jupyter_collabchat", title="Jupyter Collabchat", version="0.1.0")
