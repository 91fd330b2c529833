"""People come into a room and are put out of it, each at a browser of their own, and everybody sees it.

One story: Alice owns the room and has it in a wide tab, in the light; Bob has it in the sidebar, in the dark; Carol has
it in a cell of a notebook; Gus has no account, and a telephone.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, WebSocket, expect

from tests.browser.people import (
    accept,
    bring_in,
    card,
    close_card,
    invite,
    join_as,
    link_item,
    make_link,
    revoke_link,
    the_end,
)
from tests.browser.rooms import Person, panel_in
from tests.browser.support import Login, Shot, run_notebook, write_notebook
from tests.lab import Lab

ROOM = "Tide tables"
PHONE: ViewportSize = {"width": 360, "height": 740}

POST = """async ([url, body]) => {
    const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1];
    const answer = await fetch(url, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', 'X-Collabchat': '1', ...(xsrf && {'X-XSRFToken': xsrf})},
        body: JSON.stringify(body)
    });
    return [answer.status, (await answer.json()).code ?? null];
}"""


class Story:
    """The four of them in Alice's room."""

    def __init__(self, lab: Lab, login: Login, phone: Callable[[], Page]) -> None:
        self._lab, self._login, self._phone = lab, login, phone
        page = login("tok-a", viewport=(1440, 900))
        sidebar = Person(page)
        sidebar.open_sidebar()
        sidebar.create_room(ROOM, listed=False)
        sidebar.choose("Open in the main area")
        self.alice = Person(page, page.locator("#jp-main-dock-panel"))
        expect(self.alice.face("You")).to_be_visible()
        self.room = sidebar.place.get_by_test_id("cc-room").get_attribute("data-room")
        self.bob = self._at_their_rooms("tok-b", "dark")
        self._bobs_sockets = _sockets(self.bob.page)

    def _at_their_rooms(self, token: str, theme: Any) -> Person:
        person = Person(self._login(token, theme=theme))
        person.open_sidebar()
        return person

    def bob_comes_in(self) -> None:
        """He is invited by name and accepts."""
        bring_in(self.alice, self.bob, "Bob", ROOM)
        expect(self.alice.face("Bob")).to_have_attribute("aria-label", "Bob, collaborator, online")
        self.bob.say("Thanks for having me")
        self.alice.sees("Thanks for having me")

    def bob_moderates(self) -> None:
        """He gets what a moderator has, and nothing of an owner's."""
        expect(self.bob.place.get_by_role("button", name="Invite people")).to_have_count(0)
        card(self.alice, "Bob").get_by_label("Role").select_option("moderator")
        expect(self.bob.place.get_by_test_id("cc-header")).to_contain_text("you: moderator")
        expect(self.bob.place.get_by_role("button", name="Invite people")).to_be_visible()
        close_card(self.alice)
        self.bob.place.get_by_role("button", name="Room menu").click()
        expect(self.bob.page.get_by_role("menuitem", name="Share links…")).to_have_count(0)
        self.bob.page.keyboard.press("Escape")

    def carol_comes_in(self) -> None:
        """Bob invites her; she opens the room in a notebook."""
        sidebar = self._at_their_rooms("tok-c", "light")
        invite(self.bob, "Carol")
        self.bob.place.get_by_role("button", name="Done").click()
        accept(sidebar, ROOM)
        cell = f"from jupyter_collabchat import RoomPanel\nRoomPanel({self.room!r})"
        run_notebook(sidebar.page, write_notebook(self._lab.root, "tides.ipynb", cell))
        self.carol = panel_in(sidebar.page)
        for name in ("Alice", "Bob"):
            expect(self.carol.face(name)).to_have_attribute("aria-label", re.compile("online"))

    def gus_comes_in(self) -> None:
        """He opens a link on his telephone, taps, and talks."""
        self._link = make_link(self.alice, "the harbour")
        page = self._phone()
        page.goto(self._link)
        self.gus = join_as(page, "Gus")
        self.gus.say("High water at noon")
        for person in self.members:
            person.sees("High water at noon")
            expect(person.face("Gus")).to_have_attribute("aria-label", "Gus, collaborator, guest, online")
        expect(link_item(self.alice, "the harbour")).to_contain_text("1 here now")
        self.carol.say("Seen in the notebook")
        self.gus.sees("Seen in the notebook")

    def gus_is_muted(self) -> None:
        """He is told, at the composer and at the API; Bob lets him write again."""
        assert self._posts(self.gus) == [200, None]
        card(self.alice, "Gus").get_by_role("button", name="Mute").click()
        expect(self.gus.place.get_by_test_id("cc-composer-state")).to_contain_text("You are muted here")
        expect(self.gus.composer).to_have_count(0)
        assert self._posts(self.gus) == [403, "member/muted"]
        for person in self.members:
            expect(person.face("Gus")).to_have_attribute("aria-label", re.compile("muted"))
        close_card(self.alice)
        card(self.bob, "Gus").get_by_role("button", name="Unmute").click()
        close_card(self.bob)
        self.gus.say("Low water at six")
        for person in self.members:
            person.sees("Low water at six")
            expect(person.face("Gus")).not_to_have_attribute("aria-label", re.compile("muted"))

    def bob_is_removed(self) -> None:
        """His socket closes, his page says why, and the API does not know the room any more."""
        (socket,) = [each for each in self._bobs_sockets if f"rooms/{self.room}/" in each.url]
        member = card(self.alice, "Bob")
        member.get_by_role("button", name="Remove…").click()
        with socket.expect_event("close"):
            member.get_by_role("button", name="Remove Bob").click()
        expect(self.bob.place.get_by_test_id("cc-composer-state")).to_contain_text("removed")
        expect(self.bob.composer).to_have_count(0)
        assert self._posts(self.bob) == [404, "room/unknown"]
        for person in (self.alice, self.carol, self.gus):
            expect(person.face("Bob")).to_have_count(0)
        self.bob.place.get_by_role("button", name="Back to rooms").click()
        expect(self.bob.row(ROOM)).to_have_count(0)

    def the_link_is_revoked(self) -> None:
        """Gus is out with it; whoever opens it next reads that it is dead."""
        revoke_link(self.alice, "the harbour")
        expect(the_end(self.gus.page)).to_be_visible()
        expect(self.gus.place.get_by_test_id("cc-room")).to_have_count(0)
        assert self._posts(self.gus)[0] in (401, 403, 404)
        for person in (self.alice, self.carol):
            expect(person.face("Gus")).to_have_count(0)
            person.sees("Low water at six")
        next_one = self._phone()
        next_one.goto(self._link)
        join_as(next_one, "Nell")
        expect(the_end(next_one)).to_contain_text("This link does not work any more")

    @property
    def members(self) -> tuple[Person, Person, Person]:
        """Those with an account: wide, dark and in a notebook."""
        return self.alice, self.bob, self.carol

    def _posts(self, person: Person) -> list[Any]:
        """Post from the person's own page, past its interface; return the status and the code of a refusal."""
        url = f"{self._lab.url}api/collabchat/rooms/{self.room}/commands"
        command = {"type": "post_message", "message_id": uuid.uuid4().hex, "body": "past the interface"}
        answer: list[Any] = person.page.evaluate(POST, [url, {"id": "1", "command": command}])
        return answer


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Open pages on telephones of people whom this server does not know."""
    contexts: list[BrowserContext] = []

    def page() -> Page:
        context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
        contexts.append(context)
        return context.new_page()

    yield page
    for context in contexts:
        context.close()


def test_the_right_people_are_in_and_the_wrong_ones_out(
    lab: Lab, login: Login, phone: Callable[[], Page], shot: Shot
) -> None:
    story = Story(lab, login, phone)
    story.bob_comes_in()
    story.bob_moderates()
    story.carol_comes_in()
    story.gus_comes_in()
    shot(story.gus.page, "proof-guest-phone")
    shot(story.alice.page, "proof-owner-wide")
    shot(story.carol.page, "proof-panel")
    story.gus_is_muted()
    story.bob_is_removed()
    shot(story.bob.page, "proof-removed-dark")
    story.the_link_is_revoked()
    shot(story.gus.page, "proof-end-phone")


def _sockets(page: Page) -> list[WebSocket]:
    """Collect the sockets that a page opens from now on."""
    opened: list[WebSocket] = []
    page.on("websocket", lambda socket: opened.append(socket))
    return opened
