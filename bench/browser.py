"""A real JupyterLab page in the system's Chromium. Knows what a person clicks, nothing of what is measured."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import psutil

from .people import token
from .process import REPOSITORY, prefer

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
START_TIMEOUT_MS = 60_000
_BUNDLE = REPOSITORY / "jupyter_collabchat" / "labextension" / "package.json"


class NoBrowser(Exception):
    """What is missing for a page to be opened here, in words for the report."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run Chromium, on the clients' core and with the clients' priority; raise `NoBrowser` where that is impossible."""
    if not _BUNDLE.is_file():
        raise NoBrowser("the front end is not built: make install")
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError as error:
        raise NoBrowser("Playwright is not installed: make install") from error
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu"])
        except Error as error:
            raise NoBrowser(f"Chromium did not start from {CHROMIUM}: make chromium") from error
        yield browser
        await browser.close()


class Sidebar:
    """Somebody's list of rooms in JupyterLab, one of them open at a time."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._place = page.locator("#jupyter-collabchat-sidebar")

    @staticmethod
    async def open(browser: Browser, port: int, who: str) -> Sidebar:
        """Open JupyterLab as somebody and show the list."""
        page = await browser.new_page()
        page.set_default_timeout(START_TIMEOUT_MS)
        await page.goto(f"http://127.0.0.1:{port}/lab/workspaces/bench?token={token(who)}&reset")
        await page.wait_for_selector("#jp-main-dock-panel")
        await page.wait_for_selector("#jupyterlab-splash", state="detached")
        for child in psutil.Process().children(recursive=True):
            prefer(child.pid)  # Chromium leads a session of its own, which the scheduler sees as other work
        await page.locator("[role=tab][title^=Rooms]").click()
        return Sidebar(page)

    def row(self, room: str) -> Locator:
        """Return what one clicks to open the room."""
        return self._place.locator(f"[data-testid=cc-room-row][data-room='{room}'] button").first

    async def back(self) -> None:
        """Leave the open room for the list."""
        await self._place.get_by_role("button", name="Back to rooms").click()
