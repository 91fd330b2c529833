"""What people ask of a room itself and of its messages. `commands` has the whole union."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from .command import Command, Name, ServerId, Topic, Who
from .ids import MintedId
from .people import Consensus


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
    rollback: Literal["moderators", "vote"] | None = None


class SetCollaboration(Command, frozen=True, tag="set_collaboration"):
    """Have the room to oneself (off), or share it again (on)."""

    on: bool


class ArchiveRoom(Command, frozen=True, tag="archive_room"):
    """Keep the room to be read; nobody changes it any more."""


class UnarchiveRoom(Command, frozen=True, tag="unarchive_room"):
    """Use an archived room again."""


class ClearRoom(Command, frozen=True, tag="clear_room"):
    """Take all messages away for ever; what was decided stays on record."""


class Rollback(Command, frozen=True, tag="rollback"):
    """Take away everything that was said after a message; under the policy `vote` the room decides on it."""

    message: ServerId


class ForkRoom(Command, frozen=True, tag="fork_room"):
    """Make a new room of one's own with what was said here up to a message. `request` makes a resend harmless."""

    request: MintedId
    until: ServerId
    name: Name


class DeleteRoom(Command, frozen=True, tag="delete_room"):
    """End the room for everybody."""


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
