"""What a log line changes in the rows kept beside the log: rooms, members, invitations, messages, polls.

Pure; every store uses it. A store reads the few rows an entry touches into a `RoomState` that holds nothing else, the
core folds the entry as it folds everything (`core.evolve`), and the store writes back what came out different. So the
archive cannot disagree with the document: both are made by the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

import msgspec

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.evolve import evolve
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import InviteId, MessageId, ParticipantId, PollId, TurnId
from jupyter_collabchat.core.messages import emptied
from jupyter_collabchat.core.model import Invitation, Member, Message, Poll, RoomState, Turn
from jupyter_collabchat.room.copies import refs as refs
from jupyter_collabchat.room.ports import NamedClaim, Write
from jupyter_collabchat.room.projection import ballot_value, poll_value

replace = msgspec.structs.replace


class Touched(msgspec.Struct, frozen=True):
    """The rows that an entry may change, besides those it makes. The room's own row is always read."""

    messages: tuple[MessageId, ...] = ()
    polls: tuple[PollId, ...] = ()
    members: tuple[ParticipantId, ...] = ()
    invites: tuple[InviteId, ...] = ()
    turn: TurnId | None = None


class Changes(msgspec.Struct, frozen=True):
    """The rows to write. `room` is set when its own row changed; `begun` replaces the running turns of its agents."""

    room: RoomState | None
    members: dict[ParticipantId, Member]
    removed: frozenset[ParticipantId]
    """Those of `members` who were put out of the room, and see nothing of it."""
    invited: tuple[Invitation, ...]
    uninvited: tuple[InviteId, ...]
    """Invitations that are pending no more."""
    messages: tuple[Message, ...]
    polls: tuple[Poll, ...]
    begun: tuple[Turn, ...]


def touched(event: e.AnyEvent, owner: ParticipantId) -> Touched | None:  # noqa: C901 - one flat case per kind
    """Return the rows that `event` may change, or None if the archive does not show it.

    Args:
        event: What happened.
        owner: The room's owner before it.
    """
    match event:
        case e.MessagePosted() | e.RoomCreated() | e.RoomRenamed() | e.TopicSet() | e.PolicySet() | e.RoomDeleted():
            return Touched()
        case e.CollaborationSet() | e.RoomArchived() | e.RoomUnarchived():
            return Touched()
        case e.AgentAdded() | e.PollOpened() | e.MemberInvited() | e.ForkOpened():
            return Touched()
        case e.MessageCopied():
            return Touched(members=(event.author,))
        case e.InviteEnded():
            return Touched(invites=(event.invite,))
        case e.MessageStarted():
            return Touched(turn=event.turn)
        case e.MessageStatusSet() | e.MessageEnded() | e.MessageEdited() | e.MessageRedacted():
            return Touched(messages=(event.id,))
        case e.TurnStarted() | e.PromptCancelled():
            return Touched(messages=(event.message,))
        case e.MemberLeft() | e.MemberRemoved() | e.MembershipEnded() | e.RoleSet() | e.MemberMuted():
            return Touched(members=(event.who,))
        case e.MemberJoined() | e.GrantsSet() | e.NicknameSet():
            return Touched(members=(event.who,))
        case e.OwnershipTransferred():
            return Touched(members=(owner, event.to))
        case e.AgentRemoved():
            return Touched(members=(event.agent,))
        case e.BallotCast() | e.SeatLost() | e.PollResolved() | e.EffectClaimed() | e.EffectEnded():
            return Touched(polls=(event.poll,))
        case e.ShareCreated() | e.ShareSuspended() | e.ShareConfirmed() | e.ShareRevoked():
            return None
        case e.RoomForked() | e.ForkFinished():
            return None
        case e.RoomCleared() | e.RolledBack():
            return None  # of too many rows to read them: each store has its own way
        case e.AgentConfigured() | e.AgentStatusSet() | e.TurnEnded() | e.PromptQueued() | e.PollOverridden():
            return None
        case _:
            assert_never(event)


def project(before: RoomState, entry: e.Entry) -> Changes:
    """Return the rows that `entry` changes.

    Args:
        before: The room's row, and the rows that `touched` named; nothing else.
        entry: The log line.
    """
    after = evolve(before, entry)
    gone = {who: replace(member, role="left") for who, member in before.members.items() if who not in after.members}
    return Changes(
        room=after if _room_row(after) != _room_row(before) else None,
        members={**_new(before.members, after.members), **gone},
        removed=after.removed,
        invited=tuple(_new(before.invites, after.invites).values()),
        uninvited=tuple(key for key in before.invites if key not in after.invites),
        messages=tuple(_new(before.messages, after.messages).values()),
        polls=tuple(_new(before.polls, after.polls).values()),
        begun=tuple(_new(before.turns, after.turns).values()),
    )


def _new(before: dict[Any, Any], after: dict[Any, Any]) -> dict[Any, Any]:
    return {key: value for key, value in after.items() if before.get(key) is not value}


ROOM_FIELDS = ("id", "name", "topic", "visibility", "scope", "owner", "collaboration", "archived", "deleted")
"""What a room's own row shows."""


def own_row(state: RoomState) -> RoomState:
    """Return the room's own row of `state`, and nothing else of it."""
    return RoomState(**{field: getattr(state, field) for field in ROOM_FIELDS})


def _room_row(state: RoomState) -> tuple[object, ...]:
    return tuple(getattr(state, field) for field in ROOM_FIELDS)


def claims_of(write: Write) -> tuple[NamedClaim, ...]:
    """Return all ids that `write` makes: those it names, and the ids of messages that the server minted itself.

    A server's message needs no digest, nobody sends it again; it is claimed so that ids stay unique and can be found.
    """
    named = {claim.key for claim in write.claims}
    minted = [
        NamedClaim(write.room, message_key(entry.event.id), Claim(_author(entry), b"", entry.seq))
        for entry in write.entries
        if isinstance(entry.event, e.MessageStarted | e.MessagePosted | e.MessageCopied)
        and message_key(entry.event.id) not in named
    ]
    return (*write.claims, *minted) if minted else write.claims


def _author(entry: e.Entry) -> ParticipantId:
    return entry.event.author if isinstance(entry.event, e.MessageCopied) else entry.by


def blank(event: e.AnyEvent) -> e.AnyEvent:
    """Return the log's event of a redacted message without its content: the one permitted rewrite."""
    match event:
        case e.MessagePosted() | e.MessageCopied():
            return replace(event, body="", mime=(), mentions=())
        case e.MessageEnded():
            return replace(event, body="", mime=())
        case e.MessageEdited():
            return replace(event, body="", mentions=())
        case _:
            return event


def blank_entry(entry: e.Entry) -> e.Entry:
    """Return a log line without what it said."""
    return replace(entry, event=blank(entry.event))


def scrub(state: RoomState, redacted: Iterable[MessageId]) -> RoomState:
    """Return a snapshot without the content of `redacted` messages."""
    gone = {key: emptied(state.messages[key]) for key in redacted if key in state.messages}
    return replace(state, messages={**state.messages, **gone}) if gone else state


def poll_row(poll: Poll) -> dict[str, Any]:
    """Return a poll as the document shows it, with its id and its ballots."""
    ballots = {who: ballot_value(ballot) for who, ballot in poll.ballots.items()}
    return {**poll_value(poll), "id": poll.id, "ballots": ballots}
