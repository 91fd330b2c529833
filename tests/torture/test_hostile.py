"""S1, S4, S5: fuzzed frames, bombs and silence. The server lives, the room is as it was, the log is clean."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import zlib

import pytest
from tornado.httpclient import HTTPClientError

from jupyter_collabchat import wire
from tests.server.house import House, Socket, fresh, login
from tests.torture import grammar
from tests.torture.driver import Driver
from tests.torture.test_crowds import masked

SILENT = 50


async def _room(house: House) -> str:
    """Make alice's room in which dave only observes and carol may speak."""
    room = await house.make(visibility="private")
    await house.done(room, "alice", "set_policy", visibility="listed")
    for name in ("carol", "dave"):
        await house.done(room, name, "join_room")
    await house.done(room, "alice", "set_role", who="user:dave", role="observer")
    await house.say(room, "alice", "what must stay")
    return room


async def _untouched(house: House, room: str, before: tuple) -> None:
    """Check that nothing is as it was not, but for the one thing an observer has a say in: what they are called."""
    after = await _look(house, room)
    events = (await house.get(f"rooms/{room}/events?after={before[0]}", login("alice"))).body["events"]
    assert {(line["by"], line["event"]["type"]) for line in events} <= {("user:dave", "nickname_set")}
    renamed = {**before[2], "user:dave": {**before[2]["user:dave"], "name": after[2]["user:dave"]["name"]}}
    assert after[1:] == (before[1], renamed, *before[3:])


async def _look(house: House, room: str) -> tuple:
    body = (await house.get(f"rooms/{room}", login("alice"))).body
    page = (await house.get(f"rooms/{room}/messages", login("alice"))).body
    return body["seq"], body["room"]["name"], body["members"], body["polls"], body["agents"], page["messages"]


@pytest.mark.parametrize("frames", [1_500, pytest.param(10_000, marks=pytest.mark.torture)])
async def test_fuzzed_frames_change_nothing_and_break_nothing(driver: Driver, frames):
    house, rng = driver.house, random.Random(frames)
    room = await _room(house)
    before, memory = await _look(house, room), driver.rss_bytes()
    socket: Socket | None = None
    closed: set[int | None] = set()
    for number in range(frames):
        if socket is None:
            socket = await house.enter(room, login("dave"))
        socket.send_raw(grammar.frame(rng))
        if number % 5 == 4 and not await socket.alive():
            closed.add(socket.close_code)
            socket = None
        if number % 10 == 9:
            await _fuzz_rest(house, room, rng)
    assert closed <= {wire.BAD_FRAME, wire.FLOOD}
    assert driver.is_alive
    await _untouched(house, room, before)
    assert driver.rss_bytes() - memory < 64 * 1024 * 1024


async def _fuzz_rest(house: House, room: str, rng: random.Random) -> None:
    frame = grammar.frame(rng)
    data = frame if isinstance(frame, bytes) else frame.encode()
    for path in (f"rooms/{room}/commands", "ticket", f"rooms/{room}/search?q={rng.randrange(9)}"):
        answer = await house.post(path, login("dave"), data)
        assert answer.status < 500, (path, data[:200], answer)


@pytest.mark.parametrize("frames", [300, pytest.param(10_000, marks=pytest.mark.torture)])
async def test_fuzzed_frames_of_somebody_who_may_speak(driver: Driver, frames):
    """They may change things: whatever they did, the room still opens, reads and replays the same."""
    house, rng = driver.house, random.Random(frames)
    room = await _room(house)
    before = await _look(house, room)
    socket: Socket | None = None
    for number in range(frames):
        if socket is None:
            socket = await house.enter(room, login("carol"))
        socket.send_raw(grammar.frame(rng))
        if number % 5 == 4 and not await socket.alive():
            assert socket.close_code in (wire.BAD_FRAME, wire.FLOOD), socket.frames[-5:]
            socket = None
    seen = await _look(house, room)
    assert seen[0] > before[0], "none of it took effect: that says too little"
    driver.check_log()
    driver.kill()
    driver.start()
    assert (await _look(house, room))[5] == seen[5]


async def _raw(driver: Driver, room: str, name: str = "dave") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Return a raw connection that was upgraded and welcomed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", driver.port)
    writer.write(
        f"GET /user/x/api/collabchat/rooms/{room}/socket HTTP/1.1\r\nHost: 127.0.0.1:{driver.port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate\r\n"
        f"Authorization: {login(name)['Authorization']}\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 101 " in head
    assert b"permessage-deflate" not in head, "compression would let a small frame be a large one"
    writer.write(masked(0x1, json.dumps({"hello": {"client": "raw/1"}}).encode()))
    await reader.readuntil(b"presence")
    return reader, writer


async def _until_closed(reader: asyncio.StreamReader) -> bytes:
    """Read to the end; return the last bytes, which hold the close frame if there was one."""
    data = b""
    with contextlib.suppress(ConnectionError):
        while part := await asyncio.wait_for(reader.read(65_536), 60):
            data = (data + part)[-200:]
    return data


def _close_code(data: bytes) -> int | None:
    at = data.rfind(b"\x88")
    return int.from_bytes(data[at + 2 : at + 4], "big") if at >= 0 and len(data) >= at + 4 else None


DEFLATED = zlib.compress(b"x" * 10**6)[:200].ljust(200, b"\0")
SURROGATE = b'{"id": "c", "command": {"type": "rename_room", "name": "\\udc00"}}'
BOMBS = {
    "a gibibyte announced": (b"\x82\xff" + (2**30).to_bytes(8, "big") + b"\0" * 4, {1009, None}),
    "2^63 bytes announced": (b"\x82\xff" + (2**63).to_bytes(8, "big") + b"\0" * 4, {1009, None}),
    "64 KiB of 0xff": (b"\x82\xfe" + (65_535).to_bytes(2, "big") + b"\0" * 4 + b"\xff" * 65_535, {4400}),
    "deflate without being asked": (b"\xc1\xfe\0\xc8\0\0\0\0" + DEFLATED, {1002, 1007, None}),
    "a frame without a mask": (b"\x81\x02{}", {1002, None, 4400}),
    "a reserved opcode": (b"\x83\x80\0\0\0\0", {1002, None}),
    "a continuation of nothing": (b"\x80\x80\0\0\0\0", {1002, None}),
    "a fragmented ping": (b"\x09\x80\0\0\0\0", {1002, None}),
    "three deep JSONs": (masked(0x1, b'{"a":' * 2_000 + b"1" + b"}" * 2_000) * 3, {4400}),
    "three duplicate keys": (masked(0x1, b'{"ping": 1, "ping": "x"}') * 3, {4400}),
    "three NaNs": (masked(0x1, b'{"ping": NaN}') * 3, {4400}),
    "three surrogates": (masked(0x1, SURROGATE) * 3, {4400}),
}  # fmt: skip


async def test_bombs_and_silence(driver: Driver):
    house = driver.house
    room = await _room(house)
    before, memory = await _look(house, room), driver.rss_bytes()
    silent = [await house.dial(f"rooms/{room}/socket", login("dave")) for _ in range(SILENT)]
    halves = [await asyncio.open_connection("127.0.0.1", driver.port) for _ in range(SILENT)]
    for _, writer in halves:
        writer.write(f"GET /user/x/api/collabchat/rooms/{room}/socket HTTP/1.1\r\nHost: ".encode())
    watcher = await house.enter(room, login("alice"))
    for what, (bomb, codes) in BOMBS.items():
        reader, writer = await _raw(driver, room)
        writer.write(bomb)
        if None in codes:
            writer.write_eof()
        assert _close_code(await _until_closed(reader)) in codes, what
        writer.close()
        assert await watcher.alive(), what
    await _floods(driver, house, room)
    assert await watcher.alive()
    assert await _look(house, room) == before
    assert (await house.enter(room, login("carol"))).welcome
    for connection in silent:
        assert await Socket(connection).closed() == wire.NO_HELLO
    for _, writer in halves:
        writer.close()
    assert driver.rss_bytes() - memory < 64 * 1024 * 1024


async def _floods(driver: Driver, house: House, room: str) -> None:
    """100,000 empty fragments, 10,000 pings, and a body that was announced and never comes."""
    reader, writer = await _raw(driver, room)
    writer.write(b"\x01\x80\0\0\0\0" + b"\x00\x80\0\0\0\0" * 100_000 + masked(0x0, b'{"ping": 777}'))
    await writer.drain()
    await reader.readuntil(b'"pong":777')
    writer.write(masked(0x9, b"x") * 10_000)
    await writer.drain()
    writer.write(masked(0x1, b'{"ping": 778}'))
    await reader.readuntil(b'"pong":778')
    writer.close()
    _, slow = await asyncio.open_connection("127.0.0.1", driver.port)
    path = f"/user/x/api/collabchat/rooms/{room}/commands"
    slow.write(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n".encode())
    answer = await house.command(room, login("dave"), "post_message", message_id=fresh("m"), body="x")
    assert answer.code == "role/forbidden"
    slow.close()
    with contextlib.suppress(HTTPClientError):
        await house.dial("rooms/nothing/socket?" + "x" * 60_000, login("dave"))
