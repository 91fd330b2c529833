"""Effects: what was approved is claimed once, done once, and has one end (RULES 1-4)."""

from __future__ import annotations

import msgspec

from . import polls, turns
from .commands import ClaimEffect, EndEffect
from .draft import Draft
from .errors import Rejection
from .events import EffectClaimed, EffectEnded, Entry
from .ids import Millis, ParticipantId
from .model import Poll, RoomState
from .policy import may_act
from .text import whole

replace = msgspec.structs.replace


def claim(draft: Draft, command: ClaimEffect) -> None:
    """E1: an executor acts only on this event: approved, unclaimed, in time, same bytes, asker and sponsor entitled."""
    poll = polls.find(draft.state, command.poll)
    if poll.outcome != "approved" or poll.effect != "pending" or poll.hash != command.hash:
        raise Rejection("effect/refused", "This effect is not approved, or was claimed already.")
    if draft.now >= _void_at(poll, draft.facts.limits.approval_ttl_s):
        raise Rejection("effect/refused", "The approval is too old.")
    turn = turns.running(draft.state, poll.turn or "")
    if not may_act(draft.state.present(turn.holder)):
        raise Rejection("effect/refused", "Who asked for this may no longer act here.")
    if _must_wait(draft.state, poll):
        raise Rejection("effect/refused", "Another effect on the same target comes first.", wait=True)
    draft.add(EffectClaimed(poll.id, _sponsor(draft, poll)))


def _sponsor(draft: Draft, poll: Poll) -> ParticipantId:
    """E5, E6: one of the approvers who may do it still, asked again now."""
    approvers = [who for who, ballot in poll.ballots.items() if ballot.choice == "approve" and ballot.may_run]
    candidates = [who for who in (poll.sponsor, *approvers) if who is not None]
    right = polls.right_of(poll, draft.facts.offers)
    for who in candidates:
        if (who, right) in draft.facts.entitled and may_act(draft.state.present(who)):
            return who
    raise Rejection("effect/refused", "No approver may run this here any more.")


def _must_wait(state: RoomState, poll: Poll) -> bool:
    """E2: one claim per target at a time, in the order of approval."""
    if poll.resource is None:
        return False
    rivals = [other for other in state.polls.values() if other.resource == poll.resource and other.id != poll.id]
    return any(
        other.effect == "running" or (other.effect == "pending" and _approved(other) < _approved(poll))
        for other in rivals
    )


def _approved(poll: Poll) -> tuple[Millis, int]:
    return (poll.resolved_at or 0, poll.seq)


def end(draft: Draft, command: EndEffect) -> None:
    """E3: a claimed effect ends done, failed or unknown; an unclaimed one can only fail. Once."""
    poll = polls.find(draft.state, command.poll)
    if poll.effect == "running" or (poll.effect == "pending" and command.effect == "failed"):
        reason = whole(command.reason) if command.reason else None
        draft.add(EffectEnded(poll.id, command.effect, reason))


def expire(draft: Draft) -> None:
    """E4: an approval that nobody used in time is void."""
    for poll in tuple(draft.state.polls.values()):
        if poll.effect == "pending" and draft.now >= _void_at(poll, draft.facts.limits.approval_ttl_s):
            draft.add(EffectEnded(poll.id, "failed", "the approval was not used in time"))


def _void_at(poll: Poll, approval_ttl_s: int) -> Millis:
    return (poll.resolved_at or 0) + approval_ttl_s * 1000


def next_expiry(poll: Poll, approval_ttl_s: int) -> Millis | None:
    """Return when the poll's approval becomes void, if it is waiting for its claim."""
    return _void_at(poll, approval_ttl_s) if poll.effect == "pending" else None


# --- folds


def claimed(state: RoomState, entry: Entry, event: EffectClaimed) -> RoomState:
    """Somebody is doing it now."""
    return _with(state, event.poll, effect="running", sponsor=event.sponsor)


def ended(state: RoomState, entry: Entry, event: EffectEnded) -> RoomState:
    """It is over."""
    changes = {"effect": event.effect} | ({"reason": event.reason} if event.reason else {})
    return _with(state, event.poll, **changes)


def _with(state: RoomState, poll: str, **changes: object) -> RoomState:
    known = polls.find(state, poll)
    return replace(state, polls={**state.polls, known.id: replace(known, **changes)})
