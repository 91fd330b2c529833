"""What people ask around agents: turns, agents, polls. `commands` has the whole union."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from .command import Command, Reason, ServerId, Settings
from .ids import Millis, MintedId
from .model import Option


class CancelPrompt(Command, frozen=True, tag="cancel_prompt"):
    """Take a waiting prompt out of the queue."""

    message: ServerId


class StopTurn(Command, frozen=True, tag="stop_turn"):
    """End a running turn; its partial text stays."""

    turn: ServerId


class AddAgent(Command, frozen=True, tag="add_agent"):
    """Bring an agent that this server offers into the room."""

    agent: ServerId
    options: Settings = {}


class RemoveAgent(Command, frozen=True, tag="remove_agent"):
    """Take an agent out of the room."""

    agent: ServerId


class StartAgent(Command, frozen=True, tag="start_agent"):
    """Start a stopped or failed agent."""

    agent: ServerId


class StopAgent(Command, frozen=True, tag="stop_agent"):
    """Stop an agent."""

    agent: ServerId


class RestartAgent(Command, frozen=True, tag="restart_agent"):
    """Stop an agent and start it again."""

    agent: ServerId


class ConfigureAgent(Command, frozen=True, tag="configure_agent"):
    """Change an agent's settings for its next turns."""

    agent: ServerId
    options: Settings


class OpenPoll(Command, frozen=True, tag="open_poll"):
    """Ask the people something; always a plain poll."""

    poll_id: MintedId
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    options: Annotated[tuple[Option, ...], Meta(min_length=2, max_length=12)]
    deadline: Annotated[Millis, Meta(ge=0, le=2**53)] | None = None


class CastBallot(Command, frozen=True, tag="cast_ballot"):
    """Vote. `replaces` is my current ballot id, if I have one; `hash` what I was shown.

    `choices`: where a question takes several options, all of mine, `choice` among them; `answers`: words of mine.
    """

    poll: ServerId
    ballot_id: MintedId
    choice: Annotated[str, Meta(max_length=64)]
    reason: Reason | None = None
    answers: dict[Annotated[str, Meta(max_length=300)], Any] | None = None
    replaces: ServerId | None = None
    hash: Annotated[str, Meta(max_length=128)] | None = None
    choices: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=12)] | None = None


class OverridePoll(Command, frozen=True, tag="override_poll"):
    """Decide alone, as the owner, with a reason everyone sees."""

    poll: ServerId
    choice: Literal["approve", "deny"]
    reason: Annotated[str, Meta(min_length=1, max_length=1000)]


class ClosePoll(Command, frozen=True, tag="close_poll"):
    """Cancel an open poll; grants nothing."""

    poll: ServerId
