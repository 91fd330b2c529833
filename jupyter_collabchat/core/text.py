"""Cleaning of text that others will read: names without tricks, bodies that every encoder accepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from .errors import Rejection
from .facts import Limits

_REFUSED_IN_NAMES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that show nothing."""
_MARKS = frozenset({"Mn", "Mc", "Me"})
MAX_MARKS = 4
MAX_NAME = 80
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def whole(text: str) -> str:
    """S9: return `text` with lone surrogates replaced: no encoder can carry them."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def whole_object(fields: Mapping[str, object]) -> dict[str, object]:
    """Return a JSON object with every string in it `whole`: kernels and agents send what they like."""
    return {whole(name): _whole_value(value) for name, value in fields.items()}


def _whole_value(value: object) -> object:
    match value:
        case str():
            return whole(value)
        case dict():
            return whole_object(value)
        case list() | tuple():
            return [_whole_value(part) for part in value]
        case _:
            return value


def readable(name: str) -> str:
    """Return `name` in NFC without controls, bidi marks, invisible characters and stacked marks; "" if none is left."""
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", whole(name)):
        category = unicodedata.category(char)
        marks = marks + 1 if category in _MARKS else 0
        if char.isspace():
            kept.append(" ")
        elif category not in _REFUSED_IN_NAMES and char not in _BLANK and marks <= MAX_MARKS:
            kept.append(char)
    cleaned = " ".join("".join(kept).split())[:MAX_NAME].rstrip()
    return cleaned if any(unicodedata.category(char) not in _MARKS for char in cleaned) else ""


def clean_name(name: str) -> str:
    """Return `name` as `readable` makes it.

    Raises:
        Rejection: `frame/invalid` if nothing readable is left.
    """
    cleaned = readable(name)
    if not cleaned:
        raise Rejection("frame/invalid", "A name needs at least one visible character.")
    return cleaned


def check_body(body: str, limits: Limits) -> None:
    """S2: refuse a body that is empty or over the limits.

    Raises:
        Rejection: `frame/invalid`, `message/too-long`.
    """
    points = len(body)
    if not points or body.isspace():
        raise Rejection("frame/invalid", "Write something first.")
    if points > limits.body_points or (points * 4 > limits.body_bytes and size_of(body) > limits.body_bytes):
        raise Rejection(
            "message/too-long",
            f"A message may have at most {limits.body_points:,} characters and {limits.body_bytes // 1024} KiB.",
            limit=limits.body_points,
        )


def size_of(text: str) -> int:
    """Return the length of `text` in bytes of UTF-8."""
    return len(text) if text.isascii() else len(whole(text).encode())


def slug(name: str) -> str:
    """Return `name` as a handle: lower case letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFC", name.casefold())
    return re.sub(r"[^\w]+", "-", plain).strip("-_") or "someone"
