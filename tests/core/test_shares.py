"""H: share links, and those who come by them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import ShareId
from jupyter_collabchat.core.model import Option
from jupyter_collabchat.core.people import ShareTerms
from jupyter_collabchat.core.redemption import is_live
from tests.core.house import kinds, room, user

DAY_S = 24 * 60 * 60
TEA = (Option("y", "Yes"), Option("n", "No"))
TERMS = ShareTerms("observer", 10**9)


def test_H1_the_owner_makes_a_link_and_the_ack_names_it() -> None:
    house = room("bob/moderator")
    asked = c.CreateShare("request-7", ("room", "attic"), "observer", label=" For\u202e us ", max_uses=3, votes=True)
    draft = house.decide(house.actor("ann"), asked)
    [share] = house.state.shares.values()
    assert draft.ack == {"seq": draft.entries[0].seq, "share": share.id}
    assert (share.by, share.terms.label, share.terms.max_uses) == (user("ann"), "For us", 3)
    assert house.refused("bob", c.CreateShare("request-8", ("room",), "observer")) == "role/forbidden"
    assert house.refused("ann", c.CreateShare("request-9", ("attic",), "observer")) == "frame/invalid"


def test_H1_a_resend_names_the_same_link() -> None:
    house = room()
    asked = c.CreateShare("request-7", ("room",), "observer")
    first = house.decide(house.actor("ann"), asked)
    again = house.decide(house.actor("ann"), asked)
    assert (again.entries, again.ack) == ([], first.ack)
    assert house.refused("ann", c.CreateShare("request-7", ("room",), "collaborator")) == "id/taken"


def test_H1_requests_are_each_persons_own() -> None:
    house = room("bob")
    asked = c.CreateShare("request-7", ("room",), "observer")
    house.do("ann", asked)
    house.do("ann", c.TransferOwnership(user("bob")))
    assert kinds(house.do("bob", asked)) == ["ShareCreated"]


def test_H1_the_host_adds_a_link_to_further_rooms_of_its_maker() -> None:
    house = room("bob")
    added = c.AddShare(ShareId("share-0001"), user("ann"), TERMS)
    assert kinds(house.host(added)) == ["ShareCreated"]
    assert house.host(added) == []
    assert house.state.shares[added.id].by == user("ann")
    other = ShareId("share-0002")
    assert house.host_refused(c.AddShare(other, user("bob"), TERMS)) == "role/forbidden"
    house.do("ann", c.SetCollaboration(False))
    assert house.host_refused(c.AddShare(other, user("ann"), TERMS)) == "room/solo"
    house.do("ann", c.ArchiveRoom())
    assert house.host_refused(c.AddShare(other, user("ann"), TERMS)) == "room/archived"


def test_H2_a_link_has_an_end_within_thirty_days() -> None:
    house = room()
    assert house.share().terms.expires_at == house.now + DAY_S * 1000
    for end in (house.now, house.now + 30 * DAY_S * 1000 + 1):
        asked = c.CreateShare("request-7", ("room",), "observer", expires_at=end)
        assert house.refused("ann", asked) == "frame/invalid"


def test_H2_a_room_has_so_many_links_and_forgets_those_that_brought_nobody() -> None:
    house = room(limits=Limits(shares=2))
    used, unused = house.share(), house.share()
    house.redeem("guest:g1", used)
    asked = c.CreateShare("request-7", ("room",), "observer")
    assert house.refused("ann", asked) == "share/limit"
    house.now = used.terms.expires_at
    house.do("ann", asked)
    assert used.id in house.state.shares and unused.id not in house.state.shares
    assert house.host_refused(c.AddShare(ShareId("share-0001"), user("ann"), TERMS)) == "share/limit"


def test_H3_a_link_makes_members_in_its_role() -> None:
    house = room()
    share = house.share("observer")
    assert kinds(house.redeem("guest:g1", share, "Zo\u202ee")) == ["MemberJoined"]
    member = house.state.members[user("guest:g1")]
    assert (member.name, member.kind, member.role, member.via) == ("Zoe", "guest", "observer", share.id)
    assert house.state.shares[share.id].uses == 1


DEATHS: dict[str, Any] = {
    "unknown": lambda house, share: None,
    "revoked": lambda house, share: house.do("ann", c.RevokeShare(share.id)),
    "expired": lambda house, share: setattr(house, "now", share.terms.expires_at),
    "used up": lambda house, share: house.redeem("guest:g9", share),
    "transferred": lambda house, share: house.do("ann", c.TransferOwnership(user("bob"))),
    "taken over": lambda house, share: house.chown("carl"),
    "solo": lambda house, share: house.do("ann", c.SetCollaboration(False)),
    "archived": lambda house, share: house.do("ann", c.ArchiveRoom()),
    "deleted": lambda house, share: house.do("ann", c.DeleteRoom()),
}


@pytest.mark.parametrize("why", DEATHS)
def test_H3_a_dead_link_admits_nobody(why: str) -> None:
    house = room("bob")
    share = house.share(max_uses=1)
    DEATHS[why](house, share)
    command = house.redemption("guest:g1", share)
    if why == "unknown":
        command = c.RedeemShare(command.who, command.name, ShareId("share-none"))
    assert house.host_refused(command) == "share/dead"


def test_H3_a_link_is_good_only_as_long_as_its_maker_owns_the_room() -> None:
    house = room("bob")
    share = house.share()
    assert is_live(house.state, share, house.now)
    assert not is_live(msgspec.structs.replace(house.state, owner=user("bob")), share, house.now)


def test_H3_a_full_room_is_full_for_links_too() -> None:
    house = room("bob", limits=Limits(max_members=2))
    share = house.share()
    assert house.host_refused(house.redemption("guest:g1", share)) == "room/full"
    assert house.state.shares[share.id].uses == 0


@pytest.mark.parametrize("why", ["transferred", "solo", "archived"])
def test_H4_a_suspended_link_keeps_whom_it_brought(why: str) -> None:
    house = room("bob")
    share = house.share()
    house.redeem("guest:g1", share)
    DEATHS[why](house, share)
    assert house.state.shares[share.id].suspended == why
    assert house.role("guest:g1") == "collaborator"


def test_H4_blocking_a_guest_suspends_the_link_they_came_by() -> None:
    house = room("bob/moderator")
    first, second = house.share(), house.share()
    house.redeem("guest:g1", first)
    house.redeem("guest:g2", second)
    house.redeem("carl", second)
    house.do("bob", c.RemoveMember("guest:g2"))
    house.do("bob", c.RemoveMember(user("carl"), block=True))
    assert not any(share.suspended for share in house.state.shares.values())
    assert kinds(house.do("bob", c.RemoveMember("guest:g1", block=True))) == ["MemberRemoved", "ShareSuspended"]
    assert [share.suspended for share in house.state.shares.values()] == ["blocked", None]


def test_H5_the_owner_confirms_a_suspended_link_as_their_own() -> None:
    house = room("bob")
    share = house.share()
    assert house.do("ann", c.ConfirmShare(share.id)) == []
    house.do("ann", c.TransferOwnership(user("bob")))
    assert house.refused("ann", c.ConfirmShare(share.id)) == "role/forbidden"
    assert kinds(house.do("bob", c.ConfirmShare(share.id))) == ["ShareConfirmed"]
    assert house.state.shares[share.id].by == user("bob")
    house.redeem("guest:g1", share)
    assert house.refused("bob", c.ConfirmShare("share-none")) == "share/unknown"


def test_H6_revoking_ends_memberships_and_expiry_none() -> None:
    house = room()
    share = house.share()
    house.redeem("guest:g1", share)
    house.later(DAY_S)
    assert house.role("guest:g1") == "collaborator"
    assert kinds(house.do("ann", c.RevokeShare(share.id))) == ["MembershipEnded", "ShareRevoked"]
    assert house.role("guest:g1") is None
    assert house.refused("guest:g1", c.MarkRead(0)) == "role/forbidden"
    assert house.refused("ann", c.RevokeShare(share.id)) == "share/unknown"


def test_H7_for_a_member_nothing_changes_and_nothing_is_used_up() -> None:
    """RELIABILITY R22."""
    house = room("bob")
    share, better = house.share("observer", max_uses=1), house.share("collaborator")
    assert house.redeem("bob", share) == []
    house.redeem("guest:g1", share)
    for link in (share, better):
        assert house.redeem("guest:g1", link) == []
    assert house.role("guest:g1") == "observer"
    assert [link.uses for link in house.state.shares.values()] == [1, 0]


@pytest.mark.parametrize("votes", [True, False])
def test_H8_a_guest_has_a_seat_only_if_the_link_says_so(votes: bool) -> None:
    """SECURITY 24: guest accounts stuff no ballots."""
    house = room("bob", agents=["runner"])
    house.redeem("guest:g1", house.share(votes=votes))
    house.redeem("carl", house.share())
    house.here |= {user("guest:g1"), user("carl")}
    house.do("guest:g1", c.OpenPoll("plain-001", "Tea?", TEA))
    house.ask("guest:g1")
    expected = {user(who) for who in ("ann", "bob", "carl")} | ({user("guest:g1")} if votes else set())
    assert set(house.propose("plan").seats) == expected
    assert all(set(poll.seats) == expected for poll in house.state.polls.values())


def test_H9_who_came_by_a_link_is_decided_for_as_the_link_says() -> None:
    house = room("bob", policy="majority", agents=["runner"])
    house.redeem("guest:g1", house.share(consensus="owner"))
    house.redeem("guest:g2", house.share())
    for who, policy in (("guest:g1", "owner"), ("guest:g2", "majority"), ("bob", "majority")):
        poll = house.mint("poll")
        house.do(who, c.OpenPoll(poll, "Tea?", TEA))
        assert house.state.polls[poll].policy == policy  # type: ignore[index]
        turn = house.ask(who)
        assert house.propose("plan").policy == policy
        house.host(c.EndTurn(turn.id))


def test_H10_no_link_brings_back_who_was_put_out() -> None:
    house = room("bob", "carl")
    share = house.share()
    house.do("ann", c.RemoveMember(user("bob")))
    house.do("ann", c.RemoveMember(user("carl"), block=True))
    assert house.host_refused(house.redemption("bob", share)) == "share/dead"
    assert house.host_refused(house.redemption("carl", share)) == "room/unknown"
    assert house.state.shares[share.id].uses == 0


def test_P15_a_guest_never_sponsors() -> None:
    house = room("bob", policy="anyone", agents=["runner"], runners=["guest:g1", "ann"])
    house.redeem("guest:g1", house.share(votes=True))
    house.here.add(user("guest:g1"))
    house.ask("guest:g1")
    poll = house.propose()
    assert house.vote("guest:g1", poll, "approve").outcome is None
    assert house.vote("ann", poll, "approve").sponsor == user("ann")
