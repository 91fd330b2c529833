"""P24, P25: questions that take several options or words; RELIABILITY T39, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.ids import PollId
from jupyter_collabchat.core.model import Option, Poll
from tests.core.house import House, room, user

PETS = (Option("cat", "A cat, or two"), Option("dog", "A dog"), Option("eel", "An eel, a dog"))


def question(
    *people: str, policy: str = "unanimous", options: tuple[Option, ...] = PETS, multiple: bool = True
) -> tuple[House, Poll]:
    house = room(*(people or ("bob", "carl")), policy=policy, agents=["runner"])
    house.ask()
    return house, ask(house, "Which pets?", options, multiple=multiple)


def ask(house: House, title: str, options: tuple[Option, ...] = (), *, multiple: bool = False) -> Poll:
    poll = PollId(house.mint("question"))
    asked = c.OpenAgentPoll(poll, house.turn.id, "question", title, options=options, multiple=multiple)
    house.host(asked)
    return house.state.polls[poll]


def choose(house: House, who: str, poll: Poll, *choices: str, **fields: Any) -> Poll:
    return house.vote(who, poll, choices[0], choices=choices, **fields)


def test_P24_several_options_are_kept_in_the_questions_order() -> None:
    house, poll = question()
    mine = choose(house, "ann", poll, "eel", "cat").ballots[user("ann")]
    assert (mine.choice, mine.choices) == ("cat", ("cat", "eel"))


def test_P24_a_ballot_may_name_one_option_alone() -> None:
    house, poll = question()
    assert house.vote("bob", poll, "dog").ballots[user("bob")].choices == ("dog",)


@pytest.mark.parametrize("choices", [(), ("dog",), ("cat", "cat"), ("cat", "emu")])
def test_P24_each_option_is_one_of_the_questions_and_named_once(choices: tuple[str, ...]) -> None:
    house, poll = question()
    assert house.refused("ann", house.ballot("ann", poll, "cat", choices=choices)) == "frame/invalid"


def test_P24_what_takes_one_option_refuses_several() -> None:
    house, single = question(multiple=False)
    assert single.multiple is None
    assert house.refused("ann", house.ballot("ann", single, "cat", choices=("cat", "dog"))) == "frame/invalid"
    effect = house.propose()
    assert house.refused("ann", house.ballot("ann", effect, "approve", choices=("approve", "deny"))) == "frame/invalid"


def test_P24_only_questions_take_several() -> None:
    house, _ = question()
    house.host(c.OpenAgentPoll(PollId("plan-0001"), house.turn.id, "plan", "So?", multiple=True))
    assert house.state.polls[PollId("plan-0001")].multiple is None


def test_P25_the_same_options_in_any_order_agree() -> None:
    """RELIABILITY T39: unanimous."""
    house, poll = question()
    choose(house, "ann", poll, "cat", "eel")
    choose(house, "bob", poll, "eel", "cat")
    assert choose(house, "carl", poll, "cat", "eel").outcome == "cat"


def test_P25_options_that_differ_in_one_are_split_and_listed_by_name() -> None:
    """RELIABILITY T39: split."""
    house, poll = question()
    choose(house, "ann", poll, "cat", "eel")
    choose(house, "bob", poll, "cat")
    decided = choose(house, "carl", poll, "cat", "eel")
    assert decided.outcome == "none"
    assert {who: ballot.choices for who, ballot in decided.ballots.items()} == {
        user("ann"): ("cat", "eel"),
        user("bob"): ("cat",),
        user("carl"): ("cat", "eel"),
    }


def test_P25_commas_in_labels_never_make_one_answer_of_two() -> None:
    """RELIABILITY T39: "An eel, a dog" is one option; answers are ids, and nothing is joined."""
    house, poll = question("bob")
    choose(house, "ann", poll, "eel")
    assert choose(house, "bob", poll, "dog", "eel").outcome == "none"


def test_P25_the_same_words_agree_whatever_space_is_around_them() -> None:
    house, poll = question("bob", options=())
    house.vote("ann", poll, "answer", answers={"text": "a.csv, b.csv"})
    assert house.vote("bob", poll, "answer", answers={"text": "  a.csv, b.csv\n"}).outcome == "answer"


@pytest.mark.parametrize("other", [{"text": "a.csv,b.csv"}, {"words": "a.csv, b.csv"}, None])
def test_P25_other_words_differ(other: dict[str, str] | None) -> None:
    house, poll = question("bob", options=())
    house.vote("ann", poll, "answer", answers={"text": "a.csv, b.csv"})
    assert house.vote("bob", poll, "answer", answers=other).outcome == "none"


def test_P25_people_of_one_name_answer_apart() -> None:
    """RELIABILITY T39: duplicate names. Answers are kept by participant, and no two members show the same name."""
    house, poll = question()
    assert house.refused("carl", c.SetNickname("Bob")) == "name/taken"
    choose(house, "bob", poll, "cat")
    choose(house, "carl", poll, "dog")
    assert set(house.poll(poll).ballots) == {user("bob"), user("carl")}


def test_P25_questions_of_one_text_are_answered_apart() -> None:
    """RELIABILITY T39: duplicate question text."""
    house, first = question("bob")
    second = ask(house, first.title, PETS)
    for who in ("ann", "bob"):
        choose(house, who, first, "cat", "dog")
        house.vote(who, second, "eel")
    assert (house.poll(first).outcome, house.poll(second).outcome) == ("cat", "eel")


@pytest.mark.parametrize("policy", ["owner", "anyone"])
def test_P25_one_answer_counts_whole_where_one_decides(policy: str) -> None:
    house, poll = question(policy=policy)
    decided = choose(house, "ann", poll, "dog", "eel")
    assert (decided.outcome, decided.ballots[user("ann")].choices) == ("dog", ("dog", "eel"))


def test_P25_words_have_a_size() -> None:
    house, poll = question("bob", options=())
    fits, long = {"text": "x" * 4000}, {"text": "x" * 4096}
    assert house.refused("ann", house.ballot("ann", poll, "answer", answers=long)) == "message/too-long"
    house.vote("ann", poll, "answer", answers=fits)


@pytest.mark.parametrize("why", ["left", "muted", "removed", "absent"])
def test_P16_a_lost_seat_takes_its_several_answers_along(why: str) -> None:
    """RELIABILITY T28: questions are pruned like votes, and what remains may agree."""
    house, poll = question()
    choose(house, "ann", poll, "cat", "eel")
    choose(house, "carl", poll, "dog")
    lose = {"muted": c.Mute(user("carl")), "removed": c.RemoveMember(user("carl"))}
    if why == "left":
        house.do("carl", c.Leave())
    elif why == "absent":
        house.host(c.LapseSeats(user("carl")))
    else:
        house.do("ann", lose[why])
    decided = choose(house, "bob", poll, "eel", "cat")
    assert (decided.outcome, set(decided.ballots)) == ("cat", {user("ann"), user("bob")})


def test_P16_a_question_out_of_time_says_so_and_keeps_its_answers() -> None:
    """RULES 10: PROTOCOL's word for RULES' `timeout` is `expired`."""
    house, poll = question()
    choose(house, "ann", poll, "cat", "eel")
    house.later(15 * 60)
    decided = house.poll(poll)
    assert (decided.outcome, decided.reason) == ("expired", "not everybody answered in time")
    assert decided.ballots[user("ann")].choices == ("cat", "eel")
