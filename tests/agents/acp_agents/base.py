"""What the agents of these tests have in common: programs that speak the protocol over stdio, written with its SDK."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

from acp import PROTOCOL_VERSION, run_agent
from acp.exceptions import RequestError
from acp.helpers import (
    start_tool_call,
    text_block,
    update_agent_message,
    update_agent_thought,
    update_tool_call,
)
from acp.schema import (
    AgentCapabilities,
    AuthenticateResponse,
    InitializeResponse,
    LoadSessionResponse,
    NewSessionResponse,
    PermissionOption,
    PromptResponse,
    SessionMode,
    SessionModeState,
    SetSessionModeResponse,
    ToolCallUpdate,
    Usage,
)

EVERY_WAY = [
    PermissionOption(option_id="always", name="Always", kind="allow_always"),
    PermissionOption(option_id="once", name="This once", kind="allow_once"),
    PermissionOption(option_id="no", name="No", kind="reject_once"),
    PermissionOption(option_id="never", name="Never", kind="reject_always"),
]


class Base:
    """An agent that does what the first word of a prompt says: a method of that name, given the rest."""

    loads = False
    login = ""
    authenticated = ""
    modes: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.client: Any = None
        self.session = ""
        self.cwd = ""
        self.mode = self.modes[0] if self.modes else ""
        self.cancelled = asyncio.Event()
        self.prompts: list[str] = []

    def on_connect(self, conn: Any) -> None:
        self.client = conn

    async def initialize(self, protocol_version: int, client_capabilities: Any = None, **_: Any) -> InitializeResponse:
        self.able = client_capabilities
        return InitializeResponse(
            protocol_version=PROTOCOL_VERSION, agent_capabilities=AgentCapabilities(load_session=self.loads)
        )

    async def authenticate(self, method_id: str, **_: Any) -> AuthenticateResponse:
        self.authenticated = method_id
        return AuthenticateResponse()

    async def new_session(self, cwd: str, **_: Any) -> NewSessionResponse:
        if self.login and self.authenticated != self.login:
            raise RequestError.auth_required()
        self.cwd, self.session = cwd, f"session-{os.getpid()}"
        return NewSessionResponse(session_id=self.session, modes=self._modes())

    async def load_session(self, cwd: str, session_id: str, **_: Any) -> LoadSessionResponse:
        self.cwd, self.session = cwd, session_id
        await self.say("said in an earlier life")
        return LoadSessionResponse(modes=self._modes())

    def _modes(self) -> SessionModeState | None:
        known = [SessionMode(id=mode, name=mode.title()) for mode in self.modes]
        return SessionModeState(current_mode_id=self.mode, available_modes=known) if known else None

    async def set_session_mode(self, session_id: str, mode_id: str, **_: Any) -> SetSessionModeResponse:
        self.mode = mode_id
        return SetSessionModeResponse()

    async def cancel(self, session_id: str, **_: Any) -> None:
        self.cancelled.set()

    async def prompt(self, session_id: str, prompt: list[Any], **_: Any) -> PromptResponse:
        self.cancelled.clear()
        text = prompt[0].text
        self.prompts.append(text)
        reason = await self.answer(text, asked(text)) or "end_turn"
        return PromptResponse(stop_reason=reason, usage=Usage(total_tokens=12, input_tokens=5, output_tokens=7))

    async def answer(self, text: str, question: str) -> str | None:
        """Answer a prompt; return why it stopped, if not because it is done."""
        word, _, rest = question.partition(" ")
        return await getattr(self, word)(*([rest] if rest else []))

    # --- what it may do

    async def say(self, text: str) -> None:
        await self.update(update_agent_message(text_block(text)))

    async def think(self, text: str) -> None:
        await self.update(update_agent_thought(text_block(text)))

    async def update(self, update: Any) -> None:
        await self.client.session_update(session_id=self.session, update=update)

    async def tool(self, id: str, title: str, kind: Any = "execute", **more: Any) -> None:
        await self.update(start_tool_call(id, title, kind=kind, status="pending", **more))

    async def progress(self, id: str, status: Any, **more: Any) -> None:
        await self.update(update_tool_call(id, status=status, **more))

    async def ask(self, id: str, options: Any = None, **more: Any) -> str:
        """Ask for permission; return what was answered."""
        response = await self.client.request_permission(
            session_id=self.session,
            tool_call=ToolCallUpdate(tool_call_id=id, **more),
            options=EVERY_WAY if options is None else options,
        )
        outcome = response.outcome
        return outcome.option_id if outcome.outcome == "selected" else outcome.outcome

    async def tried(self, work: Any) -> Any:
        """Return what came of a request, or how it was refused."""
        try:
            return await work
        except RequestError as refused:
            return f"{refused.code} {refused}"


def asked(text: str) -> str:
    """Return the prompt that stands at the end of the quoted room; critiques and approvals have none."""
    try:
        start = text.index("You are asked now:\n\n") + len("You are asked now:\n\n")
    except ValueError:
        return ""
    return str(json.JSONDecoder().raw_decode(text[start:])[0]["prompt"])


def main(agent: Base) -> None:
    """Speak until nobody listens any more."""
    asyncio.run(run_agent(agent, use_unstable_protocol=True))
