"""Every rule of RULES.md about consent and agents (1 to 21) names a test, and each scenario of RELIABILITY too.

`RULES.md` is the design's, not the project's: `[n]` in SPEC.md says which of its rules one of the core comes from. A
test cites a rule in its docstring, as "RULES 6" or "RULES 6 and 16", or by being named after such a rule of SPEC.md.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import FRONT_END, PACKAGE, REPOSITORY, functions_of, tree_of

CONSENT = range(1, 15)
AGENTS = range(15, 22)
SCENARIOS = range(22, 40)
LIST = r"\d+(?:(?:, | and |-)\d+)*"


def told_by_tests() -> Iterator[str]:
    """Yield what tests say of themselves: docstrings in Python, titles in TypeScript."""
    for path in sorted((REPOSITORY / "tests").rglob("test_*.py")):
        yield ast.get_docstring(tree_of(path)) or ""
        for function in functions_of(path):
            if function.name.startswith("test_"):
                yield f"{function.name.replace('_', ' ')} {ast.get_docstring(function) or ''}"
    for path in sorted(FRONT_END.rglob("*.test.ts*")):
        yield from re.findall(r"\b(?:it|describe)\(\s*[`'\"](.+?)[`'\"],", path.read_text())


def numbers(text: str, word: str) -> Iterator[int]:
    """Yield the numbers that follow `word`, ranges spelled out."""
    for found in re.findall(rf"\b{word}({LIST})", text):
        for first, last in re.findall(r"(\d+)(?:-(\d+))?", found):
            yield from range(int(first), int(last or first) + 1)


def cited(word: str) -> set[int]:
    """Return the numbers that any test cites."""
    return {number for text in told_by_tests() for number in numbers(text, word)}


def realised() -> set[int]:
    """Return the rules that lines of SPEC.md come from; each of these lines has a test, says `test_spec`."""
    spec = (PACKAGE / "core" / "SPEC.md").read_text()
    lines = re.findall(r"^- \*\*[A-Z]\d+\*\* .*\[([\d, ]+)\]$", spec, re.MULTILINE)
    return {int(number) for line in lines for number in line.split(",")}


def test_every_rule_of_consent_is_cited_by_a_test() -> None:
    assert set(CONSENT) - cited("RULES ") == set()


def test_every_rule_of_agents_is_cited_by_a_test_or_realised_in_the_core() -> None:
    assert set(AGENTS) - cited("RULES ") - realised() == set()


def test_every_scenario_of_voting_is_cited_by_a_test() -> None:
    told = [text for text in told_by_tests() if "RELIABILITY" in text]
    assert set(SCENARIOS) - {number for text in told for number in numbers(text, "T")} == set()


def test_the_search_finds_lists_and_ranges() -> None:
    assert set(numbers("see RULES 5, 7 and 9-11.", "RULES ")) == {5, 7, 9, 10, 11}
    assert not {99} & cited("RULES ")
    assert realised() > {1, 5, 14}
