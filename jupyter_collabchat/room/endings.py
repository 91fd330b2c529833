"""When the invitations end that somebody in the lobby was shown: at their time, though nobody has their room open.

Knows times and timers; whom it concerns and how they are told is the lobby's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from ..core.ids import InviteId, Millis, ParticipantId
from .clock import Clock


class Endings:
    """One timer per invitation and person who is shown it; `ended` is called once it is over (V7)."""

    def __init__(self, clock: Clock, ended: Callable[[ParticipantId, InviteId], None]) -> None:
        self._clock = clock
        self._ended = ended
        self._timers: dict[ParticipantId, dict[InviteId, asyncio.TimerHandle | None]] = {}
        """None: it is over by its time, which was told; its room, once it looks at the time, says so too."""

    def watch(self, who: ParticipantId, shown: Iterable[tuple[InviteId, Millis]]) -> None:
        """Note invitations that `who` sees, and when they end; seen twice is once."""
        mine = self._timers.setdefault(who, {})
        for invite, expires_at in shown:
            if mine.get(invite) is None:
                delay_s = max(0, expires_at - self._clock.now()) / 1000
                mine[invite] = asyncio.get_running_loop().call_later(delay_s, self._over, who, invite)

    def _over(self, who: ParticipantId, invite: InviteId) -> None:
        self._timers[who][invite] = None
        self._ended(who, invite)

    def settle(self, who: ParticipantId, invite: InviteId) -> bool:
        """An invitation is not pending any more, says its room; return whether `who` is still to be told."""
        mine = self._timers.get(who, {})
        was_told = invite in mine and mine[invite] is None
        timer = mine.pop(invite, None)
        if timer is not None:
            timer.cancel()
        return not was_told

    def forget(self, who: ParticipantId) -> None:
        """Nobody shows `who` anything any more."""
        for timer in self._timers.pop(who, {}).values():
            if timer is not None:
                timer.cancel()

    def close(self) -> None:
        """The server stops."""
        for who in tuple(self._timers):
            self.forget(who)
