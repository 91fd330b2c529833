"""The map of proofs in docs/proofs.md: what it names exists, so that nobody has to believe it."""

from __future__ import annotations

import re

import pytest

from tests.architecture.sources import REPOSITORY, functions_of

PAGE = (REPOSITORY / "docs" / "proofs.md").read_text()
ROWS = [line.split(" | ") for line in PAGE.splitlines() if re.match(r"\| [TRS]\d+ \| ", line)]
MISSING = set(re.findall(r"^- (T\d+): ", PAGE, re.MULTILINE))
RACES = {f"T{number}" for number in (*range(1, 10), *range(15, 40), 53, 54)}
PROMISES = {"R20", "R21", "R22", "R24", "S10"}


def proofs(row: list[str]) -> list[str]:
    """Return the tests that a row names."""
    return re.findall(r"`([^`]+::[^`]+)`", row[2])


def exists(node: str) -> bool:
    """Tell whether there is a test of this file and name; in TypeScript the name is the title."""
    file, name = node.split("::")
    path = REPOSITORY / file
    if not path.is_file():
        return False
    if path.suffix == ".py":
        return name.startswith("test_") and name in {function.name for function in functions_of(path)}
    return re.search(rf"\bit\(\s*'{re.escape(name)}'", path.read_text()) is not None


def test_every_number_has_one_row_or_is_said_to_be_missing() -> None:
    numbers = [row[0].removeprefix("| ") for row in ROWS]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) | MISSING == RACES | PROMISES
    assert set(numbers) & MISSING == set()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].removeprefix("| "))
def test_every_proof_exists(row: list[str]) -> None:
    assert proofs(row), "a row without a test"
    assert [node for node in proofs(row) if not exists(node)] == []
