"""What axe-core finds wrong with what is shown, for people who use a screen reader, or see little."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

_SOURCE = Path(__file__).parents[2] / "labextension" / "node_modules" / "axe-core" / "axe.min.js"
_GRAVE = ("serious", "critical")
_RUN = """async shown => {
    // JupyterLab's body is no pixel high, which axe-core takes for: nothing in it can be seen.
    document.body.style.minHeight = '100vh';
    const { violations } = await window.axe.run(shown ?? document, { resultTypes: ['violations'] });
    return violations;
}"""


def grave(shown: Page | Locator) -> list[str]:
    """Return what is grave in a page, or in a part of it: one line for each rule and element."""
    page = shown if isinstance(shown, Page) else shown.page
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_SOURCE.read_text())  # unlike a script element, the page's policy does not forbid that
    found = page.evaluate(_RUN) if isinstance(shown, Page) else shown.evaluate(_RUN)
    return [_line(rule, node) for rule in found if rule["impact"] in _GRAVE for node in rule["nodes"]]


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = " ".join(node["failureSummary"].split())
    return f"{rule['id']}: {' '.join(map(str, node['target']))}: {why}"
