"""Two people, an agent, a vote: the whole main job, by two real browsers on one real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rooms import ANSWER_MS, Person
from tests.browser.support import Login, Shot, dismiss_lost_server, wait_for_lab
from tests.lab import Lab

ALICE, BOB = "tok-a", "tok-b"


@pytest.fixture
def alice(login: Login) -> Person:
    """Alice, in the light."""
    return _at_the_rooms(login(ALICE))


@pytest.fixture
def bob(login: Login) -> Person:
    """Bob, in the dark."""
    return _at_the_rooms(login(BOB, theme="dark"))


def _at_the_rooms(page: Page) -> Person:
    person = Person(page)
    person.open_sidebar()
    return person


def _together(alice: Person, bob: Person, room: str) -> None:
    alice.create_room(room)
    bob.join(room)
    expect(alice.face("Bob")).to_have_attribute("aria-label", "Bob, collaborator, online")


def test_two_people_talk_and_see_each_other_type(alice: Person, bob: Person, shot: Shot) -> None:
    _together(alice, bob, "talk")
    alice.say("Recall drops after the join. **Duplicates?**")
    bob.sees("Recall drops after the join. Duplicates?")
    expect(bob.message("Recall").locator("strong")).to_have_text("Duplicates?")
    bob.composer.press_sequentially("may")
    expect(alice.place.get_by_test_id("cc-typing")).to_have_text("Bob is typing…")
    bob.say("maybe")
    alice.sees("maybe")
    expect(alice.place.get_by_test_id("cc-typing")).to_be_empty()
    expect(alice.message("Recall").get_by_test_id("cc-seen-by")).to_have_text("Seen by Bob")
    shot(alice.page, "talk-light")
    shot(bob.page, "talk-dark")


def test_a_reload_keeps_everything(alice: Person, bob: Person) -> None:
    _together(alice, bob, "reload")
    for number in range(3):
        alice.say(f"line {number}")
    bob.sees("line 2")
    bob.page.reload()
    wait_for_lab(bob.page)
    bob.open_sidebar()
    if bob.row("reload").count():
        bob.open_room("reload")
    for number in range(3):
        bob.sees(f"line {number}")


def test_one_denies_with_a_reason_and_nothing_runs(alice: Person, bob: Person, lab: Lab, shot: Shot) -> None:
    trace = Path(lab.root) / "denied.txt"
    _together(alice, bob, "deny")
    alice.add_agent("Runner")
    bob.say(f"@runner open({str(trace)!r}, 'a').write('ran')")
    expect(alice.poll()).to_contain_text("0 of 2", timeout=ANSWER_MS)
    expect(alice.poll().get_by_test_id("cc-poll-detail")).to_contain_text("write('ran')")
    shot(alice.page, "poll-open")
    bob.approve()
    expect(alice.poll()).to_contain_text("1 of 2")
    alice.deny("Not on the shared table")
    expect(bob.poll("decided")).to_contain_text("Not on the shared table")
    bob.sees("Denied by Alice")
    assert not trace.exists()


def test_both_approve_and_it_runs_once_for_both(alice: Person, bob: Person, lab: Lab, shot: Shot) -> None:
    trace = Path(lab.root) / "approved.txt"
    _together(alice, bob, "approve")
    alice.add_agent("Runner")
    bob.say(f"@runner open({str(trace)!r}, 'a').write('ran'); print('forty' + '-two')")
    expect(bob.place.get_by_test_id("cc-turn-bar")).to_contain_text("You")
    alice.say("@runner print('next')")
    expect(alice.place.get_by_test_id("cc-queued-prompt")).to_have_count(1)
    bob.approve()
    alice.approve()
    for person in (alice, bob):
        expect(person.message("forty-two").last).to_be_visible(timeout=ANSWER_MS)
    shot(bob.page, "ran-dark")
    expect(alice.poll()).to_contain_text("0 of 2", timeout=ANSWER_MS)
    assert trace.read_text() == "ran"


def test_a_killed_server_loses_and_doubles_nothing(alice: Person, bob: Person, lab: Lab) -> None:
    _together(alice, bob, "restart")
    alice.say("before the crash")
    bob.sees("before the crash")
    for person in (alice, bob):
        dismiss_lost_server(person.page)
    lab.kill()
    expect(bob.place.get_by_test_id("cc-composer-state")).to_contain_text("econnecting", timeout=ANSWER_MS)
    bob.say("written while it was down")
    lab.start()
    for person in (alice, bob):
        expect(person.message("written while it was down")).to_have_count(1, timeout=60_000)
        person.sees("before the crash")
        person.sees("written while it was down")
    alice.say("after the crash")
    bob.sees("after the crash")
