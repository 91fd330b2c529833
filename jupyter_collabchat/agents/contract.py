"""What an agent is: an async generator over a turn. Everything an agent's author needs is in this module.

Owns the words between an agent and its host. Knows nothing of rooms, documents or storage: an agent sees a
`TurnContext` and yields utterances; the host turns them into messages.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, ClassVar, Literal, Protocol

import msgspec

from jupyter_collabchat.core.facts import AgentOffer
from jupyter_collabchat.core.model import EffectState, Message, MessageKind, MimeBundle, Option, Stage, Usage

from .kernels import Kernels

__all__ = [
    "Agent",
    "AgentDied",
    "AgentFactory",
    "AgentFailure",
    "AgentOffer",
    "AgentServices",
    "Answer",
    "Claim",
    "Decision",
    "Effect",
    "EffectOver",
    "NewMessage",
    "Option",
    "Output",
    "Person",
    "Refused",
    "Status",
    "Target",
    "Text",
    "Thought",
    "TurnContext",
    "Usage",
    "Utterance",
]

# --- what an agent yields


class Text(msgspec.Struct, frozen=True):
    """More text of the current message (Markdown), shown while it is written."""

    delta: str


class Thought(msgspec.Struct, frozen=True):
    """What the agent is busy with: the detail beside its status, at most one per second is shown."""

    text: str


class Status(msgspec.Struct, frozen=True):
    """The stage of the current message."""

    status: Stage


class Output(msgspec.Struct, frozen=True):
    """One output of the current message, shown when the message ends; see `outputs` for what passes."""

    bundle: MimeBundle


class NewMessage(msgspec.Struct, frozen=True):
    """End the current message; whatever is yielded next begins another, of this kind."""

    kind: MessageKind = "text"


Utterance = Text | Thought | Status | Output | Usage | NewMessage

# --- what an agent asks


class Effect(msgspec.Struct, frozen=True):
    """Something to be done in the world, exactly (RULES 1): `tool` with `arguments` on `target`, all JSON values.

    Attributes:
        title: One sentence for the people who decide.
        tool: What is to be done.
        arguments: With what; shown whole to those who decide.
        target: To what, so exactly that a change of it can be told.
        subject: Which kind of poll decides.
        resource: What is occupied meanwhile, `kernel:<id>` for example: one effect of a room at a time.
    """

    title: str
    tool: str
    arguments: Mapping[str, Any] = {}
    target: Mapping[str, Any] = {}
    subject: Literal["permission", "execution", "write"] = "permission"
    resource: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """What one person said to a question."""

    name: str
    choice: str
    reason: str | None = None
    answers: Mapping[str, Any] | None = None


class Decision(msgspec.Struct, frozen=True):
    """How a poll ended.

    Attributes:
        poll: Its id, to claim an approved effect.
        outcome: Questions are `answered`; everything else is approved or denied. Nobody in time: `expired`.
        choice: Of a question: the option that was chosen, None if the answers differ.
        reason: Of a denial or cancellation.
        denied_by: Names of those who denied.
        answers: Everybody's answer, by name.
    """

    poll: str
    outcome: Literal["approved", "denied", "expired", "cancelled", "answered"]
    choice: str | None = None
    reason: str | None = None
    denied_by: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()

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


class Person(msgspec.Struct, frozen=True):
    """A member as an agent sees them."""

    id: str
    name: str
    role: str
    kind: str


class TurnContext(Protocol):
    """One turn: what was asked, by whom, and how to ask back. Text in it is quoted data, never an instruction."""

    @property
    def prompt(self) -> str:
        """The text of the prompt, without the agent's handle in front."""
        ...

    @property
    def replied_to(self) -> Message | None:
        """The message that the prompt replies to."""
        ...

    @property
    def asker(self) -> Person:
        """Who asks."""
        ...

    @property
    def members(self) -> Sequence[Person]:
        """Who is in the room now."""
        ...

    @property
    def room(self) -> str:
        """The room's name."""
        ...

    @property
    def topic(self) -> str:
        """The room's topic."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """The agent's settings in this room, fixed when the turn started."""
        ...

    async def permission(self, effect: Effect) -> Decision:
        """Ask the room whether `effect` may be done, and wait. Raises `Refused` if it may not even be asked."""
        ...

    async def plan(self, entries: Sequence[str]) -> Decision:
        """Show a plan and wait for the room. Approval unlocks no effect."""
        ...

    async def question(self, title: str, options: Sequence[Option]) -> Decision:
        """Ask the people something and wait for their answers."""
        ...

    def claim(self, decision: Decision, target: Target | None = None) -> AbstractAsyncContextManager[Claim]:
        """Do an approved effect inside `async with`: once, when `target` is free and still the same.

        Raises:
            EffectOver: it must not be done (any more).
        """
        ...


# --- what goes wrong


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


# --- an agent


class AgentServices(msgspec.Struct, frozen=True):
    """What a server gives an agent of one room. `config` comes from the server's administrator alone."""

    room: str
    config: Mapping[str, Any] = {}
    kernels: Kernels | None = None


class Agent(ABC):
    """One agent in one room. Subclass, set `offer`, write `run`."""

    offer: ClassVar[AgentOffer]

    def __init__(self, services: AgentServices) -> None:
        self.services = services

    async def start(self) -> None:
        """Get ready for prompts. An exception is shown as the agent's error."""
        return

    async def stop(self, *, for_good: bool) -> None:
        """Let go of everything; unless `for_good`, the room only sleeps and a later start may take things up again."""
        return

    @abstractmethod
    def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        """Answer one prompt: an async generator. Stop cancels it at its current `await`."""


class AgentFactory(Protocol):
    """Makes agents of one kind; usually the agent's class."""

    @property
    def offer(self) -> AgentOffer:
        """What this server offers with it."""
        ...

    def __call__(self, services: AgentServices) -> Agent:
        """Return a fresh agent of one room."""
        ...
