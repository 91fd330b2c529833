"""What a room does because time passed: deadlines, absence, checkpoints, stalled readers. Sends host commands only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from ..core.commands import LapseSeats, Tick
from ..core.ids import ParticipantId
from ..core.time import deadline
from .ports import StorageFailed

if TYPE_CHECKING:
    from .presence import Presence
    from .room import Room

log = logging.getLogger(__name__)

_CHECKPOINT_S = 5.0
_CHECKPOINT_BYTES = 4 * 1024


class Timers:
    """The clockwork of one room."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._due: asyncio.TimerHandle | None = None
        self._absent: dict[ParticipantId, asyncio.TimerHandle] = {}
        self._checkpoint: asyncio.TimerHandle | None = None
        self._checkpointed = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    def arm(self) -> None:
        """Wake at the next deadline of the state, if there is one."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        at = deadline(self._room.state, self._room.house.settings.limits)
        if at is not None:
            delay = max(0, at - self._room.house.clock.now()) / 1000
            self._due = asyncio.get_running_loop().call_later(delay, self._tick)

    def _tick(self) -> None:
        self._due = None
        self.spawn(self._room.act(Tick()))

    # --- absence (RULES 6)

    def went(self, who: ParticipantId) -> None:
        """Their last session ended: their seats lapse after the room's `absent_after`."""
        if who not in self._absent:
            delay = self._room.state.policy.absent_after
            self._absent[who] = asyncio.get_running_loop().call_later(delay, self._lapse, who)

    def came(self, who: ParticipantId) -> None:
        """They are back in time."""
        timer = self._absent.pop(who, None)
        if timer is not None:
            timer.cancel()

    def watch_absent(self, presence: Presence) -> None:
        """Whoever has a seat and no session, after a reopening or an opened poll, has the same time to come back."""
        for poll in self._room.state.polls.values():
            if poll.state == "open":
                for who in poll.seats:
                    if not presence.is_here(who):
                        self.went(who)

    def _lapse(self, who: ParticipantId) -> None:
        self._absent.pop(who, None)
        if any(who in poll.seats for poll in self._room.state.polls.values() if poll.state == "open"):
            self.spawn(self._room.act(LapseSeats(who)))

    # --- checkpoints of unfinished messages

    def checkpoint_soon(self) -> None:
        """Text of an unfinished message grew: keep it every few seconds or kilobytes."""
        size = sum(len(text) for text in self._room.texts.values())
        if size - self._checkpointed >= _CHECKPOINT_BYTES:
            self._save_texts()
        elif self._checkpoint is None:
            self._checkpoint = asyncio.get_running_loop().call_later(_CHECKPOINT_S, self._save_texts)

    def _save_texts(self) -> None:
        if self._checkpoint is not None:
            self._checkpoint.cancel()
            self._checkpoint = None
        self._checkpointed = sum(len(text) for text in self._room.texts.values())
        self.spawn(self._room.house.store.save_texts(self._room.id, dict(self._room.texts)))

    # --- tasks

    def spawn(self, work: Coroutine[Any, Any, Any] | asyncio.Future[Any]) -> None:
        """Run something beside the room; its failure is logged with the room."""
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, Any] | asyncio.Future[Any]) -> None:
        try:
            await work
        except StorageFailed:
            log.warning("room %s: storage failed beside a command", self._room.id, exc_info=True)
        except Exception:
            log.exception("room %s: work beside a command failed", self._room.id)

    async def close(self) -> None:
        """Stop waiting; finish what runs."""
        for timer in (self._due, self._checkpoint, *self._absent.values()):
            if timer is not None:
                timer.cancel()
        self._absent.clear()
        if self._tasks:
            await asyncio.wait(self._tasks)
