"""What may be asked of a room: two closed unions.

`ClientCommand` can be decoded from a frame; `HostCommand` (agents, timers, a reopening room) never comes from one.
Field names and types are the wire's (PROTOCOL, "Commands"); an unknown field is refused.
"""

from __future__ import annotations

from .command import Command as Command
from .host_commands import (
    AddShare as AddShare,
)
from .host_commands import (
    BeginFork as BeginFork,
)
from .host_commands import (
    Chown as Chown,
)
from .host_commands import (
    ClaimEffect as ClaimEffect,
)
from .host_commands import (
    CopyMessages as CopyMessages,
)
from .host_commands import (
    EndEffect as EndEffect,
)
from .host_commands import (
    EndFork as EndFork,
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
    RedactCopy as RedactCopy,
)
from .host_commands import (
    RedeemShare as RedeemShare,
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
from .model import Option as Option
from .people_commands import (
    AcceptInvite as AcceptInvite,
)
from .people_commands import (
    ConfirmShare as ConfirmShare,
)
from .people_commands import (
    CreateShare as CreateShare,
)
from .people_commands import (
    DeclineInvite as DeclineInvite,
)
from .people_commands import (
    Invite as Invite,
)
from .people_commands import (
    JoinRoom as JoinRoom,
)
from .people_commands import (
    Leave as Leave,
)
from .people_commands import (
    Mute as Mute,
)
from .people_commands import (
    RemoveMember as RemoveMember,
)
from .people_commands import (
    RevokeInvite as RevokeInvite,
)
from .people_commands import (
    RevokeShare as RevokeShare,
)
from .people_commands import (
    SetNickname as SetNickname,
)
from .people_commands import (
    SetRole as SetRole,
)
from .people_commands import (
    TransferOwnership as TransferOwnership,
)
from .people_commands import (
    Unmute as Unmute,
)
from .room_commands import (
    ArchiveRoom as ArchiveRoom,
)
from .room_commands import (
    ClearRoom as ClearRoom,
)
from .room_commands import (
    CreateRoom as CreateRoom,
)
from .room_commands import (
    DeleteRoom as DeleteRoom,
)
from .room_commands import (
    EditMessage as EditMessage,
)
from .room_commands import (
    ForkRoom as ForkRoom,
)
from .room_commands import (
    MarkRead as MarkRead,
)
from .room_commands import (
    PostMessage as PostMessage,
)
from .room_commands import (
    RedactMessage as RedactMessage,
)
from .room_commands import (
    RenameRoom as RenameRoom,
)
from .room_commands import (
    Rollback as Rollback,
)
from .room_commands import (
    SetCollaboration as SetCollaboration,
)
from .room_commands import (
    SetPolicy as SetPolicy,
)
from .room_commands import (
    SetTopic as SetTopic,
)
from .room_commands import (
    UnarchiveRoom as UnarchiveRoom,
)
from .work_commands import (
    AddAgent as AddAgent,
)
from .work_commands import (
    CancelPrompt as CancelPrompt,
)
from .work_commands import (
    CastBallot as CastBallot,
)
from .work_commands import (
    ClosePoll as ClosePoll,
)
from .work_commands import (
    ConfigureAgent as ConfigureAgent,
)
from .work_commands import (
    OpenPoll as OpenPoll,
)
from .work_commands import (
    OverridePoll as OverridePoll,
)
from .work_commands import (
    RemoveAgent as RemoveAgent,
)
from .work_commands import (
    RestartAgent as RestartAgent,
)
from .work_commands import (
    StartAgent as StartAgent,
)
from .work_commands import (
    StopAgent as StopAgent,
)
from .work_commands import (
    StopTurn as StopTurn,
)

ClientCommand = (
    CreateRoom
    | RenameRoom
    | SetTopic
    | SetPolicy
    | SetCollaboration
    | ArchiveRoom
    | UnarchiveRoom
    | ClearRoom
    | Rollback
    | ForkRoom
    | DeleteRoom
    | JoinRoom
    | Leave
    | RemoveMember
    | SetRole
    | Mute
    | Unmute
    | TransferOwnership
    | SetNickname
    | Invite
    | RevokeInvite
    | AcceptInvite
    | DeclineInvite
    | CreateShare
    | RevokeShare
    | ConfirmShare
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
