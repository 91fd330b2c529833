"""What trouble with the storage means to a client, in words for a person. Knows no door."""

from __future__ import annotations

from ..core.errors import Rejection
from ..room.ports import Elsewhere, Refused, StorageFailed


def as_rejection(failure: Exception) -> Rejection | None:
    """Return what a failure of the storage means to a client; None if it is a bug."""
    match failure:
        case Rejection():
            return failure
        case Elsewhere():
            return Rejection("room/elsewhere", f"The rooms of this folder are served by {failure.holder}.")
        case Refused():
            return Rejection("storage", str(failure))
        case StorageFailed():
            return Rejection("storage", "The server cannot reach its storage; try again in a moment.")
        case _:
            return None
