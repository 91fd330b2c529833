"""What somebody sees of a room of the memory store without opening it: a row of their list, invitations."""

from __future__ import annotations

from jupyter_collabchat.core.ids import Millis, ParticipantId, kind_of
from jupyter_collabchat.core.model import Invitation
from jupyter_collabchat.room.ports import InvitationRow, RoomRow

from . import archive
from .memory_room import MemoryRoom

_MOST = 100


def row_for(room: MemoryRoom, person: ParticipantId) -> RoomRow | None:
    """Return the room in somebody's list, or None if they may not see it."""
    member = room.members.get(person)
    role = None if member is None or member.role == "left" else member.role
    if room.row.deleted or (role is None and not _is_shown(room, person)):
        return None
    return _row(room, role, _news(room, person) if role is not None else {})


def _is_shown(room: MemoryRoom, person: ParticipantId) -> bool:
    return room.row.visibility == "listed" and kind_of(person) == "user" and person not in room.removed


def _row(room: MemoryRoom, role: str | None, news: dict[str, object]) -> RoomRow:
    fields = {name: getattr(room.row, name) for name in archive.ROOM_FIELDS if name != "deleted"}
    owner_name = room.members[room.row.owner].name
    return RoomRow(**fields, owner_name=owner_name, members=_people(room), role=role, **news)  # type: ignore[arg-type]


def _people(room: MemoryRoom) -> int:
    return sum(member.role != "left" and member.kind != "agent" for member in room.members.values())


def _news(room: MemoryRoom, person: ParticipantId) -> dict[str, object]:
    read_seq = room.receipts.get(person, 0)
    news = [message for message in room.messages.values() if message.seq > read_seq]
    last = max(room.messages.values(), key=lambda message: message.seq, default=None)
    return {
        "read_seq": read_seq,
        "unread": min(_MOST, sum(m.author != person and m.status != "redacted" for m in news)),
        "mentions": min(_MOST, sum(person in m.mentions for m in news)),
        "last": last,
        "last_name": room.names((last,)).get(last.author, "") if last is not None else "",
    }


def invitations_for(room: MemoryRoom, person: ParticipantId, now: Millis) -> list[InvitationRow]:
    """Return what somebody is invited to here: nothing, or one place."""
    pending = (made for made in room.invites.values() if made.who == person and made.expires_at > now)
    return [_invitation(room, made) for made in pending]


def _invitation(room: MemoryRoom, made: Invitation) -> InvitationRow:
    by = room.members.get(made.by)
    by_name = by.name if by is not None else ""
    head = (made.id, room.row.id, room.row.name, made.by, by_name, made.role)
    return InvitationRow(*head, _people(room), made.at, made.expires_at)
