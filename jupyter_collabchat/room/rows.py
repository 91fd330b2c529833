"""Rooms and invitations as rows of somebody's list (`GET rooms`, the lobby): of open rooms and of those in the store.

Who is in a room sees its last message and what they have not read; others a listed room's name; guests only theirs.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, cast

from ..core.ids import Millis, ParticipantId, kind_of, local_name
from ..core.model import Message, Role, RoomState, Visibility
from ..core.people import Invitation
from .ports import InvitationRow, RoomRow
from .shapes import LastMessage, RoomSummary

if TYPE_CHECKING:
    from .room import Room

_UNREAD_CAP = 100


def live_row(room: Room, person: ParticipantId) -> RoomSummary | None:
    """Return an open room's row for `person`, or None if they may not see it."""
    state = room.state
    member = state.present(person)
    if state.deleted or (member is None and not _is_listed_for(state, person)):
        return None
    row = _listed_row(state, room.presence.online)
    if member is None:
        return row
    row["member"], row["role"] = True, member.role
    if state.collaboration or person == state.owner:
        _add_news(row, room, person)
    return row


def _is_listed_for(state: RoomState, person: ParticipantId) -> bool:
    return state.visibility == "listed" and person not in state.removed and kind_of(person) != "guest"


def _listed_row(state: RoomState, online: int) -> RoomSummary:
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
        "member": False,
        "unread": 0,
        "mentions": 0,
    }


def _add_news(row: RoomSummary, room: Room, person: ParticipantId) -> None:
    messages = tuple(room.state.messages.values())
    read = bisect_right(messages, room.receipts.of(person), key=lambda message: message.seq)
    new = [message for message in messages[read:] if message.author != person and message.status != "redacted"]
    row["unread"] = min(len(new), _UNREAD_CAP)
    row["mentions"] = sum(person in message.mentions for message in new)
    if messages:
        row["last"] = _last(messages[-1], _name(room.state, messages[-1].author))


def last_at(row: RoomSummary) -> Millis:
    """Return when something was last said in a room, as its row tells; 0 if it tells nothing."""
    return row["last"]["at"] if "last" in row else 0


def people_in(state: RoomState) -> int:
    """Return how many members a room has, agents not counted."""
    return sum(member.kind != "agent" and member.role != "left" for member in state.members.values())


def _name(state: RoomState, who: ParticipantId) -> str:
    member = state.members.get(who)
    return member.name if member is not None else local_name(who)


def _last(message: Message, author_name: str) -> LastMessage:
    return {
        "author": message.author,
        "author_name": author_name,
        "body": message.body[:200],
        "at": message.at,
        "seq": message.seq,
    }


def stored_row(row: RoomRow, person: ParticipantId) -> RoomSummary:
    """Return the row of a room that is not open, for `person`. The store keeps roles and visibilities as text."""
    shut_out = not row.collaboration and person != row.owner
    value: RoomSummary = {
        "id": row.id,
        "name": row.name,
        "topic": row.topic,
        "visibility": cast(Visibility, row.visibility),
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
        value["role"] = cast(Role, row.role)
        if row.last is not None and not shut_out:
            value["last"] = _last(row.last, row.last_name)
    return value


def invitation_row(state: RoomState, made: Invitation) -> InvitationRow:
    """Return a pending invitation of an open room as the store keeps it, and as the invited person sees it."""
    by_name = _name(state, made.by)
    return InvitationRow(
        made.id, state.id, state.name, made.by, by_name, made.role, people_in(state), made.at, made.expires_at
    )
