"""Read positions: a row per person, forward only, written and shown at most once per second; never in the log.

Those of people who would rather not are kept for them, and shown to nobody.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..core.ids import ParticipantId, Seq
from .ports import StorageFailed

if TYPE_CHECKING:
    from .room import Room

log = logging.getLogger(__name__)

_FLUSH_S = 1.0


class Receipts:
    """How far everybody has read in one room."""

    def __init__(self, room: Room, kept: Mapping[ParticipantId, Seq], hidden: Iterable[ParticipantId]) -> None:
        self._room = room
        self._at = dict(kept)
        self._hidden = set(hidden)
        self._asked = set(kept)
        """Whose wish is known: all of `_hidden`, and others."""
        self._moved: set[ParticipantId] = set()
        self._task: asyncio.Task[None] | None = None

    def of(self, who: ParticipantId) -> Seq:
        """Return how far `who` has read."""
        return self._at.get(who, 0)

    def shown(self) -> dict[ParticipantId, Seq]:
        """Return the positions that everybody may see: of present members, in rooms that are not too large."""
        members = self._room.state.members
        if len(members) > self._room.house.settings.receipts_up_to:
            return {}
        return {who: seq for who, seq in self._at.items() if who in members and who not in self._hidden}

    def allow(self, who: ParticipantId, shown: bool) -> None:
        """Somebody wants their position shown, or not, from now on."""
        self._asked.add(who)
        if shown and who in self._hidden:
            self._hidden.discard(who)
            if who in (visible := self.shown()):
                self._room.broadcast(self._room.document.show_receipts({who: visible[who]}))
        elif not shown and who not in self._hidden:
            self._hidden.add(who)
            self._room.broadcast(self._room.document.hide_receipt(who))

    def advance(self, who: ParticipantId, seq: Seq) -> None:
        """Move forward; backward is ignored."""
        if seq > self._at.get(who, 0):
            self._at[who] = seq
            self._moved.add(who)
            if self._task is None:
                self._task = asyncio.ensure_future(self._flush_later())

    async def _flush_later(self) -> None:
        await asyncio.sleep(_FLUSH_S)
        self._task = None
        await self.flush()

    async def flush(self) -> None:
        """Write and show what moved. A failed write is tried again with the next one."""
        moved, self._moved = self._moved, set()
        positions = {who: self._at[who] for who in moved}
        if not positions:
            return
        try:
            await self._room.house.store.save_receipts(self._room.id, positions)
            await self._ask(moved)
        except StorageFailed:
            log.exception("room %s: read positions were not kept", self._room.id)
            self._moved |= moved
            return
        visible = self.shown()
        self._room.broadcast(
            self._room.document.show_receipts({who: seq for who, seq in positions.items() if who in visible})
        )
        self._room.house.lobby_changed(self._room)

    async def _ask(self, people: set[ParticipantId]) -> None:
        """Look up the wishes of those who read here for the first time."""
        strangers = people - self._asked
        if strangers:
            hidden = await self._room.house.store.hidden_receipts(tuple(strangers))
            self._hidden |= hidden - self._asked  # who has said otherwise in the meantime is asked already
            self._asked |= strangers

    async def close(self) -> None:
        """Write what moved, now."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        await self.flush()
