"""What a room and the lobby really say has the shapes that the front end's types are made from."""

from __future__ import annotations

from typing import Any

import msgspec

from jupyter_collabchat import wire
from jupyter_collabchat.room import projection, resources, shapes
from jupyter_collabchat.room.lobby import Lobby
from tests.room.hall import Hall, settled, until
from tests.room.person import actor
from tests.room.pipe import Pipe
from tools.wire_types import CONVENTIONS
from tools.wire_types.sheet import Shape, Sheet


def fits(value: Any, shape: Shape) -> None:
    """Assert that a value, as JSON, has the fields that a shape declares and no others, of the types it declares."""
    plain = msgspec.json.decode(msgspec.json.encode(value))
    declared = Sheet(CONVENTIONS).properties(shape)
    assert {each.name for each in declared if not each.is_optional} <= set(plain) <= {each.name for each in declared}
    msgspec.convert(plain, shape)


async def test_the_welcome_of_a_room_and_its_presence(hall: Hall) -> None:
    room = await hall.make("ann", scope="notebooks")
    ann = await hall.enter(room, "ann")
    fits(ann.welcome, shapes.RoomWelcome)
    fits(ann.presence["user:ann"], shapes.PresenceValue)
    ann.send(presence={"at": {"path": "a.ipynb", "cell": "1"}})
    await until(lambda: "at" in ann.read().presence["user:ann"])
    fits(ann.presence["user:ann"], shapes.PresenceValue)


async def test_a_room_as_a_resource(hall: Hall) -> None:
    room = await hall.make("ann")
    ann = await hall.enter(room, "ann")
    await ann.done("add_agent", agent="runner")
    await ann.done("post_message", message_id="message-1", body="hello")
    await ann.done("mark_read", seq=1)
    await settled(room)
    resource = resources.room(room, ann.who)
    fits(resource, shapes.RoomResource)
    fits(resource["room"], projection.RoomValue)
    fits(await resources.history(room, None, None, 50), shapes.MessagePage)


async def test_rows_of_the_lobby(hall: Hall) -> None:
    room = await hall.make("ann")
    lobby = Lobby(hall.registry)
    ann = await hall.enter(room, "ann")
    await ann.done("post_message", message_id="message-1", body="hello")
    for is_open in (True, False):
        for name in ("ann", "bob"):
            pipe = Pipe()
            await lobby.enter(actor(name), pipe, wire.Hello("test/1"))
            (frame,) = pipe.take()
            fits(frame["welcome"], shapes.LobbyWelcome)
            (row,) = frame["welcome"]["rooms"]
            fits(row, shapes.RoomSummary)
            assert row["member"] == ("last" in row) == ("role" in row) == (name == "ann"), is_open
        await hall.registry.close()
