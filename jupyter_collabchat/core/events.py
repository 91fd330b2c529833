"""Facts: what happened in a room. Appended to its log, never refused, never changed (but for redaction)."""

from __future__ import annotations

import msgspec

from .fork_events import (
    ForkFinished as ForkFinished,
)
from .fork_events import (
    ForkOpened as ForkOpened,
)
from .fork_events import (
    MessageCopied as MessageCopied,
)
from .fork_events import (
    RoomForked as RoomForked,
)
from .ids import Millis, ParticipantId, Seq
from .people_events import (
    GrantsSet as GrantsSet,
)
from .people_events import (
    InviteEnded as InviteEnded,
)
from .people_events import (
    MemberInvited as MemberInvited,
)
from .people_events import (
    MemberJoined as MemberJoined,
)
from .people_events import (
    MemberLeft as MemberLeft,
)
from .people_events import (
    MemberMuted as MemberMuted,
)
from .people_events import (
    MemberRemoved as MemberRemoved,
)
from .people_events import (
    MembershipEnded as MembershipEnded,
)
from .people_events import (
    NicknameSet as NicknameSet,
)
from .people_events import (
    OwnershipTransferred as OwnershipTransferred,
)
from .people_events import (
    RoleSet as RoleSet,
)
from .people_events import (
    ShareConfirmed as ShareConfirmed,
)
from .people_events import (
    ShareCreated as ShareCreated,
)
from .people_events import (
    ShareRevoked as ShareRevoked,
)
from .people_events import (
    ShareSuspended as ShareSuspended,
)
from .room_events import (
    CollaborationSet as CollaborationSet,
)
from .room_events import (
    Event as Event,
)
from .room_events import (
    MessageEdited as MessageEdited,
)
from .room_events import (
    MessageEnded as MessageEnded,
)
from .room_events import (
    MessagePosted as MessagePosted,
)
from .room_events import (
    MessageRedacted as MessageRedacted,
)
from .room_events import (
    MessageStarted as MessageStarted,
)
from .room_events import (
    MessageStatusSet as MessageStatusSet,
)
from .room_events import (
    PolicySet as PolicySet,
)
from .room_events import (
    RolledBack as RolledBack,
)
from .room_events import (
    RoomArchived as RoomArchived,
)
from .room_events import (
    RoomCleared as RoomCleared,
)
from .room_events import (
    RoomCreated as RoomCreated,
)
from .room_events import (
    RoomDeleted as RoomDeleted,
)
from .room_events import (
    RoomRenamed as RoomRenamed,
)
from .room_events import (
    RoomUnarchived as RoomUnarchived,
)
from .room_events import (
    TopicSet as TopicSet,
)
from .work_events import (
    AgentAdded as AgentAdded,
)
from .work_events import (
    AgentConfigured as AgentConfigured,
)
from .work_events import (
    AgentRemoved as AgentRemoved,
)
from .work_events import (
    AgentStatusSet as AgentStatusSet,
)
from .work_events import (
    BallotCast as BallotCast,
)
from .work_events import (
    EffectClaimed as EffectClaimed,
)
from .work_events import (
    EffectEnded as EffectEnded,
)
from .work_events import (
    PollOpened as PollOpened,
)
from .work_events import (
    PollOverridden as PollOverridden,
)
from .work_events import (
    PollResolved as PollResolved,
)
from .work_events import (
    PromptCancelled as PromptCancelled,
)
from .work_events import (
    PromptQueued as PromptQueued,
)
from .work_events import (
    SeatLost as SeatLost,
)
from .work_events import (
    TurnEnded as TurnEnded,
)
from .work_events import (
    TurnStarted as TurnStarted,
)

AnyEvent = (
    RoomCreated
    | RoomRenamed
    | TopicSet
    | PolicySet
    | CollaborationSet
    | RoomArchived
    | RoomUnarchived
    | RoomCleared
    | RolledBack
    | RoomForked
    | ForkFinished
    | ForkOpened
    | RoomDeleted
    | MemberJoined
    | MemberLeft
    | MemberRemoved
    | RoleSet
    | MemberMuted
    | OwnershipTransferred
    | GrantsSet
    | MembershipEnded
    | NicknameSet
    | MemberInvited
    | InviteEnded
    | ShareCreated
    | ShareSuspended
    | ShareConfirmed
    | ShareRevoked
    | MessagePosted
    | MessageCopied
    | MessageStarted
    | MessageStatusSet
    | MessageEnded
    | MessageEdited
    | MessageRedacted
    | AgentAdded
    | AgentRemoved
    | AgentConfigured
    | AgentStatusSet
    | TurnStarted
    | TurnEnded
    | PromptQueued
    | PromptCancelled
    | PollOpened
    | BallotCast
    | SeatLost
    | PollOverridden
    | PollResolved
    | EffectClaimed
    | EffectEnded
)


class Entry(msgspec.Struct, frozen=True):
    """One line of a room's log: an event with its place, time and cause."""

    seq: Seq
    at: Millis
    by: ParticipantId
    event: AnyEvent
