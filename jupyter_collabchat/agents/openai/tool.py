"""What a tool is: something the model may ask for, decided by the room, with a sentence about it for the model."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from typing import Any, ClassVar

import msgspec

from ..contract import Decision, Effect, Refused, TurnContext, Utterance


class Result(msgspec.Struct, frozen=True):
    """What the model is told about a call. `plan`: whether the room approved a plan by it."""

    text: str
    plan: bool | None = None


Said = Utterance | Result


class Tool(ABC):
    """One tool.

    Attributes:
        name: As the model calls it.
        doing: What it does, after "I want to".
        about: What the model is told about it.
        arguments: Their closed schema.
    """

    name: ClassVar[str]
    doing: ClassVar[str]
    about: ClassVar[str]
    arguments: ClassVar[type[msgspec.Struct]]

    def is_effect(self, turn: TurnContext) -> bool:
        """Whether it does anything that a plan must cover."""
        return True

    @abstractmethod
    def use(self, turn: TurnContext, arguments: Any) -> AsyncGenerator[Said, None]:  # noqa: ANN401 - of its schema
        """Do it, if the room agrees: say what people should see, and one `Result`."""


async def ask(turn: TurnContext, effect: Effect) -> Decision | Result:
    """Ask the room for an effect; return its approval, or what the model is told instead."""
    try:
        decision = await turn.permission(effect)
    except Refused as refused:
        return Result(f"Not done, and nobody was asked: {refused}")
    return decision if decision.approved else Result(f"Not done. {spoken(decision)}")


def spoken(decision: Decision) -> str:
    """Return what the room decided, with what people said to it."""
    who = f" by {' and '.join(decision.denied_by)}" if decision.denied_by else ""
    said = [f"{answer.name} says: {answer.reason}" for answer in decision.answers if answer.reason]
    if decision.reason and not any(answer.reason == decision.reason for answer in decision.answers):
        said.append(f"Reason: {decision.reason}")
    return " ".join([f"The room's decision: {decision.outcome}{who}.", *said])
