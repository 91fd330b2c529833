"""R8, R11, R12: everybody comes back at once, or somebody does not read at all; all end up with the same room."""

from __future__ import annotations

import asyncio
import json
import random
import socket as sockets
from typing import Any

import pycrdt
import pytest

from jupyter_collabchat import wire
from tests.room.person import picture_of
from tests.server.house import House, Socket, fresh, login
from tests.torture.driver import PEOPLE, Driver

MISSED = 50


class Returning:
    """A client with a replica, which it keeps while it is away."""

    def __init__(self, house: House, room: str, name: str) -> None:
        self.house, self.room, self.name = house, room, name
        self.doc: pycrdt.Doc[Any] = pycrdt.Doc()
        self.epoch: str | None = None
        self.socket: Socket | None = None

    async def come(self) -> Returning:
        hello = {"epoch": self.epoch} if self.epoch else {}
        socket = self.socket = await self.house.enter(self.room, login(self.name), **hello)
        assert socket.welcome is not None
        if socket.welcome["epoch"] != self.epoch:
            self.doc, self.epoch = pycrdt.Doc(), socket.welcome["epoch"]
        socket.doc = self.doc
        socket.send_raw(wire.sync_step_1(self.doc.get_state()))
        while not isinstance(await socket.read(), bytes):
            pass
        return self

    def go(self) -> None:
        assert self.socket is not None
        self.socket.connection.protocol.stream.close()

    @property
    def picture(self) -> dict[str, Any]:
        return picture_of(self.doc)


async def _full_house(house: House) -> str:
    room = await house.make()
    for name in PEOPLE[1:]:
        await house.done(room, name, "join_room")
    return room


async def _say_many(house: House, room: str, times: int, size: int = 80) -> list[str]:
    socket = await house.enter(room, login("alice"))
    ids = [fresh("said") for _ in range(times)]
    frames = [fresh("c") for _ in ids]
    for message, frame in zip(ids, frames, strict=True):
        socket.send(id=frame, command={"type": "post_message", "message_id": message, "body": "x" * size})
    for frame in frames:
        assert "ack" in await socket.answer(frame)
    socket.close()
    return ids


def _shared(picture: dict[str, Any]) -> dict[str, Any]:
    """Return what does not move by itself."""
    return {root: value for root, value in picture.items() if root not in ("receipts", "live")}


@pytest.mark.parametrize("clients", [200, pytest.param(1_000, marks=pytest.mark.torture)])
async def test_all_come_back_at_once_and_catch_up(driver: Driver, clients):
    house = driver.house
    room = await _full_house(house)
    await _say_many(house, room, 20)
    crowd = [Returning(house, room, PEOPLE[number % len(PEOPLE)]) for number in range(clients)]
    for start in range(0, clients, 50):
        await asyncio.gather(*(client.come() for client in crowd[start : start + 50]))
    for client in crowd:
        client.go()
    missed = await _say_many(house, room, MISSED)
    before = driver.rss_bytes()
    await asyncio.gather(*(client.come() for client in crowd))
    pictures = [_shared(client.picture) for client in crowd]
    assert all(picture == pictures[0] for picture in pictures)
    assert [message["id"] for message in pictures[0]["messages"]][-MISSED:] == missed
    rest = (await house.get(f"rooms/{room}", login("alice"))).body
    assert pictures[0]["members"] == rest["members"]
    assert driver.rss_bytes() - before < 100 * 1024 * 1024
    assert len({client.epoch for client in crowd}) == 1


@pytest.mark.parametrize("steps", [60, pytest.param(2_000, marks=pytest.mark.torture)])
async def test_who_followed_who_missed_some_and_who_just_came_see_the_same(driver: Driver, steps):
    """R8: stale state and the difference are a fresh fetch, whatever happened; REST says the same."""
    rng = random.Random(steps)
    house = driver.house
    room = await _full_house(house)
    follower = await Returning(house, room, "alice").come()
    sleeper = Returning(house, room, "alice")
    for step in range(steps):
        await _act(house, room, rng)
        if step % 20 == 19:
            await sleeper.come()
            fresh_one = await Returning(house, room, "bob").come()
            await _followed(follower, fresh_one)
            assert _shared(sleeper.picture) == _shared(fresh_one.picture)
            body = (await house.get(f"rooms/{room}", login("alice"))).body
            page = (await house.get(f"rooms/{room}/messages?limit=200", login("alice"))).body
            shown = _shared(fresh_one.picture)
            window = shown.pop("messages")
            assert window[-200:] == page["messages"][-len(window) :]
            assert shown == {root: body[root] for root in shown}
            sleeper.go()
            fresh_one.go()


async def _followed(follower: Returning, fresh_one: Returning) -> None:
    """Read on until the follower has what the newcomer has: updates come in order, so it must get there."""
    assert follower.socket is not None
    while _shared(follower.picture) != _shared(fresh_one.picture):
        await follower.socket.read()


async def _act(house: House, room: str, rng: random.Random) -> None:
    page = (await house.get(f"rooms/{room}/messages?limit=20", login("alice"))).body["messages"]
    mine = [message["id"] for message in page if message["author"] == "user:alice"]
    options = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    who = f"user:{rng.choice(PEOPLE[1:])}"
    kind, fields = rng.choice(
        [
            ("post_message", {"message_id": fresh("m"), "body": f"{rng.random()} é 👋"}),
            ("post_message", {"message_id": fresh("m"), "body": "x" * rng.randint(1, 4_000)}),
            ("edit_message", {"message": rng.choice(mine or ["nothing"]), "body": f"edited {rng.random()}"}),
            ("redact_message", {"message": rng.choice(mine or ["nothing"])}),
            ("rename_room", {"name": f"Room {rng.random()}"}),
            ("set_policy", {"consensus": rng.choice(["owner", "anyone", "majority"])}),
            ("set_role", {"who": who, "role": rng.choice(["moderator", "collaborator", "observer"])}),
            (rng.choice(["mute", "unmute"]), {"who": who}),
            ("open_poll", {"poll_id": fresh("p"), "title": "?", "options": options}),
        ]
    )
    answer = await house.command(room, login("alice"), kind, **fields)
    assert answer.status < 500


async def test_a_reader_that_never_reads_costs_itself_only(driver: Driver):
    """R12: memory stays bounded, the others get everything, and what it missed is one difference."""
    house = driver.house
    room = await _full_house(house)
    live = await Returning(house, room, "bob").come()
    stopped = await _stopped_reader(driver, room)
    await _say_many(house, room, 50, 4_000)
    before = driver.rss_bytes()
    ids: list[str] = []
    for _ in range(10):
        ids += await _say_many(house, room, 100, 4_000)  # 4 MB past a reader whose buffers hold 200 kB
    await _followed(live, await Returning(house, room, "carol").come())
    assert [message["id"] for message in live.picture["messages"]][-1] == ids[-1]
    assert driver.rss_bytes() - before < 40 * 1024 * 1024
    doc = await asyncio.get_running_loop().run_in_executor(None, _read_on, stopped, ids[-1])
    assert _shared(picture_of(doc))["messages"] == live.picture["messages"]
    stopped.close()


@pytest.mark.torture
async def test_a_reader_that_never_reads_is_let_go(driver: Driver):
    house = driver.house
    room = await _full_house(house)
    stopped = await _stopped_reader(driver, room)
    await _say_many(house, room, 200, 4_000)
    while len((await house.get(f"rooms/{room}", login("alice"))).body["online"]) > 1:
        await asyncio.sleep(1)  # between two looks: it is let go after a minute, and gone from presence
    stopped.close()


async def _stopped_reader(driver: Driver, room: str) -> sockets.socket:
    """Return a raw connection of dave's with a tiny window that has asked for the document and reads no more."""
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    await asyncio.get_running_loop().run_in_executor(None, raw.connect, ("127.0.0.1", driver.port))
    raw.sendall(
        f"GET /user/x/api/collabchat/rooms/{room}/socket HTTP/1.1\r\nHost: 127.0.0.1:{driver.port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: collabchat.v1\r\n"
        "Authorization: token tok-d\r\n\r\n".encode()
    )
    raw.sendall(masked(0x1, json.dumps({"hello": {"client": "raw/1"}}).encode()))
    raw.sendall(masked(0x2, wire.sync_step_1(pycrdt.Doc().get_state())))
    return raw


def masked(opcode: int, payload: bytes) -> bytes:
    """Return a client's frame; a mask of zeros leaves the payload as it is."""
    size = len(payload)
    head = bytes((0x80 | opcode, 0x80 | size)) if size < 126 else bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + payload


def _read_on(raw: sockets.socket, until: str) -> pycrdt.Doc[Any]:
    """Read everything that waited, as a client that wakes up; return its replica once it has the message `until`."""
    raw.settimeout(60)
    doc: pycrdt.Doc[Any] = pycrdt.Doc()
    data = bytearray()
    while b"\r\n\r\n" not in data:
        data += raw.recv(65_536)
    del data[: data.index(b"\r\n\r\n") + 4]
    while until not in (message["id"] for message in picture_of(doc)["messages"]):
        data += raw.recv(65_536)
        while (frame := _whole_frame(data)) is not None:
            opcode, payload, size = frame
            del data[:size]
            if opcode == 0x2:
                pycrdt.handle_sync_message(payload[1:], doc)
    return doc


def _whole_frame(data: bytearray) -> tuple[int, bytes, int] | None:
    if len(data) < 10:
        return None
    size, at = data[1] & 0x7F, 2
    if size >= 126:
        width = 2 if size == 126 else 8
        size, at = int.from_bytes(data[2 : 2 + width], "big"), 2 + width
    return (data[0] & 0x0F, bytes(data[at : at + size]), at + size) if len(data) >= at + size else None
