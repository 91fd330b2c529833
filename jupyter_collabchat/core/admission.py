"""Becoming a member, by whichever door: a place, a name that is nobody else's, and no more than one left with."""

from __future__ import annotations

from .draft import Draft
from .errors import Rejection
from .events import MemberJoined
from .ids import Millis, ParticipantId, ShareId
from .model import Actor, RoomState
from .names import name_and_handle
from .people import Role
from .policy import RANK


def places(state: RoomState) -> frozenset[ParticipantId]:
    """M11: return whom a place is taken by: the people who are members, and those who are invited."""
    present = {who for who, member in state.members.items() if member.kind != "agent" and member.role != "left"}
    return frozenset(present.union(invite.who for invite in state.invites.values()))


def check_place(draft: Draft, who: ParticipantId) -> None:
    """M11: members and invited people are at most `max_members`; who has a place already needs no other.

    Raises:
        Rejection: `room/full`.
    """
    taken = places(draft.state)
    if who not in taken and len(taken) >= draft.facts.limits.max_members:
        raise Rejection("room/full", "This room is full. Ask its owner to make room for you.")


def admit(draft: Draft, newcomer: Actor, role: Role, via: ShareId | None = None) -> None:
    """M8, M9, M11: make `newcomer` a member; who left muted comes back muted."""
    who, state = newcomer.id, draft.state
    check_place(draft, who)
    others = (member for other, member in state.members.items() if other != who)
    name, handle = name_and_handle(newcomer, others, draft.facts.offers)
    former = state.former.get(who)
    draft.add(MemberJoined(who, name, handle, role, via=via, muted=former is not None and former.muted))


def no_better(state: RoomState, who: ParticipantId, role: Role) -> Role:
    """M9: return `role`, or what `who` left with if that was less."""
    former = state.former.get(who)
    return role if former is None else min(role, former.role, key=RANK.__getitem__)


def until(draft: Draft, asked: Millis | None, usual_s: int, longest_s: int) -> Millis:
    """Return when an invitation or a share ends: as asked, or after the usual time.

    Raises:
        Rejection: `frame/invalid` if that is past, or too far ahead.
    """
    moment = draft.now + usual_s * 1000 if asked is None else asked
    if not draft.now < moment <= draft.now + longest_s * 1000:
        raise Rejection("frame/invalid", f"The end must lie ahead, by at most {longest_s // 86_400} days.")
    return moment
