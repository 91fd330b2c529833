"""What happens to a room and its messages. `events` has the whole union."""

from __future__ import annotations

import msgspec

from .ids import MessageId, ParticipantId, RoomId, Seq, TurnId
from .model import Ending, MessageKind, MimeBundle, Origin, Policy, Stage, Usage, Visibility


class Event(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="type"):
    """Base of all events."""


class RoomCreated(Event, frozen=True, tag="room_created"):
    """The room exists and its creator owns it."""

    room: RoomId
    name: str
    owner: ParticipantId
    owner_name: str
    handle: str
    topic: str = ""
    visibility: Visibility = "private"
    scope: str | None = None
    policy: Policy = Policy()
    origin: Origin | None = None
    """It is a fork, which is there once `fork_opened`."""


class RoomRenamed(Event, frozen=True, tag="room_renamed"):
    """The room has a new name."""

    name: str


class TopicSet(Event, frozen=True, tag="topic_set"):
    """The room has a new topic."""

    topic: str


class PolicySet(Event, frozen=True, tag="policy_set"):
    """The room decides differently from now on; open polls keep theirs."""

    policy: Policy
    visibility: Visibility


class CollaborationSet(Event, frozen=True, tag="collaboration_set"):
    """The room is its owner's alone (off), or everybody's again."""

    on: bool


class RoomArchived(Event, frozen=True, tag="room_archived"):
    """The room is only read from now on."""


class RoomUnarchived(Event, frozen=True, tag="room_unarchived"):
    """The room is used again."""


class RoomCleared(Event, frozen=True, tag="room_cleared"):
    """All messages before this are gone, here and in the archive; polls and ballots stay (RULES 14)."""


class RolledBack(Event, frozen=True, tag="rolled_back"):
    """All messages after `message`, whose seq is `back_to`, are gone, here and in the archive; ballots stay."""

    message: MessageId
    back_to: Seq
    gone: int
    """How many."""


class RoomDeleted(Event, frozen=True, tag="room_deleted"):
    """The room is gone for everybody; its audit stays in the log."""


class MessagePosted(Event, frozen=True, tag="message_posted"):
    """A whole message. `queued`: it is a prompt that waits for its agent."""

    id: MessageId
    body: str
    to: ParticipantId | None = None
    reply_to: MessageId | None = None
    mentions: tuple[ParticipantId, ...] = ()
    mime: tuple[MimeBundle, ...] = ()
    kind: MessageKind = "text"
    turn: TurnId | None = None
    queued: bool = False
    via: str | None = None


class MessageStarted(Event, frozen=True, tag="message_started"):
    """An agent began a message; its text grows in the document's live part until it ends."""

    id: MessageId
    status: Stage
    turn: TurnId
    kind: MessageKind = "text"
    reply_to: MessageId | None = None


class MessageStatusSet(Event, frozen=True, tag="message_status_set"):
    """An unfinished message is at another stage."""

    id: MessageId
    status: Stage


class MessageEnded(Event, frozen=True, tag="message_ended"):
    """An agent's message has its final text."""

    id: MessageId
    status: Ending
    body: str
    mime: tuple[MimeBundle, ...] = ()
    usage: Usage | None = None


class MessageEdited(Event, frozen=True, tag="message_edited"):
    """Its author changed a message. `author` and `seq` find it in the archive."""

    id: MessageId
    seq: Seq
    body: str
    mentions: tuple[ParticipantId, ...] = ()


class MessageRedacted(Event, frozen=True, tag="message_redacted"):
    """A message's content is gone everywhere; its seq and author stay."""

    id: MessageId
    seq: Seq
