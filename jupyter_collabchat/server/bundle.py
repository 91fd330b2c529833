"""The files of the page's bundle as they are sent: of which type, and compressed once for all who take that.

Which names may be asked for, and with which headers, is for `pages` to say.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_PACKED = frozenset(TYPES) - {".woff2"}
_WORTH_BYTES = 1024
_KEPT = 32


class File(NamedTuple):
    """A file to send, and the `Content-Encoding` that it has, if one."""

    type: str
    content: bytes
    encoding: str | None


def load(path: Path, accepted: str) -> File | None:
    """Return a file for somebody whose `Accept-Encoding` is `accepted`; None if there is none to give."""
    kind = TYPES.get(path.suffix)
    if kind is None or not path.is_file():
        return None
    seen = path.stat()
    if path.suffix in _PACKED and seen.st_size >= _WORTH_BYTES and takes_gzip(accepted):
        return File(kind, _packed(path, seen.st_mtime_ns), "gzip")
    return File(kind, path.read_bytes(), None)


@lru_cache(_KEPT)
def _packed(path: Path, _changed_at: int) -> bytes:
    """Compress a file: the same bytes each time, so that its ETag is strong."""
    return gzip.compress(path.read_bytes(), mtime=0)


def takes_gzip(accepted: str) -> bool:
    """Whether an `Accept-Encoding` names gzip, and not to refuse it."""
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0").rstrip(".") not in ("q=", "q=0")
    return False
