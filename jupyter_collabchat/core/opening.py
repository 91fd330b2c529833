"""The opening of polls: who may ask what, and everything that is fixed at that moment (RULES 2, 5, 11, 12)."""

from __future__ import annotations

import msgspec

from . import claims, detail, electorate, polls, turns
from .commands import OpenAgentPoll, OpenPoll
from .draft import Draft
from .errors import Rejection
from .events import Entry, PollOpened
from .ids import PollId, local_name
from .model import EFFECT_SUBJECTS, Option, Poll, RoomState, Turn
from .text import whole

replace = msgspec.structs.replace

APPROVE_OR_DENY = (Option("approve", "Approve"), Option("deny", "Deny"))
ANY_ANSWER = (Option("answer", "Answer"),)
_OUTCOMES = frozenset({"approved", "denied", "expired", "none"})


def open_plain(draft: Draft, command: OpenPoll) -> None:
    """P1: people open plain polls only; at most so many at once."""
    if not claims.make(draft, claims.poll_key(command.poll_id), command):
        return
    limits, me = draft.facts.limits, draft.actor.id
    running = [poll for poll in draft.state.polls.values() if poll.state == "open" and poll.subject == "plain"]
    if len(running) >= limits.plain_polls or sum(poll.by == me for poll in running) >= limits.plain_polls_per_person:
        raise Rejection("poll/limit", "Too many polls are open already; close one first.")
    options = _checked(command.options)
    if not command.title.strip():
        raise Rejection("frame/invalid", "A poll needs a question.")
    if command.deadline is not None and command.deadline <= draft.now:
        raise Rejection("frame/invalid", "The deadline has passed already.")
    draft.add(
        PollOpened(
            PollId(command.poll_id),
            "plain",
            whole(command.title),
            options,
            electorate.policy_for(draft.state, me),
            electorate.seats(draft),
            me,
            deadline=command.deadline,
        )
    )


def open_for_agent(draft: Draft, command: OpenAgentPoll) -> None:
    """P2: an agent asks in its turn, once per id. A question without options takes any answer."""
    if command.id in draft.state.polls:
        return
    turn, limits = turns.running(draft.state, command.turn), draft.facts.limits
    if command.subject in EFFECT_SUBJECTS:
        _check_effect(draft, turn, command)
    options = _checked(command.options or ANY_ANSWER) if command.subject == "question" else APPROVE_OR_DENY
    if not claims.make(draft, claims.poll_key(command.id)):
        return
    draft.add(
        PollOpened(
            command.id,
            command.subject,
            whole(command.title),
            options,
            electorate.policy_for(draft.state, turn.holder),
            electorate.seats(draft),
            turn.agent,
            detail=whole(command.detail),
            message=command.message,
            turn=turn.id,
            deadline=draft.now + limits.poll_deadline_s * 1000,
            hash=command.hash,
            resource=command.resource,
            asker=turn.holder,
            prompt=turn.message,
            multiple=True if command.multiple and command.subject == "question" else None,
            right=_right(draft, command, turn),
        )
    )


def _right(draft: Draft, command: OpenAgentPoll, turn: Turn) -> str | None:
    """E6: what a sponsor must hold; fixed here, whatever the server offers later."""
    offer = draft.facts.offers.get(local_name(turn.agent))
    default = offer.needs if offer is not None else None
    return (command.right or default) if command.subject in EFFECT_SUBJECTS else None


def _checked(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """P18: options are told apart by id, and from every other outcome of a poll."""
    names = {option.id for option in options}
    if len(names) < len(options) or names & _OUTCOMES:
        raise Rejection("frame/invalid", "Each option needs an id of its own.")
    if not all(0 < len(option.id) <= 64 and 0 < len(option.label.strip()) <= 300 for option in options):
        raise Rejection("frame/invalid", "An option needs an id of 1 to 64 and a label of 1 to 300 characters.")
    return tuple(Option(whole(option.id), whole(option.label)) for option in options)


def _check_effect(draft: Draft, turn: Turn, command: OpenAgentPoll) -> None:
    """P17: what was denied is not asked again in the same turn, and there is an end to asking."""
    limits = draft.facts.limits
    detail.check(command.detail, command.hash, limits)
    if command.hash in turn.denied:
        raise Rejection("effect/refused", "The room denied exactly this already in this turn.")
    if turn.effect_polls >= limits.effect_polls_per_turn:
        most = limits.effect_polls_per_turn
        raise Rejection("poll/limit", f"An agent asks for at most {most} things in one prompt; ask it again to go on.")


# --- folds


def opened(state: RoomState, entry: Entry, event: PollOpened) -> RoomState:
    """P20: one more open poll, with all that is fixed now; a turn that opened it waits."""
    fields = {field: getattr(event, field) for field in event.__struct_fields__}
    poll = Poll(**fields, seq=entry.seq, opened_at=entry.at)
    turn = polls.turn_of(state, poll)
    after = polls.put(state, poll)
    return after if turn is None else polls.put_turn(after, _waiting(turn, entry, poll))


def _waiting(turn: Turn, entry: Entry, poll: Poll) -> Turn:
    """T10: the work of `turn` pauses while it waits."""
    worked = turn.worked_ms + (max(0, entry.at - turn.working_since) if turn.working_since is not None else 0)
    effects = turn.effect_polls + (poll.subject in EFFECT_SUBJECTS)
    return replace(turn, worked_ms=worked, working_since=None, effect_polls=effects)
