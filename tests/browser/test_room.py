"""A room in the page: long histories, links, tabs, and deciding by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Response, expect

from tests.browser.rooms import ANSWER_MS, Person
from tests.browser.support import Login, Shot, wait_for_lab
from tests.lab import Lab

ALICE, BOB = "tok-a", "tok-b"
LONG = 450


@pytest.fixture(scope="module")
def lab_config() -> dict[str, Any]:
    """No rate limit: a long history is written quickly."""
    return {"CollabChatApp": {"rate_limit": 0}}


def _room(lab: Lab, name: str, messages: int = 0) -> str:
    """Make a listed room of Alice's with so many numbered messages."""
    with lab.http(ALICE) as alice:

        def command(path: str, **fields: object) -> dict[str, Any]:
            answer = alice.post(f"api/collabchat/{path}", json={"id": "1", "command": fields})
            answer.raise_for_status()
            ack: dict[str, Any] = answer.json()["ack"]
            return ack

        room: str = command("commands", type="create_room", request=f"make-{name}", name=name, visibility="listed")[
            "room"
        ]
        for number in range(messages):
            body = f"message number {number}."
            command(f"rooms/{room}/commands", type="post_message", message_id=f"message-{number:06}", body=body)
    return room


def _saves_layout(answer: Response, room: str) -> bool:
    """Whether JupyterLab has just kept a layout with a tab of this room."""
    request = answer.request
    return "/api/workspaces/" in request.url and request.method == "PUT" and f":{room}" in (request.post_data or "")


def test_a_long_history_is_paged_upward_and_only_what_is_near_is_in_the_page(login: Login, lab: Lab) -> None:
    _room(lab, "long", LONG)
    alice = Person(login(ALICE))
    alice.open_sidebar()
    alice.open_room("long")
    expect(alice.message(f"message number {LONG - 1}.")).to_be_in_viewport()
    log = alice.place.get_by_test_id("cc-log")
    log.hover()
    oldest, looks = alice.message("message number 0."), 0
    while looks < 400 and not (oldest.count() and log.evaluate("log => log.scrollTop") == 0):
        alice.page.mouse.wheel(0, -1500)
        alice.page.wait_for_timeout(25)  # a person's hand; what is waited for is the message
        looks += 1
    expect(oldest).to_be_in_viewport()
    assert alice.place.get_by_test_id("cc-message").count() < 100
    alice.say("back to the end")
    alice.sees("back to the end")


def test_a_link_opens_its_room_and_a_tab_survives_a_reload(login: Login, lab: Lab, shot: Shot) -> None:
    room = _room(lab, "linked")
    page = login(ALICE, viewport=(1500, 900))
    page.goto(f"{lab.url}lab/workspaces/linked?room={room}")
    wait_for_lab(page)
    alice = Person(page)
    expect(alice.place.get_by_test_id("cc-header")).to_contain_text("linked")
    with page.expect_response(lambda answer: _saves_layout(answer, room)):
        alice.choose("Open in the main area")
    tab = Person(page, page.locator("#jp-main-dock-panel"))
    expect(tab.place.get_by_test_id("cc-roster")).to_contain_text("You")
    tab.say("from the tab")
    alice.sees("from the tab")
    shot(page, "main-area")
    page.reload()
    wait_for_lab(page)
    expect(tab.message("from the tab")).to_have_count(1, timeout=ANSWER_MS)


def test_a_vote_by_keyboard(login: Login, lab: Lab) -> None:
    _room(lab, "keys")
    alice, bob = Person(login(ALICE)), Person(login(BOB))
    alice.open_sidebar()
    bob.open_sidebar()
    alice.open_room("keys")
    bob.join("keys")
    alice.place.get_by_role("button", name="Ask the room (poll)").click()
    form = alice.place.get_by_role("form", name="Ask the room")
    form.get_by_label("Question").fill("Which mean?")
    form.get_by_label("Option 1").fill("median")
    form.get_by_label("Option 2").fill("mean")
    form.get_by_role("button", name="Ask the room").click()
    expect(bob.poll()).to_contain_text("Which mean?")
    alice.add_agent("Script")
    bob.say("@script demo")
    plan = alice.place.get_by_role("group", name="Vote: Follow this plan?")
    expect(plan).to_contain_text("0 of 2", timeout=ANSWER_MS)
    bob_plan = bob.place.get_by_role("group", name="Vote: Follow this plan?")
    expect(bob_plan.get_by_role("button", name="Approve")).to_be_enabled()
    bob_plan.focus()
    bob.page.keyboard.press("a")
    expect(plan).to_contain_text("1 of 2")
    plan.focus()
    alice.page.keyboard.press("d")
    alice.page.keyboard.type("Start with the median.")
    alice.page.keyboard.press("Enter")
    expect(bob.poll("decided")).to_contain_text("Start with the median.")
