"""Hundreds of hostile texts wherever one can write, in real browsers: nothing runs, loads, opens or executes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from tests.browser.hostile import scene as hostile
from tests.browser.hostile.actions import COMMAND
from tests.browser.hostile.corpus import corpus
from tests.browser.hostile.scene import Scene
from tests.browser.hostile.tripwire import Tripwire
from tests.browser.rooms import Person
from tests.browser.support import run_notebook, wait_for_lab
from tests.identity import USER_TOKENS
from tests.lab import Lab

PROVOKE = (Path(__file__).parent / "hostile" / "provoke.js").read_text()
PATIENCE_MS = 60_000
KERNEL_MS = 60_000
MESSAGES = 150
"""At most so many in one room, so that all are in its window."""
CONTEXTS = (
    "...", "# ...", "> ...", "1. ...", "| a |\n|---|\n| ... |", "*[...](https://example.invalid '...')*",
    "<p title='...'>x</p>", "<details><summary>...</summary>\n\n...\n</details>",
)  # fmt: skip
UNSAFE = "([id, html]) => document.querySelector(`[data-message-id='${id}'] .cc-Body > div`).innerHTML = html"
WORKING = {
    "call 1": "<img src=x onerror=__xss(1)>",
    "call 2": "<a href='javascript:__xss(2)'>x</a>",
    "call 3": "<iframe srcdoc='<script>parent.__xss(3)</script>'></iframe>",
    "dialog 4": "<p onmouseover=alert(4)>x</p>",
    "request http://xss.invalid/5": "<p style='background:url(http://xss.invalid/5)'>x</p>",
    "request http://xss.invalid/6": "<img src=http://xss.invalid/6>",
    f"command {COMMAND}": f"<p onclick='jupyterapp.commands.execute(\"{COMMAND}\")'>x</p>",
}
"""What is seen, and what makes it so."""
Open = Callable[..., tuple[Page, Tripwire]]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server without limits of speed, with a login that is an attack, and with an agent that has been talked over."""
    config: dict[str, Any] = {
        "CollabChatApp": {"rate_limit": 0.0},
        "TokenUsersIdentityProvider": {"user_tokens": {**USER_TOKENS, hostile.MALLORYS_LOGIN: hostile.MALLORY}},
    }
    server = Lab(tmp_path_factory.mktemp("lab"), config)
    _install_agent(server.root)
    with server:
        yield server


@pytest.fixture(scope="module")
def scene(lab: Lab) -> Scene:
    return hostile.make(lab)


@pytest.fixture
def watched(browser: Browser, lab: Lab) -> Iterator[Open]:
    """Open pages that are watched; at the end nothing may have been seen."""
    contexts = []

    def page(address: str) -> tuple[Page, Tripwire]:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        wire = Tripwire(contexts[-1], lab.url)
        opened = contexts[-1].new_page()
        opened.goto(f"{lab.url}{address}")
        return opened, wire

    yield page
    for context in contexts:
        context.close()


def test_there_are_enough_of_them() -> None:
    texts = {payload.text for payload in corpus()}
    assert len(texts) == len(corpus()) >= 300


def test_in_the_sidebar_and_in_the_main_area(watched: Open, scene: Scene) -> None:
    page, wire = _lab(watched, "xss-sidebar")
    alice = Person(page)
    _execute(page, "collabchat:open-room", scene.room)
    _shown(alice.place, scene)
    _everything_is_harmless(page, wire, scene.messages())
    # Nobody has told the page's typesetter what a sign means.
    expect(alice.message("At last").locator("mjx-c.mjx-c2264")).to_be_visible()
    _execute(page, "collabchat:toggle-sidebar")
    _execute(page, "collabchat:open-room-in-main", scene.room)
    _shown(page.locator("#jp-main-dock-panel"), scene)
    _everything_is_harmless(page, wire, scene.messages()[-20:])


def test_names_titles_labels_and_reasons(watched: Open, scene: Scene) -> None:
    page, wire = _lab(watched, "xss-names")
    alice = Person(page)
    _execute(page, "collabchat:open-room", scene.room)
    _shown(alice.place, scene)
    for title in scene.open_titles():
        expect(alice.place.locator("[data-state=open]").filter(has_text=title).first).to_be_visible()
    for face in alice.place.get_by_test_id("cc-faces").locator("button[aria-label*=collaborator]").all():
        face.click()
        expect(alice.place.get_by_test_id("cc-member-card")).to_be_visible()
        face.click()
    alice.choose("Share links…")
    for label in scene.labels:
        expect(alice.place.get_by_test_id("cc-shares")).to_contain_text(label)
    alice.place.get_by_role("button", name="Close", exact=True).click()
    alice.choose("Name, topic, rules…")
    expect(alice.place.get_by_label("Name", exact=True)).to_have_value(scene.names[0])
    _execute(page, "collabchat:access-tokens")
    for label in scene.labels:
        expect(alice.place.get_by_test_id("cc-tokens")).to_contain_text(label)
    assert not wire.seen, "\n".join(wire.seen)


def test_in_a_notebook(watched: Open, lab: Lab, scene: Scene) -> None:
    cell = f"from jupyter_collabchat import RoomPanel\nRoomPanel({scene.names[0]!r})"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, lab.root / "xss.ipynb")
    page, wire = _lab(watched, "xss-notebook")
    run_notebook(page, "xss.ipynb")
    panel = page.locator(".jp-OutputArea-output .cc-NotebookPanel")
    expect(panel.get_by_test_id("cc-header")).to_contain_text(scene.names[0], timeout=KERNEL_MS)
    _everything_is_harmless(page, wire, scene.messages()[-20:])


def test_on_the_page_of_a_guest(watched: Open, scene: Scene) -> None:
    page, wire = watched(f"collabchat/join#{scene.link('guests')}")
    page.get_by_label("Your name").fill("<svg onload=__xss(0)>")
    page.get_by_role("button", name="Join the room").click()
    _shown(page.locator("body"), scene)
    wire.arm(page)
    _everything_is_harmless(page, wire, scene.messages())
    page.evaluate(UNSAFE, [hostile.LAST, "<img src=x onerror=__xss(7)>"])
    _until_seen(page, wire, "policy")


def test_what_would_work_is_seen(watched: Open, scene: Scene) -> None:
    page, wire = _lab(watched, "xss-proof")
    _execute(page, "collabchat:open-room", scene.room)
    expect(Person(page).message("At last").locator("mjx-container")).to_be_visible()
    for seen, unsafe in WORKING.items():
        page.evaluate(UNSAFE, [hostile.LAST, unsafe])
        result = page.evaluate(PROVOKE, {"wanted": [hostile.LAST], "patience": PATIENCE_MS})
        assert result["found"], unsafe
        _until_seen(page, wire, seen)
    page.evaluate(UNSAFE, [hostile.LAST, f"<button data-commandlinker-command={COMMAND}>x</button>"])
    result = page.evaluate(PROVOKE, {"wanted": [hostile.LAST], "patience": PATIENCE_MS})
    assert any(found.startswith("asks") for found in result["found"])
    page.keyboard.press("Escape")
    page.evaluate(UNSAFE, [hostile.LAST, "<p onclick='window.open(\"about:blank\")'>a window</p>"])
    page.get_by_text("a window").click()
    _until_seen(page, wire, "window")
    page.evaluate(UNSAFE, [hostile.LAST, "<a href=/user/x/api/status>x</a>"])
    page.get_by_role("link", name="x", exact=True).click()
    _until_seen(page, wire, f"request {scene.url}api/status")


@pytest.mark.torture
@pytest.mark.parametrize("context", CONTEXTS)
def test_each_alone_in_every_context(watched: Open, lab: Lab, context: str) -> None:
    page, wire = _lab(watched, "xss-alone")
    texts = [context.replace("...", payload.text) for payload in corpus()]
    for start in range(0, len(texts), MESSAGES):
        scene = Scene(lab)
        scene.fill(texts[start : start + MESSAGES])
        _execute(page, "collabchat:open-room", scene.room)
        page.locator(f"[data-message-id='{scene.messages()[-1]}']").wait_for()
        _everything_is_harmless(page, wire, scene.messages())


def _lab(watched: Open, workspace: str) -> tuple[Page, Tripwire]:
    page, wire = watched(f"lab/workspaces/{workspace}?token={hostile.ALICE}&reset")
    wait_for_lab(page)
    wire.arm(page)
    return page, wire


def _shown(place: Locator, scene: Scene) -> None:
    expect(place.get_by_test_id("cc-header")).to_contain_text(scene.names[0])


def _execute(page: Page, command: str, room: str | None = None) -> None:
    page.evaluate("([id, room]) => window.jupyterapp.commands.execute(id, { room })", [command, room])


def _everything_is_harmless(page: Page, wire: Tripwire, messages: list[str]) -> None:
    """Visit these messages, do to each what a reader could do, and look at what is left of it."""
    try:
        result = page.evaluate(PROVOKE, {"wanted": messages, "patience": PATIENCE_MS})
    except Error as left:
        pytest.fail(f"{left.message}\n{wire.seen}")
    assert result == {"found": [], "missing": []}
    assert not wire.seen, "\n".join(wire.seen)


def _until_seen(page: Page, wire: Tripwire, what: str) -> None:
    give_up = time.monotonic() + PATIENCE_MS / 1000
    while not any(seen.startswith(what) for seen in wire.seen):
        assert time.monotonic() < give_up, f"{what!r} is not among {wire.seen}"
        page.wait_for_timeout(20)  # between two looks at the fact waited for


def _install_agent(folder: Path) -> None:
    """Let the server find the agent as it finds every other: by an entry point, here in its working directory."""
    package = folder / "hostile-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: hostile\nVersion: 1\n")
    (package / "entry_points.txt").write_text(
        "[jupyter_collabchat.agents]\nhostile = tests.browser.hostile.agent:Hostile\n"
    )
