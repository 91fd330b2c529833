"""Rooms and invitations as rows of somebody's list (`GET rooms`, the lobby): of open rooms and of those in the store.

Who is in a room sees its last message and what they have not read; others a listed room's name; guests only theirs.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import msgspec

from ..core.ids import ParticipantId, kind_of, local_name
from ..core.model import Message, RoomState
from ..core.people import Invitation
from .ports import InvitationRow, RoomRow

if TYPE_CHECKING:
    from .room import Room

_UNREAD_CAP = 100


def live_row(room: Room, person: ParticipantId) -> dict[str, Any] | None:
    """Return an open room's row for `person`, or None if they may not see it."""
    state = room.state
    member = state.present(person)
    if state.deleted or (member is None and not _is_listed_for(state, person)):
        return None
    row = _head(state, room.presence.online)
    if member is None:
        return {**row, "member": False, "unread": 0, "mentions": 0}
    if not state.collaboration and person != state.owner:
        return {**row, "member": True, "role": member.role, "unread": 0, "mentions": 0}
    messages = tuple(state.messages.values())
    read = bisect_right(messages, room.receipts.of(person), key=lambda message: message.seq)
    new = [message for message in messages[read:] if message.author != person and message.status != "redacted"]
    mentions = sum(person in message.mentions for message in new)
    row |= {"member": True, "role": member.role, "unread": min(len(new), _UNREAD_CAP), "mentions": mentions}
    return row | ({"last": _last(messages[-1], _name(state, messages[-1].author))} if messages else {})


def _is_listed_for(state: RoomState, person: ParticipantId) -> bool:
    return state.visibility == "listed" and person not in state.removed and kind_of(person) != "guest"


def _head(state: RoomState, online: int) -> dict[str, Any]:
    return {
        "id": state.id,
        "name": state.name,
        "topic": state.topic,
        "visibility": state.visibility,
        "scope": state.scope,
        "owner": state.owner,
        "owner_name": _name(state, state.owner),
        "members": people_in(state),
        "online": online,
        "collaboration": state.collaboration,
        "archived": state.archived,
    }


def people_in(state: RoomState) -> int:
    """Return how many members a room has, agents not counted."""
    return sum(member.kind != "agent" and member.role != "left" for member in state.members.values())


def _name(state: RoomState, who: ParticipantId) -> str:
    member = state.members.get(who)
    return member.name if member is not None else local_name(who)


def _last(message: Message, author_name: str) -> dict[str, Any]:
    return {
        "author": message.author,
        "author_name": author_name,
        "body": message.body[:200],
        "at": message.at,
        "seq": message.seq,
    }


def stored_row(row: RoomRow, person: ParticipantId) -> dict[str, Any]:
    """Return the row of a room that is not open, for `person`."""
    shut_out = not row.collaboration and person != row.owner
    value: dict[str, Any] = {
        "id": row.id,
        "name": row.name,
        "topic": row.topic,
        "visibility": row.visibility,
        "scope": row.scope,
        "owner": row.owner,
        "owner_name": row.owner_name,
        "members": row.members,
        "online": 0,
        "collaboration": row.collaboration,
        "archived": row.archived,
        "member": row.role is not None,
        "unread": 0 if shut_out else row.unread,
        "mentions": 0 if shut_out else row.mentions,
    }
    if row.role is not None:
        value["role"] = row.role
        if row.last is not None and not shut_out:
            value["last"] = _last(row.last, row.last_name)
    return value


# --- invitations


def invitation_row(state: RoomState, made: Invitation) -> InvitationRow:
    """Return a pending invitation of an open room as the store keeps it."""
    by_name = _name(state, made.by)
    return InvitationRow(
        made.id, state.id, state.name, made.by, by_name, made.role, people_in(state), made.at, made.expires_at
    )


def invitation_value(row: InvitationRow) -> dict[str, Any]:
    """Return an invitation as the invited person sees it."""
    value: dict[str, Any] = msgspec.to_builtins(row)
    return value
