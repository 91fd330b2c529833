"""Members: joining, leaving, their names and read positions, and how the state keeps those who come and go."""

from __future__ import annotations

import msgspec

from . import admission, grants, shares
from .commands import JoinRoom, Leave, MarkRead, SetNickname
from .draft import Draft
from .errors import Rejection
from .events import Entry, MemberJoined, MemberLeft, MemberRemoved, MembershipEnded, NicknameSet
from .ids import ParticipantId, kind_of
from .losses import lose_rights
from .model import Member, RoomState
from .names import check_free
from .people import Role
from .policy import RANK
from .text import clean_name

replace = msgspec.structs.replace


def join(draft: Draft, command: JoinRoom) -> None:
    """M1, M3: an account that sees a listed room and was not removed joins it, in its `join_role`; twice is once."""
    state, me = draft.state, draft.actor.id
    is_open = state.visibility == "listed" and me not in state.removed
    if (member := state.present(me)) is not None:
        if is_open and not member.muted and grants.personal(member) is None:
            grants.give(draft, me, state.policy.join_role)
        return
    if not is_open:
        raise Rejection("role/forbidden", "You were invited to this room: accept the invitation.", needs="member")
    admission.admit(draft, draft.actor, admission.no_better(state, me, state.policy.join_role))


def leave(draft: Draft, command: Leave) -> None:
    """M2: everybody may leave but the owner, who transfers first."""
    who = draft.actor.id
    if who == draft.state.owner:
        raise Rejection("member/last-owner", "You own this room: transfer it or delete it before you leave.")
    lose_rights(draft, (who,), "left")
    draft.add(MemberLeft(who))


def set_nickname(draft: Draft, command: SetNickname) -> None:
    """M12: a member is shown as they like, unless it would be taken for somebody else; their handle stays."""
    me, name = draft.actor.id, clean_name(command.name)
    if name == draft.state.members[me].name:
        return
    others = (member for who, member in draft.state.members.items() if who != me)
    check_free(name, others, draft.facts.offers)
    draft.add(NicknameSet(me, name))


def mark_read(draft: Draft, command: MarkRead) -> None:
    """M7: a read position is no event; it may not lie ahead of the room."""
    if command.seq > draft.state.seq:
        raise Rejection("frame/invalid", "Nobody can have read what is not written yet.")


# --- folds


def joined(state: RoomState, entry: Entry, event: MemberJoined) -> RoomState:
    """One more member, for whom no bar is left."""
    who, via = event.who, event.via
    held: dict[str, Role] = {via: event.role} if via is not None else {}
    member = Member(event.name, event.handle, kind_of(who), event.role, entry.at, event.muted, via, held)
    return replace(
        state,
        members={**state.members, who: member},
        former={left: known for left, known in state.former.items() if left != who},
        removed=state.removed - {who},
        blocked=state.blocked - {who},
        shares=shares.used(state, via),
    )


def left(state: RoomState, entry: Entry, event: MemberLeft | MembershipEnded) -> RoomState:
    """M9: one member less, by their own will or with a share; kept is what they return with, if it is little."""
    after = replace(state, members=without(state, event.who))
    kept = _kept(state, state.members[event.who])
    return replace(after, former={**state.former, event.who: kept}) if kept is not None else after


def removed(state: RoomState, entry: Entry, event: MemberRemoved) -> RoomState:
    """M3: one member less, who does not return on their own."""
    blocked = state.blocked | {event.who} if event.block else state.blocked
    return replace(state, members=without(state, event.who), removed=state.removed | {event.who}, blocked=blocked)


def _kept(state: RoomState, member: Member) -> Member | None:
    """M9: return what somebody who leaves comes back with, or None if that is what any newcomer gets."""
    own, share = grants.personal(member), state.shares.get(member.via) if member.via is not None else None
    newcomers = share.terms.role if own is None and share is not None else state.policy.join_role
    role = member.role if own is None else own
    below = RANK[role] < RANK[newcomers]
    if not below and not member.muted:
        return None
    return replace(member, role=role if below else "collaborator", via=None, grants={})


def without(state: RoomState, who: ParticipantId) -> dict[ParticipantId, Member]:
    """Return the members once `who` is gone; who wrote in the window stays as `left`: their messages keep a name."""
    members = dict(state.members)
    if any(message.author == who for message in state.messages.values()):
        members[who] = replace(members[who], role="left", muted=False, via=None, grants={})
    else:
        del members[who]
    return members


def nickname_set(state: RoomState, entry: Entry, event: NicknameSet) -> RoomState:
    """Another name."""
    return replace(state, members={**state.members, event.who: replace(state.members[event.who], name=event.name)})
