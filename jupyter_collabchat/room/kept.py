"""What goes into a store and comes out of it, as data. `ports` says what a store does with them; this knows no rule."""

from __future__ import annotations

import msgspec

from ..core.events import Entry
from ..core.facts import Claim
from ..core.ids import InviteId, MessageId, Millis, ParticipantId, RoomId, Seq, ShareId
from ..core.model import Message, RoomState
from ..core.people import GrantedRole


class NamedClaim(msgspec.Struct, frozen=True):
    """An id that a write makes: unique in its `scope` (a room id, or a person's id for requests) for ever."""

    scope: str
    key: str
    claim: Claim


class Write(msgspec.Struct, frozen=True):
    """One append: consecutive entries of one room, and the ids they make. All of it, or none."""

    room: RoomId
    entries: tuple[Entry, ...]
    claims: tuple[NamedClaim, ...] = ()


class Loaded(msgspec.Struct, frozen=True):
    """What a room is rebuilt from: the newest snapshot, the entries after it, unfinished texts, read positions."""

    snapshot: RoomState
    tail: tuple[Entry, ...]
    texts: dict[MessageId, str] = {}
    receipts: dict[ParticipantId, Seq] = {}


class Page(msgspec.Struct, frozen=True):
    """Messages ascending by seq. `has_more`: in the direction that was asked for."""

    messages: tuple[Message, ...]
    has_more: bool
    names: dict[ParticipantId, str] = {}


class Edit(msgspec.Struct, frozen=True):
    """A former text of a message and when it was replaced."""

    body: str
    at: Millis


class RoomRow(msgspec.Struct, frozen=True):
    """One room in somebody's list, read without opening it. `role` is None for a listed room they are not in."""

    id: RoomId
    name: str
    topic: str
    visibility: str
    scope: str | None
    owner: ParticipantId
    owner_name: str
    members: int
    role: str | None
    read_seq: Seq = 0
    unread: int = 0
    """At most 100; by others, after `read_seq`."""
    mentions: int = 0
    last: Message | None = None
    last_name: str = ""
    collaboration: bool = True
    archived: bool = False


class TokenRow(msgspec.Struct, frozen=True):
    """A delegation; the secret itself is kept only as `hash` (SHA-256)."""

    id: str
    owner: ParticipantId
    owner_name: str
    label: str
    rooms: tuple[RoomId, ...]
    scope: str
    expires_at: Millis
    hash: bytes
    created_at: Millis


class Found(msgspec.Struct, frozen=True):
    """One hit of a search."""

    room: RoomId
    message: Message
    snippet: str


class Blob(msgspec.Struct, frozen=True):
    """Bytes too large for the message that owns them. `id` is unguessable, minted by the room."""

    id: str
    message: MessageId
    mime: str
    data: bytes


class ShareRow(msgspec.Struct, frozen=True):
    """What a share link's secret opens. The secret itself is kept only as `hash` (SHA-256).

    Whether the link still admits anybody is not here: each of `rooms` knows for itself.
    """

    id: ShareId
    rooms: tuple[RoomId, ...]
    hash: bytes
    owner: ParticipantId
    created_at: Millis


class GuestRow(msgspec.Struct, frozen=True):
    """Somebody without an account. The secret of their cookie is kept only as `hash` (SHA-256)."""

    id: ParticipantId
    name: str
    hash: bytes
    created_at: Millis


class InvitationRow(msgspec.Struct, frozen=True):
    """A pending invitation as the invited person sees it, read without opening the room."""

    id: InviteId
    room: RoomId
    room_name: str
    by: ParticipantId
    by_name: str
    role: GrantedRole
    members: int
    at: Millis
    expires_at: Millis


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True):
    """How somebody wants to be in rooms. `nickname` is for rooms they join from now on; "" is none."""

    nickname: str = ""
    receipts: bool = True
    """Off: how far they read is kept for them, and shown to nobody."""
