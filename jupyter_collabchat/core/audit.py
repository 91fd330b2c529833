"""The record of a decision, told from the log alone: who did what, when, on which bytes (RULES 14, FEATURES VO11).

Polls forget what no rule needs any more: ballots that were replaced or went with their seat, who was asked at first,
what the owner overrode, when an effect was claimed. The log keeps all of it. Pure; knows neither rooms nor formats.
"""

from __future__ import annotations

from typing import Any, Literal, assert_never

import msgspec

from . import events as e
from .ids import BallotId, MessageId, Millis, ParticipantId, PollId, Seq, TurnId
from .model import EFFECT_SUBJECTS, Consensus, Consented, EffectState, Option, PollState, Subject

replace = msgspec.structs.replace

PollEvent = (
    e.PollOpened | e.BallotCast | e.SeatLost | e.PollOverridden | e.PollResolved | e.EffectClaimed | e.EffectEnded
)


class Act(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step to a decision or from it. `who`: whose ballot or seat it is, or who sponsors; `by`: who caused it."""

    seq: Seq
    at: Millis
    by: ParticipantId
    what: Literal["ballot", "seat_lost", "override", "resolved", "claim", "effect"]
    who: ParticipantId | None = None
    choice: str | None = None
    choices: tuple[str, ...] = ()
    reason: str | None = None
    answers: dict[str, Any] | None = None
    ballot_id: BallotId | None = None
    may_run: bool = False
    """The voter had the right to do the effect when voting."""
    void: Literal["replaced", "lost"] | None = None
    """A ballot that did not count in the end: another took its place, or it went with its seat."""
    outcome: str | None = None
    effect: EffectState | None = None


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """A poll from its opening to the end of its effect. `seats`: who was asked when it opened."""

    id: PollId
    seq: Seq
    opened_at: Millis
    by: ParticipantId
    subject: Subject
    title: str
    detail: str
    options: tuple[Option, ...]
    policy: Consensus
    seats: tuple[ParticipantId, ...]
    state: PollState
    hash: str | None = None
    deadline: Millis | None = None
    asker: ParticipantId | None = None
    prompt: MessageId | None = None
    message: MessageId | None = None
    turn: TurnId | None = None
    multiple: bool | None = None
    right: str | None = None
    """What a sponsor must be allowed to do on this server."""
    then: Consented | None = None
    """What the room itself does once this is approved."""
    outcome: str | None = None
    reason: str | None = None
    resolved_at: Millis | None = None
    overridden: bool = False
    sponsor: ParticipantId | None = None
    effect: EffectState | None = None
    effect_reason: str | None = None
    acts: tuple[Act, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether nothing about it can change any more."""
        return self.state != "open" and self.effect not in ("pending", "running")

    @property
    def people(self) -> set[ParticipantId]:
        """Everybody it names."""
        named = {self.by, self.asker, self.sponsor, *self.seats}
        named.update(who for act in self.acts for who in (act.by, act.who))
        return {who for who in named if who is not None}


class Ledger:
    """P26: the decisions of a log that is read line by line, from anywhere; those that began earlier are left out.

    Attributes:
        unfinished: What is open, or approved and not done yet, by poll.
    """

    def __init__(self) -> None:
        self.unfinished: dict[PollId, Decision] = {}

    def add(self, entry: e.Entry) -> Decision | None:
        """Note a log line; return the decision that is over by it."""
        event = entry.event
        if not isinstance(event, PollEvent):
            return None
        if isinstance(event, e.PollOpened):
            self.unfinished[event.id] = _opened(entry, event)
            return None
        before = self.unfinished.get(event.poll)
        if before is None:
            return None
        after = _after(before, entry, event)
        if after.is_over:
            del self.unfinished[after.id]
            return after
        self.unfinished[after.id] = after
        return None


def _opened(entry: e.Entry, event: e.PollOpened) -> Decision:
    told = set(Decision.__struct_fields__).intersection(event.__struct_fields__)
    return Decision(seq=entry.seq, opened_at=entry.at, state="open", **{name: getattr(event, name) for name in told})


def _after(decision: Decision, entry: e.Entry, event: PollEvent) -> Decision:
    """P26: return the decision with one act more, and what follows from it."""
    match event:
        case e.BallotCast():
            return _acted(_voided(decision, event.who, "replaced"), _ballot(entry, event))
        case e.SeatLost(who=who, why=why):
            return _acted(_voided(decision, who, "lost"), _act(entry, "seat_lost", who=who, reason=why))
        case e.PollOverridden(choice=choice, reason=reason, may_run=may_run):
            after = _acted(decision, _act(entry, "override", choice=choice, reason=reason, may_run=may_run))
            return replace(after, overridden=True)
        case e.PollResolved():
            return _resolved(decision, entry, event)
        case e.EffectClaimed(sponsor=sponsor):
            act = _act(entry, "claim", who=sponsor, effect="running")
            return replace(_acted(decision, act), effect="running", sponsor=sponsor)
        case e.EffectEnded(effect=effect, reason=reason):
            after = _acted(decision, _act(entry, "effect", effect=effect, reason=reason))
            return replace(after, effect=effect, effect_reason=reason)
        case e.PollOpened():
            return decision
        case _:
            assert_never(event)


def _resolved(decision: Decision, entry: e.Entry, event: e.PollResolved) -> Decision:
    awaits = event.outcome == "approved" and decision.subject in EFFECT_SUBJECTS
    return replace(
        _acted(decision, _act(entry, "resolved", who=event.sponsor, outcome=event.outcome, reason=event.reason)),
        state="cancelled" if event.outcome is None else "decided",
        outcome=event.outcome,
        reason=event.reason,
        resolved_at=entry.at,
        sponsor=event.sponsor,
        effect="pending" if awaits else None,
    )


def _act(entry: e.Entry, what: str, **fields: object) -> Act:
    return Act(entry.seq, entry.at, entry.by, what, **fields)  # type: ignore[arg-type]


def _ballot(entry: e.Entry, event: e.BallotCast) -> Act:
    fields = {name: getattr(event, name) for name in event.__struct_fields__ if name != "poll"}
    return _act(entry, "ballot", **fields)


def _acted(decision: Decision, act: Act) -> Decision:
    return replace(decision, acts=(*decision.acts, act))


def _voided(decision: Decision, who: ParticipantId, why: Literal["replaced", "lost"]) -> Decision:
    """Mark the ballot of `who` that counted until now."""
    acts = tuple(
        replace(act, void=why) if act.what == "ballot" and act.who == who and act.void is None else act
        for act in decision.acts
    )
    return replace(decision, acts=acts)
