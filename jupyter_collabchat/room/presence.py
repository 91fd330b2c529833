"""Who is here and who is typing: people, not sockets. Stamped by the server, never logged, coalesced on the wire."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from .. import wire
from ..core.ids import ParticipantId
from . import consequences

if TYPE_CHECKING:
    from .room import Room
    from .session import Session

ACTIVE_S = 15 * 60
_COALESCE_S = 0.1


class Presence:
    """The presence of one room's participants. `who in presence`: here now, or acted lately (RULES 5)."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._sessions: dict[ParticipantId, set[Session]] = {}
        self._acted: dict[ParticipantId, float] = {}
        self._online: dict[ParticipantId, dict[str, Any]] = {}
        self._changed: set[ParticipantId] = set()
        self._timers: dict[tuple[str, str], asyncio.TimerHandle] = {}
        self._complete: bytes | None = None

    def __contains__(self, who: object) -> bool:
        return who in self._sessions or time.monotonic() - self._acted.get(who, -ACTIVE_S) < ACTIVE_S  # type: ignore[call-overload]

    def is_here(self, who: ParticipantId) -> bool:
        """Whether this participant has a session now."""
        return who in self._sessions

    @property
    def online(self) -> int:
        """How many people are shown as online."""
        return len(self._online)

    def online_ids(self) -> tuple[ParticipantId, ...]:
        """Return who is shown as online."""
        return tuple(self._online)

    def acted(self, who: ParticipantId, *, spoke: bool) -> None:
        """A command of theirs arrived: they are active; who has spoken is no longer typing."""
        self._acted[who] = time.monotonic()
        if spoke:
            self.typing(who, False)

    def entered(self, session: Session) -> None:
        """A session began; a participant's first one makes them online."""
        who = session.actor.id
        self._sessions.setdefault(who, set()).add(session)
        self._cancel("offline", who)
        if who not in self._online:
            self._online[who] = {"online": True, "typing": False}
            self._change(who)

    def left(self, session: Session) -> None:
        """A session ended; a short drop does not flicker, typing ends at once."""
        who = session.actor.id
        mine = self._sessions.get(who)
        if mine is None or session not in mine:
            return
        mine.discard(session)
        if not mine:
            del self._sessions[who]
            self.typing(who, False)
            self._later("offline", who, self._room.house.settings.presence_grace, self._gone)

    def gone(self, who: ParticipantId) -> None:
        """They are no member any more: no grace."""
        self._sessions.pop(who, None)
        self._acted.pop(who, None)
        self._gone(who)

    def _gone(self, who: ParticipantId) -> None:
        self._cancel("typing", who)
        if self._online.pop(who, None) is not None:
            self._change(who)

    def typing(self, who: ParticipantId, typing: bool) -> None:
        """They type, or stopped; it ends by itself."""
        shown = self._online.get(who)
        if shown is None:
            return
        self._cancel("typing", who)
        if typing:
            timeout = self._room.house.settings.typing_timeout
            self._later("typing", who, timeout, lambda late: self.typing(late, False))
        if shown["typing"] != typing:
            self._online[who] = {**shown, "typing": typing}
            self._change(who)

    def located(self, who: ParticipantId, at: dict[str, str] | None) -> None:
        """They are in this cell of this notebook, or nowhere; never told while a guest could hear it (RULES 29)."""
        shown = self._online.get(who)
        guests = any(m.kind == "guest" and m.role != "left" for m in self._room.state.members.values())
        if shown is None or guests or not self._room.state.scope:
            return
        kept = {key: value for key, value in shown.items() if key != "at"}
        self._online[who] = {**kept, "at": at} if at else kept
        self._change(who)

    def hide_places(self) -> None:
        """A guest came: nobody's place is told any more."""
        for who, shown in self._online.items():
            if "at" in shown:
                self._online[who] = {key: value for key, value in shown.items() if key != "at"}
                self._change(who)

    def complete_frame(self) -> bytes:
        """Return everybody's presence as a frame."""
        if self._complete is None:
            self._complete = wire.text_frame(wire.encode({"presence": self._online}))
        return self._complete

    def _change(self, who: ParticipantId) -> None:
        self._complete = None
        self._changed.add(who)
        if ("flush", "") not in self._timers:
            self._later("flush", "", _COALESCE_S, lambda _: self._flush())

    def _flush(self) -> None:
        changes = {who: self._online.get(who) for who in self._changed}
        self._changed.clear()
        self._room.tell(wire.encode({"presence": changes}))
        members = self._room.state.members
        if any(who in members and members[who].via is not None for who in changes):
            consequences.tell_list(self._room, "shares")  # which says how many are here by each
        self._room.house.lobby_changed(self._room)

    def _later(self, what: str, who: str, delay: float, call: Any) -> None:  # noqa: ANN401 - a callback of one id
        def due() -> None:
            self._timers.pop((what, who), None)
            call(who)

        self._cancel(what, who)
        self._timers[what, who] = asyncio.get_running_loop().call_later(delay, due)

    def _cancel(self, what: str, who: str) -> None:
        timer = self._timers.pop((what, who), None)
        if timer is not None:
            timer.cancel()

    def close(self) -> None:
        """Stop all timers."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
