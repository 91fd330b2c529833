"""What the ballots of a poll say: RULES' table of policies, as pure functions of the poll and the owner."""

from __future__ import annotations

from collections import Counter

from .ids import ParticipantId
from .model import APPROVAL_SUBJECTS, EFFECT_SUBJECTS, Ballot, Need, Poll


def verdict(poll: Poll, owner: ParticipantId) -> str | None:
    """Return how the poll stands: `approved`, `denied`, `none`, an option id, or None while it is open."""
    if poll.subject == "plain":
        return _choice(poll, owner)
    if poll.subject == "question":
        return _answer(poll, owner)
    return _approval(poll, owner)


def needed(poll: Poll) -> int:
    """P11-P14: return how many ballots for one thing decide it."""
    if poll.policy in ("owner", "anyone"):
        return 1
    return len(poll.seats) if poll.policy == "unanimous" else len(poll.seats) // 2 + 1


def needs(poll: Poll, owner: ParticipantId) -> Need | None:
    """P23: return what a poll lacks that enough seats approve: whoever sponsors it now also approves once more."""
    if poll.subject not in APPROVAL_SUBJECTS or _votes(poll, owner)["approve"] < needed(poll):
        return None
    if poll.subject in EFFECT_SUBJECTS and sponsor_of(poll) is None:
        return "sponsor"
    return "ballot" if poll.needs_fresh else None


def sponsor_of(poll: Poll) -> ParticipantId | None:
    """P15: return the first approver who may do the effect, if any has voted (RULES 4)."""
    for who, ballot in poll.ballots.items():
        if ballot.choice == "approve" and ballot.may_run:
            return who
    return None


def _counting(poll: Poll, owner: ParticipantId) -> dict[ParticipantId, Ballot]:
    """P11: under `owner` the others' ballots are advice."""
    if poll.policy != "owner":
        return poll.ballots
    return {who: ballot for who, ballot in poll.ballots.items() if who == owner}


def _votes(poll: Poll, owner: ParticipantId) -> Counter[str]:
    return Counter(ballot.choice for ballot in _counting(poll, owner).values())


def _approval(poll: Poll, owner: ParticipantId) -> str | None:
    votes = _votes(poll, owner)
    if votes["deny"] >= _denials(poll):
        return "denied"
    has_enough = votes["approve"] >= needed(poll)
    return "approved" if has_enough and needs(poll, owner) is None else None


def _denials(poll: Poll) -> int:
    """P13, P14: how many denials deny; under `majority` a tie does."""
    return (len(poll.seats) + 1) // 2 if poll.policy == "majority" else 1


def _choice(poll: Poll, owner: ParticipantId) -> str | None:
    """P19: an option with the policy's need, or `none` once all have voted."""
    ballots, votes = _counting(poll, owner), _votes(poll, owner)
    for choice, count in votes.items():
        if count >= needed(poll):
            return choice
    return "none" if poll.policy != "owner" and len(ballots) >= len(poll.seats) else None


def _answer(poll: Poll, owner: ParticipantId) -> str | None:
    """P16, P24, P25: the one answer that counts, or what all agree on."""
    ballots = _counting(poll, owner)
    if poll.policy in ("owner", "anyone"):
        return next(iter(ballots.values())).choice if ballots else None
    if len(ballots) < len(poll.seats):
        return None
    first = next(iter(ballots.values()))
    said = (first.choice, first.choices, first.answers)
    agree = all((ballot.choice, ballot.choices, ballot.answers) == said for ballot in ballots.values())
    return first.choice if agree else "none"
