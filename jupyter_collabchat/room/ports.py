"""What a room needs from the outside, as protocols: a store for its log, and a connection for each session.

Implementations live in `storage` and `server`; this module knows neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

from ..core.events import Entry
from ..core.facts import Claim
from ..core.ids import MessageId, Millis, ParticipantId, RoomId, Seq
from ..core.model import Message, RoomState

# --- what a store may answer instead of doing it


class Clash(Exception):
    """An id of the write exists already: nothing was written. `claims` by claim key, as they were first made."""

    def __init__(self, claims: Mapping[str, Claim]) -> None:
        super().__init__(", ".join(claims))
        self.claims = claims


class StorageFailed(Exception):
    """The write may or may not have happened: read the end of the log before accepting more."""


class Elsewhere(Exception):
    """Another server holds this data; `holder` says which, for a person."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class Refused(Exception):
    """The data cannot be used at all (corrupt, or of a newer version); the sentence says why. The file is untouched."""


# --- what goes in and out


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


class Store(Protocol):
    """A durable log per room with its projections. `append` returns only when the bytes are on disk.

    Every method may raise `StorageFailed`. Methods may run concurrently for different rooms; a room calls `append`
    one at a time.
    """

    async def append(self, write: Write) -> None:
        """Append, and update archive, membership and claims in the same transaction. Raises `Clash`.

        Soon after `room_deleted` what was said in the room is gone: the log keeps its events without their content.
        The first write of a room starts with `room_created` at seq 1. Entries continue the room's seq without a gap.
        """
        ...

    async def load(self, room: RoomId) -> Loaded | None:
        """Return what rebuilds the room, or None if there is no such room. Cost independent of the room's length."""
        ...

    async def tail(self, room: RoomId, after: Seq) -> tuple[Entry, ...]:
        """Return the entries after `after`: what an ambiguous append left behind."""
        ...

    async def save_snapshot(self, state: RoomState) -> None:
        """Keep `state` as the newest snapshot of its room."""
        ...

    async def save_texts(self, room: RoomId, texts: Mapping[MessageId, str]) -> None:
        """Keep checkpoints of unfinished messages; replaces all earlier ones of the room."""
        ...

    async def save_receipts(self, room: RoomId, receipts: Mapping[ParticipantId, Seq]) -> None:
        """Keep read positions; a position never moves back."""
        ...

    async def history(self, room: RoomId, before: Seq | None, after: Seq | None, limit: int) -> Page:
        """Return a page of the archive: the newest `limit` below `before`, or the oldest above `after`."""
        ...

    async def messages(self, room: RoomId, ids: Sequence[MessageId]) -> dict[MessageId, Message]:
        """Return those of `ids` that exist, from the archive."""
        ...

    async def edits(self, room: RoomId, message: MessageId) -> tuple[Edit, ...]:
        """Return the former texts of a message, oldest first."""
        ...

    async def events(self, room: RoomId, after: Seq, limit: int) -> tuple[Entry, ...]:
        """Return the log itself, for audit."""
        ...

    async def polls(self, room: RoomId, before: Seq | None, limit: int) -> tuple[dict[str, Any], ...]:
        """Return decided polls with their ballots, newest first, as `archive.poll_row` made them."""
        ...

    async def search(self, rooms: Sequence[RoomId], words: str, limit: int) -> tuple[Found, ...]:
        """Return messages that contain all `words`, newest first. Lags behind `append` by less than a second."""
        ...

    async def rooms_of(self, person: ParticipantId, only: RoomId | None = None) -> tuple[RoomRow, ...]:
        """Return the rooms `person` is in, and listed ones; or just the room `only` as `person` may see it."""
        ...

    async def save_blob(self, room: RoomId, blob: Blob, room_bytes: int) -> bool:
        """Keep a part of an unfinished message, on disk before this returns.

        It goes with its message's redaction, and when the message ends without naming it in `mime`. False, and nothing
        is kept, if the message is not being written, or the room's blobs would have more than `room_bytes` together.
        """
        ...

    async def blob(self, room: RoomId, id: str) -> Blob | None:
        """Return a blob of this room; another room's is as unknown as none."""
        ...

    async def claim(self, scope: str, key: str) -> Claim | None:
        """Return an id's first maker, if it exists."""
        ...

    async def remember(self, person: ParticipantId, name: str) -> None:
        """Note that this server has seen a person under this name."""
        ...

    async def people(self, prefix: str, limit: int) -> tuple[tuple[ParticipantId, str], ...]:
        """Return known people whose name or username starts with `prefix`, case-insensitively."""
        ...

    async def add_token(self, token: TokenRow, request: NamedClaim) -> None:
        """Keep a delegation and the request that made it. Raises `Clash`."""
        ...

    async def token(self, hash: bytes) -> TokenRow | None:
        """Return the delegation with this secret's hash."""
        ...

    async def tokens_of(self, owner: ParticipantId) -> tuple[TokenRow, ...]:
        """Return a person's delegations, newest first."""
        ...

    async def revoke_token(self, owner: ParticipantId, token: str) -> bool:
        """Forget a delegation; False if this person has none of that id."""
        ...

    async def close(self) -> None:
        """Finish what was accepted, then let go of the data."""
        ...


class Connection(Protocol):
    """The transport of one session. Frames are complete WebSocket frames, framed once for everybody."""

    def send(self, frames: bytes) -> bool:
        """Hand over bytes; False when some of them now wait for a slow reader."""
        ...

    def queued_bytes(self) -> int:
        """Return how much waits to be read by the other side."""
        ...

    async def recheck(self) -> None:
        """Look again whether the credential it was opened with is still good; close if not."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Say why and end; a stalled peer is cut at once."""
        ...
