"""M: members."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.facts import Limits
from tests.core.house import House, kinds, room, user

LOSSES: dict[str, tuple[str, Any]] = {
    "left": ("bob", c.Leave()),
    "removed": ("ann", c.RemoveMember(user("bob"))),
    "muted": ("ann", c.Mute(user("bob"))),
    "role": ("ann", c.SetRole(user("bob"), "observer")),
}


def lose(house: House, why: str) -> list[Any]:
    who, command = LOSSES[why]
    return house.do(who, command)


def test_M1_anyone_joins_a_listed_room_in_its_join_role() -> None:
    house = room(join_role="observer")
    house.do("bob", c.JoinRoom())
    assert house.role("bob") == "observer"
    assert house.do("bob", c.JoinRoom()) == []


def test_M1_nobody_joins_a_private_or_full_room() -> None:
    house = room(limits=Limits(max_members=2), agents=["runner", "script"])
    house.do("bob", c.JoinRoom())
    assert house.refused("carl", c.JoinRoom()) == "room/full"
    house.do("bob", c.Leave())
    house.do("ann", c.SetPolicy(visibility="private"))
    assert house.refused("carl", c.JoinRoom()) == "room/unknown"


def test_M2_everybody_leaves_but_the_owner() -> None:
    house = room("bob/moderator")
    house.do("bob", c.Leave())
    assert house.role("bob") is None
    assert house.refused("ann", c.Leave()) == "member/last-owner"


def test_M2_who_wrote_keeps_a_name() -> None:
    house = room("bob", "carl")
    house.say("bob", "hello")
    house.do("bob", c.Leave())
    house.do("carl", c.Leave())
    assert house.state.members[user("bob")].role == "left"
    assert user("carl") not in house.state.members


def test_M3_only_lower_ranks_are_removed_and_they_stay_out() -> None:
    house = room("bob", "carl/moderator", "dora/moderator", agents=["runner"])
    assert house.refused("carl", c.RemoveMember(user("dora"))) == "role/forbidden"
    assert house.refused("carl", c.RemoveMember(user("ann"))) == "role/forbidden"
    assert house.refused("carl", c.RemoveMember(user("carl"))) == "role/forbidden"
    assert house.refused("carl", c.RemoveMember(user("eve"))) == "member/unknown"
    assert house.refused("carl", c.RemoveMember("agent:runner")) == "member/unknown"
    [removed] = house.do("carl", c.RemoveMember(user("bob"), block=True))
    assert removed.block
    assert house.refused("bob", c.JoinRoom()) == "room/unknown"
    assert house.refused("bob", c.MarkRead(0)) == "room/unknown"


def test_M4_the_owner_gives_roles_below_their_own() -> None:
    house = room("bob", "carl/moderator")
    house.do("ann", c.SetRole(user("bob"), "moderator"))
    assert house.role("bob") == "moderator"
    assert house.do("ann", c.SetRole(user("bob"), "moderator")) == []
    assert house.refused("carl", c.SetRole(user("bob"), "observer")) == "role/forbidden"
    assert house.refused("ann", c.SetRole(user("ann"), "observer")) == "role/forbidden"
    assert house.refused("ann", c.SetRole(user("eve"), "observer")) == "member/unknown"


def test_M5_a_muted_member_reads_and_an_unmuted_one_speaks() -> None:
    house = room("bob", "carl/moderator")
    assert kinds(house.do("carl", c.Mute(user("bob")))) == ["MemberMuted"]
    assert house.do("carl", c.Mute(user("bob"))) == []
    assert house.refused("bob", c.PostMessage("message-1", "hm")) == "member/muted"
    house.do("bob", c.MarkRead(1))
    house.do("carl", c.Unmute(user("bob")))
    assert house.do("carl", c.Unmute(user("bob"))) == []
    house.say("bob", "thanks")
    assert house.refused("carl", c.Mute(user("ann"))) == "role/forbidden"


def test_M5_unmuting_returns_no_seat() -> None:
    """RELIABILITY T29."""
    house = room("bob", agents=["runner"])
    house.ask()
    poll = house.propose("plan")
    house.do("ann", c.Mute(user("bob")))
    house.do("ann", c.Unmute(user("bob")))
    assert house.poll(poll).seats == (user("ann"),)
    assert house.refused("bob", house.ballot("bob", poll, "approve")) == "poll/no-seat"


def test_M6_ownership_goes_to_an_unmuted_user_only() -> None:
    house = room("bob", "carl", agents=["runner"])
    house.do("ann", c.Mute(user("carl")))
    assert house.refused("ann", c.TransferOwnership(user("carl"))) == "role/forbidden"
    assert house.refused("ann", c.TransferOwnership("agent:runner")) == "role/forbidden"
    assert house.refused("ann", c.TransferOwnership(user("eve"))) == "member/unknown"
    assert house.refused("bob", c.TransferOwnership(user("bob"))) == "role/forbidden"
    assert house.do("ann", c.TransferOwnership(user("ann"))) == []
    house.do("ann", c.TransferOwnership(user("bob")))
    assert (house.state.owner, house.role("bob"), house.role("ann")) == (user("bob"), "owner", "moderator")
    house.do("ann", c.Leave())


def test_M7_a_read_position_is_no_event() -> None:
    house = room("bob/observer")
    assert house.do("bob", c.MarkRead(house.state.seq)) == []
    assert house.refused("bob", c.MarkRead(house.state.seq + 1)) == "frame/invalid"


def test_M8_two_of_one_name_are_told_apart() -> None:
    """RELIABILITY T12."""
    house = room()
    for username in ("bob", "other-bob"):
        actor = type(house.actor(username))(user(username), "Bob B")
        house.decide(actor, c.JoinRoom())
    first, second = house.state.members[user("bob")], house.state.members[user("other-bob")]
    assert (first.name, first.handle) == ("Bob B", "bob-b")
    assert (second.name, second.handle) == ("Bob B (bob-b-2)", "bob-b-2")


@pytest.mark.parametrize("name", ["Runner", "runner", "SYSTEM", "script", "Run\u200bner"])
def test_M8_nobody_is_called_like_an_agent_or_the_house(name: str) -> None:
    house = room()
    house.decide(type(house.actor("eve"))(user("eve"), name), c.JoinRoom())
    eve = house.state.members[user("eve")]
    assert eve.handle.endswith("-2")
    assert eve.name.endswith(f"({eve.handle})")


def test_M9_leaving_does_not_unmute() -> None:
    """RELIABILITY T41."""
    house = room("bob")
    house.do("ann", c.Mute(user("bob")))
    house.do("bob", c.Leave())
    house.do("bob", c.JoinRoom())
    assert house.refused("bob", c.PostMessage("message-1", "ha")) == "member/muted"
    house.do("ann", c.Unmute(user("bob")))
    house.do("bob", c.Leave())
    house.do("bob", c.JoinRoom())
    house.say("bob", "thanks")


def test_M9_leaving_does_not_promote() -> None:
    house = room("bob/observer", "carl/moderator")
    for who in ("bob", "carl"):
        house.do(who, c.Leave())
        house.do(who, c.JoinRoom())
    assert (house.role("bob"), house.role("carl")) == ("observer", "collaborator")


@pytest.mark.parametrize("why", LOSSES)
def test_M10_lost_rights_cost_prompts_turns_and_seats(why: str) -> None:
    house = room("bob", "carl", agents=["runner", "script"])
    house.ask("bob")
    house.say("carl", "@script hi")
    house.say("bob", "@script and me")
    poll = house.propose("plan")
    plain = house.mint("poll")
    house.do("carl", c.OpenPoll(plain, "Tea?", (c.Option("y", "Yes"), c.Option("n", "No"))))
    lose(house, why)
    assert [turn.holder for turn in house.state.turns.values()] == [user("carl")]
    assert house.state.queues == {}
    assert house.poll(poll).state == "cancelled"
    assert user("bob") not in house.state.polls[plain].seats  # type: ignore[index]


def test_M10_who_keeps_the_right_to_speak_loses_nothing() -> None:
    house = room("bob/moderator", agents=["runner"])
    house.ask("bob")
    poll = house.propose("plan")
    assert kinds(house.do("ann", c.SetRole(user("bob"), "collaborator"))) == ["RoleSet"]
    assert user("bob") in house.poll(poll).seats


def test_M12_a_member_chooses_a_name_and_keeps_the_handle() -> None:
    house = room("bob")
    [named] = house.do("bob", c.SetNickname("  Bob\u202e the   Builder "))
    assert named.name == "Bob the Builder"
    assert house.state.members[user("bob")].handle == "bob"
    assert house.say("ann", "hi @bob").mentions == (user("bob"),)
    assert house.do("bob", c.SetNickname("Bob the Builder")) == []


@pytest.mark.parametrize("name", ["Carl", "CARL", "C\u0430rl", "\uff23arl", "Car1", "runner", "\u0405ystem", "kleiner"])
def test_M12_nobody_takes_a_name_that_looks_like_anothers(name: str) -> None:
    """SECURITY 20: another's name or handle in look-alike letters, an agent's, the house's."""
    house = room("bob", "carl", "dora", agents=["runner"])
    house.do("dora", c.SetNickname("Kleiner"))
    assert house.refused("bob", c.SetNickname(name)) == "name/taken"


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u2066", "\u0301\u0301"])
def test_M12_a_name_shows_something(name: str) -> None:
    assert room("bob").refused("bob", c.SetNickname(name)) == "frame/invalid"


def test_M12_names_without_letters_are_told_apart_too() -> None:
    house = room("bob", "carl")
    house.do("bob", c.SetNickname("\U0001f41f"))
    house.do("carl", c.SetNickname("\U0001f419"))
    assert house.refused("ann", c.SetNickname("\U0001f419")) == "name/taken"


def test_M12_marks_do_not_pile_up() -> None:
    house = room("bob")
    [named] = house.do("bob", c.SetNickname("b" + "\u0316" * 50))
    assert named.name == "b" + "\u0316" * 4


def test_M8_a_newcomer_is_told_apart_from_whoever_looks_alike() -> None:
    house = room("bob")
    house.do("bob", c.SetNickname("Carl (carl)"))
    for username, name in (("carl", "B\u043eb"), ("dora", "Bob"), ("eve", "Carl (carl)")):
        house.decide(type(house.actor(username))(user(username), name), c.JoinRoom())
    names = [house.state.members[user(who)].name for who in ("bob", "carl", "dora", "eve")]
    assert names == ["Carl (carl)", "B\u043eb (b\u043eb)", "Bob (bob-2)", "Carl (carl) (carl-carl)"]


def test_M13_the_operator_gives_a_lost_owners_room_to_any_account() -> None:
    house = room("bob")
    share = house.share()
    house.do("ann", c.Mute(user("bob")))
    assert kinds(house.chown("bob")) == ["MemberMuted", "OwnershipTransferred", "ShareSuspended"]
    assert house.log[-1].by == "system:operator"
    assert (house.state.owner, house.role("ann")) == (user("bob"), "moderator")
    assert kinds(house.chown("dora")) == ["MemberJoined", "OwnershipTransferred"]
    assert house.chown("dora") == []
    assert house.state.shares[share.id].suspended


def test_M13_the_operator_is_held_to_what_a_room_is() -> None:
    house = room("bob", limits=Limits(max_members=2))
    for who, code in (("guest:g1", "role/forbidden"), ("agent:runner", "role/forbidden"), ("dora", "room/full")):
        with pytest.raises(Rejection) as refused:
            house.chown(who)
        assert refused.value.code == code
    house.do("ann", c.RemoveMember(user("bob"), block=True))
    house.chown("bob")
    assert house.state.blocked == house.state.removed == frozenset()
    house.do("bob", c.DeleteRoom())
    with pytest.raises(Rejection) as refused:
        house.chown("ann")
    assert refused.value.code == "room/unknown"
