"""Coming in by a share link: a link is looked at as the room is at that moment, never as it was when made."""

from __future__ import annotations

from . import admission
from .commands import RedeemShare
from .draft import Draft
from .errors import Rejection
from .ids import Millis
from .model import Actor, RoomState
from .people import Share


def redeem(draft: Draft, command: RedeemShare) -> None:
    """H3, H7, H10: who shows a live link becomes a member; for a member nothing changes and nothing is used up."""
    state, who = draft.state, command.who
    if state.present(who) is not None and not state.deleted:
        return
    if who in state.blocked:
        raise Rejection("room/unknown", "There is no such room for you.")
    share = state.shares.get(command.share)
    if share is None or who in state.removed or not is_live(state, share, draft.now):
        raise Rejection("share/dead", "This link is not valid any more. Ask for a new one.")
    role = admission.no_better(state, who, share.terms.role)
    admission.admit(draft, Actor(who, command.name), role, share.id)


def is_live(state: RoomState, share: Share, now: Millis) -> bool:
    """H3: whether a link admits people now: its maker owns the room, which is in use, and neither it nor time is up."""
    in_use = state.collaboration and not state.archived and not state.deleted
    uses_left = share.terms.max_uses is None or share.uses < share.terms.max_uses
    return in_use and uses_left and share.by == state.owner and share.suspended is None and now < share.terms.expires_at
