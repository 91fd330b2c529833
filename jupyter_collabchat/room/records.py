"""Decisions for whoever reads them afterwards: out of a room's log, with people's names and the prompt they come from.

Reads the store and nothing else, in pages: a room of any length costs the memory of one page. Knows no format, and
nobody's rights. The bytes that were decided on are never touched; the prompt is a message, and told as it is now.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..core.audit import Decision, Ledger
from ..core.claims import poll_key
from ..core.errors import Rejection
from ..core.events import Entry
from ..core.ids import MessageId, ParticipantId, PollId, Seq
from ..core.model import Message
from .shapes import DecisionRecord, PromptValue

if TYPE_CHECKING:
    from .room import Room

PAGE = 500


async def one(found: Room, named: str) -> DecisionRecord:
    """Return the record of one decision, from its opening to where it stands. Raises `Rejection`: `poll/unknown`."""
    poll = PollId(named)
    ledger = Ledger()
    async for entries in _log(found, await _opening(found, poll) - 1):
        for entry in entries:
            over = ledger.add(entry)
            if over is not None and over.id == poll:
                return (await _told(found, [over]))[0]
    return (await _told(found, [ledger.unfinished[poll]]))[0]


async def pages(found: Room) -> AsyncIterator[list[DecisionRecord]]:
    """Yield all decisions of a room, in the order in which they were over, then those that are not; a few at a time."""
    ledger = Ledger()
    async for entries in _log(found, 0):
        over = [done for entry in entries if (done := ledger.add(entry)) is not None]
        yield await _told(found, over)
    yield await _told(found, list(ledger.unfinished.values()))


async def _log(found: Room, after: Seq) -> AsyncIterator[Sequence[Entry]]:
    while entries := await found.house.store.events(found.id, after, PAGE):
        yield entries
        after = entries[-1].seq


async def _opening(found: Room, poll: PollId) -> Seq:
    """Return the seq of a poll's opening, however long ago."""
    if poll in found.state.polls:
        return found.state.polls[poll].seq
    claim = await found.house.store.claim(found.id, poll_key(poll))
    if claim is None:
        raise Rejection("poll/unknown", "There is no such poll in this room.")
    return claim.seq


async def _told(found: Room, decisions: Sequence[Decision]) -> list[DecisionRecord]:
    if not decisions:
        return []
    prompts = await _prompts(found, {one.prompt for one in decisions if one.prompt is not None})
    people = {who for one in decisions for who in one.people}
    names = await found.house.store.names(found.id, sorted(people))
    return [_record(decision, names, prompts) for decision in decisions]


async def _prompts(found: Room, ids: set[MessageId]) -> Mapping[MessageId, Message]:
    return await found.house.store.messages(found.id, sorted(ids)) if ids else {}


def _record(
    decision: Decision, names: Mapping[ParticipantId, str], prompts: Mapping[MessageId, Message]
) -> DecisionRecord:
    record: DecisionRecord = {
        "decision": decision,
        "names": {who: names[who] for who in sorted(decision.people) if who in names},
    }
    if decision.prompt is not None:
        record["prompt"] = _prompt(decision.prompt, prompts.get(decision.prompt))
    return record


def _prompt(id: MessageId, message: Message | None) -> PromptValue:
    """P26: what was asked, unless that was redacted or cleared since, which is told in its place."""
    if message is None:
        return {"id": id, "state": "cleared"}
    if message.status == "redacted":
        return {"id": id, "state": "redacted", "at": message.at}
    return {"id": id, "state": "shown", "at": message.at, "body": message.body}
