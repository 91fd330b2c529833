"""One command on its way through a room, and where its answer goes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec

from .. import wire
from ..core.commands import AnyCommand
from ..core.draft import Draft
from ..core.errors import Rejection
from ..core.ids import Seq
from ..core.model import Actor

if TYPE_CHECKING:
    from .session import Session


class Ack(msgspec.Struct, frozen=True):
    """A command that took effect, durably."""

    seq: Seq
    result: dict[str, Any]


class Ask:
    """A command with its sender. Answered exactly once: over its session's socket, or through its future."""

    __slots__ = ("actor", "command", "frame_id", "future", "refused", "session")

    def __init__(
        self,
        actor: Actor,
        command: AnyCommand,
        *,
        session: Session | None = None,
        frame_id: str = "",
        future: asyncio.Future[Ack] | None = None,
    ) -> None:
        self.actor = actor
        self.command = command
        self.session = session
        self.frame_id = frame_id
        self.future = future
        self.refused: Rejection | None = None
        """Why the command is not even decided. It waits in line all the same: answers keep the order of commands."""

    def answer_frame(self, outcome: Draft | Rejection) -> bytes:
        """Return the answer as a WebSocket frame."""
        if isinstance(outcome, Rejection):
            return wire.text_frame(wire.reject(self.frame_id, outcome))
        return wire.text_frame(wire.ack(self.frame_id, outcome.seq, outcome.ack))

    def resolve(self, outcome: Draft | Exception) -> None:
        """Answer through the future, if somebody still waits."""
        if self.future is None or self.future.done():
            return
        if isinstance(outcome, Exception):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(Ack(outcome.seq, outcome.ack))
