"""What a person does about other people: inviting, share links, member cards, the page of a link."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.rooms import Person


def invite(host: Person, name: str) -> None:
    """Invite somebody by name, and leave the form open."""
    host.place.get_by_role("button", name="Invite people").click()
    host.place.get_by_role("combobox", name="Who").fill(name)
    host.place.get_by_role("option", name=re.compile(name)).wait_for()
    host.place.get_by_role("combobox", name="Who").press("Enter")
    host.place.get_by_role("button", name="Invite", exact=True).click()
    expect(host.place.get_by_test_id("cc-invites")).to_contain_text(name)


def invitation(person: Person, room: str) -> Locator:
    """Return the invitation to a room, in the person's list of rooms."""
    return person.place.get_by_role("group", name=f"Invitation to {room}")


def accept(person: Person, room: str) -> None:
    """Accept the invitation to a room and be in it."""
    invitation(person, room).get_by_role("button", name="Accept").click()
    expect(person.place.get_by_test_id("cc-header")).to_contain_text(room)


def bring_in(host: Person, guest: Person, name: str, room: str) -> None:
    """Invite somebody by name, who accepts."""
    invite(host, name)
    accept(guest, room)
    host.place.get_by_role("button", name="Done").click()


def card(person: Person, name: str) -> Locator:
    """Return the card of a member, opened if it is not."""
    if not person.place.get_by_test_id("cc-member-card").is_visible():
        person.face(name).click()
    return person.place.get_by_test_id("cc-member-card")


def close_card(person: Person) -> None:
    """Close the card that is open."""
    person.place.get_by_test_id("cc-member-card").get_by_role("button", name="Close").click()


def make_link(owner: Person, label: str) -> str:
    """Make a share link and return its address; the panel stays open."""
    owner.choose("Share links…")
    panel = owner.place.get_by_test_id("cc-shares")
    panel.get_by_label("What it is for").fill(label)
    panel.get_by_role("button", name="Make a link").click()
    return panel.get_by_role("textbox", name="Share link").input_value()


def link_item(owner: Person, label: str) -> Locator:
    """Return a link in the list of the open panel."""
    return owner.place.get_by_test_id("cc-shares").get_by_role("listitem", name=label)


def revoke_link(owner: Person, label: str) -> None:
    """Revoke a link of the open panel."""
    item = link_item(owner, label)
    item.get_by_role("button", name="Revoke…").click()
    item.get_by_role("button", name=f"Revoke “{label}”").click()
    expect(item).to_have_count(0)


def join_as(page: Page, name: str) -> Person:
    """Pick a name on the page of a link and go in, as somebody without an account."""
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join the room").click()
    return Person(page, page.locator("body"))


def the_end(page: Page) -> Locator:
    """Return the sentence that is all that is left at the end of a visit."""
    return page.locator(".cc-Card").get_by_role("status")
