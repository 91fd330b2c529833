"""TypeScript as text: interfaces, aliases and their comments, broken into lines as prettier does. Knows no Python."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH = 120


@dataclass(frozen=True)
class Property:
    """One property of an interface."""

    name: str
    type: str
    is_optional: bool = False
    doc: str = ""

    def lines(self) -> list[str]:
        """Return its comment and itself."""
        return [*comment(self.doc, "  "), f"  {self.name}{'?' * self.is_optional}: {self.type};"]


def interface(name: str, doc: str, properties: Sequence[Property]) -> str:
    """Return the declaration of an interface."""
    inner = [line for each in properties for line in each.lines()]
    return "\n".join([*comment(doc), f"export interface {name} {{", *inner, "}"])


def alias(name: str, doc: str, members: Sequence[str]) -> str:
    """Return the declaration of a name for a type, or for a union of several."""
    head, whole = f"export type {name} =", f"{union(members)};"
    if len(head) + 1 + len(whole) <= _WIDTH:
        lines = [f"{head} {whole}"]
    elif len("  ") + len(whole) <= _WIDTH:
        lines = [head, f"  {whole}"]
    else:
        lines = [head, "\n".join(f"  | {each}" for each in members) + ";"]
    return "\n".join([*comment(doc), *lines])


def union(members: Sequence[str]) -> str:
    """Return a union, each member once."""
    return " | ".join(dict.fromkeys(members))


def array(members: Sequence[str]) -> str:
    """Return the array of a union."""
    return f"({union(members)})[]" if len(members) > 1 else f"{members[0]}[]"


def comment(doc: str, indent: str = "") -> list[str]:
    """Return a doc comment, on one line if it fits; none without words."""
    line = f"{indent}/** {doc} */"
    if not doc or ("\n" not in doc and len(line) <= _WIDTH):
        return [line] if doc else []
    room = _WIDTH - len(indent) - len(" * ")
    words = [part for each in doc.splitlines() for part in textwrap.wrap(each, room) or [""]]
    return [f"{indent}/**", *(f"{indent} * {each}".rstrip() for each in words), f"{indent} */"]
