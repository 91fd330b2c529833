"""The room in a notebook: the view is whoever looks, the traits are the kernel's own, and no viewer feeds them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rooms import ANSWER_MS, KERNEL_MS, Person, panel_in
from tests.browser.support import Login, Shot, run_notebook, write_notebook
from tests.lab import Lab

ALICE, BOB = "tok-a", "tok-b"


def _command(lab: Lab, token: str, path: str, **command: object) -> dict[str, object]:
    with lab.http(token) as person:
        answer = person.post(f"api/collabchat/{path}", json={"id": "1", "command": command})
        answer.raise_for_status()
        ack: dict[str, object] = answer.json()["ack"]
        return ack


@pytest.fixture
def room(lab: Lab, request: pytest.FixtureRequest) -> str:
    """A listed room of Alice's that Bob has joined."""
    name = request.node.name.replace("_", "-")
    made = _command(lab, ALICE, "commands", type="create_room", request=name[:60], name=name, visibility="listed")
    _command(lab, BOB, f"rooms/{made['room']}/commands", type="join_room")
    return str(made["room"])


def test_one_in_the_panel_and_one_in_the_sidebar_do_the_main_job(login: Login, lab: Lab, room: str, shot: Shot) -> None:
    path = write_notebook(lab.root, "panel.ipynb", f"from jupyter_collabchat import RoomPanel\nRoomPanel({room!r})")
    alice = Person(login(ALICE, viewport=(1280, 1000)))
    alice.open_sidebar()
    alice.place.locator(f"[data-room='{room}']").get_by_role("button").first.click()
    alice.add_agent("Runner")
    page = login(BOB, viewport=(1280, 1000))
    run_notebook(page, path)
    bob = panel_in(page)
    bob.say("typed in the notebook")
    alice.sees("typed in the notebook")
    assert alice.message("typed in the notebook").get_attribute("aria-label", timeout=1000).startswith("Bob")  # type: ignore[union-attr]
    bob.say("@runner print(6 * 7)")
    expect(alice.poll()).to_contain_text("0 of 2", timeout=ANSWER_MS)
    bob.approve()
    alice.approve()
    for person in (alice, bob):
        expect(person.message("42").last).to_be_visible(timeout=KERNEL_MS)
    shot(page, "panel")
    # Keys typed in the panel are text, not the notebook's shortcuts.
    bob.composer.press_sequentially("ddaab")
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(1)


def test_traits_are_fed_by_the_kernels_own_token_and_never_by_a_viewer(login: Login, lab: Lab, room: str) -> None:
    ends = int(time.time() * 1000) + 3_600_000
    token = _command(
        lab, ALICE, "commands", type="mint_token", request=f"token-{room}", label="kernel", rooms=[room],
        scope="read", expires_at=ends,
    )  # fmt: skip
    watch = (
        "import json\n"
        "from jupyter_collabchat import RoomPanel\n"
        "def note(panel, path):\n"
        "    def write(_=None):\n"
        "        seen = {name: getattr(panel, name) for name in ('status', 'participants', 'typing', 'open_polls')}\n"
        "        open(path, 'w').write(json.dumps(seen))\n"
        "    panel.observe(write)\n"
        "    write()\n"
        f"fed = RoomPanel({room!r}, token={token['secret']!r}, url={lab.url!r})\n"
        f"unfed = RoomPanel({room!r})\n"
        "note(fed, 'fed.json'); note(unfed, 'unfed.json')\n"
        "display(fed, unfed)"
    )
    page = login(BOB, viewport=(1280, 1200))
    run_notebook(page, write_notebook(lab.root, "traits.ipynb", watch))
    bob = panel_in(page)
    bob.say("a viewer is here")
    bob.sees("a viewer is here")
    fed, unfed = Path(lab.root) / "fed.json", Path(lab.root) / "unfed.json"
    _wait(page, lambda: _seen(fed).get("status") == "connected")
    _wait(page, lambda: any(who["name"] == "Bob" and who["online"] for who in _seen(fed)["participants"]))
    bob.composer.press_sequentially("hm")
    _wait(page, lambda: _seen(fed)["typing"] == ["Bob"])
    assert _seen(unfed) == {"status": "off", "participants": [], "typing": [], "open_polls": []}


def _seen(path: Path) -> dict[str, object]:
    try:
        found: dict[str, object] = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found


def _wait(page: Page, holds: object) -> None:
    """Let the page live until a fact of the kernel's holds."""
    give_up = time.monotonic() + KERNEL_MS / 1000
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < give_up, "the kernel never saw it"
        page.wait_for_timeout(50)
