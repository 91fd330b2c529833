"""What higher ranks do to lower ones: remove, give a role, mute. Never to one's own rank or above (RULES 22)."""

from __future__ import annotations

import msgspec

from . import grants, invites, shares
from .commands import Mute, RemoveMember, SetRole, Unmute
from .draft import Draft
from .errors import Rejection
from .events import Entry, MemberMuted, MemberRemoved, RoleSet
from .ids import ParticipantId
from .losses import lose_rights
from .model import RoomState
from .people import PERSONAL
from .policy import RANK, may_act

replace = msgspec.structs.replace


def remove(draft: Draft, command: RemoveMember) -> None:
    """M3, V8, H4: who was removed returns only by a later invitation; a blocked guest's link is suspended."""
    who = _lower(draft, command.who)
    member = draft.state.members[who]
    lose_rights(draft, (who,), "removed")
    invites.end_for(draft, who)
    draft.add(MemberRemoved(who, command.block))
    if command.block and member.kind == "guest" and member.via is not None:
        shares.suspend(draft, member.via, "blocked")


def set_role(draft: Draft, command: SetRole) -> None:
    """M4, V8, G5: the owner gives roles below their own; one below collaborator costs seats and turns.

    X8: in an archived room only less than there is, which a grant of one's own in place of a link's is not.
    """
    who = _lower(draft, command.who)
    member = draft.state.members[who]
    if member.kind == "guest" and command.role == "moderator":
        raise Rejection("role/forbidden", "Guests do not moderate: they need an account here.")
    invites.end_for(draft, who)
    if member.role == command.role and (member.kind == "guest" or grants.of(member).keys() == {PERSONAL}):
        return
    if draft.state.archived and RANK[command.role] >= RANK[member.role]:
        raise Rejection("room/archived", "This room is archived: rights can only be taken away.")
    if not may_act(replace(member, role=command.role)):
        lose_rights(draft, (who,), "role")
    draft.add(RoleSet(who, command.role))


def mute(draft: Draft, command: Mute) -> None:
    """M5: a muted member reads, marks read and leaves; nothing else. Their seats, prompts and turns end."""
    who = _lower(draft, command.who)
    if draft.state.members[who].muted:
        return
    lose_rights(draft, (who,), "muted")
    draft.add(MemberMuted(who, True))


def unmute(draft: Draft, command: Unmute) -> None:
    """M5: an unmuted member speaks again; no seat or ballot returns."""
    who = _lower(draft, command.who)
    if draft.state.members[who].muted:
        draft.add(MemberMuted(who, False))


def _lower(draft: Draft, named: str) -> ParticipantId:
    who = ParticipantId(named)
    target, actor = draft.state.present(who), draft.state.members[draft.actor.id]
    if target is None or target.kind == "agent":
        raise Rejection("member/unknown", "There is no such member here.")
    if RANK[target.role] >= RANK[actor.role]:
        raise Rejection("role/forbidden", "You can only do this to members of lower rank.")
    return who


# --- folds


def role_set(state: RoomState, entry: Entry, event: RoleSet) -> RoomState:
    """G5: another role, their own in place of all grants; a guest has none but the share's, which it changes."""
    member = state.members[event.who]
    if member.kind == "guest" and member.via is not None:
        changed = replace(member, role=event.role, grants={member.via: event.role})
    else:
        changed = replace(member, role=event.role, via=None, grants={})
    return replace(state, members={**state.members, event.who: changed})


def muted(state: RoomState, entry: Entry, event: MemberMuted) -> RoomState:
    """Muted, or no longer."""
    return replace(state, members={**state.members, event.who: replace(state.members[event.who], muted=event.muted)})
