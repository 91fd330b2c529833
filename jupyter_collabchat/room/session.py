"""One connection of one participant to one room: reads frames, hands commands to the room, skips a slow reader.

Knows a `Connection`, never a socket. A refused command is an answer; only abuse of the protocol closes.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Awaitable
from typing import TYPE_CHECKING

import msgspec

from .. import wire
from ..core import policy
from ..core.errors import Rejection
from ..core.model import Actor, Member
from . import epochs
from .ask import Ack, Ask
from .ports import Connection
from .rates import Bucket

if TYPE_CHECKING:
    from .room import Room

log = logging.getLogger(__name__)

MAX_BAD_IN_A_ROW = 3
MAX_LIMITED = 50
SYNC_EVERY_S = 5
WRITE = "collabchat:write"
_EMPTY_UPDATE = b"\x00\x00"


class Session:
    """A joined session. `deliver` carries updates, `send` everything else."""

    def __init__(self, room: Room, actor: Actor, connection: Connection, hello: wire.Hello) -> None:
        self.room = room
        self.actor = actor
        self.id = secrets.token_urlsafe(6)
        self._connection = connection
        self._epoch = hello.epoch
        self._synced = False
        self._behind: bytes | None = None
        self._stalled_at = 0.0
        self._bad = 0
        self._limited: list[float] = []
        self._chatter = Bucket(2, 20)
        self._syncs = Bucket(1 / SYNC_EVERY_S, 3)
        self._closed = False
        self._held: list[Ask] | None = None
        """Commands behind one that takes several rooms, in order; None if there is no such one on its way."""

    def welcome(self) -> None:
        """Enter the room and say who, where and what is allowed; then the complete presence."""
        room, member = self.room, self.room.state.present(self.actor.id)
        welcome = {
            "session": self.id,
            "me": self.actor.id,
            "room": room.id,
            "epoch": room.document.epoch,
            "can": policy.can(member, self.actor.scope),
            "now": room.house.clock.now(),
        }
        room.enter(self)
        self.send(wire.text_frame(wire.encode({"welcome": welcome})) + room.presence.complete_frame())

    # --- frames from the client

    def receive(self, data: str | bytes) -> None:
        """Take one frame; after the end, none: a dismissed client may go on sending until it has read of it."""
        if self._closed:
            return
        try:
            if isinstance(data, bytes):
                self._sync(data)
            else:
                self._take(data)
        except Rejection as refused:
            self._refuse(refused)

    def _take(self, data: str) -> None:
        if wire.size_of(data) > wire.MAX_FRAME_BYTES:
            raise Rejection("frame/too-large", "A frame may have at most 64 KiB.")
        frame = wire.decode_up(data)
        self._bad = 0
        if frame.command is not msgspec.UNSET and frame.id is not msgspec.UNSET:
            ask = Ask(self.actor, frame.command, session=self, frame_id=frame.id)
            ask.refused = self._refusal()
            self._submit(ask)
        elif frame.presence is not msgspec.UNSET:
            self._show(frame.presence)
        elif frame.ping is not msgspec.UNSET:
            pong = wire.encode({"pong": frame.ping, "now": self.room.house.clock.now()})
            self.send(wire.text_frame(pong))
        else:
            self.close(wire.BAD_FRAME, "Only the first frame is a hello.")

    def _submit(self, ask: Ask) -> None:
        """Hand a command to the room; what follows one that takes a detour waits for its answer: they keep order."""
        if self._held is not None:
            self._held.append(ask)
            return
        detour = None if ask.refused else self.room.house.detour(self.room, self.actor, ask.command)
        if detour is None:
            self.room.submit(ask)
        else:
            self._held = []
            self.room.timers.spawn(self._answer_later(ask, detour))

    async def _answer_later(self, ask: Ask, work: Awaitable[Ack]) -> None:
        outcome: Ack | Rejection | None = None
        try:
            outcome = await work
        except Rejection as refused:
            outcome = refused
        finally:
            if outcome is not None:
                self.send(ask.frame_of(outcome))
            else:
                self.fail()
            held, self._held = self._held or [], None
            for later in held:
                self._submit(later)

    def _show(self, presence: wire.PresenceUp) -> None:
        try:
            self._chatter.take()
        except Rejection:
            return  # presence has no answer; the next one tells
        member = self.room.state.present(self.actor.id)
        if not self.actor.is_interactive or member is None:
            return
        if presence.typing is not msgspec.UNSET:
            self.room.presence.typing(self.actor.id, presence.typing and self._may_write(member))
        if presence.at is not msgspec.UNSET:
            at = msgspec.to_builtins(presence.at) if presence.at is not None else None
            self.room.presence.located(self.actor.id, at)

    def _may_write(self, member: Member) -> bool:
        return policy.may_act(member) and not self.room.state.archived

    def _sync(self, data: bytes) -> None:
        try:
            step = wire.decode_sync(data)
            self._syncs.take()
        except Rejection as refused:
            self.close(wire.BAD_FRAME, refused.message)
            return
        document = self.room.document
        known = self._epoch == document.epoch
        update = document.since(step.vector) if known else document.whole()
        self._epoch = document.epoch
        self._synced, self._behind = True, None
        self.send(wire.binary_frame(wire.sync_step_2(update)))

    def _refuse(self, refused: Rejection) -> None:
        frame_id = refused.frame_id if isinstance(refused, wire.BadFrame) else None
        self.send(wire.text_frame(wire.reject(frame_id, refused)))
        self._bad += 1
        if self._bad >= MAX_BAD_IN_A_ROW:
            self.close(wire.BAD_FRAME, "Too many frames that are not of this protocol.")

    def _refusal(self) -> Rejection | None:
        """Return why this session may send no command now, if so."""
        if WRITE not in self.actor.rights:
            return Rejection("role/forbidden", "You may read here, not write.")
        try:
            self.room.rates.take(self.actor.id)
        except Rejection as refused:
            self._count_limited()
            return refused
        return None

    def _count_limited(self) -> None:
        now = time.monotonic()
        self._limited = [at for at in self._limited if now - at < 60] + [now]
        if len(self._limited) >= MAX_LIMITED:
            self.close(wire.FLOOD, "Much too fast.")

    # --- frames to the client

    def deliver(self, frames: bytes, own: bytes | None) -> None:
        """Hand over an update, and answers behind it; a reader that is behind gets the answers only."""
        if self._synced and self._behind is None:
            if not self._connection.send(frames + own if own else frames):
                self._fall_behind()
        elif own:
            self.send(own)

    def send(self, frames: bytes) -> None:
        """Hand over text; what a stalled reader may have waiting is bounded."""
        if self._closed:
            return
        if not self._connection.send(frames):
            self._fall_behind()
            if self._connection.queued_bytes() > self.room.house.settings.stalled_text_bytes:
                self.close(wire.TOO_SLOW, "Too much is waiting to be read.")

    def _fall_behind(self) -> None:
        if self._behind is None:
            self._behind = self.room.document.vector()
            self._stalled_at = time.monotonic()

    def drained(self) -> None:
        """The reader has caught up: one diff brings what it was spared."""
        behind, self._behind = self._behind, None
        if behind is None or not self._synced or self._closed:
            return
        document = self.room.document
        if self._epoch != document.epoch:
            self.renew(epochs.renewal(self.room))
            return
        update = document.since(behind)
        if update != _EMPTY_UPDATE:
            self.deliver(wire.binary_frame(wire.sync_update(update)), None)

    def renew(self, frames: bytes) -> None:
        """Tell a new epoch with its whole document. A reader that is behind hears of it when it has drained."""
        if not self._synced:
            self.send(wire.text_frame(wire.notice("epoch", epoch=self.room.document.epoch)))
        elif self._behind is None:
            self._epoch = self.room.document.epoch
            if not self._connection.send(frames):
                self._fall_behind()

    def check(self) -> None:
        """Let go of a reader that has been behind for too long, and of an access token that has ended."""
        if not self.actor.is_interactive:
            self.room.timers.spawn(self.recheck())
        timeout = self.room.house.settings.stalled_timeout
        if self._behind is not None and time.monotonic() - self._stalled_at > timeout:
            self.close(wire.TOO_SLOW, "Nothing was read for too long.")

    # --- the end

    async def recheck(self) -> None:
        """The credential of this session may have ended: its connection looks again and closes if so."""
        await self._connection.recheck()

    def close(self, code: int, reason: str) -> None:
        """End the session: it hears and says nothing from here on."""
        if not self._closed:
            self._closed = True
            self.room.leave(self)
            self._connection.close(code, reason)

    def fail(self) -> None:
        """A bug: said loudly elsewhere; this connection starts anew."""
        log.error("room %s: session %s of %s ends after a bug", self.room.id, self.id, self.actor.id)
        self.close(wire.INTERNAL, "Something went wrong on the server.")

    def ended(self) -> None:
        """The connection is gone."""
        if not self._closed:
            self._closed = True
            self.room.leave(self)
