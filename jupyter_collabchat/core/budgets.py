"""Budgets: what an agent may take in one room within a period, and what it has taken so far.

The log tells what was taken, the server's configuration what may be. Knows no turn but by its numbers.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from .errors import Rejection
from .facts import Budget, Limits, Period
from .ids import Millis, ParticipantId, local_name
from .model import RoomState, Spent, Usage

replace = msgspec.structs.replace

PERIODS_MS: dict[Period, int] = {"hour": 3_600_000, "day": 86_400_000, "week": 7 * 86_400_000}


def taken(state: RoomState, agent: ParticipantId) -> Spent | None:
    """T13: return what `agent` has taken since its last period began, a running turn included; None if nothing yet."""
    noted = _noted(state, agent)
    return replace(noted, turns=noted.turns + 1) if noted is not None and agent in state.turns else noted


def _noted(state: RoomState, agent: ParticipantId) -> Spent | None:
    """Return what was written down of the period; a running turn may have begun it."""
    how, turn = state.agents.get(agent), state.turns.get(agent)
    known = how.spent if how is not None else None
    if turn is not None and (known is None or (turn.anew and known.since < turn.since)):
        return Spent(turn.since)
    return known


def begins_anew(state: RoomState, agent: ParticipantId, now: Millis, limits: Limits) -> bool:
    """T14: whether a turn that starts now is the first one of a period."""
    over = over_at(state, agent, limits)
    return over is not None and over <= now


def over_at(state: RoomState, agent: ParticipantId, limits: Limits) -> Millis | None:
    """Return when the period that has begun is over; None if none has, or nothing is limited."""
    budget, spent = _budget(agent, limits), taken(state, agent)
    return None if budget is None or spent is None else spent.since + PERIODS_MS[budget.per]


def spent_until(state: RoomState, agent: ParticipantId, limits: Limits) -> Millis | None:
    """T15: return when the period ends whose budget `agent` has used up; None if there is something left."""
    budget, spent = _budget(agent, limits), taken(state, agent)
    if budget is None or spent is None:
        return None
    limited = ((budget.turns, spent.turns), (budget.tokens, spent.tokens), (budget.seconds, spent.seconds))
    is_spent = any(most is not None and has >= most for most, has in limited)
    return over_at(state, agent, limits) if is_spent else None


def renewed_at(state: RoomState, agent: ParticipantId, now: Millis, limits: Limits) -> Millis | None:
    """T15: return when an agent that has used up its budget may be asked again; None if it may now."""
    until = spent_until(state, agent, limits)
    return until if until is not None and until > now else None


def check(state: RoomState, agent: ParticipantId, now: Millis, limits: Limits) -> None:
    """T15: refuse a prompt that the budget has nothing for, or no turn beside those that wait.

    Raises:
        Rejection: `agent/over-budget`, with `until`.
    """
    until = renewed_at(state, agent, now, limits)
    if until is not None:
        raise Rejection("agent/over-budget", sentence(until), until=until)
    budget, waiting = _budget(agent, limits), len(state.queues.get(agent, ()))
    if waiting and budget is not None and budget.turns is not None:
        spent = None if begins_anew(state, agent, now, limits) else taken(state, agent)
        if (spent.turns if spent else 0) + waiting >= budget.turns:
            raise Rejection("agent/over-budget", "The prompts that wait use up what it may take here. Ask again later.")


def sentence(until: Millis) -> str:
    """Return, for people, that a budget is used up and until when."""
    when = datetime.fromtimestamp(until / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"It has used up what it may take in this room; it can be asked again at {when}."


def work_left_ms(state: RoomState, agent: ParticipantId, limits: Limits) -> int | None:
    """T16: return how much work, in all, the budget has for the running turn of `agent`; None for no limit."""
    budget, spent = _budget(agent, limits), taken(state, agent)
    if budget is None or budget.seconds is None:
        return None
    return max(0, budget.seconds - (spent.seconds if spent else 0)) * 1000


def used_up_by(state: RoomState, agent: ParticipantId, usage: Usage | None, limits: Limits) -> Millis | None:
    """T16: return until when the tokens of `usage` use up the budget; None if they leave something, or are none."""
    budget, spent = _budget(agent, limits), taken(state, agent)
    if budget is None or budget.tokens is None or spent is None or not tokens_of(usage):
        return None
    return over_at(state, agent, limits) if spent.tokens + tokens_of(usage) >= budget.tokens else None


def tokens_of(usage: Usage | None) -> int:
    """Return all tokens that an agent told of."""
    return (usage.input_tokens or 0) + (usage.output_tokens or 0) if usage is not None else 0


def _budget(agent: ParticipantId, limits: Limits) -> Budget | None:
    return limits.agent_budgets.get(local_name(agent))


# --- folds, each a part of one whose noun is another


def worked(state: RoomState, agent: ParticipantId, worked_ms: int) -> RoomState:
    """T13: a turn that runs is over: one more, and its work in begun seconds. Noted once, for the document's sake."""
    spent = taken(state, agent)
    return (
        state if spent is None else _with(state, agent, replace(spent, seconds=spent.seconds + -(-worked_ms // 1000)))
    )


def said(state: RoomState, agent: ParticipantId, usage: Usage | None) -> RoomState:
    """T13: the tokens that a message took."""
    spent, tokens = _noted(state, agent), tokens_of(usage)
    return state if spent is None or not tokens else _with(state, agent, replace(spent, tokens=spent.tokens + tokens))


def _with(state: RoomState, agent: ParticipantId, spent: Spent) -> RoomState:
    known = state.agents.get(agent)
    if known is None:
        return state
    return replace(state, agents={**state.agents, agent: replace(known, spent=spent)})
