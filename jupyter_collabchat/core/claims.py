"""Ids that clients mint: unique for ever, and a resend of the same thing gets the first ack (PROTOCOL, Idempotency)."""

from __future__ import annotations

import msgspec

from .codec import digest
from .commands import AnyCommand, CastBallot, CreateShare, ForkRoom, OpenPoll, PostMessage
from .draft import Draft
from .errors import Rejection
from .facts import Claim, Facts
from .ids import ParticipantId


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


def fork_key(who: str, request: str) -> str:
    """Return the claim key of a request for a fork, unique per person."""
    return f"fork:{who}:{request}"


def key_of(author: ParticipantId, command: AnyCommand) -> str | None:
    """Return the claim key of the id that a member's command makes in the room, if it makes one."""
    match command:
        case PostMessage(message_id=message):
            return message_key(message)
        case OpenPoll(poll_id=poll):
            return poll_key(poll)
        case CastBallot(poll=poll, ballot_id=ballot):
            return ballot_key(poll, ballot)
        case CreateShare(request=request):
            return share_key(author, request)
        case ForkRoom(request=request):
            return fork_key(author, request)
        case _:
            return None


def is_resent(author: ParticipantId, command: AnyCommand, facts: Facts) -> bool:
    """I1: whether `author` made the id of `command` before, with the same fields."""
    first = facts.claims.get(key_of(author, command) or "")
    return first is not None and _is_same(first, author, digest(command))


def _is_same(first: Claim, author: ParticipantId, fields: bytes) -> bool:
    return first.author == author and first.digest in (fields, b"")


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
    if not _is_same(first, draft.actor.id, fields):
        raise Rejection("id/taken", "This id was used before for something else; use a fresh one.")
    draft.ack["seq"] = first.seq
    if first.ref:
        draft.ack[names] = first.ref
    return False
