"""Nothing is said on standard output, no failure is swallowed, nothing built is tracked."""

from __future__ import annotations

import ast
import re

from tests.architecture.sources import place, python_files, tracked_files, tree_of

BUILT = re.compile(
    r"(^|/)(__pycache__|node_modules|\.venv|\.yarn|dist|lib)/"
    r"|^jupyter_collabchat/labextension/|\.(pyc|tsbuildinfo|whl|tar\.gz)$"
)


def test_nothing_prints() -> None:
    found = [
        place(path, node)
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []


def test_no_exception_is_swallowed() -> None:
    found = [
        place(path, node)
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and _swallows(node)
    ]
    assert found == []


def test_no_build_product_is_tracked() -> None:
    assert [path for path in tracked_files() if BUILT.search(path)] == []


def _swallows(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler names no exception, or does nothing at all about it."""
    return handler.type is None or all(isinstance(statement, ast.Pass) for statement in handler.body)
