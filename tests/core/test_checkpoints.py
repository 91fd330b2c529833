"""K1-K3: the conversation goes back to a message."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.model import Poll
from jupyter_collabchat.core.window import trim
from tests.core.house import House, kinds, room, user

TEA = (c.Option("y", "Yes"), c.Option("n", "No"))


def talk(*people: str, policy: str = "majority", rollback: str = "moderators", limits: Limits | None = None) -> House:
    """Given a room in which Bob said `one` to `four`."""
    house = room("bob", "mia/moderator", *people, policy=policy, agents=["runner"], limits=limits)
    house.do("ann", c.SetPolicy(rollback=rollback))  # type: ignore[arg-type]
    for word in ("one", "two", "three", "four"):
        house.do("bob", c.PostMessage(f"message-{word}", word))
    return house


def bodies(house: House) -> list[str]:
    return [message.body for message in house.state.messages.values()]


def proposal(house: House) -> Poll:
    return next(poll for poll in house.state.polls.values() if poll.then == "rollback")


def test_K1_what_was_said_after_a_message_is_gone_and_a_line_says_who_did_it() -> None:
    house = talk()
    events = house.do("mia", c.Rollback("message-two"))
    assert kinds(events) == ["RolledBack", "MessagePosted"]
    assert bodies(house)[:-1] == ["one", "two"]
    last = list(house.state.messages.values())[-1]
    assert (last.kind, last.author) == ("system", user("mia"))
    assert "Mia rolled the conversation back to a message of Bob" in last.body and "2 messages" in last.body


def test_K1_all_work_ends_first_and_what_was_decided_stays() -> None:
    house = talk(policy="anyone")
    house.ask("bob")
    effect = house.propose()
    house.vote("ann", effect, "approve")
    house.say("bob", "@runner me too")
    house.do("bob", c.OpenPoll("plain-001", "Tea?", TEA))
    before = house.poll(effect)
    events = kinds(house.do("mia", c.Rollback("message-one")))
    assert events[-2:] == ["RolledBack", "MessagePosted"]
    assert {"PromptCancelled", "TurnEnded", "EffectEnded", "PollResolved"} <= set(events)
    assert not house.state.turns and not house.state.queues
    assert (house.poll(effect).ballots, house.poll(effect).outcome) == (before.ballots, "approved")


def test_K1_the_id_of_a_message_that_is_gone_is_never_another_messages() -> None:
    house = talk()
    house.do("mia", c.Rollback("message-one"))
    assert house.do("bob", c.PostMessage("message-two", "two")) == []
    assert house.refused("mia", c.PostMessage("message-two", "mine")) == "id/taken"
    assert house.refused("mia", c.Rollback("message-two")) == "message/unknown"


def test_K1_after_the_newest_message_there_is_nothing_to_take_back() -> None:
    house = talk()
    assert house.do("mia", c.Rollback("message-four")) == []
    assert house.refused("bob", c.Rollback("message-one")) == "role/forbidden"


def test_K1_back_to_a_message_older_than_the_window() -> None:
    house = talk("carl", limits=Limits(message_window=2, window_slack=0))
    house.do("carl", c.Leave())
    house.archive.update(house.state.messages)
    house.state = trim(house.state, house.limits)
    house.after = {MessageId("message-one"): 3}
    (gone, _) = house.do("mia", c.Rollback("message-one"))
    assert isinstance(gone, e.RolledBack) and gone.gone == 3
    assert house.state.older and len(house.state.messages) == 1


def test_K2_under_vote_the_command_asks_the_room_and_says_how_much_goes() -> None:
    house = talk(rollback="vote")
    assert kinds(house.do("mia", c.Rollback("message-two"))) == ["PollOpened"]
    poll = proposal(house)
    assert (poll.subject, poll.by, poll.message, poll.policy) == ("plan", user("mia"), "message-two", "majority")
    assert "2 messages after a message of Bob of 1970-01-01 00:16:40 UTC" in poll.detail
    assert "two" not in poll.title + poll.detail, "polls stay when words are redacted"
    assert poll.deadline is not None
    assert bodies(house) == ["one", "two", "three", "four"]
    draft = house.decide(house.actor("mia"), c.Rollback("message-two"))
    assert (draft.entries, draft.ack["poll"]) == ([], poll.id)
    assert house.refused("ann", c.Rollback("message-one")) == "poll/limit"


def test_K3_the_approval_rolls_back_in_the_same_batch() -> None:
    house = talk(rollback="vote")
    house.do("mia", c.Rollback("message-two"))
    poll = proposal(house)
    house.vote("mia", poll, "approve")
    assert len(bodies(house)) == 4
    events = kinds(house.do("ann", house.ballot("ann", poll, "approve")))
    assert events == ["BallotCast", "PollResolved", "RolledBack", "MessagePosted"]
    assert bodies(house)[-1].startswith("As Mia proposed, the room rolled the conversation back")


@pytest.mark.parametrize("how", ["deny", "close", "late"])
def test_K3_without_approval_everything_stays(how: str) -> None:
    house = talk(rollback="vote")
    house.do("mia", c.Rollback("message-two"))
    poll = proposal(house)
    if how == "deny":
        house.vote("ann", poll, "deny")
        house.vote("mia", poll, "deny")
    elif how == "close":
        house.do("mia", c.ClosePoll(poll.id))
    else:
        house.later(house.limits.poll_deadline_s)
    assert house.poll(poll).state != "open" and bodies(house) == ["one", "two", "three", "four"]


def test_K3_the_owner_overrides_and_a_message_that_is_gone_is_no_place_to_go_back_to() -> None:
    house = talk(rollback="vote")
    house.do("mia", c.Rollback("message-two"))
    events = kinds(house.do("ann", c.OverridePoll(proposal(house).id, "approve", "enough")))
    assert events == ["PollOverridden", "PollResolved", "RolledBack", "MessagePosted"]
    other = talk(rollback="vote", policy="anyone")
    other.do("mia", c.Rollback("message-two"))
    other.state = trim(other.state, Limits(message_window=1, window_slack=0))  # and the archive knows it no more
    assert kinds(other.do("mia", other.ballot("mia", proposal(other), "approve"))) == ["BallotCast", "PollResolved"]
