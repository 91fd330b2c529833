"""One person at one connection: greets, sends commands, and keeps a real replica of the document."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

import pycrdt

from jupyter_collabchat import wire
from jupyter_collabchat.core.ids import ParticipantId, RoomId
from jupyter_collabchat.core.model import Actor
from jupyter_collabchat.room.registry import Registry
from jupyter_collabchat.room.session import Session
from tests.room.pipe import Pipe

WRITE = frozenset({"collabchat:read", "collabchat:write", "kernels:execute"})
ROOTS = ("room", "members", "turns", "polls", "ballots", "agents", "receipts", "live")
_numbers = itertools.count(1)


def actor(name: str, scope: str | None = None, **fields: Any) -> Actor:
    """Return the actor of a person's login, or of their access token of `scope`."""
    rights = WRITE if scope != "read" else frozenset({"collabchat:read"})
    return Actor(ParticipantId(f"user:{name}"), name.title(), scope, fields.pop("rights", rights), **fields)


def fresh(prefix: str = "id") -> str:
    """Return an id that nobody has used."""
    return f"{prefix}-{next(_numbers):08}"


class Person:
    """A client of one room.

    Attributes:
        answers: What each command was answered, by frame id: `{"ack": ...}` or `{"reject": ...}`.
        order: Frame ids in the order of their answers.
        epoch: The epoch of the replica.
    """

    def __init__(self, who: Actor) -> None:
        self.who = who
        self.pipe = Pipe()
        self.session: Session | None = None
        self.welcome: dict[str, Any] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.order: list[str] = []
        self.refusals: list[dict[str, Any]] = []
        self.presence: dict[str, Any] = {}
        self.notices: list[dict[str, Any]] = []
        self.epoch: str | None = None
        self.doc: pycrdt.Doc[Any] = pycrdt.Doc()
        self.updates = 0
        self._epoch_told = False

    async def enter(self, registry: Registry, room: str, *, sync: bool = True) -> Person:
        """Connect; a returning person continues with the replica they have."""
        self.pipe = Pipe()
        hello = wire.Hello(client="test/1", epoch=self.epoch)
        self.session = await registry.enter(RoomId(room), self.who, self.pipe, hello)
        self.pipe.receiver = self.session
        self.read()
        if sync:
            self.sync()
        return self

    def sync(self) -> None:
        """Ask for what the replica lacks; one of another epoch is thrown away."""
        if self.epoch != self.welcome["epoch"]:
            self.doc, self.epoch = pycrdt.Doc(), self.welcome["epoch"]
        self.send_binary(wire.sync_step_1(self.doc.get_state()))
        self.read()

    # --- sending

    def send(self, **frame: Any) -> None:
        """Send a text frame."""
        self.send_text(json.dumps(frame, ensure_ascii=False))

    def send_text(self, text: str) -> None:
        """Send any text."""
        assert self.session is not None
        self.session.receive(text)

    def send_binary(self, data: bytes) -> None:
        """Send any bytes."""
        assert self.session is not None
        self.session.receive(data)

    def command(self, kind: str, /, **fields: Any) -> str:
        """Send a command; return its frame id."""
        frame_id = fresh("c")
        self.send(id=frame_id, command={"type": kind, **fields})
        return frame_id

    def post(self, body: str = "hello", **fields: Any) -> str:
        """Post a message; return the frame id."""
        return self.command("post_message", message_id=fields.pop("message_id", fresh("m")), body=body, **fields)

    async def ask(self, kind: str, /, **fields: Any) -> dict[str, Any]:
        """Send a command and wait for its answer: the ack, or the error body under `reject`."""
        frame_id = self.command(kind, **fields)
        for _ in range(10_000):
            if frame_id in self.read().answers:
                return self.answers[frame_id]
            await asyncio.sleep(0.01)
        raise AssertionError(f"{kind} was never answered; closed: {self.closed}")

    async def done(self, kind: str, /, **fields: Any) -> dict[str, Any]:
        """Send a command and return its ack."""
        answer = await self.ask(kind, **fields)
        assert "ack" in answer, answer
        return answer["ack"]

    async def refused(self, kind: str, /, **fields: Any) -> str:
        """Send a command and return the code of its rejection."""
        answer = await self.ask(kind, **fields)
        assert "reject" in answer, answer
        return answer["reject"]["code"]

    # --- reading

    def read(self) -> Person:
        """Take in everything that arrived."""
        for frame in self.pipe.take():
            if isinstance(frame, bytes):
                self._take_update(frame)
            else:
                self._take(frame)
        return self

    def _take(self, frame: dict[str, Any]) -> None:
        assert not self._epoch_told or self.epoch is None, "an epoch notice is directly followed by the document"
        if "welcome" in frame:
            self.welcome = frame["welcome"]
        elif "presence" in frame:
            changes = frame["presence"]
            self.presence = {k: v for k, v in {**self.presence, **changes}.items() if v is not None}
        elif "notice" in frame:
            self.notices.append(frame["notice"])
            if frame["notice"]["type"] == "epoch" and self.epoch is not None:
                self.epoch, self.doc, self._epoch_told = frame["notice"]["epoch"], pycrdt.Doc(), True
        elif frame.get("id") is None and "reject" in frame:
            self.refusals.append(frame["reject"])
        elif "id" in frame:
            assert frame["id"] not in self.answers, "a command is answered once"
            self.answers[frame["id"]] = frame
            self.order.append(frame["id"])
        else:
            assert "pong" in frame, frame

    def _take_update(self, frame: bytes) -> None:
        assert frame[:2] in (b"\x00\x01", b"\x00\x02"), "only step 2 and updates come down"
        assert not self._epoch_told or frame[1] == 1
        self._epoch_told = False
        self.updates += 1
        pycrdt.handle_sync_message(frame[1:], self.doc)

    # --- looking

    @property
    def closed(self) -> int | None:
        """The code that the server closed with."""
        return self.pipe.closed[0] if self.pipe.closed else None

    @property
    def picture(self) -> dict[str, Any]:
        """Everything the replica shows."""
        return picture_of(self.doc)

    @property
    def bodies(self) -> list[str]:
        """The texts of the window."""
        return [message["body"] for message in self.picture["messages"]]


def picture_of(doc: pycrdt.Doc[Any]) -> dict[str, Any]:
    """Return a replica's content with whole numbers as integers."""
    found: dict[str, Any] = {name: doc.get(name, type=pycrdt.Map).to_py() for name in ROOTS}
    found["messages"] = doc.get("messages", type=pycrdt.Array).to_py()
    return json.loads(json.dumps(found), parse_float=_number)


def _number(text: str) -> float | int:
    value = float(text)
    return int(value) if value.is_integer() else value
