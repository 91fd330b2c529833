"""R20: votes are linearizable. Whatever overlaps, there is one order in which a plain poll would have answered so."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Callable

import pytest

from tests.server.house import House, Socket, fresh, login
from tests.torture.driver import VOTERS, Driver
from tests.torture.linearizable import Call, Spec, State, is_linearizable

CLIENTS, OPERATIONS = 6, 40
CHOICES = ("a", "b", "c")
POLICIES = ("majority", "unanimous")


async def _history(house: House, room: str, rng: random.Random) -> tuple[Spec, list[Call]]:
    """Let six people vote, read and close at once; return all that was asked and answered."""
    spec = Spec(CLIENTS, rng.choice(POLICIES))
    await house.done(room, "alice", "set_policy", consensus=spec.policy)
    options = [{"id": choice, "label": choice.upper()} for choice in CHOICES]
    poll = fresh("p")
    await house.done(room, "alice", "open_poll", poll_id=poll, title="?", options=options)
    calls: list[Call] = []
    seeds = [rng.random() for _ in range(CLIENTS)]
    voters = [_Voter(house, room, name, poll) for name in VOTERS[:CLIENTS]]
    await asyncio.gather(*(voter.act(calls, random.Random(s)) for voter, s in zip(voters, seeds, strict=True)))
    await house.command(room, login("alice"), "close_poll", poll=poll)
    return spec, calls


class _Voter:
    def __init__(self, house: House, room: str, name: str, poll: str) -> None:
        self.house, self.room, self.name, self.poll = house, room, name, poll
        self.mine: str | None = None

    async def act(self, calls: list[Call], rng: random.Random) -> None:
        socket = await self.house.enter(self.room, login(self.name))
        for step in range(-(-OPERATIONS // CLIENTS)):
            what = rng.random()
            if what < 0.3:
                calls.append(await self._timed("read", (), self._read()))
            elif self.name == "alice" and step > 3 and what < 0.4:
                calls.append(await self._timed("close", (), self._ask(socket, "close_poll", poll=self.poll)))
            else:
                calls.append(await self._cast(socket, rng))
        socket.close()

    async def _cast(self, socket: Socket, rng: random.Random) -> Call:
        ballot, choice = fresh("b"), rng.choices(CHOICES, (6, 2, 1))[0]
        replaces = self.mine if rng.random() < 0.8 else rng.choice((None, "some-ballot-of-old"))
        fields = {"poll": self.poll, "ballot_id": ballot, "choice": choice, "replaces": replaces}
        call = await self._timed("cast", (ballot, choice, replaces), self._ask(socket, "cast_ballot", **fields))
        if call.result == "ok":
            self.mine = ballot
        return call

    async def _timed(self, kind: str, args: tuple, doing) -> Call:
        invoked = time.monotonic()
        result = await doing
        return Call(invoked, time.monotonic(), self.name, kind, args, result)

    async def _ask(self, socket: Socket, kind: str, /, **fields) -> str:
        answer = await socket.ask(kind, **fields)
        return answer["reject"]["code"] if "reject" in answer else "ok"

    async def _read(self) -> State:
        body = (await self.house.get(f"rooms/{self.room}", login(self.name))).body
        poll = body["polls"][self.poll]
        prefix = f"{self.poll} user:"
        ballots = frozenset(
            (key.removeprefix(prefix), ballot["ballot_id"], ballot["choice"])
            for key, ballot in body["ballots"].items()
            if key.startswith(prefix)
        )
        return State(ballots, "cancelled" if poll["state"] == "cancelled" else poll.get("outcome"))


async def _histories(driver: Driver, count: int) -> list[tuple[Spec, list[Call]]]:
    house, rng = driver.house, random.Random(count)
    room = await house.make()
    for name in VOTERS[1:CLIENTS]:
        await house.done(room, name, "join_room")
    return [await _history(house, room, rng) for _ in range(count)]


@pytest.mark.parametrize("count", [20, pytest.param(2_000, marks=pytest.mark.torture)])
async def test_votes_are_linearizable_and_every_planted_fault_is_found(driver: Driver, count):
    histories = await _histories(driver, count)
    for spec, calls in histories:
        assert len(calls) >= OPERATIONS
        assert is_linearizable(spec, calls), calls
    results = {call.result for _, calls in histories for call in calls if call.kind != "read"}
    assert results >= {"ok", "poll/stale", "poll/closed"}, "the histories say too little"
    assert any(_overlaps(calls) for _, calls in histories), "nothing ever overlapped"
    planted = [(spec, broken) for spec, calls in histories for fault in FAULTS if (broken := fault(calls)) is not None]
    assert len(planted) >= count
    for spec, broken in planted[:2_000]:
        assert not is_linearizable(spec, broken), broken


def _overlaps(calls: list[Call]) -> bool:
    return any(
        one.invoked < other.returned and other.invoked < one.returned for one, other in itertools.combinations(calls, 2)
    )


# --- faults: each makes a history that no order explains, or None if the history has no place for it


def _replaced(calls: list[Call], index: int, result: object) -> list[Call]:
    return [*calls[:index], calls[index]._replace(result=result), *calls[index + 1 :]]


def _first(calls: list[Call], what: Callable[[Call], bool]) -> int | None:
    return next((index for index, call in enumerate(calls) if what(call)), None)


def _stale_was_taken(calls: list[Call]) -> list[Call] | None:
    """A ballot that replaces what the voter does not have is accepted."""
    index = _first(calls, lambda call: call.result == "poll/stale")
    return None if index is None else _replaced(calls, index, "ok")


def _good_was_stale(calls: list[Call]) -> list[Call] | None:
    """A voter's first ballot is refused as stale."""
    index = _first(calls, lambda call: call.kind == "cast" and call.result == "ok" and call.args[2] is None)
    return None if index is None else _replaced(calls, index, "poll/stale")


def _read_saw_a_ghost(calls: list[Call]) -> list[Call] | None:
    """A ballot is seen that nobody cast."""
    index = _first(calls, lambda call: isinstance(call.result, State))
    if index is None:
        return None
    seen = calls[index].result
    assert isinstance(seen, State)
    return _replaced(calls, index, seen._replace(ballots=seen.ballots | {("nobody", "ghost-ballot", "a")}))


def _decided_was_undone(calls: list[Call]) -> list[Call] | None:
    """After somebody has seen the outcome, somebody who asks later sees an open poll."""
    early = _first(calls, lambda call: isinstance(call.result, State) and call.result.outcome is not None)
    if early is None:
        return None
    late = Call(calls[early].returned + 1e-6, float("inf"), "reader", "read", (), State())
    return [*calls, late]


def _vote_after_the_end(calls: list[Call]) -> list[Call] | None:
    """A ballot is taken after somebody was told that the poll is over."""
    over = min((call.returned for call in calls if call.result == "poll/closed"), default=float("inf"))
    index = _first(calls, lambda call: call.result == "poll/closed" and call.kind == "cast" and call.invoked > over)
    return None if index is None else _replaced(calls, index, "ok")


def _acknowledged_was_lost(calls: list[Call]) -> list[Call] | None:
    """An acknowledged ballot, never replaced, is not in a read that began after its ack."""
    for index, call in enumerate(calls):
        if isinstance(call.result, State):
            for entry in call.result.ballots:
                cast = next(c for c in calls if c.args[:1] == (entry[1],))
                if cast.returned < call.invoked:
                    return _replaced(calls, index, call.result._replace(ballots=call.result.ballots - {entry}))
    return None


FAULTS = (
    _stale_was_taken,
    _good_was_stale,
    _read_saw_a_ghost,
    _decided_was_undone,
    _vote_after_the_end,
    _acknowledged_was_lost,
)


def test_the_checker_knows_a_good_history_from_a_bad_one():
    spec = Spec(2, "unanimous")
    yes = Call(0, 1, "alice", "cast", ("b1", "a", None), "ok")
    no = Call(0, 1, "bob", "cast", ("b2", "a", None), "ok")
    seen = State(frozenset({("alice", "b1", "a"), ("bob", "b2", "a")}), "a")
    assert is_linearizable(spec, [yes, no, Call(2, 3, "bob", "read", (), seen)])
    assert is_linearizable(spec, [yes, Call(0, 1, "bob", "read", (), State())])
    assert not is_linearizable(spec, [yes, Call(2, 3, "bob", "read", (), State())])
    assert not is_linearizable(spec, [yes, no, Call(2, 3, "bob", "cast", ("b3", "a", "b2"), "ok")])
    assert is_linearizable(spec, [yes, no, Call(2, 3, "bob", "cast", ("b3", "a", "b2"), "poll/closed")])
