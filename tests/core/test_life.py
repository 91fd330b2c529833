"""R6-R9: solo, archived, cleared, and what ends with that."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.window import trim
from tests.core.house import AGENT, House, kinds, room, user

TEA = (c.Option("y", "Yes"), c.Option("n", "No"))
CLOSINGS: dict[str, Any] = {
    "solo": c.SetCollaboration(False),
    "archived": c.ArchiveRoom(),
    "deleted": c.DeleteRoom(),
}


def busy() -> House:
    """Given a room in which everything is going on at once."""
    house = room("bob", "carl", agents=["runner"])
    house.ask("bob")
    house.say("carl", "@runner me too")
    house.propose()
    house.do("bob", c.OpenPoll("plain-001", "Tea?", TEA))
    house.invite("dora")
    house.share()
    return house


@pytest.mark.parametrize("why", CLOSINGS)
def test_R6_all_work_ends_first_then_the_doors_close(why: str) -> None:
    house = busy()
    events = kinds(house.do("ann", CLOSINGS[why]))
    assert events[:-1] == [
        "PromptCancelled",
        "PollResolved",
        "TurnEnded",
        "PollResolved",
        "InviteEnded",
        "ShareSuspended",
    ]
    assert [share.suspended for share in house.state.shares.values()] == [why]
    assert not house.state.invites


def test_R6_clearing_ends_work_and_leaves_the_doors_open() -> None:
    house = busy()
    events = kinds(house.do("ann", c.ClearRoom()))
    assert events == ["PromptCancelled", "PollResolved", "TurnEnded", "PollResolved", "RoomCleared"]
    assert house.state.invites and not any(share.suspended for share in house.state.shares.values())


def test_R7_alone_the_owner_works_on_and_the_others_return_as_members() -> None:
    house = busy()
    house.do("ann", c.SetCollaboration(False))
    assert house.refused("bob", c.PostMessage("message-1", "hm")) == "room/solo"
    assert house.refused("bob", c.MarkRead(0)) == "room/solo"
    house.ask("ann")
    assert house.turn.holder == user("ann")
    assert kinds(house.do("ann", c.SetCollaboration(True))) == ["CollaborationSet"]
    house.say("bob", "back again")
    assert not house.state.invites and all(share.suspended for share in house.state.shares.values())


def test_P3_a_poll_in_a_solo_room_is_its_owners_alone() -> None:
    house = room("bob", agents=["runner"])
    house.do("ann", c.SetCollaboration(False))
    house.ask("ann")
    assert house.propose("plan").seats == (user("ann"),)


def test_R7_whoever_is_shut_out_may_leave() -> None:
    house = room("bob")
    house.do("ann", c.SetCollaboration(False))
    house.do("bob", c.Leave())
    assert house.role("bob") is None


def test_R8_an_archived_room_is_read_and_comes_back() -> None:
    house = busy()
    house.do("ann", c.ArchiveRoom())
    assert house.do("ann", c.ArchiveRoom()) == []
    house.do("bob", c.MarkRead(house.state.seq))
    assert house.refused("ann", c.PostMessage("message-1", "hm")) == "room/archived"
    assert house.refused("eve", c.JoinRoom()) == "room/archived"
    assert kinds(house.do("ann", c.UnarchiveRoom())) == ["RoomUnarchived"]
    house.say("bob", "as before")


def test_X8_in_an_archived_room_rights_are_taken_away_and_none_are_given() -> None:
    house = room("bob", "carl", "dora", "mia/moderator")
    share = house.share()
    house.redeem("eve", share)
    house.redeem("guest:g1", share)
    house.do("ann", c.ArchiveRoom())
    assert kinds(house.do("mia", c.RemoveMember(user("bob")))) == ["MemberRemoved"]
    assert kinds(house.do("mia", c.Mute(user("carl")))) == ["MemberMuted"]
    assert kinds(house.do("ann", c.SetRole(user("dora"), "observer"))) == ["RoleSet"]
    assert house.refused("ann", c.SetRole(user("dora"), "collaborator")) == "room/archived"
    assert house.refused("ann", c.SetRole(user("eve"), "collaborator")) == "room/archived"
    assert house.do("ann", c.SetRole(user("dora"), "observer")) == []
    assert house.refused("ann", c.Unmute(user("carl"))) == "room/archived"
    assert kinds(house.do("ann", c.RemoveMember(user("guest:g1"), block=True))) == ["MemberRemoved"]
    assert kinds(house.do("ann", c.RevokeShare(share.id))) == ["MembershipEnded", "ShareRevoked"]
    assert {who: house.role(who) for who in ("bob", "eve", "guest:g1")} == dict.fromkeys(("bob", "eve", "guest:g1"))


def test_X9_in_a_solo_room_its_owner_goes_on_taking_rights_away() -> None:
    house = room("bob", "carl", "dora")
    share = house.share()
    house.redeem("eve", share)
    house.do("ann", c.SetCollaboration(False))
    assert kinds(house.do("ann", c.RemoveMember(user("bob")))) == ["MemberRemoved"]
    assert kinds(house.do("ann", c.Mute(user("carl")))) == ["MemberMuted"]
    assert kinds(house.do("ann", c.SetRole(user("dora"), "observer"))) == ["RoleSet"]
    assert kinds(house.do("ann", c.RevokeShare(share.id))) == ["MembershipEnded", "ShareRevoked"]


def test_R8_agents_of_an_archived_room_may_still_report() -> None:
    house = busy()
    house.do("ann", c.ArchiveRoom())
    assert kinds(house.host(c.SetAgentStatus(AGENT, "error"))) == ["AgentStatusSet"]


def test_R9_clearing_takes_every_message_and_leaves_the_audit() -> None:
    house = room("bob", "carl", policy="anyone", agents=["runner"])
    house.say("carl", "bye")
    house.do("carl", c.Leave())
    house.ask("bob")
    poll = house.propose()
    house.vote("ann", poll, "approve")
    before = house.poll(poll)
    house.do("ann", c.ClearRoom())
    assert house.state.messages == {} and not house.state.older
    assert user("carl") not in house.state.members
    assert (house.poll(poll).ballots, house.poll(poll).outcome) == (before.ballots, "approved")


def test_R9_older_messages_are_cleared_too() -> None:
    house = room("bob", limits=Limits(message_window=2, window_slack=0))
    for body in "abc":
        house.say("bob", body)
    house.state = trim(house.state, house.limits)
    assert house.state.older
    house.do("ann", c.ClearRoom())
    assert not house.state.older
    assert house.do("ann", c.ClearRoom()) == []


def test_R9_an_empty_room_is_clear_already() -> None:
    house = room("bob")
    assert house.do("ann", c.ClearRoom()) == []
    house.do("ann", c.OpenPoll("plain-001", "Tea?", TEA))
    assert house.do("ann", c.ClearRoom()) == []


def test_R9_the_id_of_a_cleared_message_is_never_another_messages() -> None:
    house = room("bob")
    posted = c.PostMessage("message-1", "hello")
    house.do("bob", posted)
    house.do("ann", c.ClearRoom())
    assert house.do("bob", posted) == []
    assert house.refused("ann", c.PostMessage("message-1", "mine")) == "id/taken"
    assert MessageId("message-1") not in house.state.messages
