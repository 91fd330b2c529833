"""R21: votes on an effect, and its end, against a model that knows no code of the core."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.ids import PollId
from jupyter_collabchat.core.model import EffectEnd
from tests.core.house import AGENT, claim, room, user
from tests.core.machine import NAMES, Machine, anyone, watched

WRONG: tuple[dict[str, str], ...] = ({}, {}, {}, {"hash": "other"}, {"replaces": "another"})
"""What may be wrong with a ballot: mostly nothing."""
policies = st.sampled_from(["owner", "anyone", "majority", "unanimous"])


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
