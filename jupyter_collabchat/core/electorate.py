"""Who votes on a poll that opens now, and how it is decided: fixed from then on (RULES 5, 11)."""

from __future__ import annotations

from .draft import Draft
from .ids import ParticipantId
from .model import Consensus, RoomState
from .people import Member, Share
from .policy import may_act


def seats(draft: Draft) -> tuple[ParticipantId, ...]:
    """P3: the owner, and unmuted members entitled to vote who are here or were lately; who opens it is here.

    Nobody else is here while the room is its owner's alone.
    """
    state, active = draft.state, draft.facts.active
    return tuple(
        who
        for who, member in state.members.items()
        if who == state.owner
        or (
            state.collaboration
            and may_act(member)
            and _may_vote(state, member)
            and (who in active or who == draft.actor.id)
        )
    )


def _may_vote(state: RoomState, member: Member) -> bool:
    """H8: accounts of this server vote; a guest does if the share they came by says so."""
    if member.kind == "user":
        return True
    share = _share_of(state, member)
    return member.kind == "guest" and share is not None and share.terms.votes


def policy_for(state: RoomState, who: ParticipantId) -> Consensus:
    """H9: return how a poll that `who` causes is decided: as the share they came by says, else as the room does."""
    member = state.present(who)
    share = _share_of(state, member) if member is not None else None
    return share.terms.consensus if share is not None and share.terms.consensus else state.policy.consensus


def _share_of(state: RoomState, member: Member) -> Share | None:
    return state.shares.get(member.via) if member.via is not None else None
