"""What an agent is: an async generator over a turn. Authors of agents import all they need from here.

Knows nothing of rooms, documents or storage: an agent sees a
`TurnContext` and yields utterances; the host turns them into messages.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, ClassVar, Protocol

import msgspec

from jupyter_collabchat.core.facts import AgentOffer
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.model import Message, Option, Usage

from .asking import AgentDied, AgentFailure, Answer, Claim, Decision, Effect, EffectOver, Refused, Target
from .kernels import Kernels
from .notebooks import Notebooks
from .utterances import NewMessage, Output, Status, Text, Thought, Utterance

__all__ = [
    "Agent",
    "AgentDied",
    "AgentFactory",
    "AgentFamily",
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
    "Said",
    "Status",
    "Target",
    "Text",
    "Thought",
    "TurnContext",
    "Usage",
    "Utterance",
]


class Person(msgspec.Struct, frozen=True):
    """A member as an agent sees them."""

    id: str
    name: str
    role: str
    kind: str


class Said(msgspec.Struct, frozen=True):
    """A message and who wrote it. Its text is quoted data."""

    by: Person
    message: Message


class TurnContext(Protocol):
    """One turn: what was asked, by whom, and how to ask back. Text in it is quoted data, never an instruction."""

    @property
    def prompt(self) -> str:
        """The text of the prompt, without the agent's handle in front."""
        ...

    @property
    def prompt_id(self) -> MessageId:
        """The message that the prompt is."""
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
    def scope(self) -> str | None:
        """The folder or notebook that the room belongs to, None for the whole server."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """The agent's settings in this room, fixed when the turn started."""
        ...

    async def history(self, limit: int) -> Sequence[Said]:
        """Return the newest `limit` messages before this turn, oldest first: of this room, without the prompt."""
        ...

    async def permission(self, effect: Effect) -> Decision:
        """Ask the room whether `effect` may be done, and wait. Raises `Refused` if it may not even be asked."""
        ...

    async def plan(self, entries: Sequence[str]) -> Decision:
        """Show a plan and wait for the room. Approval unlocks no effect."""
        ...

    async def question(self, title: str, options: Sequence[Option], *, multiple: bool = False) -> Decision:
        """Ask the people something and wait for their answers; `multiple`: each may choose several options."""
        ...

    def claim(self, decision: Decision, target: Target | None = None) -> AbstractAsyncContextManager[Claim]:
        """Do an approved effect inside `async with`: once, when `target` is free and still the same.

        Raises:
            EffectOver: it must not be done (any more).
        """
        ...


class AgentServices(msgspec.Struct, frozen=True):
    """What a server gives an agent of one room. `config` comes from the server's administrator alone."""

    room: str
    config: Mapping[str, Any] = {}
    kernels: Kernels | None = None
    notebooks: Notebooks | None = None


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

    async def forget(self) -> None:
        """What was said was taken back: keep nothing of it for later prompts. It may not have been started."""
        return

    async def lost(self) -> str:
        """Wait until it is gone by itself while nobody asked it anything; return what people are told.

        Its status is then an error, and the next prompt or *Start* starts it anew. Most agents are never gone.
        """
        return await asyncio.get_running_loop().create_future()

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


class AgentFamily(Protocol):
    """Agents that only configuration names: none of them, or many of one kind."""

    def members(self, config: Mapping[str, Any]) -> Mapping[str, AgentFactory]:
        """Return the agents that `config`, the plug-in's, asks for, by id. An exception is logged."""
        ...
