"""One connection to one room, from the upgrade to the close: hello, welcome, frames. Never knows what frames mean."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import msgspec
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.iostream import StreamClosedError
from tornado.simple_httpclient import HTTPStreamClosedError, HTTPTimeoutError
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, WebSocketError, websocket_connect

from .. import wire
from .errors import Closed, Unreachable
from .rest import Rest

CLIENT = "jupyter_collabchat-python/1"
CONNECT_TIMEOUT_S = 20.0
GOODBYE_S = 2.0
PING_INTERVAL_S, PING_TIMEOUT_S = 25.0, 20.0
MAX_DOCUMENT_BYTES = 256 * 1024 * 1024
"""The document comes in one message; the room bounds it, not this."""
ABNORMAL = 1006
_REFUSED = {401: wire.NOT_AUTHENTICATED, 403: wire.NOT_AUTHENTICATED}
_LOST = (StreamClosedError, HTTPStreamClosedError, HTTPTimeoutError, WebSocketError, OSError)


class Session:
    """An open connection that has been welcomed."""

    def __init__(self, connection: WebSocketClientConnection, welcome: dict[str, Any]) -> None:
        self._connection = connection
        self.welcome = welcome
        self._has_ended = False

    async def send(self, frame: bytes, *, binary: bool = False) -> bool:
        """Send a frame and wait until it is on its way; False if the connection is gone."""
        try:
            await self._connection.write_message(frame, binary=binary)
        except WebSocketClosedError:
            return False
        return True

    async def frames(self) -> AsyncIterator[str | bytes]:
        """Yield frames until the connection ends."""
        while (frame := await self._connection.read_message()) is not None:
            yield frame
        self._has_ended = True

    @property
    def end(self) -> Closed:
        """Why the connection ended."""
        return _end_of(self._connection)

    async def close(self) -> None:
        """Say goodbye, and wait a moment for the other side's."""
        self._connection.close(1000)
        if self._has_ended:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_S):
                while await self._connection.read_message() is not None:
                    continue


async def open_session(rest: Rest, room: str, epoch: str | None) -> Session:
    """Connect to `room` as the person of `rest` and wait for the welcome.

    Raises:
        Closed: The server ended the connection instead of a welcome, or refused the person.
        Unreachable: There is no answer.
        Rejection: There is no ticket for this person.
    """
    ticket = await rest.ticket(room)
    try:
        connection = await websocket_connect(
            _upgrade(rest, room),
            ping_interval=PING_INTERVAL_S,
            ping_timeout=PING_TIMEOUT_S,
            max_message_size=MAX_DOCUMENT_BYTES,
            subprotocols=[wire.PROTOCOL],
        )
    except HTTPClientError as refused:
        if refused.code in _REFUSED:
            raise Closed(_REFUSED[refused.code], "The server does not accept this token.") from refused
        raise Unreachable(f"There is no room server at {rest.address.api}: {refused}") from refused
    except _LOST as error:
        raise Unreachable(f"There is no answer from {rest.address.api}: {error}") from error
    return await _greeted(connection, ticket, epoch)


def _upgrade(rest: Rest, room: str) -> HTTPRequest:
    return HTTPRequest(
        f"{rest.address.sockets}rooms/{quote(room, safe='')}/socket",
        headers=rest.socket_headers(),
        connect_timeout=CONNECT_TIMEOUT_S,
        request_timeout=CONNECT_TIMEOUT_S,
        ssl_options=ssl.create_default_context() if rest.address.sockets.startswith("wss") else None,
    )


async def _greeted(connection: WebSocketClientConnection, ticket: str | None, epoch: str | None) -> Session:
    hello = {"client": CLIENT, "ticket": ticket, "epoch": epoch}
    said = {key: value for key, value in hello.items() if value is not None}
    try:
        if connection.protocol is not None:
            connection.protocol.set_nodelay(True)  # commands are small: Nagle would hold them back
        await connection.write_message(msgspec.json.encode({"hello": said}))
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            frame = await connection.read_message()
    except WebSocketClosedError:
        raise _end_of(connection) from None
    except BaseException:
        connection.close()
        raise
    if frame is None:
        raise _end_of(connection)
    return Session(connection, msgspec.json.decode(frame)["welcome"])


def _end_of(connection: WebSocketClientConnection) -> Closed:
    return Closed(connection.close_code or ABNORMAL, connection.close_reason or "The connection was lost.")
