"""Ownership: exactly one at all times, handed over by the owner, or by the server's operator when the owner is lost."""

from __future__ import annotations

import msgspec

from . import admission, invites, polls, shares
from .commands import Chown, TransferOwnership
from .draft import Draft
from .errors import Rejection
from .events import Entry, MemberMuted, OwnershipTransferred
from .ids import ParticipantId, kind_of
from .model import Actor, RoomState
from .people import Member, Role

replace = msgspec.structs.replace


def transfer(draft: Draft, command: TransferOwnership) -> None:
    """M6: only to an unmuted user; the former owner is a moderator."""
    heir = ParticipantId(command.who)
    member = draft.state.present(heir)
    if member is None:
        raise Rejection("member/unknown", "There is no such member here.")
    if heir == draft.actor.id:
        return
    if member.muted or kind_of(heir) != "user":
        raise Rejection("role/forbidden", "Only an unmuted member with an account here can own a room.")
    _hand_over(draft, heir)


def chown(draft: Draft, command: Chown) -> None:
    """M13: the operator gives the room to any account, which becomes an unmuted member if it is none (RULES 32)."""
    heir = command.to
    if draft.state.deleted:
        raise Rejection("room/unknown", "There is no such room.")
    if kind_of(heir) != "user":
        raise Rejection("role/forbidden", "Only an account of this server can own a room.")
    if heir == draft.state.owner:
        return
    if draft.state.present(heir) is None:
        admission.admit(draft, Actor(heir, command.name), "collaborator")
    if draft.state.members[heir].muted:
        draft.add(MemberMuted(heir, False))
    _hand_over(draft, heir)


def _hand_over(draft: Draft, heir: ParticipantId) -> None:
    """M6, P21, V8, H4: seats move without their ballots; links wait for the new owner's word."""
    former = draft.state.owner
    invites.end_for(draft, heir)
    draft.add(OwnershipTransferred(heir))
    polls.lose_seats(draft, former, "transferred")
    shares.suspend_all(draft, "transferred")


# --- folds


def transferred(state: RoomState, entry: Entry, event: OwnershipTransferred) -> RoomState:
    """M6: two roles change at once, so that there is always exactly one owner."""
    former, heir = state.members[state.owner], state.members[event.to]
    changed = {state.owner: _own(former, "moderator"), event.to: _own(heir, "owner")}
    return replace(state, members={**state.members, **changed}, owner=event.to)


def _own(member: Member, role: Role) -> Member:
    return replace(member, role=role, via=None, grants={})
