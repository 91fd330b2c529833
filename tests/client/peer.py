"""The other end of the client's connection, played by a test: a Tornado server that speaks the protocol on demand.

It holds a real pycrdt document and answers REST from it. What a test wants to go wrong, it does here.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any, Self

import msgspec
from pycrdt import Array, Doc, Map, Text
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from jupyter_collabchat import wire

ROOM = "room-of-the-peer"
ME = "user:ann"
PATIENCE_S = 10.0
"""Ends a test that would wait for ever; nothing is timed by it."""


def message(seq: int, **fields: Any) -> dict[str, Any]:
    """Return a message as the document has it."""
    return {
        "id": f"message-{seq:04}",
        "seq": seq,
        "author": "user:ben",
        "at": 1_760_000_000_000 + seq,
        "body": "",
        **fields,
    }


class Peer:
    """One room on one server. `answers` decides what happens to a command; by default everything is acknowledged."""

    def __init__(self) -> None:
        self._epochs = itertools.count(1)
        self.sockets: list[Socket] = []
        self.hellos: list[dict[str, Any]] = []
        self.vectors: list[bytes] = []
        self.commands: list[dict[str, Any]] = []
        self.presences: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.archive: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.refuse_upgrade: int | None = None
        self.refuse_hello: int | None = None
        self.answers: Callable[[dict[str, Any]], dict[str, Any] | None] = self.accept
        self._changed = asyncio.Event()
        self.rebuild([])

    async def __aenter__(self) -> Self:
        (socket,) = bind_sockets(0, "127.0.0.1")
        self.url = f"http://127.0.0.1:{socket.getsockname()[1]}/base/"
        prefix = "/base/api/collabchat/"
        self._server = HTTPServer(
            Application(
                [
                    (prefix + "rooms/[^/]+/socket", Socket, {"peer": self}),
                    (prefix + "(.*)", Resource, {"peer": self}),
                ]
            )
        )
        self._server.add_sockets([socket])
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._server.stop()
        self.drop()
        await self._server.close_all_connections()

    # --- facts

    def note(self) -> None:
        """Something arrived."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, fact: Callable[[], Any]) -> Any:
        """Wait until `fact()` holds, and return it."""
        async with asyncio.timeout(PATIENCE_S):
            while not (found := fact()):
                await self._changed.wait()
        return found

    # --- the document

    def rebuild(self, messages: list[dict[str, Any]]) -> None:
        """Begin a new epoch."""
        self.epoch = f"epoch-{next(self._epochs)}"
        self.doc: Doc[Any] = Doc()
        self.messages: Array[Any] = self.doc.get("messages", type=Array)
        self.live: Map[Any] = self.doc.get("live", type=Map)
        self.room: Map[Any] = self.doc.get("room", type=Map)
        self.room["name"] = "Peers"
        self.messages.extend(messages)
        self.doc.observe(lambda event: self._broadcast(event.update))
        self.tell({"notice": {"type": "epoch", "epoch": self.epoch}})
        for socket in self.sockets:
            socket.send(wire.sync_step_2(self.doc.get_update()))

    def table(self, name: str) -> Map[Any]:
        """Return a root Map of the document."""
        found: Map[Any] = self.doc.get(name, type=Map)
        return found

    def post(self, *new: dict[str, Any]) -> None:
        """Append messages, in one update."""
        self.archive.extend(new)
        self.messages.extend(list(new))

    def start(self, started: dict[str, Any]) -> Text:
        """Append a message that is being written; return its text."""
        text = Text()
        with self.doc.transaction():
            self.messages.append({**started, "status": "streaming", "turn": "turn-1"})
            self.live[started["id"]] = text
        return text

    def finish(self, finished: dict[str, Any]) -> None:
        """End the last message, which was being written."""
        with self.doc.transaction():
            self.messages[len(self.messages) - 1] = finished
            del self.live[finished["id"]]

    def _broadcast(self, update: bytes) -> None:
        for socket in self.sockets:
            if socket.is_synced:
                socket.send(wire.sync_update(update))

    # --- frames

    def tell(self, frame: dict[str, Any]) -> None:
        """Send a text frame to everybody."""
        for socket in self.sockets:
            socket.send(frame)

    def accept(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Do what a command asks and acknowledge it; the same message again changes nothing."""
        seq = len(self.archive) + 1
        if command["type"] == "post_message" and not any(m["id"] == command["message_id"] for m in self.archive):
            self.post(message(seq, id=command["message_id"], author=ME, body=command["body"]))
        return {"ack": {"seq": seq}}

    def drop(self) -> None:
        """Cut every connection without a word."""
        sockets, self.sockets = self.sockets, []
        for socket in sockets:
            socket.cut()

    def close(self, code: int, reason: str = "The peer says so.") -> None:
        """Close every connection."""
        sockets, self.sockets = self.sockets, []
        for socket in sockets:
            socket.close(code, reason)


class Socket(WebSocketHandler):
    """The room's socket."""

    def initialize(self, peer: Peer) -> None:
        self.peer = peer
        self.is_synced = False
        self._hello: dict[str, Any] | None = None

    def prepare(self) -> None:
        self.peer.headers.append(dict(self.request.headers))
        if self.peer.refuse_upgrade is not None:
            self.set_status(self.peer.refuse_upgrade)
            self.finish("no")

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        assert subprotocols == [wire.PROTOCOL]
        return wire.PROTOCOL

    def send(self, frame: dict[str, Any] | bytes) -> None:
        if isinstance(frame, bytes):
            self.write_message(frame, binary=True)
        else:
            self.write_message(msgspec.json.encode(frame))

    def cut(self) -> None:
        assert self.ws_connection is not None
        self.ws_connection.stream.close()

    def on_message(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self._sync(data)
        else:
            self._take(msgspec.json.decode(data))
        self.peer.note()

    def _sync(self, data: bytes) -> None:
        vector = wire.decode_sync(data).vector
        self.peer.vectors.append(vector)
        assert self._hello is not None
        knows = self._hello.get("epoch") == self.peer.epoch
        self.is_synced = True
        self.send(wire.sync_step_2(self.peer.doc.get_update(vector) if knows else self.peer.doc.get_update()))

    def _take(self, frame: dict[str, Any]) -> None:
        if self._hello is None:
            self._greet(frame["hello"])
        elif "presence" in frame:
            self.peer.presences.append(frame["presence"])
        else:
            self.peer.commands.append(frame["command"])
            answer = self.peer.answers(frame["command"])
            if answer is not None:
                self.send({"id": frame["id"], **answer})

    def _greet(self, hello: dict[str, Any]) -> None:
        self._hello = hello
        self.peer.hellos.append(hello)
        if self.peer.refuse_hello is not None:
            self.close(self.peer.refuse_hello, "The peer does not want this.")
            return
        welcome = {"session": "s1", "me": ME, "room": ROOM, "epoch": self.peer.epoch, "can": ["post_message"], "now": 1}
        self.send({"welcome": welcome})
        self.send({"presence": {ME: {"online": True, "typing": False}}})
        self.peer.sockets.append(self)

    def on_close(self) -> None:
        if self in self.peer.sockets:
            self.peer.sockets.remove(self)
        self.peer.note()


class Resource(RequestHandler):
    """REST."""

    def initialize(self, peer: Peer) -> None:
        self.peer = peer

    def get(self, path: str) -> None:
        self.peer.requests.append(path)
        parts = path.split("/")
        if path == "rooms":
            self.finish({"rooms": [{"id": ROOM, "name": "Peers", "member": True}], "invitations": []})
        elif parts[2:] == ["messages"]:
            after = int(self.get_query_argument("after", "0"))
            found = [m for m in self.peer.archive if m["seq"] > after][: int(self.get_query_argument("limit"))]
            self.finish({"messages": found, "has_more": False, "names": {}})
        else:
            self._one(parts[-1])

    def _one(self, wanted: str) -> None:
        found = next((m for m in self.peer.archive if m["id"] == wanted), None)
        if found is None:
            self.set_status(404)
            self.finish({"code": "message/unknown", "message": "There is no such message."})
        else:
            self.finish(found)

    def post(self, path: str) -> None:
        self.peer.requests.append(path)
        self.finish({"ticket": "one-use-ticket"})
