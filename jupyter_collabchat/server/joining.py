"""Coming in by a share link: `join`. Whatever is wrong with a link is answered alike, in words and in time (RULES 24).

Looks a secret up by its hash and asks each room of the link, which decides for itself; makes a guest of whoever has no
account here.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from .. import wire
from ..core.admission import places
from ..core.commands import RedeemShare
from ..core.errors import Rejection
from ..core.ids import ShareId
from ..core.model import Actor
from ..core.redemption import is_live
from ..room.ask import Ack
from ..room.ports import ShareRow, Store
from ..room.registry import Registry
from ..room.room import Room
from .guests import Guests, hashed, is_guest
from .misses import Misses

DEAD = ("share/dead", "This link does not work any more. Ask for a new one.")
FULL = ("room/full", "This room is full. Ask its owner to make room for you.")
BEAT_S = 0.25
"""A refusal leaves on the next beat: its time does not tell a link that was good once from one that never was."""


class Joined(msgspec.Struct, frozen=True):
    """An ack of `join`, and the secret of a guest who was made for it."""

    ack: dict[str, Any]
    secret: str | None

    def __repr__(self) -> str:
        """Keep the secret out of logs and tracebacks."""
        return f"Joined(me={self.ack['me']!r})"


class Joining:
    """The door of share links."""

    def __init__(self, store: Store, registry: Registry, guests: Guests) -> None:
        self.misses = Misses()
        self.wait: Callable[[float], Awaitable[None]] = asyncio.sleep
        self._store = store
        self._registry = registry
        self._guests = guests
        self._one_at_a_time = asyncio.Lock()

    async def join(self, actor: Actor | None, address: str, command: wire.Join) -> Joined:
        """Return the ack of `join`. `actor` None: nobody, who becomes a guest.

        Raises:
            Rejection: `share/dead`, `room/full`, `rate/limited`, `role/forbidden` for access tokens, `storage`.
        """
        if actor is not None and not actor.is_interactive:
            raise Rejection("role/forbidden", "An access token may not do this; use your own login.")
        who = address if actor is None or is_guest(actor.id) else actor.id
        began = time.monotonic()
        try:
            share = await self._known(command.secret, who)
            return await self._redeem(share, actor, command.name)
        except Rejection as refused:
            if refused.code == DEAD[0]:
                self.misses.count(who)
            if refused.code in (DEAD[0], FULL[0]):
                await self.wait(BEAT_S - (time.monotonic() - began) % BEAT_S)
            raise

    async def _known(self, secret: str, who: str) -> ShareRow:
        """Return what a secret opens; one at a time, so that guesses made at once are all counted."""
        wanted = hashed(secret)
        async with self._one_at_a_time:
            self.misses.check(who)
            share = await self._store.share(wanted)
            if share is None or not hmac.compare_digest(share.hash, wanted):
                raise Rejection(*DEAD)
            return share

    async def _redeem(self, share: ShareRow, actor: Actor | None, name: str | None) -> Joined:
        there = [await self._registry.there(room) for room in share.rooms]
        rooms = [room for room in there if room is not None]
        secret = None
        if actor is None:
            _check_open(rooms, share.id)
            actor, secret = await self._guests.welcome(name)
        elif is_guest(actor.id):
            actor = msgspec.structs.replace(actor, name=name or actor.name)
        else:
            actor = await self._registry.as_called(actor)
        entered = await self._enter(rooms, share.id, actor)
        values = [
            {"id": room.id, "name": room.state.name, "role": room.state.members[actor.id].role} for room, _ in entered
        ]
        ack = {"seq": entered[0][1].seq, "rooms": values, "me": actor.id, "guest": is_guest(actor.id)}
        return Joined(ack, secret)

    async def _enter(self, rooms: Sequence[Room], share: ShareId, actor: Actor) -> list[tuple[Room, Ack]]:
        """Go into every room of a link that admits; raise `Rejection` if none does."""
        entered: list[tuple[Room, Ack]] = []
        why = Rejection(*DEAD)
        for room in rooms:
            try:
                ack = await room.act(RedeemShare(actor.id, actor.name, share))
            except Rejection as refused:
                if refused.code in ("room/full", "storage"):
                    why = refused
            else:
                if room.state.present(actor.id) is not None:
                    entered.append((room, ack))
        if not entered:
            raise why
        return entered


def _check_open(rooms: Sequence[Room], share: ShareId) -> None:
    """Refuse before a guest is made for nothing. Raises `Rejection`."""
    live = [
        room
        for room in rooms
        if (known := room.state.shares.get(share)) is not None and is_live(room.state, known, room.house.clock.now())
    ]
    if not live:
        raise Rejection(*DEAD)
    if all(len(places(room.state)) >= room.house.settings.limits.max_members for room in live):
        raise Rejection(*FULL)
