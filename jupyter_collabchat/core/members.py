"""Members: joining, leaving, removal, roles, mute, ownership; and what a person loses with their rights."""

from __future__ import annotations

import msgspec

from . import polls, turns
from .commands import JoinRoom, Leave, MarkRead, Mute, RemoveMember, SetRole, TransferOwnership, Unmute
from .draft import Draft
from .errors import Rejection
from .events import Entry, MemberJoined, MemberLeft, MemberMuted, MemberRemoved, OwnershipTransferred, RoleSet
from .ids import ParticipantId, kind_of
from .model import Member, RoomState
from .names import name_and_handle
from .policy import RANK, may_act

replace = msgspec.structs.replace


def join(draft: Draft, command: JoinRoom) -> None:
    """M1, M9: anyone who sees a listed room may join it, in its `join_role`, until it is full; twice is once."""
    state, who = draft.state, draft.actor.id
    if state.present(who):
        return
    if sum(m.kind != "agent" and m.role != "left" for m in state.members.values()) >= draft.facts.limits.max_members:
        raise Rejection("room/full", "This room is full. Ask its owner to make room for you.")
    others = (member for other, member in state.members.items() if other != who)
    name, handle = name_and_handle(draft.actor, others, draft.facts.offers)
    former = state.former.get(who)
    role = former.role if former is not None and former.role == "observer" else state.policy.join_role
    draft.add(MemberJoined(who, name, handle, role, muted=former is not None and former.muted))


def leave(draft: Draft, command: Leave) -> None:
    """M2: everybody may leave but the owner, who transfers first."""
    who = draft.actor.id
    if who == draft.state.owner:
        raise Rejection("member/last-owner", "You own this room: transfer it or delete it before you leave.")
    _lose_rights(draft, who, "left")
    draft.add(MemberLeft(who))


def remove(draft: Draft, command: RemoveMember) -> None:
    """M3: only strictly lower ranks; who was removed cannot join on their own."""
    who = _lower(draft, command.who)
    _lose_rights(draft, who, "removed")
    draft.add(MemberRemoved(who, command.block))


def set_role(draft: Draft, command: SetRole) -> None:
    """M4: act on strictly lower ranks, grant below one's own; a demotion below collaborator costs seats and turns."""
    who = _lower(draft, command.who)
    member = draft.state.members[who]
    if member.role == command.role:
        return
    if not may_act(replace(member, role=command.role)):
        _lose_rights(draft, who, "role")
    draft.add(RoleSet(who, command.role))


def mute(draft: Draft, command: Mute) -> None:
    """M5: a muted member reads, marks read and leaves; nothing else. Their seats, prompts and turns end."""
    who = _lower(draft, command.who)
    if draft.state.members[who].muted:
        return
    _lose_rights(draft, who, "muted")
    draft.add(MemberMuted(who, True))


def unmute(draft: Draft, command: Unmute) -> None:
    """M5: an unmuted member speaks again; no seat or ballot returns."""
    who = _lower(draft, command.who)
    if draft.state.members[who].muted:
        draft.add(MemberMuted(who, False))


def transfer(draft: Draft, command: TransferOwnership) -> None:
    """M6: only to an unmuted user; the former owner is a moderator, and their seats move without the ballots."""
    heir = ParticipantId(command.who)
    member = draft.state.present(heir)
    if member is None:
        raise Rejection("member/unknown", "There is no such member here.")
    if heir == draft.actor.id:
        return
    if member.muted or kind_of(heir) != "user":
        raise Rejection("role/forbidden", "Only an unmuted member with an account here can own a room.")
    former = draft.actor.id
    draft.add(OwnershipTransferred(heir))
    polls.lose_seats(draft, former, "transferred")


def mark_read(draft: Draft, command: MarkRead) -> None:
    """M7: a read position is no event; it may not lie ahead of the room."""
    if command.seq > draft.state.seq:
        raise Rejection("frame/invalid", "Nobody can have read what is not written yet.")


def _lower(draft: Draft, named: str) -> ParticipantId:
    who = ParticipantId(named)
    target, actor = draft.state.present(who), draft.state.members[draft.actor.id]
    if target is None or target.kind == "agent":
        raise Rejection("member/unknown", "There is no such member here.")
    if RANK[target.role] >= RANK[actor.role]:
        raise Rejection("role/forbidden", "You can only do this to members of lower rank.")
    return who


def _lose_rights(draft: Draft, who: ParticipantId, why: str) -> None:
    """M10: prompts, turns and seats go first, in the same batch."""
    turns.drop_person(draft, who)
    polls.lose_seats(draft, who, why)


# --- folds


def joined(state: RoomState, entry: Entry, event: MemberJoined) -> RoomState:
    """One more member."""
    member = Member(event.name, event.handle, kind_of(event.who), event.role, entry.at, event.muted, event.via)
    former = {who: known for who, known in state.former.items() if who != event.who}
    removed = state.removed - {event.who}
    return replace(state, members={**state.members, event.who: member}, former=former, removed=removed)


def left(state: RoomState, entry: Entry, event: MemberLeft | MemberRemoved) -> RoomState:
    """One member less; who wrote in the window stays as `left`, so that their messages keep a name."""
    after = replace(state, members=without(state, event.who))
    if isinstance(event, MemberRemoved):
        return replace(after, removed=state.removed | {event.who})
    member = state.members[event.who]
    below = member.muted or RANK[member.role] < RANK[state.policy.join_role]
    return replace(after, former={**state.former, event.who: member}) if below else after


def without(state: RoomState, who: ParticipantId) -> dict[ParticipantId, Member]:
    """Return the members once `who` is gone."""
    members = dict(state.members)
    if any(message.author == who for message in state.messages.values()):
        members[who] = replace(members[who], role="left", muted=False)
    else:
        del members[who]
    return members


def role_set(state: RoomState, entry: Entry, event: RoleSet) -> RoomState:
    """Another role."""
    return _with(state, event.who, role=event.role)


def muted(state: RoomState, entry: Entry, event: MemberMuted) -> RoomState:
    """Muted, or no longer."""
    return _with(state, event.who, muted=event.muted)


def ownership_transferred(state: RoomState, entry: Entry, event: OwnershipTransferred) -> RoomState:
    """M6: two roles change at once, so that there is always exactly one owner."""
    former = _with(state, state.owner, role="moderator")
    return replace(_with(former, event.to, role="owner"), owner=event.to)


def _with(state: RoomState, who: ParticipantId, **changes: object) -> RoomState:
    return replace(state, members={**state.members, who: replace(state.members[who], **changes)})
