"""Share links: their secrets, and their rooms together. Whom a link admits, each room decides (`core.shares`).

A secret is made here, shown once in the ack of `create_share`, and kept as a hash alone. No log, event or error has it.
"""

from __future__ import annotations

import secrets

from ..core import policy
from ..core.claims import request_key
from ..core.codec import digest
from ..core.commands import AddShare, CreateShare, RevokeShare
from ..core.errors import Rejection
from ..core.facts import Claim
from ..core.ids import Millis, RoomId, ShareId
from ..core.model import Actor, RoomState
from ..core.people import Share
from ..core.shares import find
from ..room.ask import Ack
from ..room.ports import Clash, NamedClaim, ShareRow, StorageFailed, Store
from ..room.registry import Registry
from ..room.room import Room
from .guests import hashed
from .shapes import ShareState, ShareValue

_OVER = frozenset({"share/unknown", "role/forbidden", "room/unknown"})
"""Of a link in another room: it was revoked, or its room handed on or deleted, at the same moment."""
_STORAGE = ("storage", "The server cannot reach its storage; try again in a moment.")


class Shares:
    """The share links of one server."""

    def __init__(self, store: Store, registry: Registry) -> None:
        self._store = store
        self._registry = registry

    async def submit(self, room: Room, actor: Actor, command: CreateShare | RevokeShare) -> Ack:
        """Do what concerns all rooms of a link, from whichever door it comes. Raises `Rejection`."""
        try:
            match command:
                case CreateShare():
                    return await self._create(room, actor, command)
                case RevokeShare():
                    return await self._revoke(room, actor, command)
        except StorageFailed as failure:
            raise Rejection(*_STORAGE) from failure

    # --- making

    async def _create(self, room: Room, actor: Actor, command: CreateShare) -> Ack:
        """Make a link: in this room, in its others, then the secret; sent again, it goes on where it was cut off."""
        first = await self._store.claim(actor.id, request_key(command.request)) if actor.is_interactive else None
        if first is not None:
            return _same_again(first, command)
        policy.admit(room.state, actor, command)
        if room.id not in command.rooms:
            raise Rejection("frame/invalid", "A share is asked of one of its own rooms.")
        names = [RoomId(name) for name in dict.fromkeys(command.rooms)]
        others = [await self._owned(name, actor) for name in names if name != room.id]
        ack = await room.request(actor, command)
        share = find(room.state, str(ack.result["share"]))
        for other in others:
            await other.act(AddShare(share.id, actor.id, share.terms))
        return await self._keep(ack, share, actor, command)

    async def _owned(self, name: RoomId, actor: Actor) -> Room:
        found = await self._registry.member_room(name, actor)
        if found.state.owner != actor.id:
            raise Rejection("role/forbidden", "Only the owner of a room may share it.", needs="owner")
        return found

    async def _keep(self, ack: Ack, share: Share, actor: Actor, command: CreateShare) -> Ack:
        secret = secrets.token_urlsafe(32)
        rooms = tuple(RoomId(name) for name in dict.fromkeys(command.rooms))
        row = ShareRow(share.id, rooms, hashed(secret), actor.id, share.at)
        made = NamedClaim(actor.id, request_key(command.request), Claim(actor.id, digest(command), ack.seq, share.id))
        try:
            await self._store.add_share(row, made)
        except Clash as clash:
            return _same_again(next(iter(clash.claims.values())), command)
        return Ack(ack.seq, {"share": share.id, "secret": secret})

    # --- revoking

    async def _revoke(self, room: Room, actor: Actor, command: RevokeShare) -> Ack:
        """End a link in all rooms that its revoker owns, this one last: sent again, it goes on where it was cut off."""
        policy.admit(room.state, actor, command)
        share = find(room.state, command.share).id
        row = await self._store.share_named(share)
        for name in row.rooms if row is not None else ():
            other = await self._registry.there(name) if name != room.id else None
            if other is not None and share in other.state.shares and other.state.owner == actor.id:
                await self._revoke_there(other, actor, command)
        return await room.request(actor, command)

    async def _revoke_there(self, other: Room, actor: Actor, command: RevokeShare) -> None:
        """Whatever else refuses it is told to who revokes, who sends it again: no room is skipped."""
        try:
            await other.request(actor, command)
        except Rejection as refused:
            if refused.code not in _OVER:
                raise

    # --- reading

    async def listed(self, room: Room, actor: Actor) -> list[ShareValue]:
        """Return a room's links for its owner, newest first, without anything secret. Raises `Rejection`."""
        if "create_share" not in policy.can(room.state.present(actor.id), actor.scope):
            raise Rejection("role/forbidden", "Only the owner may see the links of this room.", needs="owner")
        now = room.house.clock.now()
        newest_first = sorted(room.state.shares.values(), key=lambda share: share.at, reverse=True)
        return [await self._value(room, share, now) for share in newest_first]

    async def _value(self, room: Room, share: Share, now: Millis) -> ShareValue:
        row = await self._store.share_named(share.id)
        terms = share.terms
        return {
            "id": share.id,
            "label": terms.label,
            "rooms": row.rooms if row is not None else (room.id,),
            "role": terms.role,
            "votes": terms.votes,
            "consensus": terms.consensus,
            "by": share.by,
            "at": share.at,
            "expires_at": terms.expires_at,
            "max_uses": terms.max_uses,
            "uses": share.uses,
            "state": state_of(share, room.state, now),
            "suspended": share.suspended,
            "connections": connections(room, share.id),
        }


def state_of(share: Share, state: RoomState, now: Millis) -> ShareState:
    """Return why a link admits nobody, or `live`; what only its owner can change comes last."""
    if share.terms.expires_at <= now:
        return "expired"
    if share.terms.max_uses is not None and share.uses >= share.terms.max_uses:
        return "used_up"
    if share.suspended is not None or share.by != state.owner:
        return "suspended"
    return "live"


def connections(room: Room, share: ShareId) -> int:
    """Return how many sessions are open of those who came by a link."""
    members = room.state.members
    return sum(share in members[session.actor.id].grants for session in room.sessions if session.actor.id in members)


def _same_again(first: Claim, command: CreateShare) -> Ack:
    """Return the first ack of a request that was sent again, without the secret."""
    if first.digest != digest(command):
        raise Rejection("id/taken", "This request was used before for something else.")
    return Ack(first.seq, {"share": first.ref, "secret_shown": True})
