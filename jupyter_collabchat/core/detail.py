"""The bytes of an effect: what everybody is shown, decides on by its hash, and the executor reads (RULES 1).

Bytes are stored as the text they encode. Nothing here mends them: what is not fit to be decided on is refused.
"""

from __future__ import annotations

import hashlib
import json

from .errors import Rejection
from .facts import Limits
from .text import whole


def hash_of(detail: str) -> str:
    """Return the hash by which the bytes of an effect are approved and claimed."""
    return hashlib.sha256(detail.encode()).hexdigest()


def check(detail: str, hash: str | None, limits: Limits) -> None:
    """P17, P22: refuse bytes that are too many, that somebody could read otherwise, or that are not those of `hash`.

    Raises:
        Rejection: `effect/refused`, `effect/too-large`.
    """
    if hash is None:
        raise Rejection("effect/refused", "An effect needs the hash of its bytes.")
    if whole(detail) != detail:
        raise Rejection("effect/refused", "The bytes of an effect must be text that everybody can be shown.")
    if len(detail.encode()) > limits.effect_bytes:
        raise Rejection("effect/too-large", f"An effect may have at most {limits.effect_bytes // 1024} KiB.")
    if hash != hash_of(detail):
        raise Rejection("effect/refused", "The hash of an effect must be that of its bytes.")
    _check_keys(detail)


def _check_keys(detail: str) -> None:
    """P22: of two equal keys one reader shows the first, another does the last. What is no JSON has no keys."""
    is_distinct = True

    def note(pairs: list[tuple[str, object]]) -> None:
        nonlocal is_distinct
        is_distinct &= len({key for key, _ in pairs}) == len(pairs)

    try:
        json.loads(detail, object_pairs_hook=note)
    except RecursionError as error:
        raise Rejection("effect/refused", "The bytes of an effect are nested too deeply to be read.") from error
    except ValueError:
        return
    if not is_distinct:
        raise Rejection("effect/refused", "The bytes of an effect may not name a key twice.")
