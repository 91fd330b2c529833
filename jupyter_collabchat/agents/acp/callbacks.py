"""What an agent may call: the SDK's client, answered from the turn that is going on; between turns nothing is granted.

Translates between the protocol and the modules that decide; decides nothing.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

from acp.exceptions import RequestError
from acp.schema import (
    AcceptElicitationResponse,
    AllowedOutcome,
    CancelElicitationResponse,
    DeclineElicitationResponse,
    DeniedOutcome,
    ElicitationFormSessionMode,
    PermissionOption,
    ReadTextFileResponse,
    RequestPermissionResponse,
    ToolCallUpdate,
)

from ..contract import AgentFailure
from . import elicitation, files, permissions
from .exchange import NotAllowed, TurnGone
from .round import Round

T = TypeVar("T")

_CANCELLED = RequestPermissionResponse(outcome=DeniedOutcome(outcome="cancelled"))
_DENIED = -32003


class Callbacks:
    """The client's side of one connection.

    Attributes:
        session: The session that is taken notice of.
        round: The turn that is going on.
    """

    def __init__(self) -> None:
        self.session: str | None = None
        self.round: Round | None = None

    async def ready(self) -> None:
        """Wait until the agent may say more."""
        if self.round is not None:
            await self.round.exchange.feed.ready()

    async def session_update(self, session_id: str, update: Any, **_: object) -> None:  # noqa: ANN401 - a union of 13
        """Show what it reports."""
        if self.round is not None and session_id == self.session:
            self.round.hear(update)

    async def request_permission(
        self, session_id: str, tool_call: ToolCallUpdate, options: list[PermissionOption], **_: object
    ) -> RequestPermissionResponse:
        """Let the room decide on a tool call."""
        if self.round is None or session_id != self.session:
            return _CANCELLED
        now = self.round
        asked = permissions.Asked(now.called(tool_call), options, now.name)
        try:
            option = await now.exchange.asking(permissions.answer(now.exchange, asked, now.launch, now.folder.path))
        except TurnGone:
            return _CANCELLED
        if option is None:
            return _CANCELLED
        return RequestPermissionResponse(outcome=AllowedOutcome(outcome="selected", option_id=option))

    async def create_elicitation(
        self, message: str, mode: object, **_: object
    ) -> AcceptElicitationResponse | CancelElicitationResponse | DeclineElicitationResponse:
        """Ask the room a question; only forms, for an address cannot be put to the vote."""
        if not isinstance(mode, ElicitationFormSessionMode) or self.round is None or mode.session_id != self.session:
            return DeclineElicitationResponse(action="decline")
        exchange = self.round.exchange
        try:
            said = await exchange.asking(elicitation.ask(exchange, message, mode.requested_schema))
        except (NotAllowed, TurnGone, AgentFailure):
            return CancelElicitationResponse(action="cancel")
        return AcceptElicitationResponse(action="accept", content=said)

    async def read_text_file(
        self, session_id: str, path: str, line: int | None = None, limit: int | None = None, **_: object
    ) -> ReadTextFileResponse:
        """Read a file, if this server and the room let it."""
        now = self.granting(session_id, "read_files")
        first = max(1, line or 1) - 1
        part = slice(first or None, None if limit is None else first + limit)
        return ReadTextFileResponse(content=await granted(now, files.read(now.exchange, now.folder, path, part)))

    async def write_text_file(self, session_id: str, path: str, content: str, **_: object) -> None:
        """Write a file, if this server and the room let it."""
        now = self.granting(session_id, "write_files")
        await granted(now, files.write(now.exchange, now.folder, path, content))

    def granting(self, session_id: str, needed: str) -> Round:
        """Return the turn that is going on, if the server's configuration lets the agent ask for what it asks for.

        Raises:
            RequestError: it does not, or no turn is going on.
        """
        if self.round is None or session_id != self.session:
            raise RequestError.invalid_request({"details": "No turn of this session is going on."})
        if not getattr(self.round.launch, needed):
            raise RequestError(_DENIED, "This server does not let it do that.")
        return self.round


async def granted(now: Round, work: Coroutine[Any, Any, T]) -> T:
    """Ask the room for something; a refusal is the protocol's error.

    Raises:
        RequestError: it was not granted.
    """
    try:
        return await now.exchange.asking(work)
    except NotAllowed as refused:
        raise RequestError(_DENIED, str(refused)) from refused
    except TurnGone:
        raise RequestError(_DENIED, "The turn is over.") from None
