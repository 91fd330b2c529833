"""What was said in a room before a turn, for its agent: this room's messages only, read anew for every turn.

What is redacted, unfinished or not yet asked is left out, so an agent knows nothing that people cannot read.
"""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_collabchat.core.ids import ParticipantId
from jupyter_collabchat.core.model import UNFINISHED, Message, RoomState, Turn
from jupyter_collabchat.room.ports import Page, StorageFailed

from .contract import AgentFailure, Person, Said
from .desk import Desk
from .people import person

_LEFT_OUT = UNFINISHED | {"redacted", "queued"}


async def said_before(desk: Desk, turn: Turn, limit: int) -> tuple[Said, ...]:
    """Return the newest `limit` messages, oldest first, without the prompt and what its turn said."""
    if limit <= 0:
        return ()
    older = await _older(desk, limit - len(_kept(desk.state.messages.values(), turn)))
    messages = [*_kept(older.messages, turn), *_kept(desk.state.messages.values(), turn)]
    return tuple(Said(_author(desk.state, message.author, older), message) for message in messages[-limit:])


async def _older(desk: Desk, missing: int) -> Page:
    """Return a page of the archive, from just before the window."""
    state, room = desk.state, desk.room
    oldest = next(iter(state.messages.values()), None)
    if missing <= 0 or oldest is None or not state.older:
        return Page((), False)
    try:
        return await room.house.store.history(room.id, oldest.seq, None, missing)
    except StorageFailed as failure:
        raise AgentFailure("What was said before cannot be read now. Ask again later.") from failure


def _kept(messages: Iterable[Message], turn: Turn) -> list[Message]:
    return [
        message
        for message in messages
        if message.status not in _LEFT_OUT and message.id != turn.message and message.turn != turn.id and message.body
    ]


def _author(state: RoomState, who: ParticipantId, older: Page) -> Person:
    return person(who, state.members.get(who), older.names.get(who, ""))
