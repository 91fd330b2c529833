"""What browser tests share besides fixtures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

import nbformat
from playwright.sync_api import Locator, Page

PAGE_TIMEOUT_MS = 60_000

Theme = Literal["light", "dark"]
Shot = Callable[[Page | Locator, str], None]


class Login(Protocol):
    """Open JupyterLab as the person of `token`, in a browser context of their own."""

    def __call__(self, token: str, *, theme: Theme = "light", viewport: tuple[int, int] = (1280, 800)) -> Page: ...


def wait_for_lab(page: Page) -> None:
    """Wait until JupyterLab is there, has restored its layout, and is done taking the focus for what it opens itself.

    Call it again after a reload.
    """
    page.wait_for_selector("#jp-main-dock-panel", timeout=PAGE_TIMEOUT_MS)
    page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=PAGE_TIMEOUT_MS)
    page.evaluate("() => window.jupyterapp.restored.then(() => null)")
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget !== null", timeout=PAGE_TIMEOUT_MS)


def dismiss_lost_server(page: Page) -> None:
    """Dismiss JupyterLab's own dialog about a server that is gone whenever it is in the way, as a person would."""
    dialog = page.locator(".jp-Dialog")
    page.add_locator_handler(dialog, lambda found: found.get_by_role("button").last.click())


def write_notebook(folder: Path, name: str, *cells: str) -> str:
    """Write a notebook with these cells and return its name."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, folder / name)
    return name


def run_notebook(page: Page, path: str) -> None:
    """Open the notebook at `path` and run all its cells.

    A click on *Run All* would race with the dialog that asks for a kernel.
    """
    page.evaluate(
        """async path => {
            const { commands } = window.jupyterapp;
            const notebook = await commands.execute('docmanager:open', { path });
            await notebook.context.ready;
            await notebook.context.sessionContext.ready;
            await commands.execute('notebook:run-all-cells');
        }""",
        path,
    )
