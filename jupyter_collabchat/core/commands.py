"""What may be asked of a room: two closed unions.

`ClientCommand` can be decoded from a frame; `HostCommand` (agents, timers, a reopening room) never comes from one.
Field names and types are the wire's (PROTOCOL, "Commands"); an unknown field is refused.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from .host_commands import (
    ClaimEffect as ClaimEffect,
)
from .host_commands import (
    EndEffect as EndEffect,
)
from .host_commands import (
    EndMessage as EndMessage,
)
from .host_commands import (
    EndTurn as EndTurn,
)
from .host_commands import (
    HostAct as HostAct,
)
from .host_commands import (
    HostCommand as HostCommand,
)
from .host_commands import (
    LapseSeats as LapseSeats,
)
from .host_commands import (
    OpenAgentPoll as OpenAgentPoll,
)
from .host_commands import (
    Reopen as Reopen,
)
from .host_commands import (
    SetAgentStatus as SetAgentStatus,
)
from .host_commands import (
    SetMessageStatus as SetMessageStatus,
)
from .host_commands import (
    StartMessage as StartMessage,
)
from .host_commands import (
    Tick as Tick,
)
from .ids import Millis, MintedId
from .model import Consensus, Option

Name = Annotated[str, Meta(min_length=1, max_length=80)]
Topic = Annotated[str, Meta(max_length=500)]
Reason = Annotated[str, Meta(max_length=1000)]
Who = Annotated[str, Meta(min_length=3, max_length=200)]
ServerId = Annotated[str, Meta(min_length=1, max_length=128)]
Settings = dict[str, Any]


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Base of all commands."""


class CreateRoom(Command, frozen=True, tag="create_room"):
    """Make a room that the sender owns. `request` makes a resend harmless."""

    request: MintedId
    name: Name
    topic: Topic = ""
    visibility: Literal["private", "listed"] = "private"
    scope: Annotated[str, Meta(max_length=1024)] | None = None


class RenameRoom(Command, frozen=True, tag="rename_room"):
    """Give the room another name."""

    name: Name


class SetTopic(Command, frozen=True, tag="set_topic"):
    """Say what the room is about."""

    topic: Topic


class SetPolicy(Command, frozen=True, tag="set_policy"):
    """Change how the room decides; open polls keep theirs. Absent fields stay."""

    consensus: Consensus | None = None
    prompts: Literal["queue", "refuse"] | None = None
    answers: Literal["addressed", "all"] | None = None
    visibility: Literal["private", "listed"] | None = None
    join_role: Literal["collaborator", "observer"] | None = None
    absent_after: Annotated[int, Meta(ge=10, le=86_400)] | None = None


class DeleteRoom(Command, frozen=True, tag="delete_room"):
    """End the room for everybody."""


class JoinRoom(Command, frozen=True, tag="join_room"):
    """Become a member of a listed room."""


class Leave(Command, frozen=True, tag="leave"):
    """Stop being a member."""


class RemoveMember(Command, frozen=True, tag="remove_member"):
    """Put a member of lower rank out of the room."""

    who: Who
    block: bool = False


class SetRole(Command, frozen=True, tag="set_role"):
    """Give a member of lower rank another role below one's own."""

    who: Who
    role: Literal["moderator", "collaborator", "observer"]


class Mute(Command, frozen=True, tag="mute"):
    """Let a member of lower rank only read."""

    who: Who


class Unmute(Command, frozen=True, tag="unmute"):
    """Let a muted member speak again."""

    who: Who


class TransferOwnership(Command, frozen=True, tag="transfer_ownership"):
    """Hand the room to an unmuted user."""

    who: Who


class PostMessage(Command, frozen=True, tag="post_message"):
    """Say something; a message addressed to an agent is a prompt."""

    message_id: MintedId
    body: str
    to: Who | None = None
    reply_to: ServerId | None = None


class EditMessage(Command, frozen=True, tag="edit_message"):
    """Change one's own message."""

    message: ServerId
    body: str


class RedactMessage(Command, frozen=True, tag="redact_message"):
    """Take a message's content away for ever."""

    message: ServerId


class MarkRead(Command, frozen=True, tag="mark_read"):
    """Have read up to `seq`; only forward. Not logged: a row per person."""

    seq: Annotated[int, Meta(ge=0, le=2**53)]


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
    """Vote. `replaces` is my current ballot id, if I have one; `hash` what I was shown."""

    poll: ServerId
    ballot_id: MintedId
    choice: Annotated[str, Meta(max_length=64)]
    reason: Reason | None = None
    answers: dict[Annotated[str, Meta(max_length=300)], Any] | None = None
    replaces: ServerId | None = None
    hash: Annotated[str, Meta(max_length=128)] | None = None


class OverridePoll(Command, frozen=True, tag="override_poll"):
    """Decide alone, as the owner, with a reason everyone sees."""

    poll: ServerId
    choice: Literal["approve", "deny"]
    reason: Annotated[str, Meta(min_length=1, max_length=1000)]


class ClosePoll(Command, frozen=True, tag="close_poll"):
    """Cancel an open poll; grants nothing."""

    poll: ServerId


ClientCommand = (
    CreateRoom
    | RenameRoom
    | SetTopic
    | SetPolicy
    | DeleteRoom
    | JoinRoom
    | Leave
    | RemoveMember
    | SetRole
    | Mute
    | Unmute
    | TransferOwnership
    | PostMessage
    | EditMessage
    | RedactMessage
    | MarkRead
    | CancelPrompt
    | StopTurn
    | AddAgent
    | RemoveAgent
    | StartAgent
    | StopAgent
    | RestartAgent
    | ConfigureAgent
    | OpenPoll
    | CastBallot
    | OverridePoll
    | ClosePoll
)

AnyCommand = ClientCommand | HostCommand
