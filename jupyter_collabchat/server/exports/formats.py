"""What every format of a download is: a type, a file name's end, and text made piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, NamedTuple, TypeVar

from ...core.errors import Rejection

T = TypeVar("T")


class Format(NamedTuple, Generic[T]):
    """How a download is written.

    Args:
        mime: Its content type.
        suffix: How its file's name ends.
        head: What it begins with, from the room's name.
        piece: The text of one thing.
    """

    mime: str
    suffix: str
    head: Callable[[str], str]
    piece: Callable[[T], str]


def named(formats: Mapping[str, T], name: str) -> T:
    """Return the format called `name`. Raises `Rejection`: `frame/invalid`."""
    found = formats.get(name)
    if found is None:
        raise Rejection("frame/invalid", f"There are these formats: {', '.join(formats)}.")
    return found
