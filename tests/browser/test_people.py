"""The right people in a room and the wrong ones out: by name and by link, in two real browsers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import bring_in, card, invitation, invite, join_as, link_item, make_link, revoke_link
from tests.browser.rooms import ANSWER_MS, Person
from tests.browser.support import Login, Shot
from tests.lab import Lab

ALICE, BOB = "tok-a", "tok-b"


@pytest.fixture
def alice(login: Login) -> Person:
    """Alice, in the light."""
    return _at_the_rooms(Person(login(ALICE)))


@pytest.fixture
def bob(login: Login) -> Person:
    """Bob, in the dark."""
    return _at_the_rooms(Person(login(BOB, theme="dark")))


def _at_the_rooms(person: Person) -> Person:
    person.open_sidebar()
    return person


def _together(alice: Person, bob: Person, room: str) -> None:
    alice.create_room(room, listed=False)
    bring_in(alice, bob, "Bob", room)


def test_one_is_invited_by_name_and_comes_in(alice: Person, bob: Person, shot: Shot) -> None:
    alice.create_room("invited", listed=False)
    invite(alice, "Bob")
    expect(invitation(bob, "invited")).to_contain_text("Alice invites you to invited as collaborator")
    shot(alice.page, "invite-light")
    shot(bob.page, "invitation-dark")
    bob.page.get_by_text("Alice invites you to invited as collaborator").first.wait_for()
    tab = bob.page.get_by_role("tab", name=re.compile("^Rooms, (.*, )?1 invitation$"))
    expect(tab).to_have_attribute("data-id", "jupyter-collabchat-sidebar")
    invitation(bob, "invited").get_by_role("button", name="Accept").click()
    expect(bob.place.get_by_test_id("cc-header")).to_contain_text("invited")
    expect(alice.place.get_by_test_id("cc-invites")).to_have_count(0)
    alice.place.get_by_role("button", name="Done").click()
    expect(alice.face("Bob")).to_have_attribute("aria-label", "Bob, collaborator, online")
    bob.say("here I am")
    alice.sees("here I am")


def test_an_invitation_is_declined_or_taken_back(alice: Person, bob: Person) -> None:
    alice.create_room("declined", listed=False)
    invite(alice, "Bob")
    invitation(bob, "declined").get_by_role("button", name="Decline").click()
    expect(invitation(bob, "declined")).to_have_count(0)
    expect(alice.place.get_by_test_id("cc-invites")).to_have_count(0)
    alice.place.get_by_role("combobox", name="Who").fill("Bob")
    alice.place.get_by_role("option", name=re.compile("Bob")).click()
    alice.place.get_by_role("button", name="Invite", exact=True).click()
    expect(invitation(bob, "declined")).to_be_visible()
    alice.place.get_by_role("button", name="Revoke the invitation of Bob").click()
    expect(invitation(bob, "declined")).to_have_count(0)


def test_a_member_is_promoted_muted_and_removed(alice: Person, bob: Person, shot: Shot) -> None:
    _together(alice, bob, "moderated")
    card(alice, "Bob").get_by_label("Role").select_option("moderator")
    expect(bob.place.get_by_test_id("cc-header")).to_contain_text("you: moderator")
    card(alice, "Bob").get_by_role("button", name="Mute").click()
    expect(bob.place.get_by_test_id("cc-composer-state")).to_contain_text("You are muted here")
    expect(bob.composer).to_have_count(0)
    shot(alice.page, "member-light")
    shot(bob.page, "muted-dark")
    card(alice, "Bob").get_by_role("button", name="Unmute").click()
    bob.say("thank you")
    alice.sees("thank you")
    card(alice, "Bob").get_by_role("button", name="Remove…").click()
    shot(alice.page, "remove-light")
    card(alice, "Bob").get_by_role("button", name="Remove Bob").click()
    expect(alice.face("Bob")).to_have_count(0)
    expect(bob.place.get_by_test_id("cc-composer-state")).to_contain_text("removed")
    invite(alice, "Bob")
    bob.page.get_by_role("button", name="Accept").click()
    bob.say("forgiven")
    alice.sees("forgiven")


def test_a_blocked_member_does_not_even_see_the_room(alice: Person, bob: Person) -> None:
    _together(alice, bob, "blocked")
    card(alice, "Bob").get_by_role("button", name="Remove…").click()
    card(alice, "Bob").get_by_role("checkbox", name="and block").check()
    card(alice, "Bob").get_by_role("button", name="Remove Bob").click()
    expect(bob.place.get_by_test_id("cc-composer-state")).to_contain_text("removed")
    bob.place.get_by_role("button", name="Back to rooms").click()
    expect(bob.row("blocked")).to_have_count(0)


def test_a_link_is_made_shown_once_listed_and_revoked(alice: Person, lab: Lab, shot: Shot) -> None:
    alice.create_room("linked", listed=False)
    link = make_link(alice, "class of 2026")
    panel = alice.place.get_by_test_id("cc-shares")
    assert link.startswith(f"{lab.url}collabchat/join#")
    expect(panel.get_by_role("img", name="The link as a QR code")).to_be_visible()
    item = link_item(alice, "class of 2026")
    expect(item).to_contain_text("works")
    shot(alice.page, "share-light")
    panel.get_by_role("button", name="Close").click()
    alice.choose("Share links…")
    expect(panel.get_by_role("textbox", name="Share link")).to_have_count(0)
    item.get_by_role("button", name="Revoke…").click()
    shot(alice.page, "revoke-light")
    item.get_by_role("button", name="Revoke “class of 2026”").click()
    expect(item).to_have_count(0)


def test_a_guest_comes_by_the_link_and_goes_with_it(alice: Person, browser: Browser, shot: Shot) -> None:
    alice.create_room("visited", listed=False)
    link = make_link(alice, "visitors")
    with browser.new_context(viewport={"width": 360, "height": 740}) as telephone:
        page = telephone.new_page()
        page.goto(link)
        guest = join_as(page, "Gus")
        guest.say("hello from outside")
        alice.sees("hello from outside")
        item = link_item(alice, "visitors")
        expect(item).to_contain_text("1 use")
        expect(item).to_contain_text("1 here now")
        expect(card(alice, "Gus")).to_contain_text("Guest")
        expect(card(alice, "Gus")).to_contain_text("came by “visitors”")
        shot(alice.page, "guest-light")
        revoke_link(alice, "visitors")
        expect(alice.face("Gus")).to_have_count(0)
        expect(guest.composer).to_have_count(0)


def test_one_has_the_room_to_oneself_and_shares_it_again(alice: Person, bob: Person, shot: Shot) -> None:
    _together(alice, bob, "solo")
    alice.choose("Solo, archive, delete…")
    alice.place.get_by_role("button", name="Have it to myself…").click()
    shot(alice.page, "solo-ask-light")
    alice.place.get_by_role("button", name="Have it to myself", exact=True).click()
    expect(bob.place.get_by_text("Alice has “solo” to themselves for now.")).to_be_visible(timeout=ANSWER_MS)
    shot(bob.page, "solo-dark")
    alice.place.get_by_test_id("cc-composer-state").get_by_role("button", name="Share it again").click()
    bob.say("back again")
    alice.sees("back again")


def test_an_archived_room_is_read_and_found_again(alice: Person, bob: Person, shot: Shot) -> None:
    _together(alice, bob, "archive")
    alice.say("worth keeping")
    bob.sees("worth keeping")
    alice.choose("Solo, archive, delete…")
    alice.place.get_by_role("button", name="Archive…").click()
    alice.place.get_by_role("button", name="Archive", exact=True).click()
    expect(bob.place.get_by_test_id("cc-composer-state")).to_have_text("This room is archived: you can read it.")
    shot(alice.page, "archived-light")
    bob.place.get_by_role("button", name="Back to rooms").click()
    expect(bob.row("archive")).to_have_count(0)
    bob.place.get_by_role("button", name="Show archived (1)").click()
    shot(bob.page, "archived-dark")
    bob.open_room("archive")
    bob.sees("worth keeping")
    alice.place.get_by_test_id("cc-composer-state").get_by_role("button", name="Unarchive").click()
    bob.say("alive")
    alice.sees("alive")


def test_a_room_is_cleared_once_its_name_was_typed(alice: Person, bob: Person) -> None:
    _together(alice, bob, "cleared")
    bob.say("to be forgotten")
    alice.sees("to be forgotten")
    alice.choose("Solo, archive, delete…")
    alice.place.get_by_role("button", name="Clear all messages…").click()
    clear = alice.place.get_by_role("button", name="Clear all messages", exact=True)
    expect(clear).to_be_disabled()
    alice.place.get_by_role("form", name="Clear all messages").get_by_role("textbox").fill("cleared")
    clear.click()
    expect(alice.message("to be forgotten")).to_have_count(0)
    expect(bob.message("to be forgotten")).to_have_count(0)
    bob.say("a fresh start")
    alice.sees("a fresh start")


def test_one_is_called_otherwise_in_a_room(alice: Person, bob: Person) -> None:
    _together(alice, bob, "names")
    bob.face("You").click()
    bob.place.get_by_role("textbox", name="My name in this room").fill("Bobby")
    bob.place.get_by_role("button", name="Change").click()
    expect(alice.face("Bobby")).to_be_visible()


def test_a_muted_room_is_quiet_and_says_so(alice: Person, bob: Person) -> None:
    _together(alice, bob, "quiet")
    bob.choose("Mute notifications")
    bob.place.get_by_role("button", name="Back to rooms").click()
    expect(bob.row("quiet").get_by_role("img", name="notifications are muted")).to_be_visible()
    alice.say("@bob are you there?")
    expect(bob.row("quiet").get_by_role("img", name="1 unread, 1 mention")).to_be_visible()
    expect(bob.page.get_by_text("mentioned you in quiet")).to_have_count(0)
    bob.open_room("quiet")
    bob.sees("are you there?")
    bob.choose("Unmute notifications")
    bob.place.get_by_role("button", name="Back to rooms").click()
    expect(bob.row("quiet").locator(".cc-Unread")).to_have_count(0)
    expect(bob.row("quiet").get_by_role("img", name="notifications are muted")).to_have_count(0)
    alice.say("@bob and now?")
    bob.page.get_by_text("Alice mentioned you in quiet").first.wait_for()


def test_a_token_is_made_for_a_script_and_revoked(alice: Person, lab: Lab, shot: Shot) -> None:
    alice.create_room("scripted", listed=False)
    alice.place.get_by_role("button", name="Back to rooms").click()
    alice.place.get_by_role("button", name="Menu of rooms").click()
    alice.page.get_by_role("menuitem", name="Access tokens…").click()
    view = alice.place.get_by_test_id("cc-tokens")
    view.get_by_role("button", name="New token").click()
    view.get_by_label("What it is for").fill("nightly job")
    view.get_by_role("checkbox", name="scripted").check()
    view.get_by_label("It may").select_option("post")
    view.get_by_role("button", name="Make a token").click()
    secret = view.get_by_label("Access token", exact=True).input_value()
    shot(alice.page, "token-light")
    with lab.http(secret) as script:
        assert script.get("api/collabchat/me").json()["via"] == "token"
        view.get_by_role("button", name="Revoke “nightly job”").click()
        expect(view.get_by_text("You have no access token.")).to_be_visible()
        assert script.get("api/collabchat/me").status_code == 401
