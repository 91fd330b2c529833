"""A WebSocket client that costs as little as Python can: it shares two cores with what it measures.

The same code listens to both servers; a `Dialect` says how each is spoken to. A delivered message is counted by its
mark: every body holds `MARK` exactly once, and both servers carry bodies as plain UTF-8, in JSON or in a Yjs update. So
what is counted is messages that reached a receiver, however many of them came in one frame, and nothing is decoded.
"""

from __future__ import annotations

import asyncio
import base64
import os
import socket
from collections.abc import Callable

from .dialect import BINARY, CLOSE, MARK, PING, PONG, SYNC_STEP_1_OF_NOTHING, SYNC_STEP_2, TEXT, Dialect, frame

_NOTHING = b"\0"
"""No frame of text starts so."""
_BUFFER = memoryview(bytearray(256 * 1024))


class Peer(asyncio.BufferedProtocol):
    """One person's connection.

    Attributes:
        ready: Done when messages can flow: open, greeted and in sync. Fails if the connection does.
        delivered: Messages that have arrived as something new; what a whole document repeats is not counted.
        received_bytes: Everything that has arrived.
        failure: What went wrong, if anything did.
        on_answer: Called when the answer to what `say` sent has come, directly after what came before it.
        on_message: Called with how many messages have just arrived.
        on_sync: Called with each binary frame's payload; only a witness needs it.
    """

    def __init__(self, dialect: Dialect, token: str) -> None:
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.delivered = 0
        self.received_bytes = 0
        self.failure: str | None = None
        self.on_answer: Callable[[], None] | None = None
        self.on_message: Callable[[int], None] | None = None
        self.on_sync: Callable[[bytes], None] | None = None
        self._dialect = dialect
        self._token = token
        self._transport: asyncio.Transport | None = None
        self._rest = b""
        self._is_open = False
        self._awaited = _NOTHING
        self._repeated = 0
        self._closing = False

    async def connect(self) -> Peer:
        """Open, and wait until messages can flow."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self._dialect.port)
        await self.ready
        return self

    def say(self, key: str) -> None:
        """Post a message; `on_answer` tells when it was answered."""
        assert self._transport is not None
        self._awaited = b'{"id":"%s"' % key.encode()
        self._transport.write(self._dialect.post(key))

    def ping(self, number: int) -> None:
        """Ask whether the server is there; `on_answer` tells when it has answered."""
        self._awaited = b'{"pong":%d,' % number
        self._write(frame(b'{"ping":%d}' % number))

    def close(self) -> None:
        """Leave."""
        self._closing = True
        if self._transport is not None:
            self._transport.close()

    # --- what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        nonce = base64.b64encode(os.urandom(16)).decode()
        lines = (
            f"GET {self._dialect.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._dialect.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: collabchat.v1" if self._dialect.greets else "X-Bare: yes",
            f"Sec-WebSocket-Key: {nonce}",
            f"Authorization: token {self._token}",
        )
        transport.write("\r\n".join((*lines, "", "")).encode())

    def connection_lost(self, problem: Exception | None) -> None:
        """Fail loudly, unless this side has closed."""
        if not self._closing:
            self._fail(f"The server closed a connection: {problem}")

    def get_buffer(self, sizehint: int) -> memoryview:
        """Lend the buffer that all peers share: a fresh one per read would cost more than the rest of a peer."""
        return _BUFFER

    def buffer_updated(self, size: int) -> None:
        """Count what came, and see whether it answers."""
        chunk = _BUFFER[:size].tobytes()
        self.received_bytes += size
        data = self._rest + chunk if self._rest else chunk
        if not self._is_open and not (data := self._opened(data)):
            return
        end, answered = self._walk(data)
        self._rest = data[end:]
        arrived = data.count(MARK, 0, end) - self._repeated
        self._repeated = 0
        if arrived:
            self.delivered += arrived
            if self.on_message is not None:
                self.on_message(arrived)
        if answered and self.on_answer is not None:
            self.on_answer()

    # --- frames

    def _opened(self, data: bytes) -> bytes:
        """Return what follows the upgrade's answer; nothing while that is not whole."""
        head, found, self._rest = data.partition(b"\r\n\r\n")
        if not found:
            self._rest = data
            return b""
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            self._fail(f"No upgrade: {head[:300]!r} {self._rest[:300]!r}")
            return b""
        self._is_open = True
        if self._dialect.greets:
            self._write(frame(b'{"hello":{"client":"bench/1"}}'))
        else:
            self.ready.set_result(None)
        return self._rest

    def _walk(self, data: bytes) -> tuple[int, bool]:
        """Return where the last whole frame ends, and whether one of them was the awaited answer."""
        at, size, answered = 0, len(data), False
        while size - at >= 2:
            length, start = data[at + 1], at + 2
            if length == 126:
                length, start = int.from_bytes(data[at + 2 : at + 4]), at + 4
            elif length == 127:
                length, start = int.from_bytes(data[at + 2 : at + 10]), at + 10
            if start + length > size:
                break
            opcode, at = data[at] & 0x0F, start + length
            if opcode == TEXT and data.startswith(self._awaited, start):
                answered = True
                self._check(data[start:at])
            elif opcode == BINARY:
                self._binary(data, start, at)
            elif opcode != TEXT or not self.ready.done():
                self._other(opcode, data[start:at])
        return at, answered

    def _check(self, answer: bytes) -> None:
        self._awaited = _NOTHING
        if answer.find(b'"reject"') >= 0:
            self._fail(f"Refused: {answer.decode()}")

    def _binary(self, data: bytes, start: int, end: int) -> None:
        if data[start + 1] == SYNC_STEP_2:
            self._repeated += data.count(MARK, start, end)
            if not self.ready.done():
                self.ready.set_result(None)
        if self.on_sync is not None:
            self.on_sync(data[start:end])

    def _other(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self._write(frame(payload, PONG))
        elif opcode == CLOSE:
            self._fail(f"The server closed a connection: {payload[2:].decode(errors='replace')}")
        elif payload.startswith(b'{"welcome"'):
            self._write(frame(SYNC_STEP_1_OF_NOTHING, BINARY))

    def _write(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(data)

    def _fail(self, reason: str) -> None:
        self.failure = self.failure or reason
        if not self.ready.done():
            self.ready.set_exception(RuntimeError(reason))
