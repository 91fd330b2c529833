"""The socket as bytes: sizes, fragments, junk, silence, and the end of a server."""

from __future__ import annotations

import asyncio
import json

import msgspec
import pytest

from jupyter_collabchat import wire
from tests.server.house import UNLIMITED, House, Socket, fresh, login


@pytest.fixture
def server_config():
    return UNLIMITED


async def test_the_subprotocol_is_spoken(house):
    room = await house.make()
    connection = await house.dial(f"rooms/{room}/socket", login("alice"))
    assert connection.selected_subprotocol == wire.PROTOCOL
    connection.close()


async def test_a_room_that_is_not_for_me_closes_after_the_hello(house):
    private = await house.make(visibility="private")
    for room in (private, "nothing"):
        socket = await Socket(await house.dial(f"rooms/{room}/socket", login("bob"))).greet()
        assert (socket.welcome, await socket.closed()) == (None, wire.NO_SUCH_ROOM)


async def test_silence_before_the_hello_is_cut(house, jp_serverapp):
    services = jp_serverapp.web_app.settings["collabchat"]
    services.house.settings = msgspec.structs.replace(services.house.settings, hello_timeout=0.2)
    room = await house.make()
    for path in (f"rooms/{room}/socket", "lobby/socket"):
        socket = Socket(await house.dial(path, login("alice")))
        assert await socket.closed() == wire.NO_HELLO


async def test_up_to_256_kib_a_frame_is_refused_and_the_socket_kept(house):
    room = await house.make()
    socket = await house.enter(room, login("alice"))
    for size in (65 * 1024, 255 * 1024):
        socket.send_raw(json.dumps({"id": "big", "command": {"type": "post_message", "body": "x" * size}}))
        answer = await socket.answer(None)
        assert answer["reject"]["code"] == "frame/too-large"
        assert await socket.alive()
    socket.send_raw('{"ping": 1' + " " * (wire.MAX_FRAME_BYTES - 11) + "}")
    assert await socket.alive()


async def test_above_256_kib_closes_1009(house):
    room = await house.make()
    for data in ('{"ping": 1' + " " * 256 * 1024 + "}", b"\xff" * (256 * 1024 + 1)):
        socket = await house.enter(room, login("alice"))
        socket.send_raw(data)
        assert await socket.closed() in (1009, None)  # Tornado cuts the stream once it has said so
    assert (await house.enter(room, login("alice"))).welcome


async def test_a_hello_of_more_than_4_kib_closes(house):
    room = await house.make()
    socket = await Socket(await house.dial(f"rooms/{room}/socket", login("alice"))).greet(ticket="x" * 5000)
    assert await socket.closed() == wire.BAD_FRAME


async def test_the_close_codes_of_abuse(house):
    room = await house.make()
    junk: list[tuple[list, int]] = [
        (["{", "{", "{"], wire.BAD_FRAME),
        ([b"\xff" * 65_536], wire.BAD_FRAME),
        ([b"\x00\x02\x02\x00\x00"], wire.BAD_FRAME),
        ([b""], wire.BAD_FRAME),
        ([wire.sync_step_1(b"\x01" * 300)], wire.BAD_FRAME),
        (['{"hello": {"client": "again"}}'], wire.BAD_FRAME),
    ]
    for frames, code in junk:
        socket = await house.enter(room, login("alice"))
        for frame in frames:
            socket.send_raw(frame)
        assert await socket.closed() == code, frames[0][:40]


async def test_bytes_that_are_no_text_end_the_connection(house):
    """Tornado's way: the socket just goes. Nothing is taken from it, and nobody else notices."""
    room = await house.make()
    socket, other = await house.enter(room, login("alice")), await house.enter(room, login("alice"))
    await socket.connection.protocol._write_frame(True, 0x1, b'{"ping": "\xff\xfe"}')
    await socket.closed()
    assert await other.alive()


async def test_fragments_are_one_frame(house):
    room = await house.make()
    socket = await house.enter(room, login("alice"))
    protocol = socket.connection.protocol
    data = json.dumps({"ping": 12345}).encode()
    await protocol._write_frame(False, 0x1, data[:5])
    for at in range(5, len(data)):
        await protocol._write_frame(at == len(data) - 1, 0x0, data[at : at + 1])
    while (frame := await socket.read()).get("pong") != 12345:
        assert frame is not None


async def test_endless_fragments_are_too_large(house):
    room = await house.make()
    socket = await house.enter(room, login("alice"))
    protocol = socket.connection.protocol
    await protocol._write_frame(False, 0x1, b"{")
    for _ in range(5):
        await protocol._write_frame(False, 0x0, b" " * 60_000)
    assert await socket.closed() in (1009, None)


async def test_a_flood_is_cut_and_others_go_on(house, jp_serverapp):
    services = jp_serverapp.web_app.settings["collabchat"]
    services.house.settings = msgspec.structs.replace(services.house.settings, rate_limit=1.0, rate_burst=5)
    room = await house.make()
    await house.done(room, "bob", "join_room")
    flooder, other = await house.enter(room, login("bob")), await house.enter(room, login("alice"))
    for number in range(200):
        flooder.send(id=f"c{number}", command={"type": "post_message", "message_id": fresh("m"), "body": "x"})
    assert await flooder.closed() == wire.FLOOD
    assert await other.alive()
    limited = await house.command(room, login("bob"), "post_message", message_id=fresh("m"), body="x")
    assert (limited.status, limited.code) == (429, "rate/limited")
    assert int(limited.headers["Retry-After"]) >= 1
    assert limited.body["retry_after"] > 0


async def test_rest_and_socket_make_the_same_events(house):
    """26: what REST does is seen by sockets as what a socket does."""
    room = await house.make()
    socket = await house.enter(room, login("alice"))
    socket.send_raw(wire.sync_step_1(socket.doc.get_state()))
    await socket.read()
    await house.say(room, "alice", "by REST")
    await socket.ask("post_message", message_id=fresh("m"), body="by socket")
    events = (await house.get(f"rooms/{room}/events", login("alice"))).body["events"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    posts = [event for event in events if event["event"]["type"] == "message_posted"]
    assert [sorted(post["event"]) for post in posts] == [sorted(posts[0]["event"])] * 2
    import pycrdt

    shown = socket.doc.get("messages", type=pycrdt.Array).to_py()
    assert [message["body"] for message in shown] == ["by REST", "by socket"]


async def test_a_stopping_server_says_1012_to_everybody(house, jp_serverapp):
    room = await house.make()
    inside = await house.enter(room, login("alice"))
    outside = await Socket(await house.dial("lobby/socket", login("alice"))).greet()
    services = jp_serverapp.web_app.settings["collabchat"]
    services.lobby.close()
    await services.registry.close()
    assert await asyncio.gather(inside.closed(), outside.closed()) == [wire.RESTARTING] * 2
    again: House = house
    socket = await Socket(await again.dial(f"rooms/{room}/socket", login("alice"))).greet()
    assert await socket.closed() == wire.OVERLOADED
    assert (await again.get(f"rooms/{room}", login("alice"))).code == "overloaded"
