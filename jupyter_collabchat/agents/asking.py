"""What an agent asks the room, what comes back, and what goes wrong."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Protocol

import msgspec

from jupyter_collabchat.core.model import EffectState


class Effect(msgspec.Struct, frozen=True):
    """Something to be done in the world, exactly (RULES 1): `tool` with `arguments` on `target`, all JSON values.

    Attributes:
        title: One sentence for the people who decide.
        tool: What is to be done.
        arguments: With what; shown whole to those who decide.
        target: To what, so exactly that a change of it can be told.
        subject: Which kind of poll decides.
        resource: What is occupied meanwhile, `kernel:<id>` for example: one effect of a room at a time.
        right: What somebody who approves it must hold on this server, `contents:write` for example; None: what the
            agent's offer says.
    """

    title: str
    tool: str
    arguments: Mapping[str, Any] = {}
    target: Mapping[str, Any] = {}
    subject: Literal["permission", "execution", "write"] = "permission"
    resource: str | None = None
    right: str | None = None


RUN = "kernels:execute"
READ = "contents:read"
WRITE = "contents:write"
"""Rights of the server's authorizer that effects need, as `resource:action` (RULES 4)."""


class Answer(msgspec.Struct, frozen=True):
    """What one person said to a question. `choices`: all options they chose, where it takes several."""

    name: str
    choice: str
    reason: str | None = None
    answers: Mapping[str, Any] | None = None
    choices: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True):
    """How a poll ended.

    Attributes:
        poll: Its id, to claim an approved effect.
        outcome: Questions are `answered`; everything else is approved or denied. Nobody in time: `expired`.
        choice: Of a question: the option that was chosen, None if the answers differ.
        choices: Of a question that takes several options: those that were chosen, none if the answers differ.
        reason: Of a denial or cancellation.
        denied_by: Names of those who denied.
        answers: Everybody's answer, by name; of a question that expired, those that were given in time.
    """

    poll: str
    outcome: Literal["approved", "denied", "expired", "cancelled", "answered"]
    choice: str | None = None
    reason: str | None = None
    denied_by: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def approved(self) -> bool:
        """Whether the room said yes."""
        return self.outcome == "approved"


class Claim(Protocol):
    """An approved effect that is being done now, as the room saw it: read arguments and target from here."""

    arguments: Mapping[str, Any]
    target: Mapping[str, Any]

    def fail(self, reason: str) -> None:
        """Note that it did not succeed; without this, leaving the `async with` means done."""
        ...


class Target(AbstractAsyncContextManager[Any]):
    """What an effect occupies: entering waits until it is free, leaving lets go."""

    @abstractmethod
    async def is_still(self, target: Mapping[str, Any]) -> bool:
        """Whether it is what the room approved."""


class AgentFailure(Exception):
    """The agent cannot go on with this prompt; the sentence is for people. The next prompt may work."""


class AgentDied(AgentFailure):
    """The agent itself is gone and must be started again."""


class Refused(AgentFailure):
    """The room does not even open this poll: too large, too many, or denied before in this turn."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class EffectOver(AgentFailure):
    """An effect that is not to be done: it ended already, lost its right or its target changed."""

    def __init__(self, effect: EffectState, reason: str) -> None:
        super().__init__(reason)
        self.effect = effect
