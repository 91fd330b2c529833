"""Shapes of what a room and the lobby say outside the document: welcomes, presence, rows, resources. No behaviour.

The TypeScript of the front end is made from them. A struct of the core in a shape stands for its JSON form; a field
that may be absent is `NotRequired`, one that may be null says so.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from ..core.audit import Decision
from ..core.ids import MessageId, Millis, ParticipantId, PollId, RoomId, Seq
from ..core.model import AgentState, Ballot, Member, Message, Poll, Role, Visibility
from ..wire import At
from .ports import InvitationRow
from .projection import RoomValue, TurnValue


class PresenceValue(TypedDict):
    """How a participant is here; `at` only in rooms about a folder, while no guest is a member."""

    online: bool
    typing: bool
    at: NotRequired[At]


class LastMessage(TypedDict):
    """The newest message of a room, its body cut to 200 characters."""

    author: ParticipantId
    author_name: str
    body: str
    at: Millis
    seq: Seq


class RoomSummary(TypedDict):
    """One row of `GET rooms`. `role` and `last` are for members; `unread` stops counting at 100."""

    id: RoomId
    name: str
    topic: str
    visibility: Visibility
    scope: str | None
    owner: ParticipantId
    owner_name: str
    members: int
    online: int
    collaboration: bool
    archived: bool
    member: bool
    unread: int
    mentions: int
    role: NotRequired[Role]
    last: NotRequired[LastMessage]


class RoomWelcome(TypedDict):
    """The answer to a room's hello. `can`: the types of command that my role and mute allow."""

    session: str
    me: ParticipantId
    room: RoomId
    epoch: str
    can: list[str]
    now: Millis


class LobbyWelcome(TypedDict):
    """The answer to the lobby's hello."""

    session: str
    me: ParticipantId
    rooms: list[RoomSummary]
    invitations: tuple[InvitationRow, ...]
    now: Millis


class RoomResource(TypedDict):
    """`GET rooms/{room}`: the document's roots without its messages, who is online, and what I may do.

    `invites` and `shares` say how long the lists are that only some may read.
    """

    room: RoomValue
    members: dict[ParticipantId, Member]
    turns: dict[ParticipantId, TurnValue]
    polls: dict[PollId, Poll]
    ballots: dict[str, Ballot]
    agents: dict[ParticipantId, AgentState]
    receipts: dict[ParticipantId, Seq]
    online: list[ParticipantId]
    can: list[str]
    invites: NotRequired[int]
    shares: NotRequired[int]
    seq: Seq
    now: Millis


class MessagePage(TypedDict):
    """`GET rooms/{room}/messages`: ascending by seq. `has_more` in the direction asked for; `names` of the authors."""

    messages: list[Message]
    has_more: bool
    names: dict[ParticipantId, str]


class PromptValue(TypedDict):
    """The prompt that a decision comes from. Its body is there unless it was redacted, or all messages were cleared."""

    id: MessageId
    state: Literal["shown", "redacted", "cleared"]
    at: NotRequired[Millis]
    body: NotRequired[str]


class DecisionRecord(TypedDict):
    """`GET rooms/{room}/decisions/{poll}`, and a line of the export: all that the log tells of one decision."""

    decision: Decision
    names: dict[ParticipantId, str]
    prompt: NotRequired[PromptValue]
