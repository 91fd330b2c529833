"""What the host asks of rooms to make one from another. `host_commands` has the whole union."""

from __future__ import annotations

from .host_command import HostAct
from .ids import MessageId, ParticipantId, RoomId
from .model import AgentState, Message, Origin, Policy


class BeginFork(HostAct, frozen=True, tag="begin_fork"):
    """A new room from another one, with its settings and its agents at rest. It is not there yet."""

    origin: Origin
    owner: ParticipantId
    owner_name: str
    name: str
    topic: str
    scope: str | None
    policy: Policy
    agents: dict[ParticipantId, AgentState]


class CopyMessages(HostAct, frozen=True, tag="copy_messages"):
    """The next messages of the room that this one is made from, and their authors' names; `is_last`: it is complete."""

    messages: tuple[Message, ...]
    names: dict[ParticipantId, str]
    is_last: bool = False


class EndFork(HostAct, frozen=True, tag="end_fork"):
    """The room `fork`, made from this one, is complete."""

    fork: RoomId


class RedactCopy(HostAct, frozen=True, tag="redact_copy"):
    """What `message` was copied from is redacted."""

    message: MessageId
