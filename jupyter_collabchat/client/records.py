"""What a room decided, as its log tells it: one record, or all of them, read line by line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

import msgspec

from ..core.audit import Decision
from .rest import Rest


class Prompt(msgspec.Struct, frozen=True):
    """The prompt that a decision comes from; its words are gone if it was redacted, or all messages were cleared."""

    id: str
    state: Literal["shown", "redacted", "cleared"]
    at: int | None = None
    body: str | None = None


class DecisionRecord(msgspec.Struct, frozen=True):
    """A decision: what was put to the vote, exactly, and every act in order; `names` of all whom it names by id."""

    decision: Decision
    names: dict[str, str]
    prompt: Prompt | None = None


async def one(rest: Rest, room: str, poll: str) -> DecisionRecord:
    """Return the record of one poll."""
    return msgspec.convert(await rest.get(f"rooms/{room}/decisions/{poll}"), DecisionRecord)


async def every(rest: Rest, room: str) -> AsyncIterator[DecisionRecord]:
    """Yield the records of a room: those that are over, in that order, then those that are not."""
    async for line in rest.lines(f"rooms/{room}/decisions", format="jsonl"):
        yield msgspec.json.decode(line, type=DecisionRecord)
