"""Back to a message, by a moderator's word and by vote; and on from it, in a room of one's own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.rooms import ANSWER_MS, Person
from tests.browser.support import Login, Shot

ALICE, BOB = "tok-a", "tok-b"


@pytest.fixture(scope="module")
def lab_config() -> dict[str, Any]:
    return {"CollabChatApp": {"rate_limit": 0}}


def _from(person: Person, text: str, entry: str) -> None:
    """Choose an entry of a message's menu."""
    row = person.message(text)
    row.hover()
    row.get_by_role("button", name="From here on").click()
    row.get_by_role("menuitem", name=entry).click()


def test_a_conversation_goes_back_to_a_message_and_on_in_another_room(login: Login, shot: Shot) -> None:
    alice, bob = Person(login(ALICE)), Person(login(BOB))
    alice.open_sidebar()
    bob.open_sidebar()
    alice.create_room("paths")
    bob.join("paths")
    for text in ("first step", "second step", "wrong turn", "dead end"):
        bob.say(text)
        alice.sees(text)
    expect(bob.place.get_by_role("button", name="From here on")).to_have_count(0)

    _from(alice, "second step", "Start a new room from here…")
    form = alice.place.get_by_role("form", name="Start a new room from here")
    expect(form.get_by_label("Name")).to_have_value("paths, again")
    shot(alice.page, "fork-form")
    form.get_by_label("Name").fill("another way")
    form.get_by_role("button", name="Start the room").click()
    expect(alice.place.get_by_test_id("cc-header")).to_contain_text("another way", timeout=ANSWER_MS)
    alice.sees("second step")
    alice.sees("wrong turn", times=0)
    expect(alice.place.get_by_text("copied from another room")).to_have_count(1)
    shot(alice.page, "fork")

    alice.place.get_by_role("button", name="Back to rooms").click()
    alice.open_room("paths")
    _from(alice, "second step", "Roll back to here…")
    expect(alice.place.get_by_text("Take back the 2 messages after this one")).to_be_visible()
    shot(alice.page, "rollback-form")
    alice.place.get_by_role("button", name="Roll back", exact=True).click()
    for person in (alice, bob):
        person.sees("dead end", times=0)
        person.sees("second step")
        expect(person.place.locator(".cc-System")).to_contain_text("rolled the conversation back to a message of")
    shot(bob.page, "rolled-back")

    alice.choose("Name, topic, rules…")
    alice.place.get_by_label("Who takes back what was said").select_option("vote")
    alice.place.get_by_role("button", name="Save").click()
    bob.say("another wrong turn")
    alice.sees("another wrong turn")
    _from(alice, "first step", "Roll back to here…")
    alice.place.get_by_role("button", name="Ask the room to roll back").click()
    expect(bob.poll()).to_contain_text("Roll the conversation back", timeout=ANSWER_MS)
    shot(bob.page, "rollback-vote")
    bob.approve()
    alice.approve()
    for person in (alice, bob):
        person.sees("second step", times=0)
        person.sees("first step")
