"""What happens when a room is made from another: in the one, and in the other. `events` has the whole union."""

from __future__ import annotations

from .ids import MessageId, Millis, ParticipantId, RoomId, Seq
from .model import MessageKind, MessageStatus, MimeBundle, Origin, Usage
from .room_events import Event


class RoomForked(Event, frozen=True, tag="room_forked"):
    """A new room of its actor will have everything that was said here up to seq `until`."""

    fork: RoomId
    name: str
    until: Seq


class ForkFinished(Event, frozen=True, tag="fork_finished"):
    """The new room has everything, and is there."""

    fork: RoomId


class MessageCopied(Event, frozen=True, tag="message_copied"):
    """A message as it was in another room; `name` is what its author was called there."""

    id: MessageId
    author: ParticipantId
    name: str
    at: Millis
    origin: Origin
    body: str = ""
    kind: MessageKind = "text"
    status: MessageStatus = "complete"
    edited_at: Millis | None = None
    to: ParticipantId | None = None
    reply_to: MessageId | None = None
    mentions: tuple[ParticipantId, ...] = ()
    mime: tuple[MimeBundle, ...] = ()
    usage: Usage | None = None
    via: str | None = None


class ForkOpened(Event, frozen=True, tag="fork_opened"):
    """Everything is copied: from now on this room is there."""
