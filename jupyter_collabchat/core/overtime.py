"""Turns that end because they took all they may, of time or of a budget; and when prompts go on that wait for one."""

from __future__ import annotations

from . import budgets, turns
from .draft import Draft
from .facts import Limits
from .ids import Millis
from .model import Message, RoomState, Turn


def ends(state: RoomState, turn: Turn, limits: Limits) -> Millis | None:
    """T10, T16: return when a turn has worked for the longest allowed time; None while it waits for a poll."""
    if turn.working_since is None:
        return None
    hold, left = limits.max_hold_s * 1000, budgets.work_left_ms(state, turn.agent, limits)
    return turn.working_since - turn.worked_ms + (hold if left is None else min(hold, left))


def end(draft: Draft) -> None:
    """T10, T16: end the turns that have worked for the longest allowed time; one over its budget says so."""
    limits = draft.facts.limits
    for turn in tuple(draft.state.turns.values()):
        over = ends(draft.state, turn, limits)
        if over is not None and over <= draft.now:
            turns.finish(draft, turn, "overtime", _reason(draft, turn))
            turns.next_prompt(draft, turn.agent)


def _reason(draft: Draft, turn: Turn) -> str:
    limits = draft.facts.limits
    left, until = (
        budgets.work_left_ms(draft.state, turn.agent, limits),
        budgets.over_at(draft.state, turn.agent, limits),
    )
    is_budget = left is not None and left < limits.max_hold_s * 1000
    return budgets.sentence(until) if is_budget and until is not None else ""


def end_spent(draft: Draft, message: Message) -> None:
    """T16: `message` told of the last tokens of its agent's budget: its turn, if it runs, is over."""
    turn = draft.state.turns.get(message.author)
    if turn is not None and turn.id == message.turn:
        turns.finish(draft, turn, "overtime")
        turns.next_prompt(draft, turn.agent)


def next_renewal(state: RoomState, limits: Limits) -> Millis | None:
    """T15: return when prompts that wait only for a budget go on."""
    free = (agent for agent in state.queues if agent not in state.turns and state.agents[agent].status == "running")
    return min((at for agent in free if (at := budgets.spent_until(state, agent, limits)) is not None), default=None)
