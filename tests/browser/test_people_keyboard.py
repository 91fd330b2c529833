"""The parts about people without a pointer: the focus goes into what opens, and is never lost in what closes."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.people import invitation
from tests.browser.rooms import Person
from tests.browser.support import Login


def test_people_by_keyboard(login: Login) -> None:
    bob = Person(login("tok-b"))
    bob.open_sidebar()
    alice = Person(login("tok-a"))
    alice.open_sidebar()
    alice.create_room("keys", listed=False)
    _invite_and_take_back(alice, bob)
    _make_and_revoke_a_link(alice)
    _open_and_close_a_card(alice)


def _invite_and_take_back(alice: Person, bob: Person) -> None:
    _press(alice.place.get_by_role("button", name="Invite people"))
    who = alice.place.get_by_role("combobox", name="Who")
    expect(who).to_be_focused()
    who.press_sequentially("bo")
    expect(who).to_have_value("bo")
    alice.place.get_by_role("option", name="Bob", selected=True).wait_for()
    who.press("Enter")
    expect(who).to_have_value("Bob")
    alice.page.keyboard.press("Enter")
    expect(invitation(bob, "keys")).to_be_visible()
    expect(who).to_be_focused()
    _press(alice.place.get_by_role("button", name="Revoke the invitation of Bob"))
    expect(invitation(bob, "keys")).to_have_count(0)
    expect(alice.place.get_by_role("heading", name="Invite people")).to_be_focused()
    alice.page.keyboard.press("Escape")
    expect(alice.composer).to_be_focused()


def _make_and_revoke_a_link(alice: Person) -> None:
    _choose(alice, "Share links…")
    expect(alice.place.get_by_label("What it is for")).to_be_focused()
    alice.page.keyboard.type("a colleague")
    alice.page.keyboard.press("Enter")
    expect(alice.place.get_by_role("button", name="Copy", exact=True)).to_be_focused()
    alice.page.keyboard.press("Escape")
    _choose(alice, "Share links…")
    expect(alice.place.get_by_role("heading", name="Share links")).to_be_focused()
    _press(alice.place.get_by_role("button", name="Revoke…"))
    expect(alice.place.get_by_role("button", name="Keep")).to_be_focused()
    alice.page.keyboard.press("Escape")
    expect(alice.place.get_by_role("button", name="Revoke…")).to_be_focused()
    alice.page.keyboard.press("Enter")
    _press(alice.place.get_by_role("button", name="Revoke “a colleague”"))
    expect(alice.place.get_by_role("listitem", name="a colleague")).to_have_count(0)
    alice.page.keyboard.press("Escape")
    expect(alice.place.get_by_test_id("cc-shares")).to_have_count(0)
    expect(alice.composer).to_be_focused()


def _open_and_close_a_card(alice: Person) -> None:
    _press(alice.face("You"))
    expect(alice.place.get_by_test_id("cc-member-card")).to_be_visible()
    expect(alice.face("You")).to_have_attribute("aria-expanded", "true")
    alice.page.keyboard.press("Escape")
    expect(alice.place.get_by_test_id("cc-member-card")).to_have_count(0)
    expect(alice.face("You")).to_be_focused()


def _press(button: Locator) -> None:
    button.focus()
    button.press("Enter")


def _choose(person: Person, item: str) -> None:
    _press(person.place.get_by_role("button", name="Room menu"))
    items = person.place.get_by_role("menu").get_by_role("menuitem")
    expect(items.first).to_be_focused()
    for _ in range(items.all_inner_texts().index(item)):
        person.page.keyboard.press("ArrowDown")
    expect(person.page.get_by_role("menuitem", name=item)).to_be_focused()
    person.page.keyboard.press("Enter")
