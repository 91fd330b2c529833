"""How searching reads text: words, and the part of a body shown around a hit. Knows no store."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_SNIPPET_POINTS = 160
_LEAD_POINTS = 40
MAX_WORDS = 16
"""More words than anybody types; the rest of a query is ignored."""


def words_of(query: str) -> tuple[str, ...]:
    """Return the words of a query: every one of them must occur."""
    return tuple(dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", query))))[:MAX_WORDS]


def contains(body: str, words: tuple[str, ...]) -> bool:
    """Whether every one of `words` occurs in `body`, whatever its accents and case."""
    return {fold(word) for word in words} <= {fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", body))}


def fold(text: str) -> str:
    """Return `text` without accents and case."""
    parts = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


def snippet(body: str, words: tuple[str, ...]) -> str:
    """Return the part of `body` around the first hit."""
    if len(body) <= _SNIPPET_POINTS:
        return body
    wanted = {fold(word) for word in words}
    hits = (found.start() for found in _WORD.finditer(body) if fold(found.group()) in wanted)
    start = max(0, next(hits, 0) - _LEAD_POINTS)
    part = body[start : start + _SNIPPET_POINTS]
    return ("…" if start else "") + part + ("…" if start + len(part) < len(body) else "")
