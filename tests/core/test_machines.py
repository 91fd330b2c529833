"""R21: roles, the turn lock and votes against models in plain Python that know no code of the core.

R22: after every command that any of them sends, the invariants of every room hold.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.draft import Draft
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import MessageId, PollId
from jupyter_collabchat.core.model import Actor, EffectEnd
from tests.core import invariants
from tests.core.house import AGENT, House, claim, room, user

NAMES = ("ann", "bob", "carl", "dora")
RANKS = {"observer": 0, "collaborator": 1, "moderator": 2, "owner": 3}
WRONG: tuple[dict[str, str], ...] = ({}, {}, {}, {"hash": "other"}, {"replaces": "another"})
"""What may be wrong with a ballot: mostly nothing."""
anyone = st.sampled_from(NAMES)
policies = st.sampled_from(["owner", "anyone", "majority", "unanimous"])


def watched(house: House) -> House:
    """R22: let every command that `house` decides from now on be followed by a look at the invariants."""
    decide, claims = house.decide, invariants.Claims()

    def decide_and_check(actor: Actor, command: c.AnyCommand) -> Draft:
        before = house.state
        draft = decide(actor, command)
        invariants.check(house.state, house.limits)
        invariants.check_change(before, house.state, draft.entries)
        claims.follow(before, draft.entries)
        return draft

    house.decide = decide_and_check  # type: ignore[method-assign]
    return house


class Machine(RuleBasedStateMachine):
    """A house, and the answer to each command compared with what the model says."""

    house: House

    def expect(self, allowed: bool, who: str, command: c.ClientCommand) -> bool:
        """Send a command that must be accepted, or refused; return which."""
        try:
            self.house.do(who, command)
        except Rejection as refused:
            assert not allowed, f"{who} was refused {command}: {refused.code}"
        else:
            assert allowed, f"{who} was allowed {command}"
        return allowed


class Roles(Machine):
    """Who is in the room, with which role, muted or not."""

    def __init__(self) -> None:
        super().__init__()
        self.house = watched(room())
        self.role = {"ann": "owner"}
        self.muted: set[str] = set()
        self.out: set[str] = set()
        self.kept: dict[str, tuple[str, bool]] = {}

    def outranks(self, who: str, whom: str) -> bool:
        """Whether `who` may moderate `whom`."""
        rank = RANKS.get(self.role.get(who, ""), -1)
        return rank >= 2 and who not in self.muted and whom in self.role and rank > RANKS[self.role[whom]]

    @rule(who=anyone)
    def join(self, who: str) -> None:
        if self.expect(who in self.role or who not in self.out, who, c.JoinRoom()) and who not in self.role:
            role, muted = self.kept.pop(who, ("collaborator", False))
            self.role[who] = "observer" if role == "observer" else "collaborator"
            self.muted |= {who} if muted else set()

    @rule(who=anyone)
    def leave(self, who: str) -> None:
        if self.expect(self.role.get(who, "owner") != "owner", who, c.Leave()):
            self.kept[who] = (self.role.pop(who), who in self.muted)
            self.muted.discard(who)

    @rule(who=anyone, whom=anyone)
    def remove(self, who: str, whom: str) -> None:
        if self.expect(self.outranks(who, whom), who, c.RemoveMember(user(whom))):
            del self.role[whom]
            self.muted.discard(whom)
            self.out.add(whom)

    @rule(who=anyone, whom=anyone)
    def mute(self, who: str, whom: str) -> None:
        if self.expect(self.outranks(who, whom), who, c.Mute(user(whom))):
            self.muted.add(whom)

    @rule(who=anyone, whom=anyone)
    def unmute(self, who: str, whom: str) -> None:
        if self.expect(self.outranks(who, whom), who, c.Unmute(user(whom))):
            self.muted.discard(whom)

    @rule(who=anyone, whom=anyone, role=st.sampled_from(["moderator", "collaborator", "observer"]))
    def set_role(self, who: str, whom: str, role: Any) -> None:
        allowed = self.role.get(who) == "owner" and self.outranks(who, whom)
        if self.expect(allowed, who, c.SetRole(user(whom), role)):
            self.role[whom] = role

    @rule(who=anyone, whom=anyone)
    def transfer(self, who: str, whom: str) -> None:
        allowed = self.role.get(who) == "owner" and whom in self.role and whom not in self.muted
        if self.expect(allowed, who, c.TransferOwnership(user(whom))):
            self.role[who] = "moderator"
            self.role[whom] = "owner"

    @rule(who=anyone)
    def speak(self, who: str) -> None:
        allowed = RANKS.get(self.role.get(who, ""), -1) >= 1 and who not in self.muted
        self.expect(allowed, who, c.PostMessage(self.house.mint("message"), "hello"))

    @invariant()
    def same_people(self) -> None:
        members = {who: m for who, m in self.house.state.members.items() if m.role != "left"}
        assert {who: m.role for who, m in members.items()} == {user(who): role for who, role in self.role.items()}
        assert {who for who, m in members.items() if m.muted} == {user(who) for who in self.muted}


class TurnLock(Machine):
    """One agent, its holder and its queue."""

    def __init__(self) -> None:
        super().__init__()
        self.house = watched(room("bob", "carl", "dora/moderator", agents=["runner"], limits=Limits(queue=4)))
        self.holder: str | None = None
        self.queue: list[tuple[str, MessageId]] = []
        self.muted: set[str] = set()
        self.runs = True

    def advance(self) -> None:
        """Let the next in the queue go on, if the agent is free."""
        if self.holder is None and self.queue and self.runs:
            self.holder = self.queue.pop(0)[0]

    @rule(who=anyone)
    def prompt(self, who: str) -> None:
        free = self.holder is None and self.runs and not self.queue
        room_left = len(self.queue) < 4 and sum(name == who for name, _ in self.queue) < 3
        message = MessageId(self.house.mint("message"))
        if self.expect(who not in self.muted and (free or room_left), who, c.PostMessage(message, "@runner go")):
            if free:
                self.holder = who
            else:
                self.queue.append((who, message))

    @precondition(lambda self: self.holder is not None)
    @rule(who=anyone)
    def stop(self, who: str) -> None:
        allowed = who not in self.muted and (who == self.holder or who in ("ann", "dora"))
        if self.expect(allowed, who, c.StopTurn(self.house.turn.id)):
            self.holder = None
            self.advance()

    @precondition(lambda self: self.holder is not None)
    @rule()
    def finish(self) -> None:
        self.house.host(c.EndTurn(self.house.turn.id))
        self.holder = None
        self.advance()

    @precondition(lambda self: self.queue)
    @rule(who=anyone, place=st.integers(0, 3))
    def cancel(self, who: str, place: int) -> None:
        asker, message = self.queue[place % len(self.queue)]
        if self.expect(
            who not in self.muted and (who == asker or who in ("ann", "dora")), who, c.CancelPrompt(message)
        ):
            self.queue.remove((asker, message))

    @rule(who=st.sampled_from(["bob", "carl"]))
    def mute(self, who: str) -> None:
        self.house.do("ann", c.Mute(user(who)))
        self.muted.add(who)
        self.queue = [prompt for prompt in self.queue if prompt[0] != who]
        if self.holder == who:
            self.holder = None
            self.advance()

    @rule(who=st.sampled_from(["bob", "carl"]))
    def unmute(self, who: str) -> None:
        self.house.do("ann", c.Unmute(user(who)))
        self.muted.discard(who)

    @precondition(lambda self: self.runs)
    @rule()
    def crash(self) -> None:
        self.house.host(c.SetAgentStatus(AGENT, "error"))
        self.runs, self.holder = False, None

    @precondition(lambda self: self.runs)
    @rule()
    def restart_server(self) -> None:
        self.house.host(c.Reopen())
        self.runs, self.holder = False, None

    @precondition(lambda self: not self.runs)
    @rule()
    def recover(self) -> None:
        self.house.do("ann", c.StartAgent("runner"))
        self.house.host(c.SetAgentStatus(AGENT, "running"))
        self.runs = True
        self.advance()

    @precondition(lambda self: self.holder is not None)
    @rule()
    def work_too_long(self) -> None:
        self.house.later(30 * 60)
        self.holder = None
        self.advance()

    @invariant()
    def same_lock(self) -> None:
        turn = self.house.state.turns.get(AGENT)
        assert (turn.holder if turn else None) == (user(self.holder) if self.holder else None)
        queue = self.house.state.queues.get(AGENT, ())
        assert [(prompt.holder, prompt.message) for prompt in queue] == [(user(who), m) for who, m in self.queue]


class Votes(Machine):
    """One effect before four people, under each policy; all of them may run it.

    `over`: nobody can decide it any more.
    """

    def __init__(self) -> None:
        super().__init__()
        self.house = watched(room(*NAMES[1:], agents=["runner"], runners=NAMES))
        self.house.ask("ann")
        self.poll: PollId | None = None
        self.seats: set[str] = set()
        self.ballots: dict[str, str] = {}
        self.policy = ""
        self.stale = False
        self.outcome: str | None = None
        self.effect: str | None = None
        self.over = True
        self.number = 0

    @initialize(policy=policies)
    def begin(self, policy: Any) -> None:
        self.propose_another(policy)

    @precondition(lambda self: self.over and self.effect not in ("pending", "running"))
    @rule(policy=policies)
    def propose(self, policy: Any) -> None:
        self.propose_another(policy)

    def propose_another(self, policy: Any) -> None:
        """Open a poll with a seat for everybody, in a turn that may still ask."""
        if self.number % 9 == 0 or not self.house.state.turns:
            for turn in tuple(self.house.state.turns.values()):
                self.house.host(c.EndTurn(turn.id))
            self.house.ask("ann")
        self.number += 1
        for who in NAMES[1:]:
            if self.house.role(who) is None:
                self.house.do(who, c.JoinRoom())
            self.house.do("ann", c.Unmute(user(who)))
        self.house.do("ann", c.SetPolicy(consensus=policy))
        self.poll = self.house.propose(detail=f"print({self.number})").id
        self.seats, self.ballots, self.policy = set(NAMES), {}, policy
        self.stale, self.outcome, self.effect, self.over = False, None, None, False

    def decided(self, outcome: str) -> None:
        """The poll has this outcome, for good; an approval waits for its claim."""
        self.outcome, self.over = outcome, True
        self.effect = "pending" if outcome == "approved" else None

    def settle(self) -> None:
        """Say what the ballots say, in the words of RULES' table."""
        yes = sum(choice == "approve" for choice in self.ballots.values())
        no, seats = len(self.ballots) - yes, len(self.seats)
        owner = self.ballots.get("ann")
        approved, denied = {
            "owner": (owner == "approve", owner == "deny"),
            "anyone": (yes > 0, no > 0),
            "majority": (yes * 2 > seats, no * 2 >= seats),
            "unanimous": (yes == seats, no > 0),
        }[self.policy]
        if denied:
            self.decided("denied")
        elif approved and not self.stale:
            self.decided("approved")

    @precondition(lambda self: self.poll is not None)
    @rule(who=anyone, choice=st.sampled_from(["approve", "approve", "deny"]), wrong=st.sampled_from(WRONG))
    def vote(self, who: str, choice: str, wrong: dict[str, str]) -> None:
        assert self.poll is not None
        poll = self.house.state.polls[self.poll]
        allowed = who in self.seats and not self.over and not wrong
        if self.expect(allowed, who, self.house.ballot(who, poll, choice, **wrong)):
            self.ballots[who] = choice
            self.stale = self.stale and choice != "approve"
            self.settle()

    @precondition(lambda self: not self.over)
    @rule()
    def agree(self) -> None:
        """Let everybody approve until it is decided."""
        for who in NAMES:
            if who in self.seats and not self.over:
                self.vote(who, "approve", {})

    @precondition(lambda self: not self.over)
    @rule(policy=policies)
    def other_policy(self, policy: Any) -> None:
        """Change nothing: what is open keeps its own."""
        self.house.do("ann", c.SetPolicy(consensus=policy))

    @precondition(lambda self: not self.over)
    @rule(who=st.sampled_from(NAMES[1:]), why=st.sampled_from(["left", "muted", "absent"]))
    def lose(self, who: str, why: str) -> None:
        if self.house.role(who) is None:
            return
        if why == "left":
            self.house.do(who, c.Leave())
        elif why == "muted":
            self.house.do("ann", c.Mute(user(who)))
        else:
            self.house.host(c.LapseSeats(user(who)))
        if who in self.seats:
            self.seats.discard(who)
            self.ballots.pop(who, None)
            self.stale = self.stale or why != "left"
            self.settle()

    @precondition(lambda self: self.poll is not None)
    @rule(who=anyone, choice=st.sampled_from(["approve", "deny"]))
    def override(self, who: str, choice: Any) -> None:
        assert self.poll is not None
        if self.expect(who == "ann" and not self.over, who, c.OverridePoll(self.poll, choice, "I know")):
            self.decided("approved" if choice == "approve" else "denied")

    @precondition(lambda self: not self.over and self.number % 3 == 0)
    @rule()
    def expire(self) -> None:
        self.house.later(15 * 60)
        self.decided("expired")

    @precondition(lambda self: self.poll is not None and self.house.state.turns)
    @rule(who=anyone)
    def stop(self, who: str) -> None:
        """End the turn: what is open is cancelled, what nobody has claimed is void, what is claimed has no end yet."""
        member = self.house.state.present(user(who))
        if self.expect(who == "ann" and member is not None, who, c.StopTurn(self.house.turn.id)):
            self.end_turn()

    @precondition(lambda self: self.poll is not None and self.house.state.turns)
    @rule()
    def restart_server(self) -> None:
        """Keep an open poll with its ballots; a turn that did not wait for one is gone."""
        if self.over:
            self.end_turn()
            self.effect = "unknown" if self.effect == "running" else self.effect
        self.house.host(c.Reopen())
        self.house.host(c.SetAgentStatus(AGENT, "running"))

    def end_turn(self) -> None:
        """Say what is left of the poll when its turn is over."""
        self.over = True
        self.effect = "failed" if self.effect == "pending" else self.effect

    @precondition(lambda self: self.over)
    @rule()
    def claim(self) -> None:
        assert self.poll is not None
        command = claim(self.house.state.polls[self.poll])
        if self.effect == "pending":
            self.house.host(command)
            self.effect = "running"
        else:
            assert self.house.host_refused(command) == "effect/refused"

    @precondition(lambda self: self.over)
    @rule(end=st.sampled_from(["done", "failed", "unknown"]))
    def finish(self, end: EffectEnd) -> None:
        """End what runs, and nothing twice."""
        assert self.poll is not None
        self.house.host(c.EndEffect(self.poll, end))
        if self.effect == "running" or (self.effect == "pending" and end == "failed"):
            self.effect = end

    @invariant()
    def same_poll(self) -> None:
        if self.poll is None:
            return
        poll = self.house.state.polls[self.poll]
        assert (poll.outcome, poll.effect) == (self.outcome, self.effect)
        assert (poll.state == "open") == (not self.over)
        assert set(poll.seats) == {user(who) for who in self.seats}
        assert {who: ballot.choice for who, ballot in poll.ballots.items()} == {
            user(who): choice for who, choice in self.ballots.items()
        }


MACHINES = (Roles, TurnLock, Votes)
SHORT = settings(max_examples=100, stateful_step_count=30)
LONG = settings(max_examples=500, stateful_step_count=50)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_core_does_what_the_model_does(machine: type[Machine]) -> None:
    run(machine, SHORT)


@pytest.mark.torture
@pytest.mark.parametrize("machine", MACHINES)
def test_the_core_does_what_the_model_does_at_length(machine: type[Machine]) -> None:
    run(machine, LONG)


def run(machine: type[Machine], how: settings) -> None:
    case = machine.TestCase
    case.settings = how
    case("runTest").runTest()
