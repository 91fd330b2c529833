"""Epochs of a room's document: everybody begins anew after too many breaks, or when a bug left the document behind.

Knows what sessions are told, never why the state is as it is.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from .. import wire
from .document import Document

if TYPE_CHECKING:
    from .room import Room

log = logging.getLogger(__name__)


def show(room: Room) -> bytes | None:
    """Make the document read as the state; return the update, None if there is none.

    What the state says is in the log by now. A bug in showing it may leave half of it in the document, and the
    next update would build on that: so it costs everybody the epoch, and nobody the room.
    """
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
