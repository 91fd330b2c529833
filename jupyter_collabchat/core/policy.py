"""The role table: who may send which command. One table for every door, read anew for every command.

A rule module may refuse more (somebody else's message, a higher rank), never allow more.
"""

from __future__ import annotations

import msgspec

from . import commands as c
from .errors import Rejection
from .ids import ParticipantId, kind_of
from .model import Actor, Member, Role, RoomState

RANK: dict[Role, int] = {"left": -1, "observer": 0, "collaborator": 1, "moderator": 2, "owner": 3}


class Right(msgspec.Struct, frozen=True):
    """What a command needs. `role` None: no membership. `scope`: access tokens that may send it, besides logins."""

    role: Role | None
    while_muted: bool = False
    scopes: frozenset[str] = frozenset()


_POSTING = frozenset({"post", "ask"})
_ACCOUNTS = frozenset({"user"})
_PEOPLE = frozenset({"user", "guest"})

TABLE: dict[type[c.Command], Right] = {
    c.CreateRoom: Right(None),
    c.JoinRoom: Right(None),
    c.MarkRead: Right("observer", while_muted=True),
    c.Leave: Right("observer", while_muted=True),
    c.PostMessage: Right("collaborator", scopes=_POSTING),
    c.EditMessage: Right("collaborator", scopes=_POSTING),
    c.RedactMessage: Right("collaborator", scopes=_POSTING),
    c.CancelPrompt: Right("collaborator"),
    c.StopTurn: Right("collaborator"),
    c.OpenPoll: Right("collaborator"),
    c.CastBallot: Right("collaborator"),
    c.ClosePoll: Right("collaborator"),
    c.RemoveMember: Right("moderator"),
    c.Mute: Right("moderator"),
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
    c.DeleteRoom: Right("owner"),
    c.SetRole: Right("owner"),
    c.TransferOwnership: Right("owner"),
    c.OverridePoll: Right("owner"),
}


def tag_of(command: type[c.Command]) -> str:
    """Return a command's type as it is named on the wire."""
    return str(command.__struct_config__.tag)


def admit(state: RoomState, actor: Actor, command: c.Command, *, is_resent: bool = False) -> None:
    """X1-X5: refuse `command` if the table does. What is hidden from the actor is unknown before anything else.

    I5: a member's resend is let through: it took effect while they still might.

    Raises:
        Rejection: `room/unknown`, `role/forbidden`, `member/muted`.
    """
    right = TABLE[type(command)]
    makes_room = isinstance(command, c.CreateRoom) and not state.owner
    if not makes_room and not (actor.reaches(state.id) and is_visible(state, actor.id)):
        raise Rejection("room/unknown", "There is no such room for you.")
    _check_actor(actor, right)
    member = state.present(actor.id)
    if right.role is not None and not (is_resent and member is not None):
        _check_member(member, right, right.role)


def is_visible(state: RoomState, who: ParticipantId) -> bool:
    """Whether the room exists for `who`: they are in it, or it is listed and they were not removed."""
    if state.deleted:
        return False
    return state.present(who) is not None or (state.visibility == "listed" and who not in state.removed)


def _check_actor(actor: Actor, right: Right) -> None:
    if not actor.is_interactive and actor.scope not in right.scopes:
        raise Rejection("role/forbidden", "An access token may not do this; use your own login.")
    if kind_of(actor.id) not in (_PEOPLE if right.role is not None else _ACCOUNTS):
        raise Rejection("role/forbidden", "You need an account on this server to do this.")


def _check_member(member: Member | None, right: Right, role: Role) -> None:
    if member is None:
        raise Rejection("role/forbidden", "Join the room first.", needs="member")
    if member.muted and not right.while_muted:
        raise Rejection("member/muted", "You are muted in this room: you can read, not write.")
    if RANK[member.role] < RANK[role]:
        raise Rejection("role/forbidden", f"Only {_who(role)} may do this.", needs=role)


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
