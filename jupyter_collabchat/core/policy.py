"""The role table: who may send which command. One table for every door, read anew for every command.

A rule module may refuse more (somebody else's message, a higher rank), never allow more.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from . import commands as c
from .errors import Rejection
from .ids import ParticipantId, kind_of
from .model import Actor, Member, Role, RoomState

RANK: dict[Role, int] = {"left": -1, "observer": 0, "collaborator": 1, "moderator": 2, "owner": 3}


class Right(msgspec.Struct, frozen=True):
    """What a command needs. `role` None: no membership. `scopes`: access tokens that may send it, besides logins."""

    role: Role | None
    while_muted: bool = False
    scopes: frozenset[str] = frozenset()
    while_archived: bool = False
    """Reading, the room's own life, and whatever takes rights away: that waits for nothing."""
    while_solo: Literal["owner", "anyone", "nobody"] = "owner"
    """`nobody`: what brings people in, or hands the room to one, waits until it is shared."""


_POSTING = frozenset({"post", "ask"})
_ACCOUNTS = frozenset({"user"})
_PEOPLE = frozenset({"user", "guest"})

TABLE: dict[type[c.Command], Right] = {
    c.CreateRoom: Right(None, while_muted=True),
    c.JoinRoom: Right(None, while_muted=True, while_solo="nobody"),
    c.AcceptInvite: Right(None, while_solo="nobody"),
    c.DeclineInvite: Right(None, while_muted=True, while_archived=True, while_solo="anyone"),
    c.MarkRead: Right("observer", while_muted=True, while_archived=True),
    c.Leave: Right("observer", while_muted=True, while_archived=True, while_solo="anyone"),
    c.SetNickname: Right("observer"),
    c.PostMessage: Right("collaborator", scopes=_POSTING),
    c.EditMessage: Right("collaborator", scopes=_POSTING),
    c.RedactMessage: Right("collaborator", scopes=_POSTING),
    c.CancelPrompt: Right("collaborator"),
    c.StopTurn: Right("collaborator"),
    c.OpenPoll: Right("collaborator"),
    c.CastBallot: Right("collaborator"),
    c.ClosePoll: Right("collaborator"),
    c.Invite: Right("moderator", while_solo="nobody"),
    c.RevokeInvite: Right("moderator", while_archived=True),
    c.RemoveMember: Right("moderator", while_archived=True),
    c.Mute: Right("moderator", while_archived=True),
    c.Unmute: Right("moderator"),
    c.AddAgent: Right("moderator"),
    c.RemoveAgent: Right("moderator"),
    c.StartAgent: Right("moderator"),
    c.StopAgent: Right("moderator"),
    c.RestartAgent: Right("moderator"),
    c.ConfigureAgent: Right("moderator"),
    c.RenameRoom: Right("owner"),
    c.SetTopic: Right("owner"),
    c.SetPolicy: Right("owner"),
    c.SetCollaboration: Right("owner"),
    c.ArchiveRoom: Right("owner", while_archived=True),
    c.UnarchiveRoom: Right("owner", while_archived=True),
    c.ClearRoom: Right("owner"),
    c.Rollback: Right("moderator"),
    c.ForkRoom: Right("owner", while_archived=True),
    c.DeleteRoom: Right("owner", while_archived=True),
    c.SetRole: Right("owner", while_archived=True),
    c.TransferOwnership: Right("owner", while_solo="nobody"),
    c.CreateShare: Right("owner", while_solo="nobody"),
    c.RevokeShare: Right("owner", while_archived=True),
    c.ConfirmShare: Right("owner", while_solo="nobody"),
    c.OverridePoll: Right("owner"),
}


def tag_of(command: type[c.Command]) -> str:
    """Return a command's type as it is named on the wire."""
    return str(command.__struct_config__.tag)


def admit(state: RoomState, actor: Actor, command: c.Command, *, is_resent: bool = False) -> None:
    """X1-X5, X8, X9: refuse `command` if the table does. What is hidden from the actor is unknown before anything else.

    I5: a member's resend is let through: it took effect while they still might.

    Raises:
        Rejection: `room/unknown`, `role/forbidden`, `member/muted`, `room/archived`, `room/solo`.
    """
    right = TABLE[type(command)]
    makes_room = isinstance(command, c.CreateRoom) and not state.owner
    if not makes_room and not (actor.reaches(state.id) and is_visible(state, actor.id)):
        raise Rejection("room/unknown", "There is no such room for you.")
    _check_actor(actor, right)
    member = state.present(actor.id)
    if not (is_resent and member is not None):
        _check_member(member, right)
        _check_use(state, actor, right)


def is_visible(state: RoomState, who: ParticipantId) -> bool:
    """X2: whether the room exists for `who`: they are in it or invited, or it is listed and they were not removed.

    Says nothing about reading: that is for members.
    """
    if state.deleted:
        return False
    if state.present(who) is not None or (state.visibility == "listed" and who not in state.removed):
        return True
    return any(invite.who == who for invite in state.invites.values())


def _check_actor(actor: Actor, right: Right) -> None:
    if not actor.is_interactive and actor.scope not in right.scopes:
        raise Rejection("role/forbidden", "An access token may not do this; use your own login.")
    if kind_of(actor.id) not in (_PEOPLE if right.role is not None else _ACCOUNTS):
        raise Rejection("role/forbidden", "You need an account on this server to do this.")


def _check_member(member: Member | None, right: Right) -> None:
    if member is None:
        if right.role is not None:
            raise Rejection("role/forbidden", "Join the room first.", needs="member")
        return
    if member.muted and not right.while_muted:
        raise Rejection("member/muted", "You are muted in this room: you can read, not write.")
    if right.role is not None and RANK[member.role] < RANK[right.role]:
        raise Rejection("role/forbidden", f"Only {_who(right.role)} may do this.", needs=right.role)


def _check_use(state: RoomState, actor: Actor, right: Right) -> None:
    """X8, X9: an archived room is read, and left by or taken from people; one that is solo is its owner's alone."""
    if state.archived and not right.while_archived:
        raise Rejection("room/archived", "This room is archived: it can only be read.")
    alone = right.while_solo == "nobody" or (right.while_solo == "owner" and actor.id != state.owner)
    if not state.collaboration and alone:
        raise Rejection("room/solo", "This room is not shared with anybody now; its owner can change that.")


def _who(role: Role) -> str:
    return {"owner": "the owner", "moderator": "a moderator or the owner"}.get(role, "a collaborator")


def can(member: Member | None, scope: str | None = None) -> tuple[str, ...]:
    """X6: return the types of commands that a member's role and mute allow, ignoring state; sorted."""
    if member is None or member.role == "left":
        return ()
    rank = RANK[member.role]
    return tuple(
        sorted(
            tag_of(command)
            for command, right in TABLE.items()
            if right.role is not None
            and rank >= RANK[right.role]
            and (right.while_muted or not member.muted)
            and (scope is None or scope in right.scopes)
        )
    )


def may_act(member: Member | None) -> bool:
    """Whether a member may speak, ask and vote: present, unmuted, collaborator or higher."""
    return member is not None and not member.muted and RANK[member.role] >= RANK["collaborator"]
