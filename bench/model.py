"""A model that speaks numbered words at a fixed rate, on the clients' core; it knows when it said which."""

from __future__ import annotations

import asyncio
import json
import re
import time
from types import TracebackType

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)

WORD_BYTES = 5
"""Four digits and a space: as long as a token of English, on average."""
WORD = re.compile(rb"(\d{4}) ")


class Model:
    """A server of the chat-completions protocol; every request is answered with the next `words` words.

    Attributes:
        words: How many words an answer has.
        said: When each word was said, by its number.
        silent: Set while no answer is being said.
    """

    def __init__(self, words_per_s: float) -> None:
        self.words = 0
        self.said: list[float] = []
        self.silent = asyncio.Event()
        self.silent.set()
        self._pause_s = 1 / words_per_s

    async def __aenter__(self) -> Model:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()

    @property
    def config(self) -> dict[str, object]:
        """What a server is told of it."""
        port = self._server.sockets[0].getsockname()[1]
        return {"endpoint": f"http://127.0.0.1:{port}/v1", "models": ["bench"], "tools": []}

    def will_say(self, words: int) -> None:
        """Begin to count anew; the next answer has so many words. Four digits hold 10,000 of them."""
        self.words, self.said = words, []

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        await reader.readexactly(int(length[1]) if length else 0)
        writer.write(_HEAD)
        self.silent.clear()
        await self._speak(writer)
        writer.write(b"data: [DONE]\n\n")
        self.silent.set()
        await writer.drain()
        writer.close()

    async def _speak(self, writer: asyncio.StreamWriter) -> None:
        began = time.perf_counter()
        for number in range(self.words):
            await asyncio.sleep(began + number * self._pause_s - time.perf_counter())
            self.said.append(time.perf_counter())
            delta = {"choices": [{"index": 0, "delta": {"content": f"{number:04} "}}]}
            writer.write(f"data: {json.dumps(delta)}\n\n".encode())
