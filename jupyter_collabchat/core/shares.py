"""Share links: who makes, suspends, confirms and revokes them. The secret is the shell's; here a share is its id."""

from __future__ import annotations

import msgspec

from . import admission, claims, grants
from .commands import AddShare, ConfirmShare, CreateShare, RevokeShare
from .draft import Draft
from .errors import Rejection
from .events import Entry, ShareConfirmed, ShareCreated, ShareRevoked, ShareSuspended
from .ids import Millis, ShareId
from .model import RoomState
from .people import Share, ShareTerms, Suspension
from .text import readable

replace = msgspec.structs.replace


def create(draft: Draft, command: CreateShare) -> None:
    """H1: the owner makes a link for this room, and perhaps for others, where `add` follows."""
    if not claims.make(draft, claims.share_key(draft.actor.id, command.request), command, names="share"):
        return
    if draft.state.id not in command.rooms:
        raise Rejection("frame/invalid", "A share is asked of one of its own rooms.")
    _check_number(draft)
    share, terms = ShareId(draft.facts.mint()), _terms(draft, command)
    draft.ref = draft.ack["share"] = share
    draft.add(ShareCreated(share, draft.actor.id, terms))


def _terms(draft: Draft, command: CreateShare) -> ShareTerms:
    limits = draft.facts.limits
    return ShareTerms(
        command.role,
        admission.until(draft, command.expires_at, limits.share_s, limits.longest_share_s),
        label=readable(command.label),
        max_uses=command.max_uses,
        votes=command.votes,
        consensus=command.consensus,
    )


def _check_number(draft: Draft) -> None:
    """H2: a room has so many links at most; those that expired and brought nobody do not count."""
    kept = [share for share in draft.state.shares.values() if not _is_spent(draft.state, share, draft.now)]
    if len(kept) >= draft.facts.limits.shares:
        raise Rejection("share/limit", "This room has too many share links; revoke one first.")


def _is_spent(state: RoomState, share: Share, now: Millis) -> bool:
    used = any(share.id in member.grants for member in state.members.values())
    return share.terms.expires_at <= now and not used


def add(draft: Draft, command: AddShare) -> None:
    """H1: a share made in another room is good for this one if its maker owns this too; adding it twice is once."""
    state = draft.state
    if command.id in state.shares:
        return
    if state.deleted or command.by != state.owner:
        raise Rejection("role/forbidden", "Only a room's owner shares it.")
    if state.archived:
        raise Rejection("room/archived", "This room is archived.")
    if not state.collaboration:
        raise Rejection("room/solo", "This room is not shared with anybody now.")
    _check_number(draft)
    draft.add(ShareCreated(command.id, command.by, command.terms))


def revoke(draft: Draft, command: RevokeShare) -> None:
    """H6: the memberships that it granted end first, then the link."""
    share = find(draft.state, command.share)
    grants.withdraw(draft, share.id)
    draft.add(ShareRevoked(share.id))


def confirm(draft: Draft, command: ConfirmShare) -> None:
    """H5: a suspended link admits people again, as the present owner's."""
    share = find(draft.state, command.share)
    if share.suspended is not None or share.by != draft.actor.id:
        draft.add(ShareConfirmed(share.id))


def suspend(draft: Draft, share: ShareId, why: Suspension) -> None:
    """H4: a link admits nobody until its room's owner confirms it."""
    known = draft.state.shares.get(share)
    if known is not None and known.suspended is None:
        draft.add(ShareSuspended(share, why))


def suspend_all(draft: Draft, why: Suspension) -> None:
    """H4: a room that goes solo, is archived, deleted or handed over suspends its links (RULES 18, 25)."""
    for share in tuple(draft.state.shares):
        suspend(draft, share, why)


def find(state: RoomState, named: str) -> Share:
    """Return a share of this room.

    Raises:
        Rejection: `share/unknown`.
    """
    share = state.shares.get(ShareId(named))
    if share is None:
        raise Rejection("share/unknown", "There is no such share link in this room.")
    return share


# --- folds


def created(state: RoomState, entry: Entry, event: ShareCreated) -> RoomState:
    """H2: one more link; those that expired and brought nobody are forgotten."""
    kept = {key: share for key, share in state.shares.items() if not _is_spent(state, share, entry.at)}
    return replace(state, shares={**kept, event.share: Share(event.share, event.by, entry.at, event.terms)})


def suspended(state: RoomState, entry: Entry, event: ShareSuspended) -> RoomState:
    """It admits nobody."""
    return _put(state, replace(state.shares[event.share], suspended=event.why))


def confirmed(state: RoomState, entry: Entry, event: ShareConfirmed) -> RoomState:
    """It admits people again, for whoever confirmed it."""
    return _put(state, replace(state.shares[event.share], by=entry.by, suspended=None))


def revoked(state: RoomState, entry: Entry, event: ShareRevoked) -> RoomState:
    """It is gone."""
    return replace(state, shares={key: share for key, share in state.shares.items() if key != event.share})


def used(state: RoomState, via: ShareId | None) -> dict[ShareId, Share]:
    """H3: return the shares once somebody came by `via`."""
    share = state.shares.get(via) if via is not None else None
    return state.shares if share is None else {**state.shares, share.id: replace(share, uses=share.uses + 1)}


def _put(state: RoomState, share: Share) -> RoomState:
    return replace(state, shares={**state.shares, share.id: share})
