"""Grants: why somebody is a member, by a word of the room or by a share link; the best is their role (RULES 25)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from .draft import Draft
from .events import Entry, GrantsSet, MembershipEnded
from .ids import ParticipantId, ShareId
from .losses import lose_rights
from .model import RoomState
from .people import PERSONAL, Member, Role
from .policy import RANK, may_act

replace = msgspec.structs.replace


def of(member: Member) -> Mapping[str, Role]:
    """G1: return what `member` is here by; never nothing."""
    return member.grants or {PERSONAL: member.role}


def personal(member: Member) -> Role | None:
    """Return the role that is the member's own, whatever links they came by."""
    return of(member).get(PERSONAL)


def best(roles: Collection[Role]) -> Role:
    """G1: return the highest of `roles`."""
    return max(roles, key=RANK.__getitem__)


def give(draft: Draft, who: ParticipantId, role: Role) -> None:
    """G2: give a member a grant of their own, besides those by shares; one they have already gets no worse."""
    member = draft.state.members[who]
    own = personal(member)
    given = role if own is None else best((own, role))
    if given != own:
        grants = {**of(member), PERSONAL: given}
        draft.add(GrantsSet(who, best(grants.values()), grants))


def withdraw(draft: Draft, share: ShareId) -> None:
    """G3, G4: whoever is here by `share` has one grant less; whose last it was is a member no more."""
    remaining = {who: _without(member, share) for who, member in draft.state.members.items() if share in member.grants}
    losing = [who for who, rest in remaining.items() if not _may_still_act(draft.state.members[who], rest)]
    lose_rights(draft, losing, "grant")
    for who, rest in remaining.items():
        draft.add(GrantsSet(who, best(rest.values()), rest) if rest else MembershipEnded(who, share))


def _without(member: Member, share: ShareId) -> dict[str, Role]:
    return {grant: role for grant, role in member.grants.items() if grant != share}


def _may_still_act(member: Member, rest: Mapping[str, Role]) -> bool:
    return bool(rest) and may_act(replace(member, role=best(rest.values())))


# --- folds


def grants_set(state: RoomState, entry: Entry, event: GrantsSet) -> RoomState:
    """Other grants, and the role that follows from them."""
    grants = {} if event.grants.keys() == {PERSONAL} else event.grants
    via = next((ShareId(grant) for grant in grants if grant != PERSONAL), None)
    member = replace(state.members[event.who], role=event.role, grants=grants, via=via)
    return replace(state, members={**state.members, event.who: member})
