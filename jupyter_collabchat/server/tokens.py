"""Access tokens: delegations that people mint for scripts and kernels. Hashed at rest, scoped, ending, revocable."""

from __future__ import annotations

import secrets
from typing import Any

import msgspec

from .. import wire
from ..core.claims import request_key
from ..core.codec import digest
from ..core.errors import Rejection
from ..core.facts import Claim
from ..core.ids import RoomId
from ..core.model import Actor
from ..core.text import clean_name
from ..room.clock import Clock
from ..room.ports import Clash, NamedClaim, Store, TokenRow
from ..room.registry import Registry
from .guests import hashed
from .identity import ACCESS_TOKEN_PREFIX, own_login

SCOPES = ("read", "post", "ask")
MOST = 100
"""Access tokens that one person has at most, ended ones included until they are revoked."""
MAX_LIFETIME_MS = 366 * 24 * 3600 * 1000


class Tokens:
    """Minting and revoking, for people at their own login (RULES 8)."""

    def __init__(self, store: Store, registry: Registry, clock: Clock) -> None:
        self._store = store
        self._registry = registry
        self._clock = clock

    async def mint(self, actor: Actor, command: wire.MintToken) -> dict[str, Any]:
        """Return the ack of `mint_token`: the secret is shown this once.

        Raises:
            Rejection: `role/forbidden`, `frame/invalid`, `room/unknown`, `id/taken`, `token/limit`.
        """
        own_login(actor)
        first = await self._store.claim(actor.id, request_key(command.request))
        if first is not None:
            return _same_again(first, command)
        now = self._clock.now()
        if command.scope not in SCOPES:
            raise Rejection("frame/invalid", f"A scope is one of {', '.join(SCOPES)}.")
        if not now < command.expires_at <= now + MAX_LIFETIME_MS:
            raise Rejection("frame/invalid", "An access token ends within a year from now.")
        rooms = tuple(RoomId(room) for room in dict.fromkeys(command.rooms))
        for room in rooms:
            await self._registry.member_room(room, actor)
        if len(await self._store.tokens_of(actor.id)) >= MOST:
            raise Rejection("token/limit", "You have too many access tokens; revoke one first.")
        secret = ACCESS_TOKEN_PREFIX + secrets.token_urlsafe(32)
        row = TokenRow(
            secrets.token_urlsafe(9),
            actor.id,
            actor.name,
            clean_name(command.label),
            rooms,
            command.scope,
            command.expires_at,
            hashed(secret),
            now,
        )
        return await self._keep(row, command, secret)

    async def _keep(self, row: TokenRow, command: wire.MintToken, secret: str) -> dict[str, Any]:
        made = NamedClaim(row.owner, request_key(command.request), Claim(row.owner, digest(command), 0, row.id))
        try:
            await self._store.add_token(row, made)
        except Clash as clash:
            return _same_again(next(iter(clash.claims.values())), command)
        return {"seq": 0, "token": row.id, "secret": secret}

    async def revoke(self, actor: Actor, command: wire.RevokeToken) -> dict[str, Any]:
        """Return the ack of `revoke_token`; its sockets are closed by then. Raises `Rejection`: `token/unknown`."""
        own_login(actor)
        if not await self._store.revoke_token(actor.id, command.token):
            raise Rejection("token/unknown", "You have no such access token.")
        await self._end_sessions(actor)
        return {"seq": 0}

    async def _end_sessions(self, actor: Actor) -> None:
        for room in self._registry.open_rooms():
            for session in tuple(room.sessions):
                if session.actor.id == actor.id and not session.actor.is_interactive:
                    await session.recheck()

    async def listed(self, actor: Actor) -> list[dict[str, Any]]:
        """Return a person's tokens, without secrets."""
        own_login(actor)
        rows = await self._store.tokens_of(actor.id)
        return [_value(row) for row in rows]


def _same_again(first: Claim, command: wire.MintToken) -> dict[str, Any]:
    """Return the first ack of a request that was sent again, without the secret."""
    if first.digest != digest(command):
        raise Rejection("id/taken", "This request was used before for something else.")
    return {"seq": 0, "token": first.ref, "secret_shown": True}


def _value(row: TokenRow) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.to_builtins(row)
    return {key: part for key, part in value.items() if key not in ("hash", "owner", "owner_name")}
