"""One command on its way through a room, and where its answer goes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
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

    def __repr__(self) -> str:
        """Keep what is shown once, a link's secret, out of logs and tracebacks."""
        return f"Ack(seq={self.seq})"


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
        return self.frame_of(outcome if isinstance(outcome, Rejection) else Ack(outcome.seq, outcome.ack))

    def frame_of(self, answer: Ack | Rejection) -> bytes:
        """Return an ack or a reject as a WebSocket frame."""
        if isinstance(answer, Rejection):
            return wire.text_frame(wire.reject(self.frame_id, answer))
        return wire.text_frame(wire.ack(self.frame_id, answer.seq, answer.result))

    def resolve(self, outcome: Draft | Exception) -> None:
        """Answer through the future, if somebody still waits."""
        if self.future is None or self.future.done():
            return
        if isinstance(outcome, Exception):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(Ack(outcome.seq, outcome.ack))


def answers_of(batch: Sequence[Ask], outcomes: Sequence[Draft | Exception]) -> dict[Session, bytes]:
    """Resolve the futures of a batch; return what its sessions are owed. One whose command met a bug ends."""
    answers: dict[Session, bytes] = {}
    for ask, outcome in zip(batch, outcomes, strict=True):
        session = ask.session
        if session is None:
            ask.resolve(outcome)
        elif isinstance(outcome, (Draft, Rejection)):
            answers[session] = answers.get(session, b"") + ask.answer_frame(outcome)
        else:
            session.fail()
    return answers
