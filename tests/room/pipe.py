"""An in-memory connection: what the server sends is kept until somebody reads it, or stalls until they do."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

from jupyter_collabchat.room.greeter import Receiver

Frame = dict[str, Any] | bytes


class Pipe:
    """A `room.ports.Connection`.

    Attributes:
        closed: Code and reason, once the server has closed.
        stalled: The reader does not read: what is sent waits, as behind a full socket.
        current: What `recheck` will find of the credential.
    """

    def __init__(self) -> None:
        self.closed: tuple[int, str] | None = None
        self.stalled = False
        self.current = True
        self.sent_bytes = 0
        self.receiver: Receiver | None = None
        self._arrived: list[bytes] = []
        self._waiting = 0

    # --- the server's side

    def send(self, frames: bytes) -> bool:
        assert self.closed is None, "nothing may follow a close"
        self.sent_bytes += len(frames)
        self._arrived.append(frames)
        if self.stalled:
            self._waiting += len(frames)
        return not self.stalled

    def queued_bytes(self) -> int:
        return self._waiting

    async def recheck(self) -> None:
        if not self.current:
            self.close(4401, "ended")

    def close(self, code: int, reason: str) -> None:
        assert self.closed is None, "a connection is closed once"
        assert len(reason.encode()) <= 123, "a close frame has room for 123 bytes"
        self.closed = (code, reason)

    # --- the reader's side

    def drain(self) -> None:
        """Read on: everything that waited has arrived."""
        self.stalled, self._waiting = False, 0
        assert self.receiver is not None
        if self.closed is None:
            self.receiver.drained()

    def take(self) -> list[Frame]:
        """Return the frames that arrived since the last call: none while nobody reads."""
        if self.stalled:
            return []
        arrived, self._arrived = b"".join(self._arrived), []
        return list(_frames(arrived))


def _frames(data: bytes) -> Iterator[Frame]:
    at = 0
    while at < len(data):
        opcode, size = data[at], data[at + 1]
        at += 2
        if size == 126:
            (size,) = struct.unpack_from("!H", data, at)
            at += 2
        elif size == 127:
            (size,) = struct.unpack_from("!Q", data, at)
            at += 8
        payload = data[at : at + size]
        assert len(payload) == size, "a write holds whole frames"
        at += size
        assert opcode in (0x81, 0x82), "one text or binary frame, unmasked, never fragmented"
        yield json.loads(payload) if opcode == 0x81 else payload
