"""The code in `docs/python.md` runs, block after block, as in the cells of a notebook."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

from tests.lab import REPOSITORY

GUIDE = REPOSITORY / "docs" / "python.md"


def blocks() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


async def test_the_tour_runs(lab, monkeypatch, capsys):
    monkeypatch.setenv("COLLABCHAT_URL", lab.url)
    monkeypatch.setenv("COLLABCHAT_TOKEN", "tok-a")
    names: dict[str, Any] = {}
    for number, block in enumerate(blocks(), start=1):
        code = compile(block, f"python.md, block {number}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        running = eval(code, names)
        if inspect.isawaitable(running):
            await running
    said = capsys.readouterr().out
    for fact in (
        "user:alice",
        "Since 12:10.",
        "When do we meet?",
        "changed: messages",
        "0 of 1 have voted\nTuesday",
        "Sent without await.",
        " - ",
    ):
        assert fact in said
