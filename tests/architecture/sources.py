"""The files of the project, as the architecture tests see them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "jupyter_collabchat"
FRONT_END = REPOSITORY / "labextension" / "src"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files() -> list[Path]:
    """Return every module of the package."""
    return sorted(path for path in PACKAGE.rglob("*.py") if PACKAGE / "labextension" not in path.parents)


def front_end_files() -> list[Path]:
    """Return every module of the front end that a person writes, without tests."""
    paths = [*FRONT_END.rglob("*.ts"), *FRONT_END.rglob("*.tsx")]
    return sorted(p for p in paths if "__tests__" not in p.parts and ".test." not in p.name and ".gen." not in p.name)


def tracked_files() -> list[str]:
    """Return what git tracks; skip the test where there is no checkout, as in an sdist."""
    listing = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    return listing.stdout.splitlines()


def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(), str(path))


def functions_of(path: Path) -> Iterator[Function]:
    """Yield every function and method of a Python file, nested ones too."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def place(path: Path, node: ast.stmt | ast.expr | ast.excepthandler) -> str:
    """Return where to look, in the form editors and terminals link."""
    return f"{path.relative_to(REPOSITORY)}:{node.lineno}"
