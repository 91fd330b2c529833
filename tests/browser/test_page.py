"""The pages without JupyterLab: a guest on a phone from the link to the end of the visit; a user's rooms full-page."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.rooms import Person
from tests.browser.support import Shot
from tests.lab import Lab

PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1200, "height": 800}
HOSTILE = (
    "**seen** <img src=x onerror=alert(1)> [click](javascript:alert(1)) <form action=//x><button>y</button></form>"
)


class Owner:
    """Alice at the API, with a room that holds one message."""

    def __init__(self, lab: Lab) -> None:
        self._http = lab.http("tok-a")
        self.name = f"Room {uuid.uuid4().hex[:6]}"
        self.room: str = self._outside(type="create_room", request=_id(), name=self.name)["room"]
        self.does(type="post_message", message_id=_id(), body=HOSTILE)

    def does(self, **command: Any) -> dict[str, Any]:
        """Send a command to the room and return its ack."""
        return self._sent(f"rooms/{self.room}/commands", command)

    def link(self, *rooms: str) -> str:
        """Make a link to these rooms and return its secret."""
        shared = [self.room, *rooms]
        return self.does(type="create_share", request=_id(), rooms=shared, role="collaborator")["secret"]

    def member(self, name: str) -> str:
        """Return the id of the member of this name."""
        members = self._http.get(f"api/collabchat/rooms/{self.room}").json()["members"]
        return next(who for who, member in members.items() if member["name"] == name)

    def _outside(self, **command: Any) -> dict[str, Any]:
        return self._sent("commands", command)

    def _sent(self, path: str, command: dict[str, Any]) -> dict[str, Any]:
        answer = self._http.post(f"api/collabchat/{path}", json={"id": _id(), "command": command})
        assert answer.status_code == 200, answer.text
        return answer.json()["ack"]


@pytest.fixture
def owner(lab: Lab) -> Owner:
    return Owner(lab)


@pytest.fixture
def browse(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages of strangers; fail if the page threw, or broke its content security policy."""
    contexts, faults = [], []

    def page(size: dict[str, int] = PHONE) -> Page:
        context = browser.new_context(viewport=size, has_touch=size is PHONE, is_mobile=size is PHONE)
        contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda told: faults.append(told.text) if "Content Security" in told.text else None)
        return opened

    yield page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def test_a_guest_joins_talks_comes_back_and_leaves(lab: Lab, owner: Owner, browse: Callable, shot: Shot) -> None:
    page = browse()
    page.goto(f"{lab.url}collabchat/join#{owner.link()}")
    expect(page.get_by_text("Everyone in the room sees the whole history")).to_be_visible()
    assert "#" not in page.url
    shot(page, "page-join")
    guest = _named(page, "Gil")
    guest.say("Hello from a phone")
    guest.sees("Hello from a phone")
    shot(page, "page-guest")
    page.reload()
    guest.sees("Hello from a phone")
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("banner").get_by_role("button", name="Leave").click()
    page.get_by_role("group", name="Leave").get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading")).to_have_text("You have left")
    expect(page.get_by_role("button")).to_have_count(0)


def test_what_is_sent_while_the_room_still_opens_is_kept_and_goes(lab: Lab, owner: Owner, browse: Callable) -> None:
    page, held = browse(), list[Route]()
    page.route("**/api/collabchat/ticket", lambda route: held.append(route))
    page.goto(f"{lab.url}collabchat/join#{owner.link()}")
    guest = _named(page, "Ida")
    guest.say("Said early")
    expect(guest.place.get_by_test_id("cc-pending")).to_contain_text("Said early")
    for route in held:
        route.continue_()
    page.unroute("**/api/collabchat/ticket")
    guest.sees("Said early")


def test_what_people_wrote_is_rendered_and_harmless(lab: Lab, owner: Owner, browse: Callable) -> None:
    page = browse()
    page.on("dialog", lambda dialog: pytest.fail(f"a message ran code: {dialog.message}"))
    page.goto(f"{lab.url}collabchat/join#{owner.link()}")
    message = _named(page, "Gil").message("seen")
    expect(message.locator("strong")).to_have_text("seen")
    expect(message.locator("img, form, .jp-RenderedMarkdown button, a[href^='javascript']")).to_have_count(0)


def test_a_removed_guest_sees_a_sentence_and_nothing_else(lab: Lab, owner: Owner, browse: Callable) -> None:
    page, secret = browse(), owner.link()
    page.goto(f"{lab.url}collabchat/join#{secret}")
    _named(page, "Rob").sees("seen")
    owner.does(type="remove_member", who=owner.member("Rob"))
    expect(_end(page)).to_have_text("You were removed from this room.")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_test_id("cc-room")).to_have_count(0)


def test_a_guest_who_was_removed_before_their_page_was_in_the_room_reads_so(
    lab: Lab, owner: Owner, browse: Callable
) -> None:
    page, held = browse(), list[Route]()
    page.route("**/api/collabchat/ticket", lambda route: held.append(route))
    page.goto(f"{lab.url}collabchat/join#{owner.link()}")
    _named(page, "Rhea")
    page.wait_for_url("**/collabchat/?room=*")
    owner.does(type="remove_member", who=owner.member("Rhea"))
    page.unroute("**/api/collabchat/ticket")
    for route in held:
        route.continue_()
    expect(_end(page)).to_contain_text("You were removed from this room")
    page.reload()
    expect(_end(page)).to_contain_text("You were removed from this room")


def test_a_guest_waits_while_the_owner_works_alone(lab: Lab, owner: Owner, browse: Callable) -> None:
    page = browse()
    page.goto(f"{lab.url}collabchat/join#{owner.link()}")
    guest = _named(page, "Sol")
    guest.sees("seen")
    owner.does(type="set_collaboration", on=False)
    expect(page.get_by_text("to themselves for now")).to_be_visible()
    owner.does(type="set_collaboration", on=True)
    guest.sees("seen")


def test_a_link_to_two_rooms_shows_both_and_the_last_one_alone(lab: Lab, owner: Owner, browse: Callable) -> None:
    page, other = browse(WIDE), Owner(lab)
    page.goto(f"{lab.url}collabchat/join#{owner.link(other.room)}")
    _named(page, "Una")
    page.get_by_test_id("cc-room-row").filter(has_text=other.name).get_by_role("button").click()
    expect(page.get_by_test_id("cc-header").filter(has_text=other.name)).to_be_visible()
    guest = Person(page, page.locator("body"))
    page.locator("main").get_by_role("button", name="Room menu").click()
    page.get_by_role("menuitem", name="Leave…").click()
    page.get_by_role("group", name="Leave").get_by_role("button", name="Leave").click()
    expect(guest.place.get_by_test_id("cc-header")).to_contain_text(owner.name)
    expect(page.get_by_test_id("cc-lobby")).to_have_count(0)


@pytest.mark.parametrize("fragment, sentence", [("", "Open the whole link"), ("#no-such-secret", "Ask for a new one")])
def test_a_link_that_does_not_work_says_so(lab: Lab, browse: Callable, fragment: str, sentence: str) -> None:
    page = browse()
    page.goto(f"{lab.url}collabchat/join{fragment}")
    if fragment:
        _named(page, "Dan")
    expect(_end(page)).to_contain_text(sentence)
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_second_link_in_the_same_tab_is_another_try(lab: Lab, owner: Owner, browse: Callable) -> None:
    page = browse()
    page.goto(f"{lab.url}collabchat/join#no-such-secret")
    _named(page, "Dan")
    expect(_end(page)).to_contain_text("Ask for a new one")
    page.goto(f"{lab.url}collabchat/join#{owner.link()}")
    _named(page, "Dan").sees("seen")


def test_a_user_joins_as_who_they_are_and_has_the_rooms_full_page(lab: Lab, owner: Owner, browse: Callable) -> None:
    page, secret = browse(WIDE), owner.link()
    page.goto(f"{lab.url}collabchat/?token=tok-b")
    page.goto(f"{lab.url}collabchat/join#{secret}")
    page.get_by_role("button", name="Join as Bob").click()
    page.wait_for_url(f"**/lab?room={owner.room}")
    page.goto(f"{lab.url}collabchat/?room={owner.room}")
    bob = Person(page, page.locator("body"))
    bob.say("From the full page")
    bob.sees("From the full page")
    expect(page.locator("[data-room][aria-current], [data-room]:has([aria-current])")).to_contain_text(owner.name)


def _named(page: Page, name: str) -> Person:
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join the room").click()
    return Person(page, page.locator("body"))


def _end(page: Page) -> Locator:
    return page.locator(".cc-Card").get_by_role("status")


def _id() -> str:
    return uuid.uuid4().hex
