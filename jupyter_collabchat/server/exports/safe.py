"""Text that people and agents wrote, made safe for the program that opens an export. Pure.

A spreadsheet must not compute it, Markdown must not render it, and nobody must read something else than is there.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

from ...core.ids import Millis
from ...core.text import whole

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_SHOWN = frozenset("\n\t")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&=.:@-])")
_FORMULA = re.compile(r"\A[=+\-@\t\r\n]|\A\s*[=+\-@]")


def visible(text: str) -> str:
    """Return `text` with characters that show nothing, or turn what is shown around, spelled out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spelled(char) for char in whole(text))


def _spelled(char: str) -> str:
    hides = unicodedata.category(char) in _HIDDEN and char not in _SHOWN
    return f"⟨U+{ord(char):04X}⟩" if hides else char


def inline(text: str) -> str:
    """Return `text` as one line of Markdown that shows exactly it."""
    return _SPECIAL.sub(r"\\\1", " ".join(visible(text).split()))


def fenced(text: str, language: str = "") -> str:
    """Return `text` as a block of code that nothing in it can end."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{visible(text)}\n{fence}"


def quoted(text: str) -> str:
    """Return `text` as a quotation, line by line, in which no Markdown is rendered."""
    return "\n".join(f"> {inline(line)}" for line in text.splitlines() or [""])


def cell(text: str) -> str:
    """Return `text` for a spreadsheet: what would be a formula begins with an apostrophe."""
    shown = whole(text)
    return f"'{shown}" if _FORMULA.search(shown) else shown


def moment(at: Millis | None) -> str:
    """Return a time of the log in words that sort, "" if there is none."""
    return "" if at is None else datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
