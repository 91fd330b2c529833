"""K4-K7: rooms from rooms."""

from __future__ import annotations

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.evolve import replay
from jupyter_collabchat.core.ids import MessageId, ParticipantId, RoomId
from jupyter_collabchat.core.model import AgentState, Message, Origin, Policy, RoomState
from tests.core.house import AGENT, House, kinds, room, user

ORIGIN = Origin(RoomId("room-zero"), 9)


def begun() -> House:
    """Given a fork that nothing was copied to yet."""
    house = House()
    agents = {AGENT: AgentState("Runner", "running", 0, settings={"kernel": "k"})}
    house.host(c.BeginFork(ORIGIN, user("ann"), "Ann", "Fork", "gills", "dir:a", Policy("owner"), agents))
    return house


def said(key: str, seq: int, **fields: object) -> Message:
    return Message(MessageId(key), seq, user("bob"), 5, f"text of {key}", **fields)  # type: ignore[arg-type]


def filled() -> House:
    house = begun()
    house.host(c.CopyMessages((said("copied-1", 3), said("copied-2", 5)), {user("bob"): "Bobby"}, is_last=True))
    return house


def test_K4_the_owner_asks_once_and_their_room_goes_on() -> None:
    house = room("mia/moderator")
    house.do("ann", c.PostMessage("message-1", "hello"))
    asked = c.ForkRoom("request-7", "message-1", "  Other ")
    draft = house.decide(house.actor("ann"), asked)
    (event,) = (entry.event for entry in draft.entries)
    assert isinstance(event, e.RoomForked)
    assert (event.name, event.until, event.fork) == ("Other", house.state.seq - 1, draft.ack["room"])
    again = house.decide(house.actor("ann"), asked)
    assert (again.entries, again.ack) == ([], draft.ack)
    assert house.refused("ann", c.ForkRoom("request-7", "message-1", "Third")) == "id/taken"
    assert house.refused("ann", c.ForkRoom("request-8", "nothing", "Third")) == "message/unknown"
    assert house.refused("mia", c.ForkRoom("request-8", "message-1", "Mine")) == "role/forbidden"
    assert list(house.state.messages) == ["message-1"]


def test_K4_a_fork_has_the_settings_and_its_owner_alone() -> None:
    house = filled()
    state = house.state
    assert (state.name, state.topic, state.scope, state.visibility) == ("Fork", "gills", "dir:a", "private")
    assert (state.policy, state.owner) == (Policy("owner"), user("ann"))
    assert {who for who in state.members if state.present(who)} == {user("ann"), AGENT}
    assert (state.agents[AGENT].status, state.agents[AGENT].settings) == ("stopped", {"kernel": "k"})
    assert not (state.turns or state.queues or state.polls or state.invites or state.shares)


def test_K5_it_is_there_for_nobody_before_all_is_copied() -> None:
    house = begun()
    post = c.PostMessage("message-1", "hello")
    assert house.refused("ann", post) == "room/unknown"
    house.host(c.CopyMessages((said("copied-1", 3),), {}))
    assert house.refused("ann", post) == "room/unknown"
    assert kinds(house.host(c.CopyMessages((), {}, is_last=True))) == ["ForkOpened"]
    house.do("ann", post)


def test_K5_begun_filled_or_ended_twice_is_once() -> None:
    house = filled()
    assert house.host(c.CopyMessages((said("copied-3", 7),), {}, is_last=True)) == []
    house.do("ann", c.DeleteRoom())
    assert house.host(c.CopyMessages((said("copied-3", 7),), {}, is_last=True)) == []
    begin = c.BeginFork(ORIGIN, user("eve"), "Eve", "Other", "", None, Policy(), {})
    assert house.host(begin) == []
    source = room()
    source.do("ann", c.PostMessage("message-1", "hello"))
    fork = RoomId(str(source.decide(source.actor("ann"), c.ForkRoom("request-7", "message-1", "Fork")).ack["room"]))
    assert kinds(source.host(c.EndFork(fork))) == ["ForkFinished"]
    assert source.host(c.EndFork(fork)) == []
    assert source.state.forks[fork].done


def test_K6_a_copy_says_who_said_it_and_where_it_comes_from() -> None:
    house = filled()
    copied = house.state.messages[MessageId("copied-2")]
    assert (copied.author, copied.at, copied.body) == (user("bob"), 5, "text of copied-2")
    assert copied.origin == Origin(ORIGIN.room, 5)
    assert house.state.members[user("bob")].name == "Bobby" and house.state.present(user("bob")) is None


def test_K6_nobody_edits_a_copy_and_what_was_not_finished_is_none() -> None:
    house = begun()
    mine = Message(MessageId("mine"), 1, user("ann"), 1, "mine")
    half, waiting = said("half", 2, status="streaming", turn="turn-1"), said("waiting", 3, status="queued")
    house.host(c.CopyMessages((mine, half, waiting), {}, is_last=True))
    assert house.refused("ann", c.EditMessage("mine", "other")) == "message/not-yours"
    assert [(key, message.status) for key, message in house.state.messages.items()] == [
        ("mine", "complete"),
        ("waiting", "cancelled"),
    ]


def test_K7_a_copy_goes_with_its_original() -> None:
    house = filled()
    house.do("ann", c.PostMessage("message-1", "mine"))
    assert kinds(house.host(c.RedactCopy(MessageId("copied-1")))) == ["MessageRedacted"]
    gone = house.state.messages[MessageId("copied-1")]
    assert (gone.body, gone.status, gone.origin) == ("", "redacted", Origin(ORIGIN.room, 3))
    assert house.host(c.RedactCopy(MessageId("copied-1"))) == []
    assert house.host(c.RedactCopy(MessageId("message-1"))) == []
    assert house.host(c.RedactCopy(MessageId("nothing"))) == []


def test_K6_a_fork_is_the_room_that_its_log_makes() -> None:
    house = filled()
    assert house.state == replay(RoomState(house.state.id), house.log)
    assert ParticipantId("system:host") not in house.state.members
