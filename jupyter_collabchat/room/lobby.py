"""Everybody's list of rooms, live: rows as `GET rooms` gives them, and a notice when one of them changes.

A row of a room that nobody has open comes from the store; rows of open rooms are kept current from their state.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from .. import wire
from ..core.errors import Rejection
from ..core.events import Entry, InviteEnded, MemberInvited
from ..core.ids import InviteId, Millis, ParticipantId, RoomId
from ..core.model import Actor
from .endings import Endings
from .ports import Connection, InvitationRow, RoomRow
from .registry import Registry
from .rows import invitation_row, last_at, live_row, stored_row
from .session import MAX_BAD_IN_A_ROW
from .shapes import LobbyWelcome, RoomSummary

if TYPE_CHECKING:
    from .room import Room

log = logging.getLogger(__name__)

_INTERVAL_S = 0.25
_PEOPLE_PER_S = 400
"""With many people in the lobby, a busy room is told less often."""


class Lobby:
    """All lobby sessions of a server."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._sessions: dict[ParticipantId, set[LobbySession]] = {}
        self._due: dict[RoomId, asyncio.TimerHandle] = {}
        self._endings = Endings(registry.house.clock, self._tell_gone)

    # --- rows

    async def rooms_for(self, actor: Actor) -> list[RoomSummary]:
        """Return the rooms `actor` is in and the listed ones, newest activity first."""
        rows = await self._registry.house.store.rooms_of(actor.id)
        values = (self._value(row, actor.id) for row in rows)
        return sorted(filter(None, values), key=last_at, reverse=True)

    async def invitations_for(self, actor: Actor) -> tuple[InvitationRow, ...]:
        """Return what `actor` is invited to and has not answered, newest first."""
        if not actor.is_interactive:
            return ()
        return await self._registry.house.store.invitations_of(actor.id, self.now())

    def _value(self, row: RoomRow, person: ParticipantId) -> RoomSummary | None:
        room = self._registry.find(row.id)
        return stored_row(row, person) if room is None else live_row(room, person)

    # --- telling

    def changed(self, room: Room) -> None:
        """Note that a room's row may read differently; told at most four times per second."""
        if self._sessions and room.id not in self._due:
            people = sum(map(len, self._sessions.values()))
            delay = max(_INTERVAL_S, people / _PEOPLE_PER_S)
            self._due[room.id] = asyncio.get_running_loop().call_later(delay, self._tell, room)

    def _tell(self, room: Room) -> None:
        self._due.pop(room.id, None)
        gone = wire.text_frame(wire.notice("room_gone", room=room.id))
        for person, sessions in self._sessions.items():
            row = live_row(room, person)
            for session in tuple(sessions):
                if row is not None:
                    session.tell(wire.text_frame(wire.notice("room", room=row)))
                    session.shown.add(room.id)
                elif room.id in session.shown:
                    session.shown.discard(room.id)
                    session.tell(gone)

    def heard(self, room: Room, entries: Sequence[Entry]) -> None:
        """Tell people at once that they are invited, or are no more (`house.Watcher`)."""
        for entry in entries:
            match entry.event:
                case MemberInvited(invite, who):
                    made = room.state.invites.get(invite)
                    if made is not None:
                        row = invitation_row(room.state, made)
                        self._watch(who, (row,))
                        self.tell(who, wire.notice("invitation", invitation=row))
                case InviteEnded(invite, who):
                    if self._endings.settle(who, invite):
                        self._tell_gone(who, invite)
                case _:
                    pass

    def _watch(self, who: ParticipantId, rows: Sequence[InvitationRow]) -> None:
        if who in self._sessions:
            self._endings.watch(who, ((row.id, row.expires_at) for row in rows))

    def _tell_gone(self, who: ParticipantId, invite: InviteId) -> None:
        self.tell(who, wire.notice("invitation_gone", invitation=invite))

    def tell(self, who: ParticipantId, text: bytes) -> None:
        """Send one text frame to every lobby session of a participant."""
        frame = wire.text_frame(text)
        for session in tuple(self._sessions.get(who, ())):
            session.tell(frame)

    # --- sessions

    async def enter(self, actor: Actor, connection: Connection, hello: wire.Hello) -> LobbySession:
        """Greet a lobby connection with all its rooms. Raises `Rejection`."""
        mine = self._sessions.get(actor.id, set())
        if len(mine) >= self._registry.house.settings.max_sockets_per_person:
            raise Rejection("overloaded", "Too many connections to the lobby.")
        session = LobbySession(self, actor, connection)
        self._sessions.setdefault(actor.id, set()).add(session)
        try:
            rows, invitations = await self.rooms_for(actor), await self.invitations_for(actor)
        except BaseException:
            self.leave(session)
            raise
        self._watch(actor.id, invitations)
        session.welcome(rows, invitations, self.now())
        return session

    def now(self) -> Millis:
        """Return the server's time."""
        return self._registry.house.clock.now()

    def leave(self, session: LobbySession) -> None:
        """A lobby connection ended."""
        mine = self._sessions.get(session.actor.id)
        if mine is not None:
            mine.discard(session)
            if not mine:
                del self._sessions[session.actor.id]
                self._endings.forget(session.actor.id)

    def close(self) -> None:
        """End all lobby connections: the server stops."""
        for timer in self._due.values():
            timer.cancel()
        self._endings.close()
        for sessions in tuple(self._sessions.values()):
            for session in tuple(sessions):
                session.close(wire.RESTARTING, "The server is restarting.")


class LobbySession:
    """One connection to the lobby: it only hears, and pings."""

    def __init__(self, lobby: Lobby, actor: Actor, connection: Connection) -> None:
        self.actor = actor
        self.shown: set[RoomId] = set()
        self._lobby = lobby
        self._connection = connection
        self._early: list[bytes] | None = []
        """Notices that came while the rows of the welcome were read; None once it is sent."""
        self._bad = 0
        self._closed = False

    def welcome(self, rooms: list[RoomSummary], invitations: tuple[InvitationRow, ...], now: Millis) -> None:
        """Say who this is and what there is."""
        welcome: LobbyWelcome = {
            "session": secrets.token_urlsafe(6),
            "me": self.actor.id,
            "rooms": rooms,
            "invitations": invitations,
            "now": now,
        }
        early, self._early = self._early or [], None
        self.shown.update(row["id"] for row in rooms)
        self.send(wire.text_frame(wire.encode({"welcome": welcome})) + b"".join(early))

    def receive(self, data: str | bytes) -> None:
        """Answer a ping; there is nothing else to say here."""
        if self._closed:
            return
        if isinstance(data, bytes):
            self.close(wire.BAD_FRAME, "The lobby has no document.")
            return
        try:
            self._take(data)
        except Rejection as refused:
            frame_id = refused.frame_id if isinstance(refused, wire.BadFrame) else None
            self.send(wire.text_frame(wire.reject(frame_id, refused)))
            self._bad += 1
            if self._bad >= MAX_BAD_IN_A_ROW:
                self.close(wire.BAD_FRAME, "Too many frames that are not of this protocol.")

    def _take(self, data: str) -> None:
        if wire.size_of(data) > wire.MAX_FRAME_BYTES:
            raise Rejection("frame/too-large", "A frame may have at most 64 KiB.")
        frame = wire.decode_up(data)
        if frame.hello is not msgspec.UNSET:
            self.close(wire.BAD_FRAME, "Only the first frame is a hello.")
        elif frame.ping is msgspec.UNSET:
            raise wire.bad("frame/invalid", "The lobby hears only pings; send commands by REST.", frame.id)
        else:
            self._bad = 0
            pong = wire.encode({"pong": frame.ping, "now": self._lobby.now()})
            self.send(wire.text_frame(pong))

    def tell(self, frames: bytes) -> None:
        """Hand over a notice, but never before the welcome."""
        if self._early is not None:
            self._early.append(frames)
        else:
            self.send(frames)

    def send(self, frames: bytes) -> None:
        """Hand over text; a reader that lets too much pile up is let go."""
        if self._closed:
            return
        limit = self._lobby._registry.house.settings.stalled_text_bytes
        if not self._connection.send(frames) and self._connection.queued_bytes() > limit:
            self.close(wire.TOO_SLOW, "Too much is waiting to be read.")

    def drained(self) -> None:
        """Nothing was withheld."""

    def close(self, code: int, reason: str) -> None:
        """End this connection."""
        if not self._closed:
            self._closed = True
            self._lobby.leave(self)
            self._connection.close(code, reason)

    def ended(self) -> None:
        """The connection is gone."""
        self._closed = True
        self._lobby.leave(self)
