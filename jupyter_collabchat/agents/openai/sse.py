"""Server-sent events: bytes in, the data of whole events out. Pure, and bounded whatever a server sends."""

from __future__ import annotations

import re

_LINE_END = re.compile(rb"\r\n|\n|\r(?!\Z)")  # a carriage return at the very end may be half of a line end


class TooLong(ValueError):
    """An event does not end."""


class EventStream:
    """One stream. `limit`: the largest event, in bytes."""

    def __init__(self, limit: int = 1024 * 1024) -> None:
        self._limit = limit
        self._rest = b""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, received: bytes) -> list[str]:
        """Take what has arrived; return the data of the events that are whole now.

        Raises:
            TooLong: an event is over the limit.
        """
        *lines, self._rest = _LINE_END.split(self._rest + received)
        events: list[str] = []
        for line in lines:
            if not line:
                events += self._dispatch()
            elif line.startswith(b"data:"):
                self._take(line[5:].removeprefix(b" "))
        if len(self._rest) + self._size > self._limit:
            raise TooLong
        return events

    def _take(self, line: bytes) -> None:
        self._data.append(line)
        self._size += len(line)
        if self._size > self._limit:
            raise TooLong

    def _dispatch(self) -> list[str]:
        data, self._data, self._size = self._data, [], 0
        return [b"\n".join(data).decode(errors="replace")] if data else []
