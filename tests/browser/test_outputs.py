"""What approved code shows, in the browsers of the people who approved it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests import pictures
from tests.browser.rooms import ANSWER_MS, Person
from tests.browser.support import Login, Shot

ALICE, BOB = "tok-a", "tok-b"


@pytest.fixture
def alice(login: Login) -> Person:
    """Alice, at her rooms."""
    return _at_the_rooms(login, ALICE)


@pytest.fixture
def bob(login: Login) -> Person:
    """Bob, at his."""
    return _at_the_rooms(login, BOB)


def _at_the_rooms(login: Login, token: str) -> Person:
    person = Person(login(token))
    person.open_sidebar()
    return person


def test_a_large_picture_is_seen_by_both_and_gone_when_redacted(alice: Person, bob: Person, shot: Shot) -> None:
    alice.create_room("pictures")
    bob.join("pictures")
    alice.add_agent("Runner")
    bob.say(f"@runner\n```python\n{pictures.CODE}```")
    for person in (bob, alice):
        expect(person.poll().get_by_test_id("cc-poll-detail")).to_contain_text("zlib", timeout=ANSWER_MS)
        person.approve()
    for person in (alice, bob):
        picture = _picture(person)
        expect(picture).to_be_visible(timeout=ANSWER_MS)
        width = picture.evaluate("image => image.naturalWidth")
        assert (width, picture.get_attribute("src").partition(":")[0]) == (pictures.SIDE, "blob")
    shot(alice.page, "large-picture")
    message = alice.place.get_by_test_id("cc-message").filter(has=alice.page.get_by_role("img", name="Picture"))
    message.hover()
    message.get_by_role("button", name="Redact").click()
    alice.place.get_by_role("group", name="Redact").get_by_role("button", name="Redact").click()
    for person in (alice, bob):
        expect(_picture(person)).to_have_count(0, timeout=ANSWER_MS)


def _picture(person: Person) -> Locator:
    return person.place.get_by_role("img", name="Picture")
