"""New messages one by one, each exactly once and none left out, however often the connection dropped in between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import msgspec

from .views import Message

if TYPE_CHECKING:
    from .replica import Changes
    from .room import Room

PAGE = 200


class Incoming:
    """The messages of `room` above a seq, as they are finished: an agent's when it has stopped writing."""

    def __init__(self, room: Room, after: int) -> None:
        self._room = room
        self._after = after
        self._unfinished: set[str] = set()
        self._left: dict[str, Message] = {}
        self._may_have_missed = False

    async def messages(self) -> AsyncIterator[Message]:
        """Yield until the room is closed with `close()`. Raises `Closed` if the server ends the connection."""
        stops = (self._room.on_notice(self._hear), self._room.on_change(self._note))
        try:
            while True:
                for message in await self._news():
                    yield message
                if not self._has_news() and not await self._room.next_change():
                    return
        finally:
            for stop in stops:
                stop()

    def _hear(self, notice: dict[str, Any]) -> None:
        """A message that has left the window changed: nothing else tells."""
        if notice["type"] == "message":
            message = msgspec.convert(notice["message"], Message)
            if message.id in self._unfinished:
                self._left[message.id] = message

    def _note(self, changes: Changes) -> None:
        """Notices are not replayed: after a lost connection, ask."""
        self._may_have_missed |= "status" in changes and self._room.status == "online"

    async def _news(self) -> list[Message]:
        done = await self._finished()
        fresh = await self._fresh()
        if fresh:
            self._after = fresh[-1].seq
        self._unfinished.update(message.id for message in fresh if not message.is_finished)
        return done + [message for message in fresh if message.is_finished]

    async def _fresh(self) -> list[Message]:
        """Return what is newer: from the window, or from the archive if the window no longer reaches back so far."""
        window = self._room.messages
        if self._room.settings.get("older") and window and window[0].seq > self._after:
            page = await self._room.history(after=self._after, limit=PAGE)
            if page:
                return page
        return [message for message in window if message.seq > self._after]

    async def _finished(self) -> list[Message]:
        """Take those out of the unfinished that have been finished since."""
        missed, self._may_have_missed = self._may_have_missed, False
        done = []
        for key in tuple(self._unfinished):
            message = self._known(key) or (await self._room.fetch(key) if missed else None)
            if message is not None and message.is_finished:
                self._unfinished.discard(key)
                self._left.pop(key, None)
                done.append(message)
        return sorted(done, key=lambda message: message.seq)

    def _known(self, key: str) -> Message | None:
        return self._room.message(key) or self._left.get(key)

    def _has_news(self) -> bool:
        """Whether something came while the last messages were being looked at."""
        window = self._room.messages
        known = (self._known(key) for key in self._unfinished)
        return (
            bool(window and window[-1].seq > self._after)
            or (self._may_have_missed and bool(self._unfinished))
            or any(message is not None and message.is_finished for message in known)
        )
