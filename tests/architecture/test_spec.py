"""Rules, tests and unions agree: each number of SPEC.md is realised and tested, each command has its place."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from jupyter_collabchat.core import commands, decide, errors, events, evolve, policy
from tests.architecture.sources import PACKAGE, REPOSITORY, functions_of, python_files, tree_of

CORE = PACKAGE / "core"
TESTS = REPOSITORY / "tests"
NUMBER = re.compile(r"\b([A-Z])(\d+)(?:-[A-Z](\d+))?\b")
PROTOCOL_CODES = """
    frame/malformed frame/unknown-field frame/unknown-command frame/invalid frame/too-large message/too-long
    effect/too-large auth/required role/forbidden member/muted message/not-yours poll/no-seat room/unknown
    message/unknown member/unknown poll/unknown agent/unknown room/full room/archived member/already member/last-owner
    turn/held turn/queue-full agent/stopped poll/closed poll/stale id/taken share/dead rate/limited storage
    room/elsewhere overloaded
""".split()


def spec() -> list[str]:
    """Return the numbers that SPEC.md defines, in order."""
    return re.findall(r"^- \*\*([A-Z]\d+)\*\* ", (CORE / "SPEC.md").read_text(), re.MULTILINE)


def cited(text: str) -> Iterator[str]:
    """Yield the rule numbers that a docstring names, ranges spelled out."""
    for letter, first, last in NUMBER.findall(text):
        yield from (f"{letter}{number}" for number in range(int(first), int(last or first) + 1))


def docstrings() -> Iterator[str]:
    """Yield every docstring of the core."""
    for path in sorted(CORE.glob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield ast.get_docstring(node) or ""


def numbers_tested(folder: Path) -> set[str]:
    """Return the numbers that the tests of a folder are named by."""
    functions = (function.name for path in sorted(folder.rglob("test_*.py")) for function in functions_of(path))
    return {found[1] for name in functions if (found := re.match(r"test_([A-Z]\d+)_", name))}


def codes_in(path: Path) -> Iterator[str]:
    """Yield the codes of the rejections that a module makes."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Rejection", "BadFrame") and node.args:
            code = node.args[0]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value


def test_no_number_is_used_twice() -> None:
    assert [number for number, times in Counter(spec()).items() if times > 1] == []


def test_every_rule_has_a_test_and_every_test_a_rule() -> None:
    assert set(spec()) - numbers_tested(TESTS) == set()
    assert numbers_tested(TESTS / "core") - set(spec()) == set()


def test_every_rule_is_cited_by_the_code_that_realises_it() -> None:
    letters = {number[0] for number in spec()}
    found = {number for text in docstrings() for number in cited(text) if number[0] in letters}
    assert found - set(spec()) == set()
    assert set(spec()) - found == set()


@pytest.mark.parametrize("rule", sorted(set(decide.RULES.values()), key=lambda rule: rule.__qualname__))
def test_every_rule_function_cites_its_number(rule: object) -> None:
    assert set(cited(inspect.getdoc(rule) or "")) & set(spec())


def test_every_command_has_one_rule() -> None:
    assert set(decide.RULES) == set(get_args(commands.AnyCommand))
    assert set(get_args(commands.AnyCommand)) == {
        *get_args(commands.ClientCommand),
        *get_args(commands.HostCommand),
    }


def test_every_client_command_has_a_row_in_the_role_table() -> None:
    assert set(policy.TABLE) == set(get_args(commands.ClientCommand))


def test_every_event_has_one_fold() -> None:
    assert set(evolve.FOLDS) == set(get_args(events.AnyEvent))


def test_host_commands_cannot_be_sent() -> None:
    assert not any(issubclass(kind, commands.Command) for kind in get_args(commands.HostCommand))
    assert all(issubclass(kind, commands.Command) for kind in get_args(commands.ClientCommand))


def test_names_on_the_wire_are_unique() -> None:
    for union in (commands.AnyCommand, events.AnyEvent):
        tags = [kind.__struct_config__.tag for kind in get_args(union)]
        assert len(tags) == len(set(tags))


def test_every_rejection_has_a_code_of_the_registry() -> None:
    used = {code: path.name for path in python_files() for code in codes_in(path)}
    assert {code: name for code, name in used.items() if code not in errors.HTTP_STATUS} == {}
    assert len(used) > 20, "the search finds rejections"


def test_the_registry_has_every_code_of_the_protocol() -> None:
    assert set(PROTOCOL_CODES) - set(errors.HTTP_STATUS) == set()
