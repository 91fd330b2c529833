"""Sees whatever a hostile text achieves in a browser: calls, dialogs, requests, windows, commands, broken policies.

Knows nothing of rooms. `seen` must stay empty; that it would not is shown by `test_what_would_work_is_seen`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

from tests.browser.hostile.actions import COMMAND

_WATCH_COMMANDS = """
() => window.jupyterapp?.commands.commandExecuted.connect((_, executed) => window.__xssCommand(executed.id))
"""


class Tripwire:
    """Around all pages of one browser context; `home` is the only place that they may talk to."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.seen: list[str] = []
        self._may_navigate = True
        self._home = urlsplit(home).netloc
        context.expose_function("__xss", lambda number=None: self.seen.append(f"call {number}"))
        # A login's name is shown in title case: its payload calls by another name.
        context.expose_function("__Xss", lambda number=None: self.seen.append(f"call {number}"))
        context.expose_function("__xssCommand", self._command)
        context.on("request", self._request)
        context.on("page", self._page)

    def arm(self, page: Page) -> None:
        """From now on also see whether a page goes anywhere, and, in JupyterLab, the command that payloads name."""
        self._may_navigate = False
        page.evaluate(_WATCH_COMMANDS)

    def _page(self, page: Page) -> None:
        page.on("dialog", self._dialog)
        page.on("console", self._console)
        page.on("popup", lambda popup: self.seen.append(f"window {popup.url}"))

    def _command(self, command: str) -> None:
        if command == COMMAND:
            self.seen.append(f"command {command}")

    def _request(self, request: Request) -> None:
        url = urlsplit(request.url)
        foreign = url.scheme not in ("data", "blob") and url.netloc != self._home
        navigates = not self._may_navigate and request.is_navigation_request()
        if foreign or navigates or "xss-beacon" in url.path + url.query:
            self.seen.append(f"request {request.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security" in message.text:
            self.seen.append(f"policy {message.text}")
