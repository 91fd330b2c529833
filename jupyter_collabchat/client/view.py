"""What can be read of an open room without waiting: its settings, people, messages, polls, turns, agents."""

from __future__ import annotations

from typing import Any

from . import derive
from .replica import Replica
from .views import Agent, Message, Participant, Poll, Turn


class RoomView:
    """A room as this client knows it now."""

    def __init__(self, room: str) -> None:
        self.id = room
        self._replica = Replica()

    @property
    def me(self) -> str:
        """My participant id."""
        return self._replica.me

    @property
    def can(self) -> frozenset[str]:
        """Command types that my role and mute allow."""
        return self._replica.can

    @property
    def settings(self) -> dict[str, Any]:
        """The room's settings: id, name, topic, visibility, owner, policy, ... (PROTOCOL, "Document": `room`)."""
        return dict(self._replica.document.tables["room"])

    @property
    def name(self) -> str:
        """The room's name."""
        return str(self._replica.document.tables["room"].get("name", ""))

    @property
    def messages(self) -> list[Message]:
        """The newest messages (200, or what the server keeps), ascending by seq. O(window); older ones: `history`."""
        return self._replica.document.window()

    def message(self, message: str) -> Message | None:
        """Return a message of the window, or None. O(1)."""
        return self._replica.document.message(message)

    @property
    def participants(self) -> list[Participant]:
        """The members, those online first, then by name."""
        return derive.participants(self._replica)

    @property
    def polls(self) -> list[Poll]:
        """Open polls and the newest decided ones, oldest first."""
        return derive.polls(self._replica)

    @property
    def open_polls(self) -> list[Poll]:
        """Polls that wait for ballots, oldest first."""
        return [poll for poll in self.polls if poll.is_open]

    def poll(self, poll: str) -> Poll | None:
        """Return a poll of the document, or None."""
        return next((found for found in self.polls if found.id == poll), None)

    @property
    def turns(self) -> dict[str, Turn]:
        """Who drives and who waits, by agent."""
        return derive.turns(self._replica)

    @property
    def turn(self) -> Turn | None:
        """The turn held longest, or None while nobody drives an agent."""
        held = [turn for turn in self.turns.values() if turn.since is not None]
        return min(held, key=lambda turn: turn.since or 0, default=None)

    @property
    def agents(self) -> list[Agent]:
        """The agents of the room."""
        return derive.agents(self._replica)

    @property
    def receipts(self) -> dict[str, int]:
        """How far everybody has read: seq by participant (empty in large rooms)."""
        return dict(self._replica.document.tables["receipts"])
