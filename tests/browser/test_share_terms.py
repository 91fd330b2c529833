"""Links with more than the usual terms, in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.rooms import Person
from tests.browser.support import Login, Shot

ALICE = "tok-a"


def test_a_link_opens_two_rooms_under_a_rule_of_its_own(login: Login, shot: Shot) -> None:
    alice = Person(login(ALICE))
    alice.open_sidebar()
    alice.create_room("lecture", listed=False)
    alice.place.get_by_role("button", name="Back to rooms").click()
    alice.create_room("exercise", listed=False)
    alice.choose("Share links…")
    panel = alice.place.get_by_test_id("cc-shares")
    panel.get_by_text("More", exact=True).click()
    panel.get_by_label("Who decides what agents may do for those who come by it").select_option("owner")
    panel.get_by_role("checkbox", name="lecture").check()
    shot(alice.page, "share-more")
    panel.get_by_role("button", name="Make a link").click()
    expect(panel.get_by_role("listitem")).to_contain_text("owner decides · 2 rooms")
