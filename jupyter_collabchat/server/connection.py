"""Bytes between Tornado and a session, both ways with less work per frame than Tornado's own. Knows no frame's meaning.

Tornado serves streams of any kind; a room's are many short frames in, and the same bytes out to everybody. What is
shorter here was most of what a message cost the server: `make bench` compares.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Protocol

from tornado.iostream import IOStream, StreamClosedError
from tornado.websocket import WebSocketProtocol13

SEND_BUFFER_BYTES = 128 * 1024
"""Else the kernel hides megabytes per reader that does not read."""
READ_BYTES = 8 * 1024
"""Tornado clears a buffer of this size for every read; its 64 KiB are for uploads."""
MAX_REASON_BYTES = 123
"""What a close frame has room for."""
_GRACE_S = 1.0


class FrameReader(WebSocketProtocol13):
    """Takes what has come in one read.

    Tornado asks its stream three or four times per frame, each with a future, and has the system told twice that it
    listens: half of what a message cost the whole server.
    """

    _unread = b""

    async def _read_bytes(self, n: int) -> bytes:
        while len(self._unread) < n:
            self._unread += await self.stream.read_bytes(READ_BYTES, partial=True)
        data, self._unread = self._unread[:n], self._unread[n:]
        self._wire_bytes_in += n
        return data


class Owner(Protocol):
    """The handler of a connection."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Send a close frame."""
        ...

    def drained(self) -> None:
        """The other side has read everything."""
        ...

    async def recheck(self) -> None:
        """Close if the credential is no longer good."""
        ...


class SocketConnection:
    """`room.ports.Connection` over a Tornado stream: writes whole frames, notices when they wait."""

    __slots__ = ("_closed", "_handler", "_socket", "_stream", "_waiting")

    def __init__(self, handler: Owner, stream: IOStream) -> None:
        self._handler = handler
        self._stream = stream
        self._socket = stream.socket
        self._waiting = 0
        self._closed = False
        stream.read_chunk_size = READ_BYTES
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)

    def send(self, frames: bytes) -> bool:
        """Write; False while the stream could not hand everything to the system. Nothing follows a close.

        The system nearly always takes everything at once: `IOStream.write` would cost a future, a callback and two
        copies for each of fifty readers. It gets what is left, and what went wrong.
        """
        if self._closed:
            return True
        if not self._stream.writing():
            try:
                sent = self._socket.send(frames)
            except OSError:
                sent = 0
            if sent == len(frames):
                return True
            frames = frames[sent:]
        return self._send_later(frames)

    def _send_later(self, frames: bytes) -> bool:
        try:
            written = self._stream.write(frames)
        except StreamClosedError:
            return True
        if not self._stream.writing():
            return True
        self._waiting += len(frames)
        written.add_done_callback(self._written)
        return False

    def _written(self, written: asyncio.Future[None]) -> None:
        if written.cancelled() or written.exception() is not None or self._stream.closed():
            return
        if not self._stream.writing():
            self._waiting = 0
            self._handler.drained()

    def queued_bytes(self) -> int:
        """Return what was written since the other side stopped reading."""
        return self._waiting

    async def recheck(self) -> None:
        """Close if the credential is no longer good."""
        await self._handler.recheck()

    def close(self, code: int, reason: str) -> None:
        """Say why, then cut: a stalled peer would keep the stream for seconds."""
        if self._closed:
            return
        self._closed = True
        self._handler.close(code, reason.encode()[:MAX_REASON_BYTES].decode(errors="ignore"))
        stream = self._stream
        if self._waiting:
            stream.close()
        else:
            asyncio.get_running_loop().call_later(_GRACE_S, stream.close)
