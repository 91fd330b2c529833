"""A running server seen from outside: requests and sockets with any credential, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

import pycrdt
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from jupyter_collabchat import wire
from tests.identity import USER_TOKENS

PATIENCE_S = 30.0
"""Ends a test that would wait for ever; nothing is timed by it."""
_numbers = itertools.count(1)
Headers = dict[str, str]
MORE = ("erin", "frank", "gina")
MORE_PEOPLE = {"TokenUsersIdentityProvider": {"user_tokens": USER_TOKENS | {name: f"tok-{name}" for name in MORE}}}
UNLIMITED = {"CollabChatApp": {"rate_limit": 0.0}}


def fresh(prefix: str = "id") -> str:
    """Return an id that nobody has used."""
    return f"{prefix}-{next(_numbers):08}"


def login(name: str) -> Headers:
    """Return the header of a person's own token."""
    return {"Authorization": f"token {token_of(name)}"}


def token_of(name: str) -> str:
    """Return a person's own token; `MORE_PEOPLE` is the configuration of those beyond the usual four."""
    return USER_TOKENS.get(name, f"tok-{name}")


def bearer(secret: str) -> Headers:
    """Return the header of an access token."""
    return {"Authorization": f"token {secret}"}


class Answer(NamedTuple):
    """A status, and the body if it is JSON."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> str | None:
        """The error code, if it is one of ours."""
        return self.body.get("code") if isinstance(self.body, dict) else None


class House:
    """One server."""

    def __init__(self, port: int, base_url: str) -> None:
        self.base = f"127.0.0.1:{port}{base_url}"
        self.http = AsyncHTTPClient()

    # --- REST

    async def fetch(self, method: str, path: str, headers: Headers | None = None, body: Any = None) -> Answer:
        """Send a request below the server's base URL; `body` is JSON unless it is bytes."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = HTTPRequest(
            f"http://{self.base}{path}",
            method=method,
            headers={"Content-Type": "application/json", **(headers or {})},
            body=None if method in ("GET", "HEAD", "DELETE", "OPTIONS") else data,
            follow_redirects=False,
            request_timeout=PATIENCE_S,
            allow_nonstandard_methods=True,
        )
        response = await self.http.fetch(request, raise_error=False)
        try:
            parsed = json.loads(response.body)
        except ValueError:
            parsed = response.body
        return Answer(response.code, parsed, response.headers)

    async def get(self, path: str, headers: Headers | None = None) -> Answer:
        """GET below the API."""
        return await self.fetch("GET", f"api/collabchat/{path}", headers)

    async def post(self, path: str, headers: Headers | None = None, body: Any = None) -> Answer:
        """POST below the API."""
        return await self.fetch("POST", f"api/collabchat/{path}", headers, body)

    async def command(self, room: str, headers: Headers, kind: str, /, **fields: Any) -> Answer:
        """Send one command in a room."""
        return await self.post(f"rooms/{room}/commands", headers, {"id": "c", "command": {"type": kind, **fields}})

    async def outside(self, headers: Headers, kind: str, /, **fields: Any) -> Answer:
        """Send one command outside a room."""
        return await self.post("commands", headers, {"id": "c", "command": {"type": kind, **fields}})

    async def make(self, owner: str = "alice", **fields: Any) -> str:
        """Make a room, listed unless said otherwise; return its id."""
        wanted = {"request": fresh("r"), "name": "Room", "visibility": "listed", **fields}
        made = await self.outside(login(owner), "create_room", **wanted)
        assert made.status == 200, made
        return made.body["ack"]["room"]

    async def done(self, room: str, name: str, kind: str, /, **fields: Any) -> Any:
        """Send a command as a person and return its ack."""
        answer = await self.command(room, login(name), kind, **fields)
        assert answer.status == 200, (kind, answer)
        return answer.body["ack"]

    async def say(self, room: str, name: str, body: str = "hello") -> str:
        """Post; return the message's id."""
        message = fresh("m")
        await self.done(room, name, "post_message", message_id=message, body=body)
        return message

    async def mint(self, name: str, rooms: list[str], scope: str, lifetime_ms: int = 3_600_000) -> tuple[str, str]:
        """Mint an access token; return its id and its secret."""
        now = (await self.get(f"rooms/{rooms[0]}", login(name))).body["now"]
        minted = await self.outside(
            login(name),
            "mint_token",
            request=fresh("t"),
            label="script",
            rooms=rooms,
            scope=scope,
            expires_at=now + lifetime_ms,
        )
        assert minted.status == 200, minted
        return minted.body["ack"]["token"], minted.body["ack"]["secret"]

    async def cookies(self, name: str) -> Headers:
        """Log in as a browser does; return its Cookie header. `xsrf_of` has the rest."""
        jar: SimpleCookie = SimpleCookie()
        for path in ("login", f"login?token={token_of(name)}"):
            for line in (await self.fetch("GET", path)).headers.get_list("Set-Cookie"):
                jar.load(line)
        return {"Cookie": "; ".join(f"{key}={morsel.value}" for key, morsel in jar.items())}

    # --- people without an account

    @property
    def page(self) -> Headers:
        """Return what a script of our own page sends with its requests."""
        return {"X-Collabchat": "1", "Origin": f"http://{self.base.partition('/')[0]}"}

    async def share(self, room: str, name: str = "alice", **fields: Any) -> tuple[str, str]:
        """Make a share link; return its id and its secret."""
        wanted = {"request": fresh("s"), "rooms": [room], "role": "collaborator", **fields}
        ack = await self.done(room, name, "create_share", **wanted)
        return ack["share"], ack["secret"]

    async def join(self, secret: str, headers: Headers | None = None, **fields: Any) -> Answer:
        """Come by a link, as nobody unless `headers` say otherwise."""
        return await self.outside(self.page | (headers or {}), "join", secret=secret, **fields)

    async def guest(self, secret: str, name: str = "Grace") -> Headers:
        """Come by a link as somebody new; return the headers of that guest's page."""
        joined = await self.join(secret, name=name)
        assert joined.status == 200, joined
        return self.page | cookie_of(joined)

    # --- sockets

    async def dial(self, path: str, headers: Headers | None = None) -> WebSocketClientConnection:
        """Open a socket without a hello. Raises `HTTPClientError` if the upgrade is refused."""
        request = HTTPRequest(
            f"ws://{self.base}api/collabchat/{path}", headers=headers or {}, connect_timeout=PATIENCE_S
        )
        return await websocket_connect(request, subprotocols=[wire.PROTOCOL])

    async def upgrade(self, path: str, headers: Headers | None = None) -> int:
        """Return the HTTP status of an upgrade: 101 if it is granted."""
        try:
            socket = await self.dial(path, headers)
        except HTTPClientError as refused:
            return refused.code
        socket.close()
        return 101

    async def enter(self, room: str, headers: Headers, **hello: Any) -> Socket:
        """Open a room's socket and be welcomed."""
        socket = Socket(await self.dial(f"rooms/{room}/socket", headers))
        await socket.greet(**hello)
        assert socket.welcome is not None, socket.close_code
        return socket


def cookie_of(answer: Answer) -> Headers:
    """Return the Cookie header of a browser that has had `answer`."""
    jar: SimpleCookie = SimpleCookie()
    for line in answer.headers.get_list("Set-Cookie"):
        jar.load(line)
    return {"Cookie": "; ".join(f"{key}={morsel.value}" for key, morsel in jar.items() if morsel.value)}


def xsrf_of(cookies: Headers) -> Headers:
    """Return the header that a page of ours adds to its cookies."""
    jar = SimpleCookie(cookies["Cookie"])
    return {"X-XSRFToken": jar["_xsrf"].value}


class Socket:
    """One connection and its replica."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self.connection = connection
        self.welcome: dict[str, Any] | None = None
        self.doc: pycrdt.Doc[Any] = pycrdt.Doc()
        self.notices: list[dict[str, Any]] = []
        self.frames: list[Any] = []
        self.ended = False

    @property
    def close_code(self) -> int | None:
        """What the server closed with."""
        return self.connection.close_code

    async def greet(self, **hello: Any) -> Socket:
        """Send a hello and wait for the welcome, or for the end."""
        self.send(hello={"client": "test/1", **hello})
        while self.welcome is None and await self.read() is not None:
            pass
        return self

    def send(self, **frame: Any) -> None:
        """Send a text frame."""
        self.send_raw(json.dumps(frame, ensure_ascii=False))

    def send_raw(self, data: str | bytes) -> None:
        """Send anything; that the other side has closed is learnt by reading."""
        with contextlib.suppress(WebSocketClosedError):
            self.connection.write_message(data, binary=isinstance(data, bytes))

    async def read(self) -> Any:
        """Return the next frame, None after the end."""
        if self.ended:
            return None
        frame = await asyncio.wait_for(_next(self.connection), PATIENCE_S)
        if isinstance(frame, bytes):
            pycrdt.handle_sync_message(frame[1:], self.doc)
        elif frame is not None:
            frame = json.loads(frame)
            self.welcome = frame.get("welcome", self.welcome)
            if "notice" in frame:
                self.notices.append(frame["notice"])
        self.ended = frame is None
        self.frames.append(frame)
        return frame

    async def answer(self, frame_id: str | None) -> dict[str, Any]:
        """Return the answer to a frame: an ack or a reject."""
        while True:
            frame = await self.read()
            assert frame is not None, f"closed with {self.close_code} before the answer"
            if isinstance(frame, dict) and "id" in frame and frame["id"] == frame_id:
                return frame

    async def ask(self, kind: str, /, **fields: Any) -> dict[str, Any]:
        """Send a command and return its answer."""
        frame_id = fresh("c")
        self.send(id=frame_id, command={"type": kind, **fields})
        return await self.answer(frame_id)

    async def closed(self) -> int | None:
        """Wait for the end; return its code."""
        while await self.read() is not None:
            pass
        return self.close_code

    async def alive(self) -> bool:
        """Whether the socket still answers."""
        self.send(ping=12345)
        while (frame := await self.read()) is not None:
            if isinstance(frame, dict) and frame.get("pong") == 12345:
                return True
        return False

    def close(self) -> None:
        """Go."""
        self.connection.close()


async def _next(connection: WebSocketClientConnection) -> str | bytes | None:
    return await connection.read_message()
