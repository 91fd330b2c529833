"""Size budgets: a file fits in a head, a function on a screen. Front-end functions are measured by its linter."""

from __future__ import annotations

import ast

from tests.architecture.sources import REPOSITORY, Function, front_end_files, functions_of, place, python_files

FILE_LINES = 300
FUNCTION_LINES = 40
PARAMETERS = 5


def test_no_file_is_too_long() -> None:
    files = python_files() + front_end_files()
    lengths = {str(path.relative_to(REPOSITORY)): len(path.read_text().splitlines()) for path in files}
    assert {path: length for path, length in lengths.items() if length > FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    lengths = {place(path, f): _lines_of_code(f) for path in python_files() for f in functions_of(path)}
    assert {where: length for where, length in lengths.items() if length > FUNCTION_LINES} == {}


def test_no_function_takes_too_many_parameters() -> None:
    counts = {place(path, f): _parameters(f) for path in python_files() for f in functions_of(path)}
    assert {where: count for where, count in counts.items() if count > PARAMETERS} == {}


def _lines_of_code(function: Function) -> int:
    """Count the lines of a function without its docstring."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        docstring = function.body[0]
        assert docstring.end_lineno is not None
        lines -= docstring.end_lineno - docstring.lineno + 1
    return lines


def _parameters(function: Function) -> int:
    """Count the parameters that a caller may pass."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len([argument for argument in named if argument.arg not in {"self", "cls"}])
