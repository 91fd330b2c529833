"""What only the source of Python tells: annotations as they are written, and the words beside fields and names."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from types import ModuleType
from typing import Any, ForwardRef


def annotated(shape: type[Any]) -> dict[str, ast.expr]:
    """Return the annotations of a class itself, without its bases: `Millis` is still `Millis`."""
    found = inspect.get_annotations(shape)
    texts = {name: each.__forward_arg__ if isinstance(each, ForwardRef) else each for name, each in found.items()}
    return {name: ast.parse(text, mode="eval").body for name, text in texts.items()}


@functools.cache
def field_docs(shape: type[Any]) -> dict[str, str]:
    """Return the strings that follow the fields of a class."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(shape))).body
    assert isinstance(definition, ast.ClassDef)
    pairs = zip(definition.body, definition.body[1:], strict=False)
    return {
        each.target.id: doc
        for each, after in pairs
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and (doc := _words(after))
    }


@functools.cache
def names(module: ModuleType) -> dict[str, tuple[ast.expr, str]]:
    """Return what the names of a module stand for, and their docs: the string that follows, or the comment behind."""
    text = inspect.getsource(module)
    lines, body = text.splitlines(), ast.parse(text).body
    return {
        each.targets[0].id: (each.value, _words(after) or lines[each.lineno - 1].partition("  # ")[2])
        for each, after in zip(body, [*body[1:], ast.Pass()], strict=True)
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }


def _words(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str() as text)):
            return inspect.cleandoc(text)
        case _:
            return ""
