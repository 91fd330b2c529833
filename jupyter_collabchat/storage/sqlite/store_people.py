"""The half of the SQLite store that is about people and what their secrets open, not about any one room's log."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from jupyter_collabchat.core.ids import Millis, ParticipantId, RoomId
from jupyter_collabchat.room.ports import GuestRow, InvitationRow, NamedClaim, Preferences, RoomRow, ShareRow, TokenRow

from . import directory, invitations, keys, lobby
from .writer import Writer


class SqlitePeople:
    """Each method names the query that the writer thread runs."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    # --- what somebody sees before opening a room

    async def rooms_of(self, person: ParticipantId, only: RoomId | None = None) -> tuple[RoomRow, ...]:
        """Return somebody's list of rooms."""
        return await self._writer.read(partial(lobby.rooms_of, person=person, only=only))

    async def invitation(self, id: str) -> tuple[RoomId, ParticipantId] | None:
        """Return where an invitation lives and whom it is for."""
        return await self._writer.read(partial(invitations.find, key=id))

    async def invitations_of(self, person: ParticipantId, now: Millis) -> tuple[InvitationRow, ...]:
        """Return somebody's pending invitations."""
        return await self._writer.read(partial(invitations.invitations_of, person=person, now=now))

    # --- names and wishes

    async def remember(self, person: ParticipantId, name: str) -> None:
        """Note somebody's name."""
        await self._writer.change(partial(directory.remember, person=person, name=name))

    async def people(self, prefix: str, limit: int) -> tuple[tuple[ParticipantId, str], ...]:
        """Return known accounts."""
        return await self._writer.read(partial(directory.people, prefix=prefix, limit=limit))

    async def known(self, people: Sequence[ParticipantId]) -> dict[ParticipantId, str]:
        """Return the names of those who were seen."""
        return await self._writer.read(partial(directory.known, who=tuple(people)))

    async def preferences(self, person: ParticipantId) -> Preferences:
        """Return somebody's wishes."""
        return await self._writer.read(partial(directory.preferences, person=person))

    async def save_preferences(self, person: ParticipantId, preferences: Preferences) -> None:
        """Keep somebody's wishes."""
        await self._writer.change(partial(directory.save_preferences, person=person, wishes=preferences))

    async def hidden_receipts(self, people: Sequence[ParticipantId]) -> frozenset[ParticipantId]:
        """Return who shows no read position."""
        return await self._writer.read(partial(directory.hidden_receipts, who=tuple(people)))

    # --- secrets

    async def add_token(self, token: TokenRow, request: NamedClaim) -> None:
        """Keep a delegation. Raises `Clash`."""
        await self._writer.change(partial(keys.add_token, token=token, request=request))

    async def token(self, hash: bytes) -> TokenRow | None:
        """Return a delegation."""
        return await self._writer.read(partial(keys.token, digest=hash))

    async def tokens_of(self, owner: ParticipantId) -> tuple[TokenRow, ...]:
        """Return somebody's delegations."""
        return await self._writer.read(partial(keys.tokens_of, owner=owner))

    async def revoke_token(self, owner: ParticipantId, token: str) -> bool:
        """Forget a delegation."""
        return await self._writer.change(partial(keys.revoke_token, owner=owner, key=token))

    async def add_share(self, share: ShareRow, request: NamedClaim) -> None:
        """Keep what a link opens. Raises `Clash`."""
        await self._writer.change(partial(keys.add_share, share=share, request=request))

    async def share(self, hash: bytes) -> ShareRow | None:
        """Return what a secret opens."""
        return await self._writer.read(partial(keys.share, digest=hash))

    async def share_named(self, id: str) -> ShareRow | None:
        """Return what a link opens."""
        return await self._writer.read(partial(keys.share_named, key=id))

    async def add_guest(self, guest: GuestRow) -> None:
        """Keep a guest."""
        await self._writer.change(partial(keys.add_guest, guest=guest))

    async def guest(self, hash: bytes) -> GuestRow | None:
        """Return a guest."""
        return await self._writer.read(partial(keys.guest, digest=hash))

    async def forget_guest(self, person: ParticipantId) -> None:
        """Forget a guest."""
        await self._writer.change(partial(keys.forget_guest, person=person))
