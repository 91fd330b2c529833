"""`docs/security.md` names tests that exist: what it promises can be looked up."""

from __future__ import annotations

import ast
import re

from tests.architecture.sources import REPOSITORY

NAMED = re.compile(r"`(tests/[\w/]+\.py)?::(\w+)`")


def test_every_test_it_names_exists() -> None:
    rows = [row for row in (REPOSITORY / "docs" / "security.md").read_text().splitlines() if row.startswith("|")]
    assert [(path, name) for path, name in _named(rows) if name not in _tests_of(path)] == []


def test_every_attack_has_a_test() -> None:
    text = (REPOSITORY / "docs" / "security.md").read_text()
    rows = re.findall(r"^\| .+ \|$", text.partition("| attack |")[2], re.MULTILINE)
    assert rows and [row for row in rows if not NAMED.search(row)] == []


def _named(rows: list[str]) -> list[tuple[str, str]]:
    """Return files and tests; a test without a file is of the file before it."""
    named: list[tuple[str, str]] = []
    for row in rows:
        for path, name in NAMED.findall(row):
            named.append((path or named[-1][0], name))
    return named


def _tests_of(path: str) -> set[str]:
    tree = ast.parse((REPOSITORY / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
