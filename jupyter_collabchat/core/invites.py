"""Invitations: a place kept for one person, who takes it or not. The pending are no members and read nothing (V10)."""

from __future__ import annotations

import msgspec

from . import admission, grants
from .commands import AcceptInvite, DeclineInvite, Invite, RevokeInvite
from .draft import Draft
from .errors import Rejection
from .events import Entry, InviteEnded, MemberInvited
from .ids import InviteId, Millis, ParticipantId, kind_of
from .model import RoomState
from .people import Invitation, InviteEnd, Role
from .policy import RANK

replace = msgspec.structs.replace


def invite(draft: Draft, command: Invite) -> None:
    """V1-V3: keep a place for an account that this server knows, in a role below one's own, for a time."""
    who, limits = ParticipantId(command.who), draft.facts.limits
    _check_invitee(draft, who)
    _check_rank(draft, command.role)
    end = admission.until(draft, command.expires_at, limits.invite_s, limits.longest_invite_s)
    admission.check_place(draft, who)
    made = InviteId(draft.facts.mint())
    draft.ack["invite"] = made
    draft.add(MemberInvited(made, who, command.role, end))


def _check_invitee(draft: Draft, who: ParticipantId) -> None:
    """V1, V4: one who can be asked, is not here, was not asked yet; only the owner asks whom the room has blocked."""
    state = draft.state
    if state.present(who) is not None:
        raise Rejection("member/already", "They are in this room already.")
    if kind_of(who) != "user" or who not in draft.facts.people:
        raise Rejection("member/unknown", "This server knows nobody of that name.")
    if (pending := pending_for(state, who)) is not None:
        raise Rejection("member/already", "They are invited already.", invite=pending.id)
    if who in state.blocked and draft.actor.id != state.owner:
        raise Rejection("role/forbidden", "They were blocked: only the owner may invite them.", needs="owner")


def _check_rank(draft: Draft, role: Role) -> None:
    """V2: an invitation is below the rank of who makes it or takes it back."""
    if RANK[role] >= RANK[draft.state.members[draft.actor.id].role]:
        raise Rejection("role/forbidden", "You can only do this for roles below your own.")


def revoke(draft: Draft, command: RevokeInvite) -> None:
    """V2, V5: a moderator or the owner takes a pending invitation back, if it is for a role below their own."""
    pending = _find(draft, command.invite)
    _check_rank(draft, pending.role)
    _end(draft, pending, "revoked")


def accept(draft: Draft, command: AcceptInvite) -> None:
    """V6: the invited person, and nobody else, becomes a member, or has the role as their own if they are one."""
    me = draft.actor.id
    if InviteId(command.invite) not in draft.state.invites and draft.state.present(me) is not None:
        return
    pending = _mine(draft, command.invite)
    _end(draft, pending, "accepted")
    if draft.state.present(me) is None:
        admission.admit(draft, draft.actor, pending.role)
    else:
        grants.give(draft, me, pending.role)


def decline(draft: Draft, command: DeclineInvite) -> None:
    """V6: the invited person gives the place back."""
    _end(draft, _mine(draft, command.invite), "declined")


def expire(draft: Draft) -> None:
    """V7: an invitation that nobody answered in time is over."""
    for pending in tuple(draft.state.invites.values()):
        if pending.expires_at <= draft.now:
            _end(draft, pending, "expired")


def end_for(draft: Draft, who: ParticipantId) -> None:
    """V8: who is removed, given a role or made owner has no older invitation to go back to."""
    if (pending := pending_for(draft.state, who)) is not None:
        _end(draft, pending, "revoked")


def end_all(draft: Draft) -> None:
    """V9: a room that is solo, archived or deleted keeps no place for anybody (RULES 18)."""
    for pending in tuple(draft.state.invites.values()):
        _end(draft, pending, "revoked")


def next_expiry(state: RoomState) -> Millis | None:
    """V7: return when the next invitation expires, if one is pending."""
    return min((pending.expires_at for pending in state.invites.values()), default=None)


def pending_for(state: RoomState, who: ParticipantId) -> Invitation | None:
    """Return the invitation that `who` has not answered yet; there is at most one."""
    return next((pending for pending in state.invites.values() if pending.who == who), None)


def _mine(draft: Draft, named: str) -> Invitation:
    """V6, V7: somebody else's invitation, and one that is over, is as unknown as one that never was."""
    pending = _find(draft, named)
    if pending.who != draft.actor.id or pending.expires_at <= draft.now:
        raise _unknown()
    return pending


def _find(draft: Draft, named: str) -> Invitation:
    pending = draft.state.invites.get(InviteId(named))
    if pending is None:
        raise _unknown()
    return pending


def _unknown() -> Rejection:
    return Rejection("invite/unknown", "This invitation is not open, or not for you.")


def _end(draft: Draft, pending: Invitation, how: InviteEnd) -> None:
    draft.add(InviteEnded(pending.id, pending.who, how))


# --- folds


def invited(state: RoomState, entry: Entry, event: MemberInvited) -> RoomState:
    """One more place is kept; who was blocked is so no more."""
    made = Invitation(event.invite, event.who, event.role, entry.by, entry.at, event.expires_at)
    return replace(state, invites={**state.invites, made.id: made}, blocked=state.blocked - {made.who})


def ended(state: RoomState, entry: Entry, event: InviteEnded) -> RoomState:
    """One place less is kept."""
    return replace(state, invites={key: made for key, made in state.invites.items() if key != event.invite})
