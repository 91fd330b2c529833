"""Every view of the parts about people, in light and dark: axe-core finds nothing grave in any of them."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import grave
from tests.browser.people import accept, card, close_card, invitation, invite, join_as, make_link
from tests.browser.rooms import Person
from tests.browser.support import Login, Shot, Theme
from tests.lab import Lab

PHONE = (390, 844)


class Look:
    """Looks at each view, takes a picture of it, and keeps what is wrong."""

    def __init__(self, theme: Theme, shot: Shot) -> None:
        self.faults: list[str] = []
        self._theme, self._shot = theme, shot

    def at(self, person: Person, view: str) -> None:
        """Look at where somebody looks; a page without JupyterLab is looked at whole."""
        shown = person.page if person.place.evaluate("place => place === document.body") else person.place
        self._shot(shown, f"axe-{view}-{self._theme}")
        self.faults += [f"{view}: {fault}" for fault in grave(shown)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_grave(browser: Browser, lab: Lab, login: Login, theme: Theme, shot: Shot) -> None:
    look = Look(theme, shot)
    alice, bob = Person(login("tok-a", theme=theme)), Person(login("tok-b", theme=theme))
    room = f"Review {uuid.uuid4().hex[:6]}"
    for person in (alice, bob):
        person.open_sidebar()
    alice.create_room(room, listed=False)
    alice.say("Shall we look at it on Monday?")
    look.at(alice, "room")
    _inviting(look, alice, bob, room)
    _moderating(look, alice)
    link = _sharing(look, alice)
    _by_themselves(look, alice)
    with browser.new_context(color_scheme=theme, viewport={"width": PHONE[0], "height": PHONE[1]}) as context:
        _coming_by_the_link(look, context.new_page(), link)
    with browser.new_context(color_scheme=theme) as context:
        _full_page(look, context.new_page(), lab, room)
    assert not look.faults, "\n".join(look.faults)


def _inviting(look: Look, alice: Person, bob: Person, room: str) -> None:
    alice.place.get_by_role("button", name="Invite people").click()
    alice.place.get_by_role("combobox", name="Who").fill("bo")
    alice.place.get_by_role("option", name="Bob").wait_for()
    look.at(alice, "finding")
    alice.place.get_by_role("button", name="Done").click()
    invite(alice, "Bob")
    look.at(alice, "invited")
    expect(invitation(bob, room)).to_be_visible()
    look.at(bob, "inbox")
    accept(bob, room)
    bob.say("Yes.")
    alice.sees("Yes.")
    alice.place.get_by_role("button", name="Done").click()


def _moderating(look: Look, alice: Person) -> None:
    look.at(alice, "talk")
    person = card(alice, "Bob")
    look.at(alice, "card")
    person.get_by_role("button", name="Remove").click()
    look.at(alice, "removing")
    alice.page.keyboard.press("Escape")
    close_card(alice)
    card(alice, "You")
    look.at(alice, "own-card")
    close_card(alice)


def _sharing(look: Look, alice: Person) -> str:
    link = make_link(alice, "Review on Monday")
    alice.place.get_by_role("img", name="The link as a QR code").wait_for()
    look.at(alice, "link")
    alice.place.get_by_test_id("cc-shares").get_by_role("button", name="Revoke…").click()
    look.at(alice, "revoking")
    alice.page.keyboard.press("Escape")
    alice.place.get_by_test_id("cc-shares").get_by_role("button", name="Close").click()
    return link


def _by_themselves(look: Look, alice: Person) -> None:
    alice.choose("Solo, archive, delete…")
    look.at(alice, "life")
    alice.page.keyboard.press("Escape")
    alice.choose("Name, topic, rules…")
    look.at(alice, "rules")
    alice.page.keyboard.press("Escape")
    alice.place.get_by_role("button", name="Back to rooms").click()
    look.at(alice, "list")
    alice.place.get_by_role("button", name="Menu of rooms").click()
    alice.page.get_by_role("menuitem", name="Access tokens…").click()
    tokens = alice.place.get_by_test_id("cc-tokens")
    tokens.get_by_role("button", name="New token").click()
    tokens.get_by_label("What it is for").fill("nightly job")
    tokens.get_by_role("checkbox").first.check()
    look.at(alice, "token-form")
    tokens.get_by_role("button", name="Make a token").click()
    tokens.get_by_label("Access token", exact=True).wait_for()
    look.at(alice, "token")


def _coming_by_the_link(look: Look, page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Your name").wait_for()
    look.at(Person(page, page.locator("body")), "join")
    guest = join_as(page, "Ada")
    guest.say("Hello from the pier.")
    guest.sees("Hello from the pier.")
    look.at(guest, "guest")


def _full_page(look: Look, page: Page, lab: Lab, room: str) -> None:
    page.goto(f"{lab.url}collabchat/?token=tok-a")
    alice = Person(page, page.locator("body"))
    alice.row(room).wait_for()
    look.at(alice, "page")
    alice.open_room(room)
    alice.sees("Hello from the pier.")
    look.at(alice, "page-room")
