"""The first seconds of a connection."""

from __future__ import annotations

import asyncio
import json

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core.errors import HTTP_STATUS, Rejection
from jupyter_collabchat.room.greeter import Greeter
from tests.room.hall import Hall
from tests.room.person import actor
from tests.room.pipe import Pipe

HELLO = json.dumps({"hello": {"client": "test/1"}})


class Door:
    """A greeter before one room, for ann; `refusal` or `delay` in her way."""

    def __init__(self, hall: Hall, room: str, refusal: Exception | None = None, delay: float = 0) -> None:
        self.pipe = Pipe()
        self._hall, self._room, self._refusal, self._delay = hall, room, refusal, delay
        self.greeter = Greeter(self.pipe, self._admit, self._enter, 10.0)

    async def _admit(self, hello):
        await asyncio.sleep(self._delay)
        if self._refusal is not None:
            raise self._refusal
        return actor("ann")

    async def _enter(self, who, hello):
        return await self._hall.registry.enter(self._room, who, self.pipe, hello)

    @property
    def closed(self) -> int | None:
        return self.pipe.closed and self.pipe.closed[0]


async def _door(hall: Hall, **how) -> Door:
    return Door(hall, (await hall.make()).id, **how)


async def test_silence_is_cut_after_ten_seconds_whatever_the_traffic(hall):
    door = await _door(hall)
    await asyncio.sleep(9.9)
    assert door.closed is None
    await asyncio.sleep(0.2)
    assert door.closed == wire.NO_HELLO


@pytest.mark.parametrize(
    "first",
    [
        b"\x00\x00\x01\x00",
        "",
        "{",
        '{"ping": 1}',
        '{"hello": {}}',
        '{"hello": {"client": "x", "me": "user:bob"}}',
        '{"hello": {"client": "x"}, "ping": 1}',
        json.dumps({"hello": {"client": "x", "ticket": "t" * 4096}}),
        json.dumps({"id": "c", "command": {"type": "leave"}}),
        '{"hello": {"client": "x"}}' + " " * 4096,
    ],
)
async def test_anything_but_a_hello_first_closes(hall, first):
    door = await _door(hall)
    door.greeter.receive(first)
    assert door.closed == wire.BAD_FRAME
    door.greeter.receive(HELLO)
    await asyncio.sleep(1)
    assert door.pipe.take() == []


async def test_a_hello_is_answered_by_welcome_then_presence(hall):
    door = await _door(hall)
    door.greeter.receive(HELLO)
    await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    welcome, presence = door.pipe.take()
    assert set(welcome["welcome"]) == {"session", "me", "room", "epoch", "can", "now"}
    assert presence == {"presence": {"user:ann": {"online": True, "typing": False}}}


async def test_what_is_sent_behind_the_hello_waits_for_the_welcome(hall):
    door = await _door(hall, delay=3)
    door.greeter.receive(HELLO)
    for number in range(5):
        door.greeter.receive(json.dumps({"ping": number}))
    await asyncio.sleep(4)
    said = door.pipe.take()
    assert "welcome" in said[0]
    assert [frame["pong"] for frame in said[2:7]] == list(range(5))


async def test_too_much_behind_the_hello_closes(hall):
    door = await _door(hall, delay=3)
    door.greeter.receive(HELLO)
    for number in range(40):
        door.greeter.receive(json.dumps({"ping": number}))
    assert door.closed == wire.BAD_FRAME
    await asyncio.sleep(5)
    assert not (await hall.registry.open(door._room)).sessions


async def test_who_goes_while_being_greeted_is_not_in_the_room(hall):
    door = await _door(hall, delay=3)
    door.greeter.receive(HELLO)
    door.greeter.ended()
    await asyncio.sleep(5)
    room = await hall.registry.open(door._room)
    assert not room.sessions
    await asyncio.sleep(20)
    assert room.presence.online == 0


@pytest.mark.parametrize(
    ("code", "closes"),
    [
        ("auth/required", 4401),
        ("role/forbidden", 4403),
        ("room/unknown", 4404),
        ("room/elsewhere", 4409),
        ("overloaded", 1013),
        ("storage", 1013),
    ],
)
async def test_a_refusal_closes_with_its_code(hall, code, closes):
    assert code in HTTP_STATUS
    door = await _door(hall, refusal=Rejection(code, "No."))
    door.greeter.receive(HELLO)
    await asyncio.sleep(1)
    assert door.pipe.closed == (closes, "No.")


async def test_a_bug_while_greeting_closes_and_is_logged(hall, caplog):
    door = await _door(hall, refusal=ZeroDivisionError("a bug"))
    door.greeter.receive(HELLO)
    await asyncio.sleep(1)
    assert door.closed == wire.INTERNAL
    assert "ZeroDivisionError" in caplog.text


async def test_a_bug_in_a_frame_behind_the_hello_closes_and_is_logged(hall, caplog, monkeypatch):
    door = await _door(hall, delay=1)
    door.greeter.receive(HELLO)
    door.greeter.receive('{"ping": 1}')
    monkeypatch.setattr("jupyter_collabchat.room.session.Session.receive", lambda self, data: 1 / 0)
    await asyncio.sleep(2)
    assert door.closed == wire.INTERNAL
    assert "ZeroDivisionError" in caplog.text
