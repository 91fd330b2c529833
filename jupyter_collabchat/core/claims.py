"""Ids that clients mint: unique for ever, and a resend of the same thing gets the first ack (PROTOCOL, Idempotency)."""

from __future__ import annotations

import msgspec

from .codec import digest
from .draft import Draft
from .errors import Rejection


def message_key(message: str) -> str:
    """Return the claim key of a message id."""
    return f"message:{message}"


def poll_key(poll: str) -> str:
    """Return the claim key of a poll id."""
    return f"poll:{poll}"


def ballot_key(poll: str, ballot: str) -> str:
    """Return the claim key of a ballot id, unique in its poll."""
    return f"ballot:{poll}:{ballot}"


def request_key(request: str) -> str:
    """Return the claim key of a request, unique per person."""
    return f"request:{request}"


def share_key(who: str, request: str) -> str:
    """Return the claim key of a request for a share, unique per person."""
    return f"share:{who}:{request}"


def make(draft: Draft, key: str, command: msgspec.Struct | None = None, *, names: str = "room") -> bool:
    """I1, I2: claim the id `key` for `command`; its first event will carry it.

    Args:
        draft: The decision that makes the id.
        key: What is claimed.
        command: What a resend must equal. None for ids of the host, which it never uses twice for different things.
        names: The field of the ack for what else the first one named, its `Draft.ref`.

    Returns:
        False if the same actor made it before with the same fields: the draft then holds the first ack, and the
        rule must add nothing.

    Raises:
        Rejection: `id/taken`.
    """
    fields = digest(command) if command is not None else b""
    first = draft.facts.claims.get(key)
    if first is None:
        draft.claim = (key, fields)
        draft.ack["seq"] = draft.state.seq + 1
        return True
    if first.author != draft.actor.id or first.digest not in (fields, b""):
        raise Rejection("id/taken", "This id was used before for something else; use a fresh one.")
    draft.ack["seq"] = first.seq
    if first.ref:
        draft.ack[names] = first.ref
    return False
