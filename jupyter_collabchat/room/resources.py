"""Reads as JSON values: the resources of PROTOCOL, made from an open room or from the archive. No HTTP here."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import msgspec

from ..core import policy
from ..core.errors import Rejection
from ..core.events import Entry
from ..core.ids import MessageId, Millis, Seq
from ..core.model import Actor, RoomState
from . import projection
from .ports import Page

if TYPE_CHECKING:
    from .room import Room

MAX_PAGE = 200


def room(found: Room, actor: Actor) -> dict[str, Any]:
    """Return `GET rooms/{room}`: the document without its messages, who is online, and what the actor may do."""
    state = found.state
    picture = projection.picture(state, found.document.epoch)
    for root in ("messages", "live"):
        del picture[root]
    can = policy.can(state.present(actor.id), actor.scope)
    return {
        **picture,
        **_lists(state, can, found.house.clock.now()),
        "receipts": found.receipts.shown(),
        "online": found.presence.online_ids(),
        "can": can,
        "seq": state.seq,
        "now": found.house.clock.now(),
    }


def _lists(state: RoomState, can: Collection[str], now: Millis) -> dict[str, int]:
    """Return how long the lists are that only some may read."""
    lists: dict[str, int] = {}
    if "invite" in can:
        lists["invites"] = sum(made.expires_at > now for made in state.invites.values())
    if "create_share" in can:
        lists["shares"] = len(state.shares)
    return lists


async def history(found: Room, before: Seq | None, after: Seq | None, limit: int) -> dict[str, Any]:
    """Return `GET rooms/{room}/messages`. Raises `Rejection`: `frame/invalid`."""
    if before is not None and after is not None:
        raise Rejection("frame/invalid", "Ask for what is before or what is after, not both.")
    if not 1 <= limit <= MAX_PAGE:
        raise Rejection("frame/invalid", f"A page has 1 to {MAX_PAGE} messages.")
    page = await found.house.store.history(found.id, before, after, limit)
    return {
        "messages": [_with_live(found, message_id, value) for message_id, value in _values(page)],
        "has_more": page.has_more,
        "names": {**page.names, **_names(found.state, page)},
    }


def _values(page: Page) -> list[tuple[MessageId, dict[str, Any]]]:
    return [(message.id, projection.message_value(message)) for message in page.messages]


def _with_live(found: Room, message: MessageId, value: dict[str, Any]) -> dict[str, Any]:
    text = found.texts.get(message)
    return {**value, "body": text} if text is not None and not value["body"] else value


def _names(state: RoomState, page: Page) -> dict[str, str]:
    authors = {message.author for message in page.messages}
    return {who: state.members[who].name for who in authors if who in state.members}


async def message(found: Room, named: str) -> dict[str, Any]:
    """Return `GET rooms/{room}/messages/{message}` with its edit history. Raises `Rejection`: `message/unknown`."""
    key = MessageId(named)
    archived = found.state.messages.get(key) or (await found.house.store.messages(found.id, (key,))).get(key)
    if archived is None:
        raise Rejection("message/unknown", "There is no such message in this room.")
    edits = await found.house.store.edits(found.id, key)
    value = _with_live(found, key, projection.message_value(archived))
    return {**value, "edits": msgspec.to_builtins(edits)}


async def polls(found: Room, before: Seq | None, limit: int) -> dict[str, Any]:
    """Return `GET rooms/{room}/polls`, newest first, with the names of those who asked, were asked and voted."""
    page = await found.house.store.polls(found.id, before, limit)
    people = {who for poll in page for who in (poll["by"], poll.get("asker"), *poll["seats"], *poll["ballots"])}
    people.discard(None)
    return {"polls": page, "names": await found.house.store.names(found.id, sorted(people))}


def entry_value(entry: Entry) -> dict[str, Any]:
    """Return a log line, for audit."""
    return {"seq": entry.seq, "at": entry.at, "by": entry.by, "event": msgspec.to_builtins(entry.event)}
