"""What a person does with rooms in a page, in the words of the interface."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, TimeoutError, expect

ANSWER_MS = 20_000
KERNEL_MS = 60_000
MENU_MS = 5_000


class Person:
    """Somebody with JupyterLab open. `place` is where they look: the sidebar, or a panel in a notebook."""

    def __init__(self, page: Page, place: Locator | None = None) -> None:
        self.page = page
        self.place = place or page.locator("#jupyter-collabchat-sidebar")

    # --- rooms

    def open_sidebar(self) -> None:
        """Show the rooms."""
        if not self.place.is_visible():
            self.page.evaluate("() => window.jupyterapp.commands.execute('collabchat:toggle-sidebar')")
        expect(self.place).to_be_visible()

    def create_room(self, name: str, *, listed: bool = True) -> None:
        """Make a room and be in it."""
        self.place.get_by_role("button", name="New room").click()
        self.place.get_by_label("Name").fill(name)
        if listed:
            self.place.get_by_label("Who may find it").select_option("listed")
        self.place.get_by_role("button", name="Create room").click()
        expect(self.place.get_by_test_id("cc-header")).to_contain_text(name)

    def join(self, name: str) -> None:
        """Join a listed room."""
        self.row(name).get_by_role("button", name="Join", exact=True).click()
        expect(self.place.get_by_test_id("cc-header")).to_contain_text(name)

    def row(self, name: str) -> Locator:
        """The room's row in the list."""
        return self.place.get_by_test_id("cc-room-row").filter(has_text=name)

    def open_room(self, name: str) -> None:
        """Open one of my rooms from the list."""
        self.row(name).get_by_role("button").first.click()
        expect(self.place.get_by_test_id("cc-header")).to_contain_text(name)

    def add_agent(self, name: str) -> None:
        """Bring an agent into the room and wait until it runs."""
        self.place.get_by_role("button", name="Add an agent").click()
        self.place.get_by_role("button", name=f"Add {name}").click()
        expect(self.face(name)).to_have_attribute("aria-label", re.compile("running"))

    def face(self, name: str) -> Locator:
        """Somebody in the row of faces, or in the roster where the room is wide."""
        return self._present.get_by_role("button", name=re.compile(f"^{name}\\b"))

    @property
    def _present(self) -> Locator:
        return self.place.get_by_test_id("cc-faces").or_(self.place.get_by_test_id("cc-roster"))

    def choose(self, item: str) -> None:
        """Choose an item of the room's menu, opened again if JupyterLab, still starting, takes the focus: it closes."""
        entry = self.page.get_by_role("menuitem", name=item)
        for _ in range(3):
            self.place.get_by_role("button", name="Room menu").click()
            try:
                entry.click(timeout=MENU_MS)
                return
            except TimeoutError:
                expect(entry).to_have_count(0)
        raise AssertionError(f"The menu with {item!r} does not stay open.")

    # --- talking

    @property
    def composer(self) -> Locator:
        """Where one writes."""
        return self.place.get_by_role("textbox", name="Message", exact=True)

    def say(self, text: str) -> None:
        """Write and send. The click makes sure that nothing lies over the field."""
        self.composer.click()
        self.composer.fill(text)
        self.composer.press("Enter")

    def message(self, text: str) -> Locator:
        """Messages that contain `text`."""
        return self.place.get_by_test_id("cc-message").filter(has_text=text)

    def sees(self, text: str, *, times: int = 1) -> None:
        """Wait until exactly so many messages contain `text`, none of them still on its way."""
        expect(self.message(text)).to_have_count(times, timeout=ANSWER_MS)
        expect(self.place.get_by_test_id("cc-pending")).to_have_count(0)

    # --- deciding

    def poll(self, state: str = "open") -> Locator:
        """The newest poll card in this state."""
        return self.place.locator(f"[data-testid=cc-poll][data-state={state}]").last

    def poll_about(self, what: str) -> Locator:
        """The newest open poll card that says `what`."""
        return self.place.locator("[data-testid=cc-poll][data-state=open]").filter(has_text=what).last

    def approve(self) -> None:
        """Approve the open poll."""
        self.poll().get_by_role("button", name="Approve").click()

    def deny(self, reason: str) -> None:
        """Deny the open poll, with a reason."""
        self.poll().get_by_role("button", name=re.compile("^Deny")).click()
        self.poll().get_by_role("textbox").fill(reason)
        self.poll().get_by_role("button", name=re.compile("^Deny$")).click()


def panel_in(page: Page) -> Person:
    """Return who looks at the first panel of the page's notebook, once the room is shown in it."""
    panel = page.locator(".jp-OutputArea-output .cc-NotebookPanel").first
    expect(panel.get_by_test_id("cc-header")).to_be_visible(timeout=KERNEL_MS)
    return Person(page, panel)
