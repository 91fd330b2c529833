"""Wing and Gong's search: is there one order of these overlapping operations that a simple poll would have answered so?

Knows nothing of the product: `Spec` is a poll of its own, written from RULES 7 and the table of policies.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

Ballots = frozenset[tuple[str, str, str]]
"""Voter, ballot id, choice."""


class Call(NamedTuple):
    """One operation: what was asked, when, and what came back.

    `result` of a cast or a close is `ok` or the code of the refusal; of a read, the `State` that was seen.
    """

    invoked: float
    returned: float
    who: str
    kind: str
    args: tuple[str | None, ...]
    result: object


class State(NamedTuple):
    """A poll as everybody sees it."""

    ballots: Ballots = frozenset()
    outcome: str | None = None


class Spec(NamedTuple):
    """The rules of one plain poll."""

    seats: int
    policy: str

    def step(self, state: State, call: Call) -> State | None:
        """Return the state after `call`, or None if a poll would have answered otherwise."""
        if call.kind == "read":
            return state if call.result == state else None
        if call.kind == "close":
            return self._close(state, call)
        return self._cast(state, call)

    def _close(self, state: State, call: Call) -> State | None:
        if state.outcome is not None:
            return state if call.result == "poll/closed" else None
        return state._replace(outcome="cancelled") if call.result == "ok" else None

    def _cast(self, state: State, call: Call) -> State | None:
        ballot, choice, replaces = call.args
        mine = next((key for who, key, _ in state.ballots if who == call.who), None)
        if state.outcome is not None:
            return state if call.result == "poll/closed" else None
        if replaces != mine:
            return state if call.result == "poll/stale" else None
        if call.result != "ok":
            return None
        others = frozenset(entry for entry in state.ballots if entry[0] != call.who)
        ballots = others | {(call.who, str(ballot), str(choice))}
        return State(ballots, self._outcome(ballots))

    def _outcome(self, ballots: Ballots) -> str | None:
        need = {"majority": self.seats // 2 + 1, "unanimous": self.seats, "anyone": 1}[self.policy]
        for choice, votes in Counter(choice for _, _, choice in ballots).items():
            if votes >= need:
                return choice
        return "none" if len(ballots) == self.seats else None


def is_linearizable(spec: Spec, calls: list[Call]) -> bool:
    """Whether some order that respects time explains every answer. Depth first, each (done, state) tried once."""
    everything = frozenset(range(len(calls)))
    tried: set[tuple[frozenset[int], State]] = set()
    stack = [(frozenset[int](), State())]
    while stack:
        done, state = stack.pop()
        if done == everything:
            return True
        if (done, state) in tried:
            continue
        tried.add((done, state))
        waiting = everything - done
        first_return = min(calls[index].returned for index in waiting)
        for index in waiting:
            if calls[index].invoked <= first_return:
                after = spec.step(state, calls[index])
                if after is not None:
                    stack.append((done | {index}, after))
    return False
