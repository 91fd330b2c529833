"""P7, P11-P16, P19: RULES' table of policies, cell by cell, and the same for plans, questions and plain polls.

The room is Ann (owner), Bob and Carl, unless a test says otherwise; all may run code, so that sponsors do not matter.
"""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import tally
from jupyter_collabchat.core.ids import PollId
from jupyter_collabchat.core.model import Consensus, Option, Poll, Subject
from tests.core.house import AGENT, House, kinds, room, user

EVERYBODY = ("ann", "bob", "carl", "dora", "eve")
LOSSES: dict[str, Any] = {
    "muted": c.Mute,
    "removed": c.RemoveMember,
    "role": lambda who: c.SetRole(who, "observer"),
}
TAKEN = [*LOSSES, "absent"]
RETURNS: dict[str, tuple[str, Any]] = {
    "left": ("bob", c.JoinRoom()),
    "muted": ("ann", c.Unmute(user("bob"))),
    "role": ("ann", c.SetRole(user("bob"), "collaborator")),
}


def proposal(policy: str, subject: Subject = "execution", people: int = 3) -> tuple[House, Poll]:
    """Given an agent's proposal to so many people."""
    house = room(*EVERYBODY[1:people], policy=policy, agents=["runner"], runners=EVERYBODY)
    house.ask()
    return house, house.propose(subject)


def after(house: House, poll: Poll, *ballots: str) -> str | None:
    """Return how the poll stands after `ann+` (approve) or `bob-` (deny) and so on."""
    for ballot in ballots:
        house.vote(ballot[:-1], poll, "approve" if ballot.endswith("+") else "deny")
    return house.poll(poll).outcome


def lose(house: House, who: str, why: str) -> None:
    if why == "left":
        house.do(who, c.Leave())
    elif why == "absent":
        house.host(c.LapseSeats(user(who)))
    else:
        house.do("ann", LOSSES[why](user(who)))


# --- column: approves


@pytest.mark.parametrize("subject", ["execution", "permission", "write", "plan"])
def test_P11_owner_approves_by_the_owners_ballot(subject: Subject) -> None:
    house, poll = proposal("owner", subject)
    assert after(house, poll, "bob+", "carl+") is None
    assert after(house, poll, "ann+") == "approved"


@pytest.mark.parametrize("subject", ["execution", "plan"])
@pytest.mark.parametrize("who", EVERYBODY[:3])
def test_P12_anyone_approves_by_the_first_ballot(who: str, subject: Subject) -> None:
    """RELIABILITY T36: without consensus any permitted member approves."""
    house, poll = proposal("anyone", subject)
    assert after(house, poll, f"{who}+") == "approved"


@pytest.mark.parametrize(("people", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)])
def test_P13_majority_approves_by_more_than_half(people: int, needed: int) -> None:
    house, poll = proposal("majority", people=people)
    ballots = [f"{who}+" for who in EVERYBODY[:needed]]
    assert tally.needed(poll) == needed
    assert after(house, poll, *ballots[:-1]) is None
    assert after(house, poll, ballots[-1]) == "approved"


@pytest.mark.parametrize("people", [1, 2, 3, 5])
def test_P14_unanimous_approves_by_all(people: int) -> None:
    """RELIABILITY T23."""
    house, poll = proposal("unanimous", people=people)
    ballots = [f"{who}+" for who in EVERYBODY[:people]]
    assert tally.needed(poll) == people
    assert after(house, poll, *ballots[:-1]) is None
    assert after(house, poll, ballots[-1]) == "approved"


# --- column: denies


def test_P11_owner_denies_by_the_owners_ballot() -> None:
    house, poll = proposal("owner")
    assert after(house, poll, "bob-", "carl-") is None
    assert after(house, poll, "ann-") == "denied"


@pytest.mark.parametrize("who", EVERYBODY[:3])
def test_P12_anyone_denies_by_the_first_ballot(who: str) -> None:
    house, poll = proposal("anyone")
    assert after(house, poll, f"{who}-") == "denied"


@pytest.mark.parametrize(("people", "needed"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_P13_majority_denies_by_half_so_that_a_tie_denies(people: int, needed: int) -> None:
    house, poll = proposal("majority", people=people)
    ballots = [f"{who}-" for who in reversed(EVERYBODY[:people])][:needed]
    assert after(house, poll, *ballots[:-1]) is None
    assert after(house, poll, ballots[-1]) == "denied"


def test_P13_a_tie_of_four_denies() -> None:
    house, poll = proposal("majority", people=4)
    assert after(house, poll, "ann+", "bob+", "carl-") is None
    assert after(house, poll, "dora-") == "denied"


def test_P14_one_denial_denies_at_once_with_its_reason() -> None:
    """RELIABILITY T22: before others vote."""
    house, poll = proposal("unanimous", people=5)
    house.vote("bob", poll, "deny", "delete the temporary files too")
    decided = house.poll(poll)
    assert (decided.outcome, decided.reason) == ("denied", "delete the temporary files too")
    assert house.refused("carl", house.ballot("carl", poll, "approve")) == "poll/closed"


# --- column: the owner approves only


@pytest.mark.parametrize(
    ("policy", "people", "outcome"),
    [
        ("owner", 3, "approved"),
        ("anyone", 3, "approved"),
        ("majority", 3, None),
        ("majority", 1, "approved"),
        ("unanimous", 3, None),
        ("unanimous", 1, "approved"),
    ],
)
def test_P11_the_owner_alone_decides_under_owner_anyone_or_alone(policy: str, people: int, outcome: str | None) -> None:
    """A room of one takes one explicit click: RULES, below the table."""
    house, poll = proposal(policy, people=people)
    assert house.poll(poll).state == "open"
    assert after(house, poll, "ann+") == outcome


# --- column: a voter leaves, is muted, lapses


@pytest.mark.parametrize("why", ["left", *TAKEN])
def test_P11_under_owner_the_loss_of_a_voter_has_no_effect(why: str) -> None:
    house, poll = proposal("owner")
    house.vote("bob", poll, "deny")
    lose(house, "bob", why)
    assert house.poll(poll).state == "open"
    assert after(house, poll, "ann+") == "approved"


@pytest.mark.parametrize("why", ["left", *TAKEN])
def test_P12_under_anyone_the_seat_is_dropped(why: str) -> None:
    house, poll = proposal("anyone")
    lose(house, "bob", why)
    assert (house.poll(poll).seats, house.poll(poll).state) == ((user("ann"), user("carl")), "open")
    assert after(house, poll, "carl+") == "approved"


@pytest.mark.parametrize("why", ["left", *TAKEN])
def test_P13_under_majority_a_loss_may_deny(why: str) -> None:
    """Three seats, one denial: open. Two seats, one denial: a tie, denied."""
    house, poll = proposal("majority")
    assert after(house, poll, "ann-") is None
    lose(house, "bob", why)
    assert house.poll(poll).outcome == "denied"


def test_P13_under_majority_leaving_may_approve() -> None:
    house, poll = proposal("majority", people=4)
    assert after(house, poll, "ann+", "bob+") is None
    lose(house, "dora", "left")
    assert house.poll(poll).outcome == "approved"


@pytest.mark.parametrize("why", TAKEN)
def test_P13_under_majority_a_taken_seat_approves_only_with_a_fresh_ballot(why: str) -> None:
    house, poll = proposal("majority", people=4)
    assert after(house, poll, "ann+", "bob+") is None
    lose(house, "dora", why)
    assert house.poll(poll).state == "open"
    assert after(house, poll, "bob+") == "approved"


def test_P14_under_unanimous_leaving_may_approve() -> None:
    """RELIABILITY T27: the last missing voter leaves."""
    house, poll = proposal("unanimous")
    assert after(house, poll, "ann+", "bob+") is None
    lose(house, "carl", "left")
    assert house.poll(poll).outcome == "approved"


@pytest.mark.parametrize("why", TAKEN)
def test_P14_under_unanimous_a_taken_seat_approves_only_with_a_fresh_ballot(why: str) -> None:
    """RELIABILITY T27 and T34: mute, removal, demotion and absence of the last missing voter approve nothing."""
    house, poll = proposal("unanimous")
    assert after(house, poll, "ann+", "bob+") is None
    lose(house, "carl", why)
    assert house.poll(poll).state == "open"
    assert after(house, poll, "ann+") == "approved"


@pytest.mark.parametrize("policy", ["majority", "unanimous"])
def test_P14_a_seat_taken_once_is_not_made_up_for_by_a_later_leave(policy: str) -> None:
    house, poll = proposal(policy, people=5)
    assert after(house, poll, "ann+", "bob+") is None
    lose(house, "carl", "muted")
    lose(house, "dora", "left")
    lose(house, "eve", "left")
    assert house.poll(poll).state == "open"
    assert after(house, poll, "bob+") == "approved"


def test_P14_everyone_but_the_owner_leaves() -> None:
    """RELIABILITY T30: the owner's one explicit approval is still needed, or already there."""
    house, poll = proposal("unanimous")
    lose(house, "bob", "left")
    lose(house, "carl", "left")
    assert house.poll(poll).state == "open"
    assert after(house, poll, "ann+") == "approved"


# --- column: deadline


@pytest.mark.parametrize("subject", ["execution", "plan", "question"])
@pytest.mark.parametrize("policy", ["owner", "anyone", "majority", "unanimous"])
def test_P9_a_deadline_denies_under_every_policy(policy: str, subject: Subject) -> None:
    house, poll = proposal(policy, subject)
    assert kinds(house.later(15 * 60 - 1)) == []
    assert kinds(house.later(1)) == ["PollResolved"]
    assert house.poll(poll).outcome == "expired"
    assert house.poll(poll).effect is None


# --- column: the asker alone is a seat


@pytest.mark.parametrize("policy", ["owner", "anyone", "majority", "unanimous"])
def test_P14_an_asker_who_is_the_only_seat_takes_one_click(policy: str) -> None:
    house, poll = proposal(policy, people=1)
    assert house.turn.holder == user("ann")
    assert house.poll(poll).state == "open"
    assert after(house, poll, "ann+") == "approved"


def test_P11_under_owner_an_asker_waits_for_the_owner() -> None:
    house = room("bob", policy="owner", agents=["runner"], runners=EVERYBODY)
    house.here = {user("bob")}
    house.ask("bob")
    poll = house.propose()
    assert after(house, poll, "bob+") is None
    assert after(house, poll, "ann+") == "approved"


@pytest.mark.parametrize(("policy", "outcome"), [("anyone", "approved"), ("majority", None), ("unanimous", None)])
def test_P12_an_asker_may_approve_under_anyone_and_counts_as_one_elsewhere(policy: str, outcome: str | None) -> None:
    house = room("bob", policy=policy, agents=["runner"], runners=EVERYBODY)
    house.ask("bob")
    assert after(house, house.propose(), "bob+") == outcome


# --- sponsors (RULES 4)


def test_P15_an_effect_needs_an_approver_who_may_run_it() -> None:
    """RULES 4."""
    house = room("bob", policy="anyone", agents=["runner"], runners=["bob"])
    house.ask()
    poll, plan = house.propose(), house.propose("plan")
    assert after(house, poll, "ann+") is None
    assert after(house, poll, "bob+") == "approved"
    assert house.poll(poll).sponsor == user("bob")
    assert after(house, plan, "ann+") == "approved"


def test_P15_all_approve_and_nobody_may_run_it() -> None:
    house = room("bob", agents=["runner"], runners=[])
    house.ask()
    poll = house.propose()
    assert after(house, poll, "ann+", "bob+") is None
    house.later(15 * 60)
    assert house.poll(poll).outcome == "expired"


def test_P15_the_owner_decides_and_a_member_sponsors() -> None:
    house = room("bob", policy="owner", agents=["runner"], runners=["bob"])
    house.ask()
    poll = house.propose()
    assert after(house, poll, "ann+") is None
    assert after(house, poll, "bob+") == "approved"


# --- questions (RULES, below the table)


def question(policy: str, *options: str) -> tuple[House, Poll]:
    house = room("bob", "carl", policy=policy, agents=["runner"])
    house.ask()
    given = tuple(Option(option, option.title()) for option in options)
    house.host(c.OpenAgentPoll(PollId("question-1"), house.turn.id, "question", "Which?", options=given))
    return house, house.state.polls[PollId("question-1")]


def answer(house: House, who: str, poll: Poll, choice: str = "answer", **answers: Any) -> str | None:
    return house.vote(who, poll, choice, answers=answers or None).outcome


def test_P16_the_owner_answers_under_owner() -> None:
    house, poll = question("owner", "red", "blue")
    assert answer(house, "bob", poll, "red") is None
    assert answer(house, "ann", poll, "blue") == "blue"


def test_P16_the_first_answers_under_anyone() -> None:
    house, poll = question("anyone", "red", "blue")
    assert answer(house, "carl", poll, "red") == "red"


@pytest.mark.parametrize("policy", ["majority", "unanimous"])
def test_P16_else_all_answer_and_equal_answers_are_the_outcome(policy: str) -> None:
    """RELIABILITY T39."""
    house, poll = question(policy, "red", "blue")
    assert answer(house, "ann", poll, "red") is None
    assert answer(house, "bob", poll, "red") is None
    assert answer(house, "carl", poll, "red") == "red"


def test_P16_differing_answers_are_listed_by_name() -> None:
    """RELIABILITY T39: the outcome is `none`, the ballots say who said what."""
    house, poll = question("unanimous")
    for who, text in (("ann", "red, or blue"), ("bob", "red, or blue"), ("carl", "red")):
        outcome = answer(house, who, poll, colour=text)
    assert outcome == "none"
    assert [ballot.answers for ballot in house.poll(poll).ballots.values()] == [
        {"colour": "red, or blue"},
        {"colour": "red, or blue"},
        {"colour": "red"},
    ]


@pytest.mark.parametrize("why", ["left", *TAKEN])
def test_P16_the_loss_of_the_last_missing_voter_ends_a_question(why: str) -> None:
    """RELIABILITY T28: an answer unlocks nothing, so it need not be given again."""
    house, poll = question("unanimous", "red", "blue")
    answer(house, "ann", poll, "red")
    answer(house, "bob", poll, "red")
    lose(house, "carl", why)
    assert house.poll(poll).outcome == "red"


def test_P16_an_expired_question_keeps_its_answers() -> None:
    house, poll = question("unanimous", "red", "blue")
    answer(house, "ann", poll, "red")
    house.later(15 * 60)
    decided = house.poll(poll)
    assert (decided.outcome, list(decided.ballots)) == ("expired", [user("ann")])


def test_P16_the_answers_of_other_subjects_are_dropped() -> None:
    house, poll = proposal("unanimous", "plan")
    assert house.vote("ann", poll, "approve", answers={"x": 1}).ballots[user("ann")].answers is None


# --- plain polls


def plain(policy: Consensus, people: int = 3) -> tuple[House, Poll]:
    house = room(*EVERYBODY[1:people], policy=policy)
    tea = (Option("tea", "Tea"), Option("deny", "Deny tea"), Option("cake", "Cake"))
    house.do("ann", c.OpenPoll("plain-001", "What?", tea))
    return house, house.state.polls[PollId("plain-001")]


@pytest.mark.parametrize(
    ("policy", "ballots", "outcome"),
    [
        ("owner", {"bob": "tea", "carl": "tea"}, None),
        ("owner", {"bob": "tea", "ann": "cake"}, "cake"),
        ("anyone", {"carl": "deny"}, "deny"),
        ("majority", {"ann": "tea"}, None),
        ("majority", {"ann": "tea", "bob": "cake"}, None),
        ("majority", {"ann": "deny", "bob": "deny"}, "deny"),
        ("majority", {"ann": "tea", "bob": "cake", "carl": "deny"}, "none"),
        ("unanimous", {"ann": "deny", "bob": "deny"}, None),
        ("unanimous", {"ann": "tea", "bob": "tea", "carl": "tea"}, "tea"),
        ("unanimous", {"ann": "tea", "bob": "deny", "carl": "tea"}, "none"),
    ],
)
def test_P19_a_plain_poll_is_won_with_the_policys_need(
    policy: Consensus, ballots: dict[str, str], outcome: str | None
) -> None:
    house, poll = plain(policy)
    for who, choice in ballots.items():
        house.vote(who, poll, choice)
    assert house.poll(poll).outcome == outcome
    assert house.poll(poll).effect is None


@pytest.mark.parametrize("why", ["left", *TAKEN])
def test_P19_the_loss_of_the_last_missing_voter_ends_a_plain_poll(why: str) -> None:
    house, poll = plain("unanimous")
    house.vote("ann", poll, "deny")
    house.vote("bob", poll, "deny")
    lose(house, "carl", why)
    assert house.poll(poll).outcome == "deny"


# --- losses in general


@pytest.mark.parametrize("why", ["left", *TAKEN])
def test_P7_a_lost_seat_takes_its_ballot_along_for_ever(why: str) -> None:
    """RELIABILITY T27: the leaver's denial goes with the seat."""
    house, poll = proposal("majority", people=5)
    house.vote("bob", poll, "deny")
    lose(house, "bob", why)
    assert user("bob") not in house.poll(poll).ballots
    if why in RETURNS:
        house.do(*RETURNS[why])
    expected = "room/unknown" if why == "removed" else "poll/no-seat"
    assert house.refused("bob", house.ballot("bob", poll, "approve")) == expected


def test_P7_absence_never_approves() -> None:
    """RULES 6."""
    house, poll = proposal("unanimous")
    after(house, poll, "ann+")
    house.host(c.LapseSeats(user("bob")))
    house.host(c.LapseSeats(user("carl")))
    assert house.poll(poll).state == "open"


def test_P7_the_owners_seat_is_never_lost() -> None:
    house, poll = proposal("unanimous")
    assert house.host(c.LapseSeats(user("ann"))) == []
    assert user("ann") in house.poll(poll).seats


def test_P7_one_absence_is_logged_for_every_open_poll_and_once() -> None:
    house, _ = proposal("unanimous")
    house.propose("plan")
    assert kinds(house.host(c.LapseSeats(user("bob")))) == ["SeatLost", "SeatLost"]
    assert house.host(c.LapseSeats(user("bob"))) == []
    assert house.host(c.LapseSeats(AGENT)) == []
