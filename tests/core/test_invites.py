"""V: invitations."""

from __future__ import annotations

from typing import get_args

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import policy
from jupyter_collabchat.core.facts import Limits
from tests.core.house import House, kinds, room, user
from tests.core.test_policy import SAMPLES

DAY_S = 24 * 60 * 60


def private(*people: str) -> House:
    """Given a room that nobody sees from outside."""
    house = room(*people)
    house.do("ann", c.SetPolicy(visibility="private"))
    return house


def test_V1_a_moderator_invites_and_the_ack_names_the_invitation() -> None:
    house = room("bob/moderator")
    draft = house.decide(house.actor("bob"), c.Invite(user("carl")))
    [made] = house.state.invites.values()
    assert draft.ack == {"invite": made.id}
    assert (made.who, made.role, made.by) == (user("carl"), "collaborator", user("bob"))


def test_V1_only_accounts_that_the_server_knows_are_invited_and_once() -> None:
    house = room("bob", agents=["runner"])
    for who in (user("stranger"), "guest:g1", "agent:script", "nobody"):
        assert house.refused("ann", c.Invite(who)) == "member/unknown"
    house.invite("carl")
    for who in ("ann", "bob", "carl", "agent:runner"):
        assert house.refused("ann", c.Invite(user(who))) == "member/already"


def test_V2_nobody_invites_to_their_own_rank() -> None:
    house = room("bob/moderator")
    assert house.refused("bob", c.Invite(user("carl"), "moderator")) == "role/forbidden"
    house.invite("carl", "moderator")
    assert house.refused("bob", c.RevokeInvite(house.pending("carl"))) == "role/forbidden"
    house.do("ann", c.RevokeInvite(house.pending("carl")))


def test_V3_an_invitation_has_an_end_within_thirty_days() -> None:
    house = room()
    assert house.invite("bob").expires_at == house.now + 7 * DAY_S * 1000
    last = house.now + 30 * DAY_S * 1000
    assert house.invite("carl", expires_at=last).expires_at == last
    for end in (house.now, last + 1):
        assert house.refused("ann", c.Invite(user("dora"), expires_at=end)) == "frame/invalid"


def test_V4_only_the_owner_invites_whom_the_room_blocked() -> None:
    house = private("bob/moderator", "carl", "dora")
    house.do("ann", c.RemoveMember(user("carl"), block=True))
    house.do("ann", c.RemoveMember(user("dora")))
    assert house.refused("bob", c.Invite(user("carl"))) == "role/forbidden"
    house.invite("dora", by="bob")
    house.accept("dora")
    house.invite("carl")
    house.do("ann", c.RevokeInvite(house.pending("carl")))
    house.invite("carl", by="bob")
    house.accept("carl")
    assert (house.role("carl"), house.role("dora")) == ("collaborator", "collaborator")


def test_V5_after_any_end_there_may_be_another() -> None:
    house = private("bob/moderator")
    house.invite("carl")
    assert kinds(house.do("bob", c.RevokeInvite(house.pending("carl")))) == ["InviteEnded"]
    assert house.refused("bob", c.RevokeInvite("invite-none")) == "invite/unknown"
    house.invite("carl")
    house.do("carl", c.DeclineInvite(house.pending("carl")))
    house.invite("carl", expires_at=house.now + 1000)
    house.later(1)
    house.invite("carl")
    house.accept("carl")
    house.do("carl", c.Leave())
    house.invite("carl")


def test_V6_only_the_invited_accepts() -> None:
    house = private("bob", "eve")
    house.invite("carl", "observer")
    pending = house.pending("carl")
    house.invite("dora")
    for who in ("eve", "dora", "ann"):
        assert house.refused(who, c.AcceptInvite(pending)) == "invite/unknown"
        assert house.refused(who, c.DeclineInvite(pending)) == "invite/unknown"
    assert kinds(house.do("carl", c.AcceptInvite(pending))) == ["InviteEnded", "MemberJoined"]
    assert house.role("carl") == "observer"
    assert house.do("carl", c.AcceptInvite(pending)) == [], "an ack that got lost is sent again"


def test_V6_who_declines_is_as_before() -> None:
    house = private("bob")
    house.invite("carl")
    pending = house.pending("carl")
    house.do("carl", c.DeclineInvite(pending))
    assert house.refused("carl", c.AcceptInvite(pending)) == "room/unknown"


def test_V6_a_muted_member_declines_but_does_not_accept() -> None:
    house = room()
    house.invite("carl", "moderator")
    house.do("carl", c.JoinRoom())
    house.do("ann", c.Mute(user("carl")))
    assert house.refused("carl", c.AcceptInvite(house.pending("carl"))) == "member/muted"
    house.do("carl", c.DeclineInvite(house.pending("carl")))


def test_V7_an_invitation_expires_at_its_time() -> None:
    house = private("bob")
    made = house.invite("carl", expires_at=house.now + 5000)
    house.now += 5000
    assert house.refused("carl", c.AcceptInvite(made.id)) == "invite/unknown"
    assert kinds(house.host(c.Tick())) == ["InviteEnded"]
    assert house.refused("carl", c.AcceptInvite(made.id)) == "room/unknown"


def test_V7_what_expired_while_the_server_was_down_is_over_at_its_return() -> None:
    house = private("bob")
    house.invite("carl", expires_at=house.now + 5000)
    house.now += 5000
    assert kinds(house.host(c.Reopen())) == ["InviteEnded"]


@pytest.mark.parametrize("why", ["removed", "role", "owner", "operator"])
def test_V8_an_older_invitation_does_not_bring_anybody_back(why: str) -> None:
    house = room()
    house.invite("carl", "moderator")
    house.do("carl", c.JoinRoom())
    if why == "removed":
        house.do("ann", c.RemoveMember(user("carl")))
    elif why == "role":
        house.do("ann", c.SetRole(user("carl"), "observer"))
    elif why == "owner":
        house.do("ann", c.TransferOwnership(user("carl")))
    else:
        house.chown("carl")
    assert house.state.invites == {}


def test_V9_a_room_that_closes_keeps_no_place_for_anybody() -> None:
    house = private("bob")
    for close, open_again in (
        (c.SetCollaboration(False), c.SetCollaboration(True)),
        (c.ArchiveRoom(), c.UnarchiveRoom()),
    ):
        house.invite("carl")
        pending = house.pending("carl")
        house.do("ann", close)
        assert house.refused("carl", c.AcceptInvite(pending)) == "room/unknown"
        house.do("ann", open_again)
        assert house.state.invites == {}


@pytest.mark.parametrize("command", get_args(c.ClientCommand), ids=policy.tag_of)
def test_V10_the_invited_only_answer(command: type[c.Command]) -> None:
    house = private("bob")
    pending = house.invite("carl").id
    assert house.state.present(user("carl")) is None
    if command in (c.AcceptInvite, c.DeclineInvite):
        house.do("carl", command(pending))  # type: ignore[call-arg]
    elif command is c.CreateRoom:
        assert house.refused("carl", SAMPLES[command]) == "frame/invalid"
    else:
        assert house.refused("carl", SAMPLES[command]) == "role/forbidden"


def test_M11_a_place_is_kept_for_the_invited() -> None:
    """RELIABILITY R22: members and invited people never exceed the room, whoever comes first."""
    house = room("bob", limits=Limits(max_members=3), agents=["runner"])
    house.invite("carl")
    assert house.refused("ann", c.Invite(user("dora"))) == "room/full"
    assert house.refused("dora", c.JoinRoom()) == "room/full"
    house.do("carl", c.JoinRoom())
    house.accept("carl")
    assert house.refused("ann", c.Invite(user("dora"))) == "room/full"
    house.do("bob", c.Leave())
    house.invite("dora")
    house.accept("dora")


def test_M3_who_was_removed_returns_by_a_later_invitation_only() -> None:
    house = room("bob")
    share = house.share()
    house.do("ann", c.RemoveMember(user("bob")))
    assert house.refused("bob", c.JoinRoom()) == "room/unknown"
    assert house.host_refused(house.redemption("bob", share)) == "share/dead"
    house.invite("bob")
    assert house.refused("bob", c.JoinRoom()) == "role/forbidden"
    house.accept("bob")
    house.say("bob", "thanks")
    assert house.state.removed == frozenset()


def test_M9_an_invitation_to_more_is_more_but_does_not_unmute() -> None:
    house = room("bob/observer")
    house.do("ann", c.Mute(user("bob")))
    house.do("bob", c.Leave())
    house.invite("bob", "collaborator")
    house.accept("bob")
    assert house.role("bob") == "collaborator"
    assert house.refused("bob", c.PostMessage("message-1", "ha")) == "member/muted"
