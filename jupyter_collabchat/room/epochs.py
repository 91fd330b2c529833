"""Epochs of a room's document: all begin anew after too many breaks, a clearing or rollback, or a bug that broke it.

Knows what sessions are told, never what is allowed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .. import wire
from ..core.events import Entry, RolledBack, RoomCleared
from .document import Document

if TYPE_CHECKING:
    from .room import Room

log = logging.getLogger(__name__)


def show(room: Room, entries: Sequence[Entry]) -> bytes | None:
    """Make the document read as the state that `entries` made; return the update, None if there is none.

    Of what was cleared or rolled back nothing may remain in it: that begins a new epoch. And what the state says is in
    the log by now: a bug in showing it may leave half of it in the document, and the next update would build on that.
    So it costs everybody the epoch, and nobody the room.
    """
    if not entries:
        return None
    if any(isinstance(entry.event, RoomCleared | RolledBack) for entry in entries):
        renew(room)
        return None
    try:
        return room.document.show(room.state)
    except Exception:
        log.exception("room %s: event %d could not be shown; its document is rebuilt", room.id, room.state.seq)
        renew(room)
        return None


def renew(room: Room) -> None:
    """Rebuild the document from the state, and tell every session."""
    former, room.document = room.document, Document(room.state, room.receipts.shown(), room.texts)
    former.close()
    frames = renewal(room)
    for session in tuple(room.sessions):
        session.renew(frames)


def renewal(room: Room) -> bytes:
    """Return the frames that tell a new epoch: a notice, directly followed by the whole document."""
    notice = wire.text_frame(wire.notice("epoch", epoch=room.document.epoch))
    return notice + wire.binary_frame(wire.sync_step_2(room.document.whole()))
