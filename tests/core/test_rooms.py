"""R: rooms."""

from __future__ import annotations

from jupyter_collabchat.core import commands as c
from tests.core.house import AGENT, House, kinds, room, user


def test_R1_whoever_creates_a_room_owns_it() -> None:
    house = House()
    made = c.CreateRoom("request-1", "  Our\u202e lab ", topic="Fish", visibility="listed", scope="/notes")
    draft = house.decide(house.actor("ann"), made)
    state = house.state
    assert (state.name, state.topic, state.visibility, state.scope) == ("Our lab", "Fish", "listed", "/notes")
    assert (state.owner, house.role("ann")) == (user("ann"), "owner")
    assert draft.ack == {"seq": 1, "room": "room"}


def test_R1_a_login_without_a_readable_name_still_makes_a_room() -> None:
    house = House()
    actor = house.actor("ann")
    house.decide(type(actor)(actor.id, "\u200b\u202e"), c.CreateRoom("request-1", "Lab"))
    assert house.state.members[actor.id].name == "ann"


def test_R2_the_owner_renames_and_sets_the_topic() -> None:
    house = room("bob/moderator")
    assert kinds(house.do("ann", c.RenameRoom("Fish"))) == ["RoomRenamed"]
    assert kinds(house.do("ann", c.SetTopic("Gills"))) == ["TopicSet"]
    assert (house.state.name, house.state.topic) == ("Fish", "Gills")
    assert house.refused("bob", c.RenameRoom("Birds")) == "role/forbidden"
    assert house.refused("ann", c.RenameRoom("\u200b")) == "frame/invalid"


def test_R3_absent_fields_of_a_policy_stay() -> None:
    house = room(policy="majority", absent_after=300)
    house.do("ann", c.SetPolicy(prompts="refuse", visibility="private"))
    policy = house.state.policy
    assert (policy.consensus, policy.prompts, policy.absent_after) == ("majority", "refuse", 300)
    assert house.state.visibility == "private"
    assert house.do("ann", c.SetPolicy(prompts="refuse")) == []


def test_R6_deleting_ends_turns_queues_and_polls_first() -> None:
    house = room("bob", agents=["runner"])
    house.ask("ann")
    house.say("bob", "@runner me too")
    asked, plain = house.propose(), house.mint("poll")
    house.do("bob", c.OpenPoll(plain, "Tea?", (c.Option("y", "Yes"), c.Option("n", "No"))))
    events = house.do("ann", c.DeleteRoom())
    assert kinds(events) == ["PromptCancelled", "PollResolved", "TurnEnded", "PollResolved", "RoomDeleted"]
    assert house.poll(asked).state == "cancelled"
    assert not house.state.turns and not house.state.queues
    assert house.refused("ann", c.RenameRoom("Back")) == "room/unknown"
    assert house.refused("carl", c.JoinRoom()) == "room/unknown"


def test_R4_nothing_starts_in_a_deleted_room() -> None:
    house = room(agents=["runner"])
    house.do("ann", c.DeleteRoom())
    assert house.host(c.Reopen()) == []
    assert house.host(c.SetAgentStatus(AGENT, "error")) == []


def test_R5_a_room_that_exists_is_never_remade() -> None:
    house = room("bob")
    for who in ("ann", "bob"):
        assert house.refused(who, c.CreateRoom("request-2", "Mine now")) == "frame/invalid"
    assert house.state.owner == user("ann")
