"""Tickets: what a page shows to open a socket. One use, 30 seconds, for one participant and one room or the lobby.

A cookie alone opens nothing: a foreign page can make a browser send it, but cannot read a ticket.
"""

from __future__ import annotations

import secrets
import time

from ..core.errors import Rejection
from ..core.ids import ParticipantId

LIFETIME_S = 30.0
_MOST = 10_000
_MOST_OF_ONE = 100


class Tickets:
    """The tickets that were given out and not used yet."""

    def __init__(self) -> None:
        self._given: dict[str, tuple[ParticipantId, str | None, float]] = {}

    def give(self, who: ParticipantId, room: str | None) -> str:
        """Return a ticket for `room`; None is the lobby. Somebody's oldest go when they ask for very many."""
        now = time.monotonic()
        for old in [ticket for ticket, (_, _, until) in self._given.items() if until < now]:
            del self._given[old]
        if len(self._given) >= _MOST:
            raise Rejection("overloaded", "Too many connections are being opened.")
        mine = [ticket for ticket, (owner, _, _) in self._given.items() if owner == who]
        if len(mine) >= _MOST_OF_ONE:
            del self._given[mine[0]]
        ticket = secrets.token_urlsafe(24)
        self._given[ticket] = (who, room, now + LIFETIME_S)
        return ticket

    def take(self, ticket: str | None, who: ParticipantId, room: str | None) -> None:
        """Use a ticket up.

        Raises:
            Rejection: `auth/required`, whatever is wrong with it.
        """
        given = self._given.pop(ticket or "", None)
        if given is None or given[:2] != (who, room) or given[2] < time.monotonic():
            raise Rejection("auth/required", "This connection needs a fresh ticket.")
