"""The fold: state and one log line make the next state. Total, pure, and the only place where state changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from . import (
    agents,
    budgets,
    checkpoints,
    effects,
    forks,
    grants,
    invites,
    life,
    members,
    messages,
    moderation,
    opening,
    ownership,
    polls,
    rooms,
    shares,
    turns,
)
from . import events as e
from .model import Message, RoomState

replace = msgspec.structs.replace

_Fold = Callable[[RoomState, e.Entry, Any], RoomState]
_Change = Callable[[Message, e.Entry, Any], Message]

CHANGES: dict[type[e.Event], _Change] = {
    e.MessageStatusSet: messages.status_set,
    e.MessageEnded: messages.ended,
    e.MessageEdited: messages.edited,
    e.MessageRedacted: messages.redacted,
}
"""Events that change one message, in the window or in the archive alike."""


def _change(state: RoomState, entry: e.Entry, event: Any) -> RoomState:  # noqa: ANN401 - one of CHANGES
    message = state.messages.get(event.id)
    if message is None:
        return state
    changed = CHANGES[type(event)](message, entry, event)
    return replace(state, messages={**state.messages, message.id: changed})


def _ended(state: RoomState, entry: e.Entry, event: e.MessageEnded) -> RoomState:
    """T13: the message changes, and what it took is counted."""
    message = state.messages.get(event.id)
    after = _change(state, entry, event)
    return after if message is None else budgets.said(after, message.author, event.usage)


FOLDS: dict[type[e.Event], _Fold] = {
    e.RoomCreated: rooms.created,
    e.RoomRenamed: rooms.renamed,
    e.TopicSet: rooms.topic_set,
    e.PolicySet: rooms.policy_set,
    e.CollaborationSet: life.collaboration_set,
    e.RoomArchived: life.archived,
    e.RoomUnarchived: life.unarchived,
    e.RoomCleared: life.cleared,
    e.RoomDeleted: life.deleted,
    e.RolledBack: checkpoints.rolled_back,
    e.RoomForked: forks.forked,
    e.ForkFinished: forks.finished,
    e.MessageCopied: forks.copied,
    e.ForkOpened: forks.opened,
    e.MemberJoined: members.joined,
    e.MemberLeft: members.left,
    e.MembershipEnded: members.left,
    e.MemberRemoved: members.removed,
    e.NicknameSet: members.nickname_set,
    e.RoleSet: moderation.role_set,
    e.MemberMuted: moderation.muted,
    e.OwnershipTransferred: ownership.transferred,
    e.GrantsSet: grants.grants_set,
    e.MemberInvited: invites.invited,
    e.InviteEnded: invites.ended,
    e.ShareCreated: shares.created,
    e.ShareSuspended: shares.suspended,
    e.ShareConfirmed: shares.confirmed,
    e.ShareRevoked: shares.revoked,
    e.MessagePosted: messages.posted,
    e.MessageStarted: messages.started,
    **dict.fromkeys(CHANGES, _change),
    e.MessageEnded: _ended,
    e.AgentAdded: agents.added,
    e.AgentRemoved: agents.removed,
    e.AgentConfigured: agents.configured,
    e.AgentStatusSet: agents.status_set,
    e.TurnStarted: turns.started,
    e.TurnEnded: turns.ended,
    e.PromptQueued: turns.queued,
    e.PromptCancelled: turns.prompt_cancelled,
    e.PollOpened: opening.opened,
    e.BallotCast: polls.ballot_cast,
    e.SeatLost: polls.seat_lost,
    e.PollOverridden: polls.overridden,
    e.PollResolved: polls.resolved,
    e.EffectClaimed: effects.claimed,
    e.EffectEnded: effects.ended,
}


def evolve(state: RoomState, entry: e.Entry) -> RoomState:
    """L2: return the state after `entry`; `state` is not changed. Costs O(window) at most."""
    return replace(FOLDS[type(entry.event)](state, entry, entry.event), seq=entry.seq)


def replay(state: RoomState, entries: Iterable[e.Entry]) -> RoomState:
    """L3: return the state after all `entries`, in order, from the first or from a kept state."""
    for entry in entries:
        state = evolve(state, entry)
    return state
