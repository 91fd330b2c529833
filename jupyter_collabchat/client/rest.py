"""REST, as one person: keeps the token or the cookies, turns error bodies into rejections.

httpx and not Tornado's client: it keeps cookies. A server without tokens names each visitor by a cookie, so without
one every request would come from somebody new.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

import httpx
import msgspec

from ..core.errors import Rejection
from .address import Address
from .errors import Unreachable

TIMEOUT_S = 30.0
_JSON = {"Content-Type": "application/json"}


def mint() -> str:
    """Return a fresh id for a message, poll, ballot or request.

    It begins with the time, so that the server's index of ids grows at its end instead of everywhere.
    """
    return f"{time.time_ns() // 1_000_000:x}-{secrets.token_urlsafe(12)}"


class Rest:
    """One person's way to the resources of one server. Bodies are decoded JSON."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._http = httpx.AsyncClient(
            base_url=address.api,
            timeout=TIMEOUT_S,
            trust_env=False,  # the socket knows neither proxies nor .netrc: both doors must lead to the same server
            headers=self._credentials(),
        )
        if address.token is None:
            # The double submission that Tornado asks of cookie users; the pair may be of anybody's making.
            proof = secrets.token_hex(16)
            self._http.cookies.set("_xsrf", proof)
            self._http.headers["X-XSRFToken"] = proof

    def _credentials(self) -> dict[str, str]:
        token = self.address.token
        return {"Authorization": f"token {token}"} if token is not None else {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections kept open."""
        await self._http.aclose()

    async def get(self, path: str, **query: str | int | None) -> Any:  # noqa: ANN401 - JSON
        """Read a resource; a query parameter that is None is left out.

        Raises:
            Rejection: The server refused.
            Unreachable: There is no such server, or it has no rooms.
        """
        given = {key: value for key, value in query.items() if value is not None}
        return await self._ask("GET", path, params=given)

    async def lines(self, path: str, **query: str) -> AsyncIterator[bytes]:
        """Read a download line by line, as it comes; raises like `get`, and `Unreachable` if it breaks off."""
        rest = b""
        try:
            async with self._http.stream("GET", path, params=query) as response:
                if response.status_code >= httpx.codes.BAD_REQUEST:
                    await response.aread()
                    raise _refusal(response)
                async for chunk in response.aiter_bytes():
                    *whole, rest = (rest + chunk).split(b"\n")
                    for line in whole:
                        yield line
        except httpx.TransportError as error:
            raise Unreachable(f"{self.address.api} broke off: {error}") from error

    async def post(self, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Write; raises like `get`."""
        return await self._ask("POST", path, content=msgspec.json.encode(body), headers=_JSON)

    async def command(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        """Send one command and return its ack; wait and repeat while the server says it came too fast."""
        while True:
            try:
                answer = await self.post(path, {"id": mint(), "command": fields})
            except Rejection as refused:
                if refused.code != "rate/limited":
                    raise
                await asyncio.sleep(float(refused.details.get("retry_after", 1.0)))
            else:
                ack: dict[str, Any] = answer["ack"]
                return ack

    async def ticket(self, room: str) -> str | None:
        """Return a one-use ticket for a socket, or None if a token in its header is enough."""
        if self.address.token is not None:
            return None
        ticket: str = (await self.post("ticket", {"room": room}))["ticket"]
        return ticket

    def come_as_page(self) -> None:
        """Send from now on what only a page of this server could send: it stands in for a login that a guest lacks."""
        if self.address.token is None:
            url = self._http.base_url
            self._http.headers.update({"X-Collabchat": "1", "Origin": f"{url.scheme}://{url.netloc.decode()}"})

    def socket_headers(self) -> dict[str, str]:
        """Return the headers that make a socket the same person's as the requests."""
        sent = self._http.build_request("GET", "me").headers
        return self._credentials() | {name: sent[name] for name in ("Cookie", "Origin") if name in sent}

    async def _ask(self, method: str, path: str, **request: Any) -> Any:  # noqa: ANN401 - httpx's own, JSON
        try:
            response = await self._http.request(method, path, **request)
        except httpx.TransportError as error:
            raise Unreachable(f"There is no answer from {self.address.api}: {error}") from error
        if response.status_code >= httpx.codes.BAD_REQUEST:
            raise _refusal(response)
        try:
            return msgspec.json.decode(response.content)
        except msgspec.DecodeError as error:
            raise Unreachable(f"{response.url} is not jupyter_collabchat's.") from error


def _refusal(response: httpx.Response) -> Exception:
    """Return what an error status means: our own body, or Jupyter's answer before it."""
    try:
        body = msgspec.json.decode(response.content, type=dict[str, Any])
        code, message = body.pop("code"), body.pop("message")
    except (msgspec.DecodeError, KeyError):
        if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            return Rejection("auth/required", "The server does not accept this token.")
        return Unreachable(f"{response.url} answered {response.status_code} {response.reason_phrase}.")
    return Rejection(code, message, **body)
