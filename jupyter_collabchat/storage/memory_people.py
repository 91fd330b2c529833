"""What the memory store keeps about people, and what their secrets open: not about any one room, but for claims."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import ParticipantId, kind_of, local_name
from jupyter_collabchat.room.ports import (
    Clash,
    GuestRow,
    NamedClaim,
    Preferences,
    ShareRow,
    StorageFailed,
    TokenRow,
)

from .text import fold


class MemoryPeople:
    """The half of a `room.ports.Store` that is not about any one room."""

    def __init__(self) -> None:
        self._claims: dict[tuple[str, str], Claim] = {}
        self._people: dict[ParticipantId, str] = {}
        self._preferences: dict[ParticipantId, Preferences] = {}
        self._tokens: dict[str, TokenRow] = {}
        self._shares: dict[str, ShareRow] = {}
        self._guests: dict[bytes, GuestRow] = {}
        self._is_closed = False

    async def close(self) -> None:
        """Accept nothing more."""
        self._is_closed = True

    def _check_open(self) -> None:
        if self._is_closed:
            raise StorageFailed("The store is closed.")

    def _make(self, claims: Sequence[NamedClaim]) -> None:
        """Keep ids, all or none. Raises `Clash`."""
        made: dict[tuple[str, str], Claim] = {}
        known: dict[str, Claim] = {}
        for named in claims:
            place = (named.scope, named.key)
            first = self._claims.get(place) or made.get(place)
            if first is not None:
                known[named.key] = first
            made.setdefault(place, named.claim)
        if known:
            raise Clash(known)
        self._claims.update(made)

    async def claim(self, scope: str, key: str) -> Claim | None:
        """Return an id's first maker."""
        return self._claims.get((scope, key))

    # --- names and wishes

    async def remember(self, person: ParticipantId, name: str) -> None:
        """Note somebody's name."""
        self._check_open()
        self._people[person] = name

    async def people(self, prefix: str, limit: int) -> tuple[tuple[ParticipantId, str], ...]:
        """Return known accounts."""
        low = fold(prefix)
        accounts = [(who, name) for who, name in self._people.items() if kind_of(who) == "user"]
        found = [
            (fold(name), who, name)
            for who, name in accounts
            if fold(name).startswith(low) or fold(local_name(who)).startswith(low)
        ]
        return tuple((who, name) for _, who, name in sorted(found)[:limit])

    async def known(self, people: Sequence[ParticipantId]) -> dict[ParticipantId, str]:
        """Return the names of those who were seen."""
        return {who: self._people[who] for who in people if who in self._people}

    async def preferences(self, person: ParticipantId) -> Preferences:
        """Return somebody's wishes."""
        return self._preferences.get(person, Preferences())

    async def save_preferences(self, person: ParticipantId, preferences: Preferences) -> None:
        """Keep somebody's wishes."""
        self._check_open()
        self._preferences[person] = preferences

    async def hidden_receipts(self, people: Sequence[ParticipantId]) -> frozenset[ParticipantId]:
        """Return who shows no read position."""
        return frozenset(who for who in people if who in self._preferences and not self._preferences[who].receipts)

    # --- secrets

    async def add_token(self, token: TokenRow, request: NamedClaim) -> None:
        """Keep a delegation. Raises `Clash`."""
        self._check_open()
        self._make((request,))
        self._tokens[token.id] = token

    async def token(self, hash: bytes) -> TokenRow | None:
        """Return a delegation."""
        return next((token for token in self._tokens.values() if token.hash == hash), None)

    async def tokens_of(self, owner: ParticipantId) -> tuple[TokenRow, ...]:
        """Return somebody's delegations."""
        own = [token for token in self._tokens.values() if token.owner == owner]
        return tuple(sorted(own, key=lambda token: (token.created_at, token.id), reverse=True))

    async def revoke_token(self, owner: ParticipantId, token: str) -> bool:
        """Forget a delegation."""
        known = self._tokens.get(token)
        return known is not None and known.owner == owner and self._tokens.pop(token) is not None

    async def add_share(self, share: ShareRow, request: NamedClaim) -> None:
        """Keep what a link opens. Raises `Clash`."""
        self._check_open()
        self._make((request,))
        self._shares[share.id] = share

    async def share(self, hash: bytes) -> ShareRow | None:
        """Return what a secret opens."""
        return next((share for share in self._shares.values() if share.hash == hash), None)

    async def share_named(self, id: str) -> ShareRow | None:
        """Return what a link opens."""
        return self._shares.get(id)

    async def add_guest(self, guest: GuestRow) -> None:
        """Keep a guest."""
        self._check_open()
        self._guests[guest.hash] = guest

    async def guest(self, hash: bytes) -> GuestRow | None:
        """Return a guest."""
        return self._guests.get(hash)

    async def forget_guest(self, person: ParticipantId) -> None:
        """Forget a guest."""
        self._check_open()
        self._guests = {hash: guest for hash, guest in self._guests.items() if guest.id != person}
