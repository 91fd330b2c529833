"""G: by what somebody is a member."""

from __future__ import annotations

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.people import Share
from tests.core.house import House, kinds, room, user


def linked(*guests: str, role: str = "collaborator", **fields: object) -> tuple[House, Share]:
    """Given a room, and people who came by one link."""
    house = room("bob", agents=["runner"])
    share = house.share(role, **fields)
    for who in guests:
        house.redeem(who, share)
        house.here.add(user(who))
    return house, share


def grants_of(house: House, who: str) -> dict[str, str]:
    return dict(house.state.members[user(who)].grants)


def test_G1_the_best_grant_is_the_role() -> None:
    house, share = linked("carl", role="observer")
    assert (house.role("carl"), grants_of(house, "carl")) == ("observer", {share.id: "observer"})
    house.invite("dora", "moderator")
    house.redeem("dora", share)
    house.accept("dora")
    assert house.role("dora") == "moderator"
    assert grants_of(house, "dora") == {share.id: "observer", "personal": "moderator"}
    assert house.state.members[user("dora")].via == share.id


def test_G1_most_members_are_here_by_a_personal_grant_alone() -> None:
    house, _ = linked()
    assert grants_of(house, "bob") == grants_of(house, "ann") == {}


def test_G2_joining_a_listed_room_gives_a_grant_of_ones_own() -> None:
    house, share = linked("carl", role="observer")
    assert kinds(house.do("carl", c.JoinRoom())) == ["GrantsSet"]
    assert house.do("carl", c.JoinRoom()) == []
    assert house.role("carl") == "collaborator"
    house.do("ann", c.RevokeShare(share.id))
    assert (house.role("carl"), grants_of(house, "carl")) == ("collaborator", {})


def test_G2_somebody_muted_gets_no_grant_by_joining() -> None:
    house, share = linked("carl")
    house.do("ann", c.Mute(user("carl")))
    assert house.do("carl", c.JoinRoom()) == []
    house.do("ann", c.RevokeShare(share.id))
    assert house.role("carl") is None


def test_G2_an_invitation_makes_nobody_less() -> None:
    house, _ = linked()
    house.invite("carl", "observer")
    house.do("carl", c.JoinRoom())
    assert kinds(house.accept("carl")) == ["InviteEnded"]
    assert house.role("carl") == "collaborator"


def test_G3_revoking_takes_the_links_grant_only() -> None:
    house, share = linked("carl", "guest:g1")
    house.invite("dora", "observer")
    house.redeem("dora", share)
    house.accept("dora")
    assert kinds(house.do("ann", c.RevokeShare(share.id))) == [
        "MembershipEnded",
        "MembershipEnded",
        "GrantsSet",
        "ShareRevoked",
    ]
    assert (house.role("carl"), house.role("guest:g1"), house.role("dora")) == (None, None, "observer")
    assert house.state.removed == frozenset()
    house.do("carl", c.JoinRoom())
    house.redeem("guest:g1", house.share())


def test_G3_who_was_muted_is_so_when_they_come_back() -> None:
    house, share = linked("carl")
    house.do("ann", c.Mute(user("carl")))
    house.do("ann", c.RevokeShare(share.id))
    house.do("carl", c.JoinRoom())
    assert house.state.members[user("carl")].muted


def test_G4_who_goes_with_the_link_loses_turns_prompts_and_seats() -> None:
    house, share = linked("guest:g1", "guest:g2", votes=True)
    house.ask("guest:g1")
    for who in ("guest:g2", "bob", "guest:g1"):
        house.say(who, "@runner me too")
    plain = house.mint("poll")
    house.do("bob", c.OpenPoll(plain, "Tea?", (c.Option("y", "Yes"), c.Option("n", "No"))))
    events = kinds(house.do("ann", c.RevokeShare(share.id)))
    assert events.count("TurnStarted") == 1, "nobody who goes is asked for first"
    assert house.turn.holder == user("bob")
    assert house.state.polls[plain].seats == (user("ann"), user("bob"))  # type: ignore[index]


def test_G4_who_falls_to_observer_loses_the_same() -> None:
    house, share = linked()
    house.invite("carl", "observer")
    house.redeem("carl", share)
    house.accept("carl")
    house.here.add(user("carl"))
    house.ask("carl")
    house.do("ann", c.RevokeShare(share.id))
    assert not house.state.turns
    assert house.role("carl") == "observer"


def test_G4_a_seat_lost_with_a_link_approves_nothing() -> None:
    house, share = linked("carl")
    house.ask("ann")
    poll = house.propose("plan")
    for who in ("ann", "bob"):
        house.vote(who, poll, "approve")
    house.do("ann", c.RevokeShare(share.id))
    assert house.poll(poll).outcome is None
    house.vote("bob", poll, "approve")
    assert house.poll(poll).outcome == "approved"


def test_G5_the_owners_word_replaces_every_grant() -> None:
    house, share = linked("carl")
    assert kinds(house.do("ann", c.SetRole(user("carl"), "collaborator"))) == ["RoleSet"]
    assert (grants_of(house, "carl"), house.state.members[user("carl")].via) == ({}, None)
    house.do("ann", c.RevokeShare(share.id))
    assert house.role("carl") == "collaborator"


def test_G5_a_guest_stays_the_links_and_never_moderates() -> None:
    house, share = linked("guest:g1")
    assert house.refused("ann", c.SetRole("guest:g1", "moderator")) == "role/forbidden"
    assert house.do("ann", c.SetRole("guest:g1", "collaborator")) == []
    house.do("ann", c.SetRole("guest:g1", "observer"))
    assert grants_of(house, "guest:g1") == {share.id: "observer"}
    house.do("guest:g1", c.Leave())
    house.redeem("guest:g1", share)
    assert house.role("guest:g1") == "observer", "leaving does not promote"
    house.do("ann", c.RevokeShare(share.id))
    assert house.role("guest:g1") is None
