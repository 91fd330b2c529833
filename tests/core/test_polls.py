"""P: polls, beside the table of policies (`test_consensus`)."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec
import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.codec import encode_state
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import PollId
from jupyter_collabchat.core.model import Option, Poll, Subject
from tests.core.house import AGENT, House, claim, effect, kinds, room, user

TEA = (Option("y", "Yes"), Option("n", "No"))


def proposal(*people: str, policy: str = "unanimous", **given: Any) -> tuple[House, Poll]:
    house = room(*people, policy=policy, agents=["runner"], runners=("ann", "bob"), **given)
    house.ask()
    return house, house.propose()


def plain(house: House, who: str = "ann", **fields: Any) -> Poll:
    poll = PollId(house.mint("plain"))
    house.do(who, c.OpenPoll(poll, "Tea?", TEA, **fields))
    return house.state.polls[poll]


def test_P1_people_open_plain_polls_only() -> None:
    """RULES 2."""
    house = room("bob")
    poll = plain(house, "bob")
    assert (poll.subject, poll.by, poll.hash, poll.turn, poll.deadline) == ("plain", user("bob"), None, None, None)


def test_P1_open_plain_polls_are_bounded_per_person_and_in_all() -> None:
    """RULES 12."""
    house = room("bob", "carl", limits=Limits(plain_polls=7, plain_polls_per_person=5))
    polls = [plain(house, "ann") for _ in range(5)]
    assert house.refused("ann", c.OpenPoll("plain-999", "Tea?", TEA)) == "poll/limit"
    plain(house, "bob")
    plain(house, "bob")
    assert house.refused("carl", c.OpenPoll("plain-999", "Tea?", TEA)) == "poll/limit"
    house.do("ann", c.ClosePoll(polls[0].id))
    plain(house, "carl")


@pytest.mark.parametrize(("title", "deadline"), [(" \t", None), ("Tea?", 1_000_000), ("Tea?", 5)])
def test_P1_a_plain_poll_needs_a_title_and_a_deadline_ahead(title: str, deadline: int | None) -> None:
    house = room()
    assert house.now == 1_000_000
    assert house.refused("ann", c.OpenPoll("plain-001", title, TEA, deadline)) == "frame/invalid"


def test_P2_an_agent_opens_polls_only_in_its_turn_and_once() -> None:
    house, poll = proposal()
    asked = c.OpenAgentPoll(poll.id, house.turn.id, "execution", "Run?", hash="other")
    assert house.host(asked) == []
    house.host(c.EndTurn(house.turn.id))
    late = c.OpenAgentPoll(PollId("poll-late"), poll.turn, "plan", "Plan")  # type: ignore[arg-type]
    assert house.host_refused(late) == "turn/unknown"


@pytest.mark.parametrize("subject", ["plan", "permission", "execution", "write"])
def test_P2_approval_polls_offer_approve_and_deny(subject: Subject) -> None:
    house, _ = proposal()
    given = msgspec.structs.replace(effect(house, "poll-0009", subject=subject), options=TEA)
    house.host(given)
    poll = house.state.polls[PollId("poll-0009")]
    assert [option.id for option in poll.options] == ["approve", "deny"]
    assert (poll.by, poll.turn, poll.deadline) == (AGENT, house.turn.id, house.now + 15 * 60 * 1000)


def test_P2_a_question_without_options_takes_any_answer() -> None:
    house, _ = proposal()
    house.host(c.OpenAgentPoll(PollId("poll-0009"), house.turn.id, "question", "Which file?"))
    house.vote("ann", house.state.polls[PollId("poll-0009")], "answer", answers={"file": "a.csv"})
    assert house.state.polls[PollId("poll-0009")].outcome == "answer"


def test_P2_two_requests_at_once_stand_beside_each_other() -> None:
    """RELIABILITY T33 and T37: a second request never overwrites the first."""
    house, first = proposal("bob")
    second = house.propose(detail="print(2)")
    for who in ("ann", "bob"):
        house.vote(who, second, "approve")
    assert (house.poll(first).state, house.poll(second).outcome) == ("open", "approved")


def test_P3_seats_are_the_owner_and_entitled_members_who_are_here() -> None:
    """RULES 5."""
    house = room("bob", "carl/moderator", "dora/observer", "eve", "finn", agents=["runner"])
    house.do("ann", c.Mute(user("eve")))
    house.here = {user(name) for name in ("bob", "carl", "dora", "eve")}
    house.ask()
    assert set(house.propose().seats) == {user("ann"), user("bob"), user("carl")}
    assert set(plain(house, "finn").seats) == {user(name) for name in ("ann", "bob", "carl", "finn")}


def test_P3_later_joiners_observe() -> None:
    """RELIABILITY T25."""
    house, poll = proposal("bob")
    house.do("carl", c.JoinRoom())
    house.here.add(user("carl"))
    assert house.refused("carl", house.ballot("carl", poll, "approve")) == "poll/no-seat"


def test_P4_a_ballot_may_change_until_the_poll_is_over() -> None:
    """RELIABILITY T31."""
    house, poll = proposal("bob", "carl", policy="majority")
    house.vote("bob", poll, "deny", "no")
    changed = house.vote("bob", poll, "approve")
    assert changed.ballots[user("bob")].choice == "approve"
    assert house.vote("ann", poll, "approve").outcome == "approved"


def test_P4_a_resent_older_ballot_never_beats_a_newer_one() -> None:
    house, poll = proposal("bob")
    first = house.ballot("bob", poll, "approve")
    house.do("bob", first)
    newer = house.vote("bob", poll, "approve", "really")
    assert house.do("bob", first) == []
    assert house.poll(poll) == newer


def test_P4_a_resend_after_the_end_is_acknowledged() -> None:
    house, poll = proposal()
    ballot = house.ballot("ann", poll, "deny")
    house.do("ann", ballot)
    assert house.poll(poll).state == "decided"
    assert house.do("ann", ballot) == []


def test_P5_a_late_ballot_is_refused_with_a_code_that_closes_the_card() -> None:
    """RELIABILITY T26."""
    house, poll = proposal("bob")
    house.vote("ann", poll, "deny")
    assert house.refused("bob", house.ballot("bob", poll, "approve")) == "poll/closed"
    assert house.refused("bob", c.CastBallot("poll-none", "ballot-1", "approve")) == "poll/unknown"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"hash": None}, "poll/stale"),
        ({"hash": "hash-2"}, "poll/stale"),
        ({"replaces": "ballot-x"}, "poll/stale"),
        ({"choice": "maybe"}, "frame/invalid"),
    ],
)
def test_P5_a_ballot_on_something_else_is_refused(fields: dict[str, Any], code: str) -> None:
    house, poll = proposal("bob")
    assert house.refused("bob", house.ballot("bob", poll, fields.pop("choice", "approve"), **fields)) == code
    house.vote("bob", poll, "approve")
    assert house.refused("bob", house.ballot("bob", poll, "approve", replaces=None)) == "poll/stale"


def test_P6_two_votes_in_the_final_slot_are_one_resolution() -> None:
    """RELIABILITY T32."""
    house, poll = proposal("bob", policy="anyone")
    late = house.ballot("bob", poll, "deny")
    events = house.do("ann", house.ballot("ann", poll, "approve"))
    assert kinds(events) == ["BallotCast", "PollResolved"]
    assert house.refused("bob", late) == "poll/closed"
    assert house.poll(poll).outcome == "approved"


def test_P6_a_decided_poll_never_changes() -> None:
    """RULES 7."""
    house, poll = proposal("bob")
    house.vote("ann", poll, "approve")
    decided = house.vote("bob", poll, "approve")
    house.do("ann", c.RemoveMember(user("bob")))
    house.do("carl", c.JoinRoom())
    house.do("ann", c.TransferOwnership(user("carl")))
    for command in (c.OverridePoll(poll.id, "deny", "no"), c.ClosePoll(poll.id)):
        assert house.refused("carl", command) == "poll/closed"
    assert house.poll(poll) == decided


@pytest.mark.parametrize("choice", ["approve", "deny"])
@pytest.mark.parametrize("subject", ["execution", "plan"])
def test_P8_the_owner_overrides_each_way(choice: Any, subject: Subject) -> None:
    """RELIABILITY T24."""
    house = room("bob", "carl", agents=["runner"])
    house.ask()
    poll = house.propose(subject)
    events = house.do("ann", c.OverridePoll(poll.id, choice, "I know this code"))
    assert kinds(events) == ["PollOverridden", "PollResolved"]
    decided = house.poll(poll)
    outcome = "approved" if choice == "approve" else "denied"
    assert (decided.outcome, decided.reason) == (outcome, "I know this code")


def test_P8_only_the_owner_and_only_plans_and_effects() -> None:
    """RULES 9."""
    house, poll = proposal("bob/moderator")
    assert house.refused("bob", c.OverridePoll(poll.id, "approve", "hm")) == "role/forbidden"
    assert house.refused("ann", c.OverridePoll(plain(house).id, "approve", "hm")) == "role/forbidden"
    house.host(c.OpenAgentPoll(PollId("poll-0009"), house.turn.id, "question", "Which?"))
    assert house.refused("ann", c.OverridePoll("poll-0009", "deny", "hm")) == "role/forbidden"


def test_P8_an_override_does_not_replace_a_sponsor() -> None:
    house = room("bob", "carl", agents=["runner"], runners=["bob"])
    house.ask()
    poll = house.propose()
    assert house.refused("ann", c.OverridePoll(poll.id, "approve", "trust me")) == "effect/refused"
    house.vote("bob", poll, "approve")
    house.do("ann", c.OverridePoll(poll.id, "approve", "trust Bob"))
    assert house.poll(poll).sponsor == user("bob")
    other = house.propose(detail="print(2)")
    house.do("ann", c.OverridePoll(other.id, "deny", "enough"))
    assert house.poll(other).outcome == "denied"


def test_P9_a_ballot_after_the_deadline_is_late_before_the_tick_comes() -> None:
    house, poll = proposal("bob", policy="anyone")
    house.now += 15 * 60 * 1000
    assert house.refused("ann", house.ballot("ann", poll, "approve")) == "poll/closed"
    assert house.refused("ann", c.OverridePoll(poll.id, "approve", "late")) == "poll/closed"
    assert house.refused("ann", c.ClosePoll(poll.id)) == "poll/closed"
    house.host(c.Tick())
    assert house.poll(poll).outcome == "expired"


def test_P9_leaving_after_the_deadline_approves_nothing() -> None:
    house, poll = proposal("bob")
    house.vote("ann", poll, "approve")
    house.now += 15 * 60 * 1000
    assert kinds(house.do("bob", c.Leave())) == ["SeatLost", "MemberLeft"]
    house.host(c.Tick())
    assert house.poll(poll).outcome == "expired"


def test_P9_a_plain_poll_has_the_deadline_it_was_given_or_none() -> None:
    house = room("bob")
    short, endless = plain(house, deadline=house.now + 1000), plain(house)
    house.later(10**6)
    assert (house.poll(short).outcome, house.poll(endless).state) == ("expired", "open")


def test_P10_opener_moderator_and_owner_close_a_plain_poll() -> None:
    """RELIABILITY T38: a closed card leaves nobody waiting."""
    house = room("bob", "carl", "dora/moderator")
    for who in ("bob", "dora", "ann"):
        poll = plain(house, "bob")
        assert house.refused("carl", c.ClosePoll(poll.id)) == "role/forbidden"
        house.do(who, c.ClosePoll(poll.id))
        closed = house.poll(poll)
        assert (closed.state, closed.outcome, closed.effect) == ("cancelled", None, None)


def test_P10_the_asker_closes_what_their_turn_asks() -> None:
    house = room("bob", "carl", agents=["runner"])
    turn = house.ask("bob")
    poll = house.propose()
    assert house.refused("carl", c.ClosePoll(poll.id)) == "role/forbidden"
    house.do("bob", c.ClosePoll(poll.id))
    assert house.host_refused(claim(poll)) == "effect/refused"
    assert house.turn.id == turn.id


def test_P17_an_effect_has_a_hash_and_at_most_16_kib() -> None:
    house, _ = proposal()
    assert house.host_refused(effect(house, "poll-0009", "é" * 8193)) == "effect/too-large"
    bare = c.OpenAgentPoll(PollId("poll-0009"), house.turn.id, "execution", "Run?", "x")
    assert house.host_refused(bare) == "effect/refused"
    house.host(effect(house, "poll-0009", "é" * 8192))


@pytest.mark.parametrize("how", ["denied", "expired"])
def test_P17_a_denied_hash_is_not_asked_again_in_its_turn(how: str) -> None:
    """RULES 12."""
    house, poll = proposal()
    if how == "denied":
        house.vote("ann", poll, "deny")
    else:
        house.later(15 * 60)
    again = effect(house, "poll-0009", poll.detail)
    assert house.host_refused(again) == "effect/refused"
    house.propose(detail="print(2)")
    house.do("ann", c.StopTurn(house.turn.id))
    house.ask()
    house.propose()


def test_P17_a_turn_asks_for_ten_effects_at_most() -> None:
    """RULES 12."""
    house, _ = proposal()
    for number in range(9):
        house.propose(detail=f"more({number})")
    extra = effect(house, "poll-0009", subject="write")
    assert house.host_refused(extra) == "poll/limit"
    house.propose("plan")


def test_P22_the_hash_of_an_effect_is_that_of_its_bytes() -> None:
    """RULES 1."""
    house, _ = proposal()
    asked = effect(house, "poll-0009", "print('mine')")
    for hash in (hash_of("print('yours')"), hash_of("print('mine') "), "", "h", hash_of("print('mine')").upper()):
        assert house.host_refused(msgspec.structs.replace(asked, hash=hash)) == "effect/refused"
    assert sha256(b"print('mine')").hexdigest() == asked.hash
    assert kinds(house.host(asked)) == ["PollOpened"]


@pytest.mark.parametrize(
    ("detail", "refused"),
    [
        ('{"path":"a","path":"b"}', True),
        ('{"arguments":[{"path":"a","p\\u0061th":"b"}]}', True),
        ('{"a":{"b":1},"c":{"b":1}}', False),
        ("[" * 16_000, True),
        ("print({'a': 1, 'a': 2})", False),
        ('{"a":1,"a":2} and no JSON', False),
    ],
)
def test_P22_bytes_that_name_a_key_twice_are_refused(detail: str, refused: bool) -> None:
    house, _ = proposal()
    asked = effect(house, "poll-0009", detail)
    if refused:
        assert house.host_refused(asked) == "effect/refused"
    else:
        assert kinds(house.host(asked)) == ["PollOpened"]


@pytest.mark.parametrize("policy", ["owner", "anyone", "majority", "unanimous"])
def test_P23_a_poll_that_enough_approve_says_that_it_waits_for_a_sponsor(policy: str) -> None:
    house = room("bob", "carl", policy=policy, agents=["runner"], runners=["carl"])
    house.ask()
    poll = house.propose()
    assert poll.needs is None
    if policy in ("majority", "unanimous"):
        assert house.vote("bob", poll, "approve").needs is None
        house.host(c.LapseSeats(user("carl")))
        house.runners = {user("bob")}
    assert (house.vote("ann", poll, "approve").needs, house.poll(poll).state) == ("sponsor", "open")
    sponsor = "bob" if policy in ("majority", "unanimous") else "carl"
    decided = house.vote(sponsor, poll, "approve")
    assert (decided.needs, decided.outcome, decided.sponsor) == (None, "approved", user(sponsor))


@pytest.mark.parametrize("end", ["approve", "close", "override"])
def test_P23_a_poll_that_enough_approve_says_that_one_must_approve_again(end: str) -> None:
    house, poll = proposal("bob", "carl")
    for who in ("ann", "bob"):
        assert house.vote(who, poll, "approve").needs is None
    house.do("ann", c.Mute(user("carl")))
    assert (house.poll(poll).needs, house.poll(poll).state) == ("ballot", "open")
    if end == "approve":
        house.vote("bob", poll, "approve")
    else:
        house.do("ann", c.ClosePoll(poll.id) if end == "close" else c.OverridePoll(poll.id, "approve", "go"))
    assert (house.poll(poll).needs, house.poll(poll).state) == (None, "cancelled" if end == "close" else "decided")


def test_P23_what_nobody_must_run_needs_no_sponsor() -> None:
    house = room("bob", "carl", agents=["runner"], runners=[])
    house.ask()
    poll = house.propose("plan")
    house.vote("ann", poll, "approve")
    house.do("ann", c.Mute(user("carl")))
    assert (house.poll(poll).needs, house.vote("bob", poll, "approve").outcome) == (None, "approved")
    question = c.OpenAgentPoll(PollId("poll-0009"), house.turn.id, "question", "Which?")
    house.host(question)
    assert house.vote("ann", house.state.polls[question.id], "answer").needs is None


@pytest.mark.parametrize(
    "options",
    [
        (Option("y", "Yes"), Option("y", "No")),
        (Option("none", "None"), Option("y", "Yes")),
        (Option("expired", "Late"), Option("y", "Yes")),
        (Option("", "Empty"), Option("y", "Yes")),
        (Option("x" * 65, "Long"), Option("y", "Yes")),
        (Option("x", " "), Option("y", "Yes")),
        (Option("x", "x" * 301), Option("y", "Yes")),
    ],
)
def test_P18_options_are_told_apart(options: tuple[Option, ...]) -> None:
    house, _ = proposal()
    assert house.refused("ann", c.OpenPoll("plain-001", "Tea?", options)) == "frame/invalid"
    asked = c.OpenAgentPoll(PollId("poll-0009"), house.turn.id, "question", "Which?", options=options)
    assert house.host_refused(asked) == "frame/invalid"


def test_P20_a_change_of_policy_touches_later_polls_only() -> None:
    """RULES 11."""
    house, poll = proposal("bob")
    house.do("ann", c.SetPolicy(consensus="anyone"))
    house.do("carl", c.JoinRoom())
    house.do("ann", c.SetRole(user("carl"), "moderator"))
    assert house.vote("ann", poll, "approve").state == "open"
    fixed = ("policy", "options", "hash", "seats", "detail", "deadline")
    assert [getattr(house.poll(poll), field) for field in fixed] == [getattr(poll, field) for field in fixed]
    assert house.propose("plan").policy == "anyone"


def test_P21_a_transfer_moves_the_owners_seat_without_its_ballot() -> None:
    """RELIABILITY T30: the owner hands over and leaves."""
    house = room("bob", "carl", "dora", agents=["runner"], runners=["dora", "ann"])
    house.here.discard(user("dora"))
    house.ask("bob")
    poll = house.propose("plan")
    assert user("dora") not in poll.seats
    house.vote("ann", poll, "approve")
    house.do("ann", c.TransferOwnership(user("dora")))
    moved = house.poll(poll)
    assert set(moved.seats) == {user("bob"), user("carl"), user("dora")}
    assert moved.ballots == {}


@pytest.mark.parametrize("policy", ["owner", "majority", "unanimous"])
def test_P21_a_transfer_approves_nothing(policy: str) -> None:
    house = room("bob", policy=policy, agents=["runner"], runners=["ann", "bob"])
    house.ask()
    poll = house.propose()
    house.vote("bob", poll, "approve")
    house.do("ann", c.TransferOwnership(user("bob")))
    assert (house.poll(poll).state, house.poll(poll).seats) == ("open", (user("bob"),))
    assert house.vote("bob", poll, "approve").outcome == "approved"


def test_P6_a_restored_poll_is_the_same_poll() -> None:
    """RELIABILITY T35: ballots and text survive being written and read."""
    house, poll = proposal("bob")
    house.vote("bob", poll, "approve", "fine")
    before = house.poll(poll)
    house.host(c.Reopen())
    assert house.poll(poll) == before
    assert encode_state(house.state)
