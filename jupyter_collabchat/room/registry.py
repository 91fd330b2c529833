"""The open rooms of a server: opened once however many ask, closed when nobody needs them. Also makes new ones."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from .. import wire
from ..core.claims import request_key
from ..core.commands import AcceptInvite, AnyCommand, CreateRoom, JoinRoom
from ..core.decide import decide
from ..core.errors import Rejection
from ..core.facts import Facts
from ..core.ids import RoomId, kind_of
from ..core.model import Actor, RoomState
from ..core.policy import is_visible
from .ask import Ack
from .forking import Forking
from .house import House
from .ports import Clash, Connection, NamedClaim, StorageFailed, Write
from .rates import Rates
from .room import Room
from .session import Session

log = logging.getLogger(__name__)

UNKNOWN = ("room/unknown", "There is no such room for you.")
SOLO = ("room/solo", "This room is not shared with anybody now; its owner can change that.")
_SWEEP_S = 5.0
_STORAGE = ("storage", "The server cannot reach its storage; try again in a moment.")


class Registry:
    """All rooms of one server. `opened` and `closing` tell the agents' host."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.opened: Callable[[Room], None] = lambda room: None
        self.closing: Callable[[Room], Awaitable[None]] = _nothing
        self._rooms: dict[RoomId, asyncio.Task[Room]] = {}
        self._closing: dict[RoomId, asyncio.Task[None]] = {}
        self._idle_since: dict[RoomId, float] = {}
        self._creations = Rates(0.2, 10)
        self._sweeper: asyncio.Task[None] | None = None
        self._shut = False
        self.forking = Forking(self)
        house.detours.append(self.forking.detour)

    # --- finding

    def find(self, room: RoomId) -> Room | None:
        """Return an open room, without opening it."""
        task = self._rooms.get(room)
        if task is None or not task.done() or task.cancelled() or task.exception() is not None:
            return None
        return task.result()

    def open_rooms(self) -> tuple[Room, ...]:
        """Return the rooms that are open."""
        return tuple(room for key in tuple(self._rooms) if (room := self.find(key)) is not None)

    async def open(self, room: RoomId) -> Room:
        """Return the room, opened if it was not.

        Raises:
            Rejection: `room/unknown`, `storage`, `room/elsewhere`, `overloaded` while shutting down.
        """
        if self._shut:
            raise Rejection("overloaded", "The server is stopping.")
        self._idle_since.pop(room, None)
        if self._sweeper is None:
            self._sweeper = asyncio.ensure_future(self._sweep_often())
        task = self._rooms.get(room)
        if task is None:
            task = self._rooms[room] = asyncio.ensure_future(self._load(room))
            task.add_done_callback(lambda done: self._forget_failed(room, done))
        return await asyncio.shield(task)

    def _forget_failed(self, room: RoomId, task: asyncio.Task[Room]) -> None:
        if (task.cancelled() or task.exception() is not None) and self._rooms.get(room) is task:
            del self._rooms[room]

    async def _load(self, room: RoomId) -> Room:
        if room in self._closing:
            await asyncio.wait([self._closing[room]])
        try:
            loaded = await self.house.store.load(room)
            if loaded is None:
                raise Rejection(*UNKNOWN)
            opened = await Room.open(self.house, loaded)
        except StorageFailed as failure:
            raise Rejection(*_STORAGE) from failure
        if opened.state.deleted:
            await opened.close()
            raise Rejection(*UNKNOWN)
        self.opened(opened)
        await self.forking.opened(opened)
        return opened

    async def there(self, room: RoomId) -> Room | None:
        """Return the room like `open`, or None if there is none (any more)."""
        try:
            found = await self.open(room)
        except Rejection as refused:
            if refused.code != "room/unknown":
                raise
            return None
        return None if found.state.deleted else found

    async def member_room(self, room: RoomId, actor: Actor) -> Room:
        """Return a room for one of its members: to others it is as unknown as one that does not exist.

        Raises:
            Rejection: `room/unknown`; `room/solo` if only the owner may be in it now.
        """
        if not actor.reaches(room):
            raise Rejection(*UNKNOWN)
        found = await self.open(room)
        if found.state.deleted or found.state.present(actor.id) is None:
            raise Rejection(*UNKNOWN)
        if not found.state.collaboration and actor.id != found.state.owner:
            raise Rejection(*SOLO)
        return found

    async def as_called(self, actor: Actor) -> Actor:
        """Return an actor under the name they prefer in rooms that they join."""
        preferences = await self.house.store.preferences(actor.id)
        return replace(actor, name=preferences.nickname) if preferences.nickname else actor

    # --- commands

    async def request(self, room: RoomId, actor: Actor, command: AnyCommand) -> Ack:
        """Send a command from outside a session: REST, the host of a page. Raises `Rejection`."""
        if not actor.reaches(room):
            raise Rejection(*UNKNOWN)
        found = await self.open(room)
        if not _may_know(found.state, actor):
            raise Rejection(*UNKNOWN)
        found.rates.take(actor.id)
        detour = self.house.detour(found, actor, command)
        if detour is not None:
            return await detour
        match command:
            case JoinRoom() | AcceptInvite():
                return await found.request(await self.as_called(actor), command)
            case _:
                return await found.request(actor, command)

    async def create(self, actor: Actor, command: CreateRoom) -> Ack:
        """Make a room; the same request again gets the first ack. Raises `Rejection`."""
        self.count_creation(actor)
        room = RoomId(secrets.token_urlsafe(12))
        facts = Facts(mint=lambda: room, limits=self.house.settings.limits, offers=self.house.offers)
        try:
            return await self._create(await self.as_called(actor), command, room, facts)
        except StorageFailed as failure:
            raise Rejection(*_STORAGE) from failure

    def count_creation(self, actor: Actor) -> None:
        """Count one more room that somebody asks for. Raises `Rejection` if these are too many."""
        self._creations.take(actor.id)

    async def _create(self, actor: Actor, command: CreateRoom, room: RoomId, facts: Facts) -> Ack:
        key = request_key(command.request)
        first = await self.house.store.claim(actor.id, key)
        known = facts if first is None else Facts(mint=facts.mint, limits=facts.limits, claims={key: first})
        draft = decide(RoomState(room), actor, command, self.house.clock.now(), known)
        if draft.entries and draft.claim is not None:
            claim = NamedClaim(actor.id, key, draft.made(ref=room))
            try:
                await self.house.store.append(Write(room, tuple(draft.entries), (claim,)))
            except Clash:
                return await self._create(actor, command, room, facts)
            opened = await self.open(room)
            self.house.lobby_changed(opened)
        return Ack(draft.seq, draft.ack)

    # --- sessions

    async def enter(self, room: RoomId, actor: Actor, connection: Connection, hello: wire.Hello) -> Session:
        """Let a member's connection into a room. Raises `Rejection`."""
        found = await self.member_room(room, actor)
        settings = self.house.settings
        mine = len(found.sessions_of(actor.id))
        if len(found.sessions) >= settings.max_sockets_per_room or mine >= settings.max_sockets_per_person:
            raise Rejection("overloaded", "Too many connections to this room.")
        session = Session(found, actor, connection, hello)
        session.welcome()
        return session

    # --- the end of rooms

    async def _sweep_often(self) -> None:
        while True:
            await asyncio.sleep(min(_SWEEP_S, self.house.settings.idle_room_timeout))
            try:
                await self.sweep()
            except Exception:
                log.exception("sweeping the rooms failed")

    async def sweep(self) -> None:
        """Look after all rooms: stalled readers and ended credentials go, and rooms that nobody needed for long."""
        now = time.monotonic()
        for room in self.open_rooms():
            for session in tuple(room.sessions):
                session.check()
            if room.is_idle:
                self._idle_since.setdefault(room.id, now)
            else:
                self._idle_since.pop(room.id, None)
        for key, since in tuple(self._idle_since.items()):
            if now - since >= self.house.settings.idle_room_timeout:
                await self._evict(key)

    async def _evict(self, key: RoomId) -> None:
        del self._idle_since[key]
        room = self.find(key)
        if room is None or not room.is_idle:
            return
        del self._rooms[key]
        self._closing[key] = asyncio.ensure_future(self._close(room))
        try:
            await self._closing[key]
        finally:
            del self._closing[key]

    async def _close(self, room: Room) -> None:
        await self.closing(room)
        try:
            await room.close()
        except StorageFailed:
            log.warning("room %s: its snapshot was not kept", room.id)

    async def close(self) -> None:
        """Close all rooms; nothing opens any more."""
        self._shut = True
        if self._sweeper is not None:
            self._sweeper.cancel()
        await self.forking.close()
        for room in self.open_rooms():
            await self._close(room)
        self._rooms.clear()


def _may_know(state: RoomState, actor: Actor) -> bool:
    """Whether `actor` may learn that there is this room; a guest never of one that they are not in."""
    is_guest = kind_of(actor.id) == "guest"
    return is_visible(state, actor.id) and (state.present(actor.id) is not None or not is_guest)


async def _nothing(room: Room) -> None:
    return None
