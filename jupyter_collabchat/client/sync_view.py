"""Reading an open room from any thread: each look happens in the room's own thread, between two changes."""

from __future__ import annotations

from typing import Any

from .portal import Portal
from .room import Room
from .views import Agent, Message, Participant, Poll, Turn


class SyncView:
    """The readable side of a `SyncRoom`: the names of `RoomView`."""

    def __init__(self, portal: Portal, room: Room) -> None:
        self._portal = portal
        self._room = room

    @property
    def id(self) -> str:
        """The room's id."""
        return self._room.id

    @property
    def status(self) -> str:
        """See `Room.status`."""
        return self._portal.read(lambda: self._room.status)

    @property
    def me(self) -> str:
        """See `Room.me`."""
        return self._portal.read(lambda: self._room.me)

    @property
    def can(self) -> frozenset[str]:
        """See `Room.can`."""
        return self._portal.read(lambda: self._room.can)

    @property
    def settings(self) -> dict[str, Any]:
        """See `Room.settings`."""
        return self._portal.read(lambda: self._room.settings)

    @property
    def name(self) -> str:
        """See `Room.name`."""
        return self._portal.read(lambda: self._room.name)

    @property
    def messages(self) -> list[Message]:
        """See `Room.messages`."""
        return self._portal.read(lambda: self._room.messages)

    def message(self, message: str) -> Message | None:
        """See `Room.message`."""
        return self._portal.read(lambda: self._room.message(message))

    @property
    def participants(self) -> list[Participant]:
        """See `Room.participants`."""
        return self._portal.read(lambda: self._room.participants)

    @property
    def polls(self) -> list[Poll]:
        """See `Room.polls`."""
        return self._portal.read(lambda: self._room.polls)

    @property
    def open_polls(self) -> list[Poll]:
        """See `Room.open_polls`."""
        return self._portal.read(lambda: self._room.open_polls)

    def poll(self, poll: str) -> Poll | None:
        """See `Room.poll`."""
        return self._portal.read(lambda: self._room.poll(poll))

    @property
    def turns(self) -> dict[str, Turn]:
        """See `Room.turns`."""
        return self._portal.read(lambda: self._room.turns)

    @property
    def turn(self) -> Turn | None:
        """See `Room.turn`."""
        return self._portal.read(lambda: self._room.turn)

    @property
    def agents(self) -> list[Agent]:
        """See `Room.agents`."""
        return self._portal.read(lambda: self._room.agents)

    @property
    def receipts(self) -> dict[str, int]:
        """See `Room.receipts`."""
        return self._portal.read(lambda: self._room.receipts)
