"""What a room needs from the outside, as protocols: a store for its log, and a connection for each session.

Implementations live in `storage` and `server`; this module knows neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ..core.events import Entry
from ..core.facts import Claim
from ..core.ids import MessageId, Millis, ParticipantId, RoomId, Seq
from ..core.model import Message, RoomState
from .kept import Blob as Blob
from .kept import Edit as Edit
from .kept import Found as Found
from .kept import GuestRow as GuestRow
from .kept import InvitationRow as InvitationRow
from .kept import Loaded as Loaded
from .kept import NamedClaim as NamedClaim
from .kept import Page as Page
from .kept import Preferences as Preferences
from .kept import RoomRow as RoomRow
from .kept import ShareRow as ShareRow
from .kept import TokenRow as TokenRow
from .kept import Write as Write

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


class Store(Protocol):
    """A durable log per room with its projections. `append` returns only when the bytes are on disk.

    Every method may raise `StorageFailed`. Methods may run concurrently for different rooms; a room calls `append`
    one at a time.
    """

    async def append(self, write: Write) -> None:
        """Append, and update archive, membership and claims in the same transaction. Raises `Clash`.

        After `room_cleared` or `room_deleted` nothing that was said before can be read, and soon nothing of it is kept:
        the log has its events without their content. The same goes, after `rolled_back`, for what was said since.
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
        """Keep checkpoints of unfinished messages, of others nothing; replaces all earlier ones of the room."""
        ...

    async def save_receipts(self, room: RoomId, receipts: Mapping[ParticipantId, Seq]) -> None:
        """Keep read positions; a position never moves back."""
        ...

    async def history(self, room: RoomId, before: Seq | None, after: Seq | None, limit: int) -> Page:
        """Return a page of the archive: the newest `limit` below `before`, or the oldest above `after`."""
        ...

    async def said_after(self, room: RoomId, seq: Seq) -> int:
        """Return how many messages the archive has after `seq`."""
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

    async def names(self, room: RoomId, people: Sequence[ParticipantId]) -> dict[ParticipantId, str]:
        """Return what those of `people` who are or were in the room are called there."""
        ...

    async def search(self, rooms: Sequence[RoomId], words: str, limit: int) -> tuple[Found, ...]:
        """Return messages that contain all `words`, newest first. Lags behind `append` by less than a second."""
        ...

    async def rooms_of(self, person: ParticipantId, only: RoomId | None = None) -> tuple[RoomRow, ...]:
        """Return the rooms `person` is in, and listed ones; or just the room `only` as `person` may see it.

        Guests, and who was removed from a listed room, see it only as members.
        """
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

    async def copy_blob(self, room: RoomId, id: str, to: RoomId, as_id: str) -> None:
        """Keep a blob in another room too, for its message there; copied again, or gone, nothing happens."""
        ...

    async def redacted(self, room: RoomId, until: Seq) -> tuple[MessageId, ...]:
        """Return the messages up to `until` that are redacted."""
        ...

    async def claim(self, scope: str, key: str) -> Claim | None:
        """Return an id's first maker, if it exists."""
        ...

    async def remember(self, person: ParticipantId, name: str) -> None:
        """Note that this server has seen a person under this name."""
        ...

    async def people(self, prefix: str, limit: int) -> tuple[tuple[ParticipantId, str], ...]:
        """Return known accounts whose name or username starts with `prefix`, case-insensitively. No guests."""
        ...

    async def known(self, people: Sequence[ParticipantId]) -> dict[ParticipantId, str]:
        """Return those of `people` that this server has seen, and under which name."""
        ...

    async def preferences(self, person: ParticipantId) -> Preferences:
        """Return how somebody wants to be in rooms; the usual, if they never said."""
        ...

    async def save_preferences(self, person: ParticipantId, preferences: Preferences) -> None:
        """Keep how somebody wants to be in rooms."""
        ...

    async def hidden_receipts(self, people: Sequence[ParticipantId]) -> frozenset[ParticipantId]:
        """Return those of `people` whose read positions are shown to nobody."""
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

    async def add_share(self, share: ShareRow, request: NamedClaim) -> None:
        """Keep what a share link opens, and the request that made it. Raises `Clash`."""
        ...

    async def share(self, hash: bytes) -> ShareRow | None:
        """Return what the secret with this hash opens."""
        ...

    async def share_named(self, id: str) -> ShareRow | None:
        """Return what the share link called `id` opens."""
        ...

    async def add_guest(self, guest: GuestRow) -> None:
        """Keep a guest, so that they are the same one when they come back."""
        ...

    async def guest(self, hash: bytes) -> GuestRow | None:
        """Return the guest whose cookie has this secret's hash."""
        ...

    async def forget_guest(self, person: ParticipantId) -> None:
        """Forget a guest: their cookie opens nothing any more."""
        ...

    async def invitation(self, id: str) -> tuple[RoomId, ParticipantId] | None:
        """Return the room of an invitation and whom it is for, even if it is pending no more."""
        ...

    async def invitations_of(self, person: ParticipantId, now: Millis) -> tuple[InvitationRow, ...]:
        """Return somebody's pending invitations that are not over at `now`, newest first."""
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
