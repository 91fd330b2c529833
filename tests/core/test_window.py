"""W: the window."""

from __future__ import annotations

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.window import trim
from tests.core.house import House, room, user

LIMITS = Limits(message_window=8, window_slack=2, window_bytes=1000, decided_polls=2)


def talking(*bodies: str) -> House:
    house = room("bob", agents=["runner"], limits=LIMITS)
    for body in bodies:
        house.say("ann", body)
    return house


def trimmed(house: House) -> list[str]:
    house.state = trim(house.state, LIMITS)
    return [message.body for message in house.state.messages.values()]


def test_W1_within_the_slack_nothing_goes() -> None:
    house = talking(*"abcdefghij")
    before = house.state
    assert trim(house.state, LIMITS) is before


def test_W1_past_the_slack_the_newest_stay_in_order() -> None:
    house = talking(*"abcdefghijk")
    assert trimmed(house) == list("defghijk")
    assert house.state.older


def test_W1_past_the_bytes_the_newest_stay() -> None:
    assert [body[0] for body in trimmed(talking("a" * 400, "b" * 401, "c" * 300, "d" * 100))] == ["c", "d"]


def test_W1_bytes_are_counted_not_characters() -> None:
    assert [body[0] for body in trimmed(talking("ä" * 300, "ö" * 300))] == ["ö"]


def test_W1_one_message_stays_however_large() -> None:
    house = talking("a", "b" * 2000)
    assert [body[0] for body in trimmed(house)] == ["b"]
    assert len(trimmed(house)) == 1


def test_W1_an_unfinished_message_keeps_all_that_is_newer() -> None:
    house = talking("old", "@runner go")
    answer = MessageId("answer-0001")
    house.host(c.StartMessage(answer, house.turn.id))
    for body in "abcdefghijkl":
        house.say("bob", body)
    assert trimmed(house) == ["", *"abcdefghijkl"]
    assert house.state.older
    house.host(c.EndMessage(answer, "complete", "42"))
    assert trimmed(house) == list("efghijkl")


def test_W1_nothing_is_called_older_when_nothing_went() -> None:
    house = talking()
    house.ask("ann")
    house.host(c.StartMessage(MessageId("answer-0001"), house.turn.id))
    house.state = type(house.state)(
        **{name: getattr(house.state, name) for name in house.state.__struct_fields__}
        | {"messages": {MessageId("answer-0001"): house.state.messages[MessageId("answer-0001")]}}
    )
    for body in "abcdefghijkl":
        house.say("bob", body)
    assert len(trimmed(house)) == 13
    assert not house.state.older


def test_W2_open_polls_unfinished_effects_and_the_newest_decided_stay() -> None:
    house = talking("@runner go")
    plain = [PLAIN.format(number) for number in range(5)]
    options = (c.Option("y", "Yes"), c.Option("n", "No"))
    for poll in plain:
        house.do("ann", c.OpenPoll(poll, "Tea?", options))
    waiting = house.propose()
    for who in ("ann", "bob"):
        house.vote(who, waiting, "approve")
    for poll in plain[:4]:
        house.do("ann", c.ClosePoll(poll))
    house.state = trim(house.state, LIMITS)
    assert list(house.state.polls) == [*plain[2:], waiting.id]
    assert house.poll(waiting).effect == "pending"


PLAIN = "plain-{:03}"


def test_W3_a_cut_by_bytes_leaves_slack_too() -> None:
    house, cuts = talking(), 0
    for _ in range(30):
        house.say("ann", "x" * 120)
        before = len(house.state.messages)
        cuts += len(trimmed(house)) < before
    assert 0 < cuts <= 10


def test_W4_who_left_and_wrote_nothing_here_is_forgotten() -> None:
    house = talking()
    house.say("bob", "bye")
    house.do("bob", c.Leave())
    house.state = trim(house.state, LIMITS)
    assert house.state.members[user("bob")].role == "left"
    for body in "abcdefghijkl":
        house.say("ann", body)
    trimmed(house)
    assert user("bob") not in house.state.members
