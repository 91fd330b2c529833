"""E: effects, from approval to end."""

from __future__ import annotations

import msgspec
import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.ids import PollId
from jupyter_collabchat.core.model import EffectEnd, Poll, Subject
from tests.core.house import RUN, WRITE, House, claim, kinds, room, user

TTL_S = 10 * 60


def approved(*people: str, subject: Subject = "execution", resource: str | None = None) -> tuple[House, Poll]:
    """Given an effect that Ann, and nobody else, has approved."""
    house = room(*people, policy="anyone", agents=["runner"], runners=("ann", "bob"))
    house.ask(people[0] if people else "ann")
    poll = house.propose(subject, resource=resource)
    return house, house.vote("ann", poll, "approve")


@pytest.mark.parametrize("subject", ["permission", "execution", "write"])
def test_E1_an_approved_effect_is_claimed_once(subject: Subject) -> None:
    """RULES 3."""
    house, poll = approved(subject=subject)
    assert (poll.effect, poll.sponsor) == ("pending", user("ann"))
    assert kinds(house.host(claim(poll))) == ["EffectClaimed"]
    assert house.poll(poll).effect == "running"
    assert house.host_refused(claim(poll)) == "effect/refused"


def test_E1_other_bytes_are_not_what_was_approved() -> None:
    house, poll = approved()
    assert house.host_refused(c.ClaimEffect(poll.id, "hash-2")) == "effect/refused"


@pytest.mark.parametrize("subject", ["plan", "question"])
def test_E1_a_plan_or_an_answer_unlocks_nothing(subject: Subject) -> None:
    """RULES 2."""
    house = room(policy="anyone", agents=["runner"])
    house.ask()
    house.host(c.OpenAgentPoll(PollId("poll-0001"), house.turn.id, subject, "May I?", hash="hash-1"))
    poll = house.state.polls[PollId("poll-0001")]
    house.vote("ann", poll, poll.options[0].id)
    assert house.poll(poll).state == "decided"
    assert house.host_refused(claim(poll)) == "effect/refused"
    assert house.host_refused(c.ClaimEffect(PollId("poll-none"), poll.hash or "")) == "poll/unknown"


@pytest.mark.parametrize("choice", [None, "deny"])
def test_E1_what_is_open_or_denied_is_not_claimed(choice: str | None) -> None:
    house = room("bob", agents=["runner"])
    house.ask()
    poll = house.propose()
    if choice:
        house.vote("ann", poll, choice)
    assert house.host_refused(claim(poll)) == "effect/refused"


def test_E1_an_old_approval_is_not_claimed_even_before_the_tick() -> None:
    house, poll = approved()
    house.now += TTL_S * 1000
    assert house.host_refused(claim(poll)) == "effect/refused"


def test_E1_the_asker_must_still_be_entitled() -> None:
    house, poll = approved("bob")
    house.do("ann", c.Mute(user("bob")))
    assert house.poll(poll).effect == "failed"
    assert house.host_refused(claim(poll)) == "effect/refused"


def test_E2_one_claim_per_resource_in_the_order_of_approval() -> None:
    house, first = approved(resource="kernel-1")
    house.now += 1
    second = house.vote("ann", house.propose(detail="print(2)", resource="kernel-1"), "approve")
    other = house.vote("ann", house.propose(detail="print(3)", resource="kernel-2"), "approve")
    free = house.vote("ann", house.propose(detail="print(4)"), "approve")
    assert house.host_refused(claim(second)) == "effect/refused"
    house.host(claim(first))
    assert house.host_refused(claim(second)) == "effect/refused"
    house.host(claim(other))
    house.host(claim(free))
    house.host(c.EndEffect(first.id, "done"))
    house.host(claim(second))


@pytest.mark.parametrize("end", ["done", "failed", "unknown"])
def test_E3_a_claimed_effect_has_one_end(end: EffectEnd) -> None:
    house, poll = approved()
    house.host(claim(poll))
    assert kinds(house.host(c.EndEffect(poll.id, end, "because"))) == ["EffectEnded"]
    assert (house.poll(poll).effect, house.poll(poll).reason) == (end, "because")
    assert house.host(c.EndEffect(poll.id, "done")) == []
    assert house.host_refused(claim(poll)) == "effect/refused"


def test_E3_an_unclaimed_effect_can_only_fail() -> None:
    house, poll = approved()
    assert house.host(c.EndEffect(poll.id, "done")) == []
    assert house.host(c.EndEffect(poll.id, "unknown")) == []
    house.host(c.EndEffect(poll.id, "failed", "target_changed"))
    assert (house.poll(poll).effect, house.poll(poll).reason) == ("failed", "target_changed")


def test_E3_an_effect_that_runs_when_its_turn_ends_still_has_an_end() -> None:
    house, poll = approved()
    house.host(claim(poll))
    house.do("ann", c.StopTurn(house.turn.id))
    assert house.poll(poll).effect == "running"
    house.host(c.EndEffect(poll.id, "failed", "stopped"))
    assert house.poll(poll).effect == "failed"


def test_E4_an_unused_approval_lapses() -> None:
    house, poll = approved()
    assert house.later(TTL_S - 1) == []
    assert kinds(house.later(1)) == ["EffectEnded"]
    assert house.poll(poll).effect == "failed"


def test_E5_the_sponsor_is_asked_again_at_the_claim() -> None:
    house, poll = approved("bob")
    house.runners.clear()
    assert house.host_refused(claim(poll)) == "effect/refused"


def test_E5_another_approver_may_stand_in_for_the_sponsor() -> None:
    house = room("bob", "carl", agents=["runner"], runners=("bob", "carl"))
    house.ask()
    poll = house.propose()
    for who in ("bob", "carl", "ann"):
        house.vote(who, poll, "approve")
    assert house.poll(poll).sponsor == user("bob")
    house.do("ann", c.Mute(user("bob")))
    house.host(claim(poll))
    assert house.poll(poll).sponsor == user("carl")


def test_E5_who_could_not_run_it_when_voting_is_no_sponsor_later() -> None:
    house = room("bob", agents=["runner"], runners=["bob"])
    house.ask()
    poll = house.propose()
    house.vote("ann", poll, "approve")
    house.vote("bob", poll, "approve")
    house.runners = {user("ann")}
    assert house.host_refused(claim(poll)) == "effect/refused"


def test_E5_an_override_is_sponsored_by_the_owner_who_may_run_it() -> None:
    house = room("bob", agents=["runner"], runners=["ann"])
    house.ask()
    poll = house.propose()
    house.do("ann", c.OverridePoll(poll.id, "approve", "urgent"))
    house.host(claim(poll))
    assert house.poll(poll).sponsor == user("ann")


def test_E6_the_right_is_the_effects_own() -> None:
    """RULES 4: who may only run code sponsors no write, and who may only write sponsors no run."""
    house = room("bob", policy="anyone", agents=["runner"], runners=["ann"])
    house.writers = {user("bob")}
    house.ask()
    edit, run = house.propose("write", right=WRITE), house.propose(detail="print(2)")
    assert (edit.right, run.right) == (WRITE, RUN)
    assert house.propose("plan", right=WRITE).right is None
    for poll, wrong, entitled in ((edit, "ann", "bob"), (run, "bob", "ann")):
        assert house.vote(wrong, poll, "approve").needs == "sponsor"
        assert house.vote(entitled, poll, "approve").sponsor == user(entitled)
        house.host(claim(poll))


def test_E6_the_right_is_asked_for_again_at_the_claim() -> None:
    house = room("bob", policy="anyone", agents=["runner"], runners=["bob"])
    house.writers = {user("ann"), user("bob")}
    house.ask()
    edit = house.vote("bob", house.propose("write", right=WRITE), "approve")
    house.writers = {user("ann")}
    assert house.host_refused(claim(edit)) == "effect/refused"


def test_E6_the_right_stays_as_it_was_when_the_poll_opened() -> None:
    house = room(policy="anyone", agents=["runner"], runners=["ann"])
    house.ask()
    poll = house.propose()
    house.offers["runner"] = msgspec.structs.replace(house.offers["runner"], needs=WRITE)
    house.vote("ann", poll, "approve")
    house.host(claim(poll))


def test_E6_an_override_needs_the_effects_right_too() -> None:
    house = room("bob", agents=["runner"], runners=["ann"])
    house.ask()
    poll = house.propose("write", right=WRITE)
    assert house.refused("ann", c.OverridePoll(poll.id, "approve", "now")) == "effect/refused"
    house.writers = {user("ann")}
    house.do("ann", c.OverridePoll(poll.id, "approve", "now"))
    house.host(claim(poll))
