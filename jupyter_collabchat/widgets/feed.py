"""What feeds a panel's traits: a client of the kernel's own, in the kernel's event loop. Knows traits by name only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from ..client import Closed, Rejection, Room, connect
from ..client.views import Participant, Poll, Turn
from .place import server_url

log = logging.getLogger(__name__)

Show = Callable[[str, object], None]


class Feed:
    """Follows one room and shows it through `show(trait, value)` until closed."""

    def __init__(self, show: Show, room: str, *, token: str | None, url: str | None) -> None:
        self._show = show
        self._task = asyncio.ensure_future(self._follow(room, token, url))

    async def _follow(self, name: str, token: str | None, url: str | None) -> None:
        self._show("status", "connecting")
        try:
            async with await connect(url or server_url(), name, token=token) as room:
                self._show_all(room)
                while await room.next_change():
                    self._show_all(room)
        except (Rejection, Closed, LookupError, ValueError, OSError) as failure:
            self._show("error", getattr(failure, "message", None) or str(failure))
            self._show("status", "refused")
        except Exception as bug:
            log.exception("the panel of room %s stopped following it", name)
            self._show("error", f"The panel stopped following the room: {bug!r}.")
            self._show("status", "refused")

    def _show_all(self, room: Room) -> None:
        participants = room.participants
        self._show("status", "connected" if room.status == "online" else room.status)
        self._show("participants", [participant_value(who) for who in participants])
        self._show("typing", [who.name for who in participants if who.is_typing])
        self._show("open_polls", [poll_value(poll) for poll in room.open_polls])
        self._show("turn", turn_value(room.turn))

    def close(self) -> None:
        """Stop following."""
        self._task.cancel()


def participant_value(who: Participant) -> dict[str, Any]:
    """Return a member as the trait `participants` has it."""
    return {"id": who.id, "name": who.name, "role": who.role, "kind": who.kind, "online": who.is_online}


def poll_value(poll: Poll) -> dict[str, Any]:
    """Return a poll as the trait `open_polls` has it."""
    return {
        "id": poll.id,
        "subject": poll.subject,
        "title": poll.title,
        "votes": len(poll.ballots),
        "seats": len(poll.seats),
    }


def turn_value(turn: Turn | None) -> dict[str, Any] | None:
    """Return a turn as the trait `turn` has it."""
    return {"agent": turn.agent, "holder": turn.holder, "since": turn.since} if turn else None
