"""A real HTTP server of the chat-completions protocol, as tests tell it: well, slowly, wrongly or by halves."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

Piece = bytes | asyncio.Event
"""Bytes to send, or something to wait for first."""

_REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized", 429: "Too Many", 500: "Error"}


class Reply:
    """What one request is answered with. `is_whole`: the body ends as HTTP says; otherwise the connection breaks."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        is_whole: bool = True,
    ) -> None:
        self.pieces = pieces
        self.status = status
        self.headers = {"Content-Type": "text/event-stream", **(headers or {})}
        self.is_whole = is_whole


def event(data: Any) -> bytes:
    """Return one event of a stream."""
    return f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode()


def delta(finish: str | None = None, **fields: Any) -> bytes:
    """Return an event with more of an answer."""
    return event({"id": "x", "choices": [{"index": 0, "delta": fields, "finish_reason": finish}]})


USAGE = event({"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}})
DONE = event("[DONE]")


def says(*texts: str, finish: str = "stop") -> Reply:
    """Return an answer that is only text."""
    return Reply([*(delta(content=text) for text in texts), delta(finish), USAGE, DONE])


def calls(*wanted: tuple[str, Any], text: str = "") -> Reply:
    """Return an answer with tool calls, each split over three deltas; arguments that are a string go as they are."""
    pieces = [delta(role="assistant", content=text or None)]
    for index, (name, arguments) in enumerate(wanted):
        said = arguments if isinstance(arguments, str) else json.dumps(arguments)
        half = len(said) // 2
        head = {"index": index, "id": f"call_{index}", "type": "function"}
        pieces.append(delta(tool_calls=[{**head, "function": {"name": name, "arguments": ""}}]))
        for part in (said[:half], said[half:]):
            pieces.append(delta(tool_calls=[{"index": index, "function": {"arguments": part}}]))
    return Reply([*pieces, delta("tool_calls"), USAGE, DONE])


def fails(status: int, message: str = "", **headers: str) -> Reply:
    """Return an error as such servers say it."""
    body = json.dumps({"error": {"message": message, "type": "test"}}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply([body], status=status, headers={"Content-Type": "application/json", **named})


def listen() -> socket.socket:
    """Return a socket on a free port, so that the address is known before there is a server."""
    return socket.create_server(("127.0.0.1", 0))


class ModelServer:
    """The server. Replies come from `script`, in order; when it is used up, from `otherwise`.

    Attributes:
        requests: The body of every request.
        headers: Its headers, in lower case.
        left: Set when a client went before its answer was whole.
    """

    def __init__(self, *script: Reply, listening: socket.socket | None = None) -> None:
        self.script = list(script)
        self.otherwise: Callable[[dict[str, Any]], Reply] | None = None
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.left = asyncio.Event()
        self._listening = listening or listen()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/v1"

    async def __aenter__(self) -> ModelServer:
        self._server = await asyncio.start_server(self._serve, sock=self._listening)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            self.headers.append({"line": head[0], **headers})
            self.requests.append(json.loads(await reader.readexactly(int(headers["content-length"]))))
            await self._reply(self._next(self.requests[-1]), reader, writer)
        except ConnectionError:
            self.left.set()
        finally:
            writer.close()

    def _next(self, request: dict[str, Any]) -> Reply:
        if self.script:
            return self.script.pop(0)
        return self.otherwise(request) if self.otherwise is not None else fails(400, "the script is used up")

    async def _reply(self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        headers = {**reply.headers, "Transfer-Encoding": "chunked", "Connection": "close"}
        lines = [f"HTTP/1.1 {reply.status} {_REASONS.get(reply.status, 'Other')}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        gone = asyncio.ensure_future(reader.read(1))
        for piece in reply.pieces:
            if isinstance(piece, asyncio.Event):
                await self._wait(piece, gone)
            else:
                writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                await writer.drain()
        if reply.is_whole:
            writer.write(b"0\r\n\r\n")
        await writer.drain()
        gone.cancel()

    async def _wait(self, piece: asyncio.Event, gone: asyncio.Future[bytes]) -> None:
        waiting = asyncio.ensure_future(piece.wait())
        await asyncio.wait((waiting, gone), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if gone.done():
            raise ConnectionResetError
