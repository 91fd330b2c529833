"""What all rooms of a server share, and who listens to all of them. Knows no single room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from ..core.commands import AnyCommand
from ..core.events import Entry
from ..core.facts import AgentOffer
from ..core.ids import ParticipantId
from ..core.model import Actor
from .ask import Ack
from .clock import Clock
from .ports import Store
from .settings import Settings

if TYPE_CHECKING:
    from .room import Room


class Watcher(Protocol):
    """Somebody who is told every fact of every room, after everybody in it. Only enqueues; never raises."""

    def heard(self, room: Room, entries: Sequence[Entry]) -> None:
        """Take note of `entries`, which `room.state` already holds."""
        ...


Detour = Callable[["Room", Actor, AnyCommand], Awaitable[Ack] | None]
"""Does what a command needs besides its room's decision, and asks for that; None: it needs nothing.

The awaitable raises `Rejection`.
"""


class House:
    """What all rooms of a server share."""

    def __init__(self, store: Store, settings: Settings, clock: Clock | None = None) -> None:
        self.store = store
        self.settings = settings
        self.clock = clock or Clock()
        self.offers: dict[str, AgentOffer] = {}
        self.watchers: list[Watcher] = []
        self.entitled: Callable[[ParticipantId, str], Awaitable[bool]] = _nobody
        """Whether a participant may now do `resource:action` on this server (RULES 4)."""
        self.detours: list[Detour] = []
        """Asked in order for what a command needs besides its room's decision."""
        self.lobby_changed: Callable[[Room], None] = _unheard
        """Called when something of a room changed that its row in the lobby shows."""

    def detour(self, room: Room, actor: Actor, command: AnyCommand) -> Awaitable[Ack] | None:
        """Return the work that a command takes besides its room's decision; None if the room decides it alone."""
        for detour in self.detours:
            if (work := detour(room, actor, command)) is not None:
                return work
        return None


async def _nobody(who: ParticipantId, right: str) -> bool:
    return False


def _unheard(room: Room) -> None:
    return None
