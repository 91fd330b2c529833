"""The connection to the models' server: one request, its answer as chunks, tried again while nothing has arrived.

Owns the key on its way. Causes of failures are dropped, and not logged but by their type: the words of libraries and
servers may hold the key or the address.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any

import httpx
import msgspec

from .completions import Chunk
from .config import OpenAIConfig, Secrets, endpoint_url
from .failures import Busy, EndpointFailure, message_in, message_of, of_status
from .sse import EventStream, TooLong

log = logging.getLogger(__name__)

_DONE = "[DONE]"
_LONGEST_PAUSE_S = 30.0
_ERROR_BYTES = 64 * 1024
_HEADERS = {"Content-Type": "application/json", "Accept": "text/event-stream", "Accept-Encoding": "identity"}


class Pause(msgspec.Struct, frozen=True):
    """Nothing has arrived, and the request is sent again; the sentence says why."""

    why: str


class Endpoint:
    """The server of the models, for one agent of one room."""

    def __init__(self, config: OpenAIConfig, secrets: Secrets) -> None:
        self._config = config
        self._secrets = secrets
        self._url = endpoint_url(config)
        timeout = httpx.Timeout(config.silence_s, connect=config.connect_s)
        self._client = httpx.AsyncClient(timeout=timeout, follow_redirects=False)

    async def close(self) -> None:
        """Close what is open."""
        await self._client.aclose()

    async def answer(self, body: Mapping[str, Any], limit_s: float) -> AsyncGenerator[Chunk | Pause, None]:
        """Yield the chunks of an answer, after a `Pause` for each attempt that failed; closed early, it hangs up.

        Raises:
            EndpointFailure: there is none, or it broke off, or took longer than `limit_s`.
        """
        until = time.monotonic() + limit_s
        for attempt in itertools.count():
            try:
                async with aclosing(self._request(body, until)) as chunks:
                    async for chunk in chunks:
                        yield chunk
                return
            except Busy as busy:
                failure = busy
            seconds = self._pause(attempt, failure)
            if attempt >= self._config.retries or time.monotonic() + seconds > until:
                raise failure
            log.warning("openai: attempt %d: %s Next in %.1f s.", attempt + 1, failure, seconds)
            yield Pause(str(failure))
            await asyncio.sleep(seconds)

    def _pause(self, attempt: int, busy: Busy) -> float:
        """Return how long to wait: as the server says, else doubling, and never in step with other rooms."""
        if busy.after is not None:
            return min(busy.after, _LONGEST_PAUSE_S)
        return min(self._config.retry_s * 2**attempt, _LONGEST_PAUSE_S) * random.uniform(0.5, 1.0)

    async def _request(self, body: Mapping[str, Any], until: float) -> AsyncGenerator[Chunk, None]:
        """Send the request once. Raises `Busy` only while no chunk was yielded."""
        response = await self._send(body, until)
        try:
            await self._check(response, until)
            async with aclosing(self._chunks(response, until)) as chunks:
                async for chunk in chunks:
                    yield chunk
        finally:
            await response.aclose()

    async def _send(self, body: Mapping[str, Any], until: float) -> httpx.Response:
        headers = {**_HEADERS, **self._secrets.headers}
        request = self._client.build_request("POST", self._url, content=msgspec.json.encode(body), headers=headers)
        try:
            async with _before(until):
                return await self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            log.warning("openai: no connection: %s", type(error).__name__)
            raise Busy("The models' server cannot be reached.") from None

    async def _check(self, response: httpx.Response, until: float) -> None:
        """Raise unless this is the beginning of an answer."""
        status, kind = response.status_code, response.headers.get("content-type", "")
        if status != 200:
            log.warning("openai: status %d", status)
            said = self._secrets.clean(message_in(await _body(response, until)))
            raise of_status(status, response.headers, said)
        if "json" in kind or "html" in kind:
            raise EndpointFailure("The models' server does not stream its answers.")

    async def _chunks(self, response: httpx.Response, until: float) -> AsyncGenerator[Chunk, None]:
        """Yield what arrives until the end of the stream, wherever that is."""
        has_begun = False
        try:
            async with aclosing(_events(response, until)) as events:
                async for data in events:
                    if data == _DONE:
                        return
                    has_begun = True
                    yield self._chunk(data)
        except TooLong:
            raise EndpointFailure("The models' server sent something that does not end.") from None
        except httpx.HTTPError as error:
            log.warning("openai: broke off: %s", type(error).__name__)
            raise (EndpointFailure if has_begun else Busy)("The model's answer broke off.") from None

    def _chunk(self, data: str) -> Chunk:
        try:
            chunk = msgspec.json.decode(data, type=Chunk)
        except msgspec.MsgspecError:
            raise EndpointFailure("The models' server sent something that cannot be read.") from None
        if chunk.error is not None:
            said = self._secrets.clean(message_of(chunk.error))
            raise EndpointFailure(f"The models' server failed. {said}".rstrip())
        return chunk


async def _events(response: httpx.Response, until: float) -> AsyncGenerator[str, None]:
    """Yield the data of each event."""
    stream, pieces = EventStream(), response.aiter_raw()
    try:
        while True:
            async with _before(until):
                piece = await anext(pieces, None)
            if piece is None:
                return
            for data in stream.feed(piece):
                yield data
    finally:
        await pieces.aclose()  # type: ignore[attr-defined] # a generator, declared as an iterator


async def _body(response: httpx.Response, until: float) -> bytes:
    """Return the beginning of a body; what cannot be read of it is not needed."""
    body = b""
    try:
        async with _before(until):
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > _ERROR_BYTES:
                    break
    except httpx.HTTPError as error:
        log.warning("openai: the error broke off: %s", type(error).__name__)
    return body


@asynccontextmanager
async def _before(until: float) -> AsyncIterator[None]:
    """Limit what is awaited inside."""
    try:
        async with asyncio.timeout(until - time.monotonic()):
            yield
    except TimeoutError:
        raise EndpointFailure("The model took longer than one prompt may take.") from None
