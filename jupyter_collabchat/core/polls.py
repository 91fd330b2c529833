"""Polls once they are open: ballots, seats and their loss, overrides, deadlines (RULES 5-12)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from . import answers, claims, tally, turns
from .commands import CastBallot, ClosePoll, LapseSeats, OverridePoll
from .draft import Draft
from .errors import Rejection
from .events import BallotCast, Entry, PollOverridden, PollResolved, SeatLost
from .facts import AgentOffer
from .ids import BallotId, Millis, ParticipantId, PollId, kind_of, local_name
from .model import APPROVAL_SUBJECTS, EFFECT_SUBJECTS, Ballot, Poll, RoomState, Turn
from .policy import RANK
from .text import whole

replace = msgspec.structs.replace


def cast(draft: Draft, command: CastBallot) -> None:
    """P4, P5: one ballot per seat, changeable until the poll is resolved; stale and late ones are refused aloud."""
    if not claims.make(draft, claims.ballot_key(command.poll, command.ballot_id), command):
        return
    poll, me = find(draft.state, command.poll), draft.actor.id
    _check_ballot(draft, poll, command)
    reason = whole(command.reason) if command.reason else None
    choices = answers.choices(poll, command)
    draft.add(
        BallotCast(
            poll.id,
            me,
            BallotId(command.ballot_id),
            choices[0] if choices else command.choice,
            reason=reason,
            answers=answers.words(poll, command),
            may_run=_may_run(draft, poll),
            choices=choices,
        )
    )
    settle(draft, poll.id, reason)


def _check_ballot(draft: Draft, poll: Poll, command: CastBallot) -> None:
    _still_open(draft, poll)
    if draft.actor.id not in poll.seats:
        raise Rejection("poll/no-seat", "You observe this poll: only those who were here when it opened may vote.")
    mine = poll.ballots.get(draft.actor.id)
    if command.replaces != (mine.ballot_id if mine else None) or (poll.hash and command.hash != poll.hash):
        raise Rejection("poll/stale", "Your view of this poll was out of date; look again before you vote.")
    if command.choice not in {option.id for option in poll.options}:
        raise Rejection("frame/invalid", "That is not one of the options.")


def _may_run(draft: Draft, poll: Poll) -> bool:
    """P15: whether the actor may do the effect here, which a sponsor must and a guest never does (RULES 4)."""
    return kind_of(draft.actor.id) == "user" and right_of(poll, draft.facts.offers) in draft.actor.rights


def right_of(poll: Poll, offers: Mapping[str, AgentOffer]) -> str | None:
    """E6: return what a sponsor of `poll` must hold; None if it is no effect, or of an agent that is not offered."""
    offer = offers.get(local_name(poll.by))
    return None if poll.subject not in EFFECT_SUBJECTS or offer is None else poll.right or offer.needs


def settle(draft: Draft, poll_id: PollId, reason: str | None = None) -> None:
    """P6: resolve the poll, exactly once, if its ballots say so and its time is not over."""
    poll = draft.state.polls[poll_id]
    outcome = tally.verdict(poll, draft.state.owner) if _is_open(poll, draft.now) else None
    if outcome is not None:
        sponsor = tally.sponsor_of(poll) if outcome == "approved" else None
        draft.add(PollResolved(poll.id, outcome, reason if outcome == "denied" else None, sponsor))


def lose_seats(draft: Draft, who: ParticipantId, why: str) -> None:
    """P7: a lost seat takes its ballot along; it may deny or leave open, and approves only if its holder left."""
    for poll in tuple(draft.state.polls.values()):
        if poll.state == "open" and who in poll.seats:
            draft.add(SeatLost(poll.id, who, why))
            settle(draft, poll.id)


def lapse(draft: Draft, command: LapseSeats) -> None:
    """P7: absence costs every seat but the owner's."""
    if command.who != draft.state.owner:
        lose_seats(draft, command.who, "absent")


def override(draft: Draft, command: OverridePoll) -> None:
    """P8: the owner alone, open effect or plan polls only, with a reason; it does not replace a sponsor."""
    poll = find(draft.state, command.poll)
    _still_open(draft, poll)
    if poll.subject not in APPROVAL_SUBJECTS:
        raise Rejection("role/forbidden", "Only plans and effects can be overridden.")
    me, may_run = draft.actor.id, _may_run(draft, poll)
    sponsor = me if may_run else tally.sponsor_of(poll)
    approved = command.choice == "approve"
    if approved and poll.subject in EFFECT_SUBJECTS and sponsor is None:
        raise Rejection("effect/refused", "This needs the approval of someone who may run it here.")
    outcome, reason = "approved" if approved else "denied", whole(command.reason)
    draft.add(PollOverridden(poll.id, command.choice, reason, may_run))
    draft.add(PollResolved(poll.id, outcome, reason, sponsor if approved else None))


def close(draft: Draft, command: ClosePoll) -> None:
    """P10: the opener, the asker whose turn it is, a moderator or the owner cancels a poll."""
    poll = find(draft.state, command.poll)
    _still_open(draft, poll)
    asker = next((turn.holder for turn in draft.state.turns.values() if turn.id == poll.turn), None)
    if draft.actor.id not in (poll.by, asker) and RANK[draft.state.members[draft.actor.id].role] < RANK["moderator"]:
        raise Rejection("role/forbidden", "Only who opened this poll, a moderator or the owner can close it.")
    turns.cancel_poll(draft, poll.id, "closed")


def expire(draft: Draft) -> None:
    """P9, P16: a deadline denies; it is absolute. A question keeps the answers it has."""
    for poll in tuple(draft.state.polls.values()):
        if poll.state == "open" and not _is_open(poll, draft.now):
            why = "not everybody answered in time" if poll.subject == "question" else "nobody decided in time"
            draft.add(PollResolved(poll.id, "expired", why))


def find(state: RoomState, named: str) -> Poll:
    """Return a poll of this room.

    Raises:
        Rejection: `poll/unknown`.
    """
    poll = state.polls.get(PollId(named))
    if poll is None:
        raise Rejection("poll/unknown", "There is no such poll in this room.")
    return poll


def _is_open(poll: Poll, now: Millis) -> bool:
    return poll.state == "open" and (poll.deadline is None or now < poll.deadline)


def _still_open(draft: Draft, poll: Poll) -> None:
    """P9: a ballot after the deadline is late, even if the clock's own command has not come yet."""
    if not _is_open(poll, draft.now):
        raise Rejection("poll/closed", "This poll is over.", outcome=poll.outcome)


# --- folds


def ballot_cast(state: RoomState, entry: Entry, event: BallotCast) -> RoomState:
    """A seat's newest ballot; an approval makes up for a seat that was taken."""
    poll = state.polls[event.poll]
    fields = (event.reason, event.answers, event.may_run, event.choices)
    ballot = Ballot(event.ballot_id, event.choice, entry.at, *fields)
    others = {who: cast for who, cast in poll.ballots.items() if who != event.who}
    fresh = poll.needs_fresh and event.choice != "approve"
    return _put_weighed(state, replace(poll, ballots={**others, event.who: ballot}, needs_fresh=fresh))


def seat_lost(state: RoomState, entry: Entry, event: SeatLost) -> RoomState:
    """P7, P21: one seat and its ballot less; the owner's seat moves to the new owner."""
    poll = state.polls[event.poll]
    seats = tuple(who for who in poll.seats if who != event.who)
    if event.why == "transferred" and state.owner not in seats:
        seats = (*seats, state.owner)
    ballots = {who: ballot for who, ballot in poll.ballots.items() if who != event.who}
    fresh = poll.needs_fresh or event.why != "left"
    return _put_weighed(state, replace(poll, seats=seats, ballots=ballots, needs_fresh=fresh))


def _put_weighed(state: RoomState, poll: Poll) -> RoomState:
    """P23: the poll says itself why it stays open, for those who know the ballots but nobody's rights."""
    return put(state, replace(poll, needs=tally.needs(poll, state.owner)))


def overridden(state: RoomState, entry: Entry, event: PollOverridden) -> RoomState:
    """Audit only: the resolution follows."""
    return state


def resolved(state: RoomState, entry: Entry, event: PollResolved) -> RoomState:
    """The poll is over; an approved effect now waits for its claim, and the turn works again."""
    poll = state.polls[event.poll]
    after = replace(
        poll,
        state="cancelled" if event.outcome is None else "decided",
        outcome=event.outcome,
        reason=event.reason,
        resolved_at=entry.at,
        sponsor=event.sponsor,
        needs=None,
        effect="pending" if event.outcome == "approved" and poll.subject in EFFECT_SUBJECTS else None,
    )
    return _turn_works(put(state, after), entry, after)


def _turn_works(state: RoomState, entry: Entry, poll: Poll) -> RoomState:
    turn = turn_of(state, poll)
    if turn is None:
        return state
    denied = turn.denied | {poll.hash} if poll.hash and poll.outcome in ("denied", "expired") else turn.denied
    waiting = any(other.turn == turn.id and other.state == "open" for other in state.polls.values())
    return put_turn(state, replace(turn, denied=denied, working_since=None if waiting else entry.at))


def turn_of(state: RoomState, poll: Poll) -> Turn | None:
    """Return the running turn that `poll` was opened in, if any."""
    return next((turn for turn in state.turns.values() if turn.id == poll.turn), None)


def put_turn(state: RoomState, turn: Turn) -> RoomState:
    """Return `state` with another `turn` in its agent's place."""
    return replace(state, turns={**state.turns, turn.agent: turn})


def put(state: RoomState, poll: Poll) -> RoomState:
    """Return `state` with `poll` added or changed."""
    return replace(state, polls={**state.polls, poll.id: poll})
