"""The README's tour, step by step, on the demo that `make run` starts: two strangers on a plain server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.people import accept, card, close_card, invitation, join_as, make_link, revoke_link, the_end
from tests.browser.rooms import ANSWER_MS, KERNEL_MS, Person
from tests.browser.support import Shot

REPOSITORY = Path(__file__).parent.parent.parent
OWN_ROOM = "Tide tables"
PHONE: ViewportSize = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address that the demo prints."""
    folder = tmp_path_factory.mktemp("demo")
    demo = subprocess.Popen(
        [sys.executable, "-m", "demo.run"],
        cwd=REPOSITORY,
        env={**os.environ, "DEMO_FOLDER": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout is not None
    printed = ""
    for line in demo.stdout:
        printed += line
        if found := re.search(r"http://\S+token=\w+", printed):
            break
    else:
        raise AssertionError(f"the demo did not start: {printed}")
    yield found.group()
    demo.send_signal(signal.SIGINT)
    assert demo.wait(30) == 0, (folder / "server.log").read_text()


def _visitor(browser: Browser, url: str, theme: str) -> Person:
    context = browser.new_context(color_scheme=theme, viewport={"width": 1240, "height": 860})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=KERNEL_MS)
    page.wait_for_selector(".jp-Launcher, .jp-Notebook", timeout=KERNEL_MS)
    person = Person(page)
    if not person.place.is_visible():
        page.get_by_role("tab", name=re.compile("^Rooms")).click()
    _widen(page)
    return person


def _widen(page: Page) -> None:
    """Drag the sidebar to the width of the pictures in `docs/`."""
    handle = page.locator("#jp-main-content-panel #jp-main-split-panel > .lm-SplitPanel-handle").first
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(33 + 380, box["y"] + 300, steps=4)
    page.mouse.up()


def test_the_tour_of_the_readme(browser: Browser, demo_url: str, shot: Shot) -> None:
    me = _visitor(browser, demo_url, "light")
    me.join("Welcome")
    me.sees("Welcome! Say hello")
    expect(me.place.get_by_test_id("cc-header")).to_contain_text("you", timeout=ANSWER_MS)
    you = _visitor(browser, demo_url, "dark")
    you.join("Welcome")
    me.say("Hello, is the mean of 3, 4 and 5 really four?")
    you.sees("really four?")
    you.say("@runner import statistics\nprint(statistics.mean([3, 4, 5]))")
    expect(me.poll()).to_contain_text("0 of 2", timeout=ANSWER_MS)
    expect(me.poll().get_by_role("button", name="Approve")).to_be_enabled()
    shot(me.page, "vote-open")
    you.approve()
    me.deny("Print the median too, please.")
    you.sees("Denied by")
    you.say(
        "@runner import statistics\nnumbers = [3, 4, 5]\nprint(statistics.mean(numbers), statistics.median(numbers))"
    )
    expect(me.poll()).to_contain_text("0 of 2", timeout=ANSWER_MS)
    you.approve()
    me.approve()
    for person in (me, you):
        expect(person.message("4 4").last).to_be_visible(timeout=KERNEL_MS)
    shot(me.page, "vote-done-light")
    shot(you.page, "vote-done-dark")
    _notebook(me)
    shot(me.page, "notebook-panel")
    me.say("@script demo")
    expect(you.poll()).to_contain_text("Follow this plan?", timeout=ANSWER_MS)
    _people(browser, me, you, shot)


def _notebook(me: Person) -> None:
    page = me.page
    page.get_by_role("tab", name=re.compile("File Browser")).click()
    page.get_by_text("Tour.ipynb").dblclick()
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=KERNEL_MS)
    page.locator(".jp-Notebook").get_by_text("panel = RoomPanel").click()
    page.keyboard.press("Shift+Enter")
    panel = page.locator(".jp-OutputArea-output .cc-NotebookPanel")
    expect(panel.get_by_test_id("cc-header")).to_contain_text("Welcome", timeout=KERNEL_MS)
    page.get_by_role("tab", name=re.compile("Rooms")).click()


def _people(browser: Browser, me: Person, you: Person, shot: Shot) -> None:
    """Bring somebody in: by a link, and by name."""
    me.place.get_by_role("button", name="Back to rooms").click()
    me.create_room(OWN_ROOM, listed=False)
    link = make_link(me, "Review on Monday")
    me.place.get_by_role("img", name="The link as a QR code").wait_for()
    shot(me.place, "people-link")
    with browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark") as context:
        guest = _guest(context.new_page(), link, shot)
        me.sees("Hello from the pier")
        me.place.get_by_test_id("cc-shares").get_by_role("button", name="Close").click()
        me.say("Good that you could come by.")
        guest.sees("Good that you could come by.")
        shot(guest.page, "people-phone")
        expect(card(me, "Ada")).to_contain_text("came by “Review on Monday”")
        shot(me.place, "people-card")
        close_card(me)
        me.choose("Share links…")
        revoke_link(me, "Review on Monday")
        expect(the_end(guest.page)).to_contain_text("The link that you came by was taken back.")
    me.place.get_by_test_id("cc-shares").get_by_role("button", name="Close").click()
    _invited(me, you, shot)


def _guest(page: Page, link: str, shot: Shot) -> Person:
    page.goto(link)
    page.get_by_label("Your name").fill("Ada")
    shot(page, "people-join")
    guest = join_as(page, "Ada")
    guest.say("Hello from the pier")
    return guest


def _invited(me: Person, you: Person, shot: Shot) -> None:
    name = you.page.request.get(you.page.url.split("lab")[0] + "api/collabchat/me").json()["name"]
    me.place.get_by_role("button", name="Invite people").click()
    me.place.get_by_role("combobox", name="Who").fill(name)
    expect(me.place.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    shot(me.place, "people-invite")
    me.place.get_by_role("option", name=name).click()
    me.place.get_by_role("button", name="Invite", exact=True).click()
    you.place.get_by_role("button", name="Back to rooms").click()
    shot(invitation(you, OWN_ROOM), "people-invitation")
    accept(you, OWN_ROOM)
