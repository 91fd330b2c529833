"""People at real browsers: each has a context, so cookies, of their own, on the module's JupyterLab."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, sync_playwright

from tests.browser.model import Model
from tests.browser.support import Login, Shot, Theme, wait_for_lab
from tests.lab import Lab

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]


@pytest.fixture(autouse=True)
def jp_asyncio_loop() -> None:
    """Do nothing: synchronous Playwright runs a loop of its own, and pytest-jupyter's would collide with it."""


# Of module scope, so that no loop of Playwright's is still running when tests of other layers start theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system installed it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """What the agent `openai` speaks to."""
    with Model() as model:
        yield model


@pytest.fixture
def login(browser: Browser, lab: Lab, request: pytest.FixtureRequest) -> Iterator[Login]:
    """Let people in; at the end close their browsers, and fail if our code threw in any of them."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def log_in(token: str, *, theme: Theme = "light", viewport: tuple[int, int] = (1280, 800)) -> Page:
        size = {"width": viewport[0], "height": viewport[1]}
        context = browser.new_context(color_scheme=theme, viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(_report(token, error)))
        # A workspace of one's own: JupyterLab's default one is shared by all users of a server.
        page.goto(f"{lab.url}lab/workspaces/{token}-{len(contexts)}?token={token}&reset")
        wait_for_lab(page)
        return page

    yield log_in
    _last_look(contexts, request.node.name)
    for context in contexts:
        context.close()
    ours = [error for error in errors if "jupyter-collabchat" in error]
    assert not ours, "\n\n".join(ours)


@pytest.fixture
def shot() -> Shot:
    """Take a picture of a page, or a part of it, into the folder named by the environment variable `SHOTS`, if any."""
    folder = os.environ.get("SHOTS")

    def take(shown: Page | Locator, name: str) -> None:
        assert re.fullmatch(r"[a-z0-9-]+", name), "the name becomes a file name"
        if folder:
            shown.screenshot(path=Path(folder) / f"{name}.png")

    return take


def _last_look(contexts: list[BrowserContext], test: str) -> None:
    """Picture how each person's page was when the test ended, if pictures are wanted."""
    folder = os.environ.get("SHOTS")
    for number, context in enumerate(contexts, 1):
        if folder:
            context.pages[0].screenshot(path=Path(folder) / f"end-{test}-{number}.png")


def _report(token: str, error: Error) -> str:
    return f"{token}: {error.message}\n{error.stack}"
