"""Rooms that are solo, archived, cleared or deleted, seen from everybody's chair; and what nobody wants shown."""

from __future__ import annotations

import json

import pycrdt
import pytest

from jupyter_collabchat import wire
from tests.server.house import MORE_PEOPLE, UNLIMITED, House, Socket, fresh, login


@pytest.fixture
def server_config():
    return UNLIMITED | MORE_PEOPLE


async def _room(house: House) -> str:
    room = await house.make()
    for name in ("bob", "carol"):
        await house.done(room, name, "join_room")
    return room


async def _lobby(house: House, name: str) -> Socket:
    return await Socket(await house.dial("lobby/socket", login(name))).greet()


async def _row(socket: Socket, room: str, **expected) -> dict:
    """Wait until the lobby shows a room so."""
    while True:
        rows = [n["room"] for n in socket.notices if n["type"] == "room" and n["room"]["id"] == room]
        if rows and all(rows[-1].get(key) == value for key, value in expected.items()):
            return rows[-1]
        assert await socket.read() is not None


async def test_solo_and_shared_again(house):
    room = await _room(house)
    await house.say(room, "alice", "findme")
    share, secret = await house.share(room)
    guest = await house.guest(secret)
    ticket = (await house.post("ticket", guest, {"room": room})).body["ticket"]
    others = [await house.enter(room, login("bob")), await house.enter(room, guest, ticket=ticket)]
    own, lobby = await house.enter(room, login("alice")), await _lobby(house, "bob")
    await house.done(room, "alice", "set_collaboration", on=False)
    for socket in others:
        assert await socket.closed() == wire.NOT_ALLOWED
        assert (socket.notices[-1]["type"], socket.notices[-1]["how"]) == ("removed", "solo")
    assert await own.alive()
    row = await _row(lobby, room, collaboration=False)
    assert (row["member"], row["unread"], "last" in row) == (True, 0, False)
    assert (await house.get("search?q=findme", login("bob"))).body == {"found": []}
    listed = (await house.get(f"rooms/{room}/shares", login("alice"))).body["shares"]
    assert [(row["state"], row["suspended"]) for row in listed] == [("suspended", "solo")]
    await house.done(room, "alice", "set_collaboration", on=True)
    await _row(lobby, room, collaboration=True)
    assert await (await house.enter(room, login("bob"))).alive()
    assert (await house.join(secret, name="Late")).code == "share/dead", "what ended stays ended"
    await house.done(room, "alice", "confirm_share", share=share)
    assert (await house.join(secret, name="Late")).status == 200


async def test_a_solo_room_that_nobody_has_open_hides_as_much(house, jp_serverapp):
    registry = jp_serverapp.web_app.settings["collabchat"].registry
    room = await _room(house)
    await house.say(room, "alice", "findme")
    await house.done(room, "alice", "set_collaboration", on=False)
    registry._idle_since[room] = 0.0
    await registry._evict(room)
    rows = {name: (await house.get("rooms", login(name))).body["rooms"] for name in ("alice", "bob")}
    assert registry.find(room) is None
    assert (rows["alice"][0]["collaboration"], rows["alice"][0]["last"]["body"]) == (False, "findme")
    assert (rows["bob"][0]["collaboration"], rows["bob"][0]["unread"], "last" in rows["bob"][0]) == (False, 0, False)
    assert (await house.get("search?q=findme", login("bob"))).body == {"found": []}


async def test_archived_and_used_again(house):
    room = await _room(house)
    bob, lobby = await house.enter(room, login("bob")), await _lobby(house, "carol")
    await house.done(room, "alice", "archive_room")
    await _row(lobby, room, archived=True)
    assert (await bob.ask("post_message", message_id=fresh("m"), body="x"))["reject"]["code"] == "room/archived"
    bob.send(presence={"typing": True})
    assert await bob.alive()
    assert not [frame for frame in bob.frames if isinstance(frame, dict) and "true" in json.dumps(frame.get("typing"))]
    assert (await house.get(f"rooms/{room}", login("bob"))).body["room"]["archived"] is True
    await house.done(room, "alice", "unarchive_room")
    await _row(lobby, room, archived=False)
    assert "ack" in await bob.ask("post_message", message_id=fresh("m"), body="x")


async def test_a_cleared_room_is_empty_everywhere_under_a_new_epoch(house):
    room = await _room(house)
    message = await house.say(room, "bob", "findme")
    await house.say(room, "carol", "@bob findme too")
    bob = await house.enter(room, login("bob"))
    before = bob.welcome["epoch"]
    await house.done(room, "alice", "clear_room")
    while not any(notice["type"] == "missed" for notice in bob.notices):
        assert await bob.read() is not None
    assert [notice["type"] for notice in bob.notices] == ["epoch", "missed"]
    assert bob.notices[0]["epoch"] != before
    page = (await house.get(f"rooms/{room}/messages", login("bob"))).body
    assert (page["messages"], page["has_more"]) == ([], False)
    assert (await house.get(f"rooms/{room}/messages/{message}", login("bob"))).code == "message/unknown"
    assert (await house.get(f"rooms/{room}/search?q=findme", login("bob"))).body == {"found": []}
    assert "findme" not in json.dumps((await house.get(f"rooms/{room}/events", login("alice"))).body)
    (row,) = [row for row in (await house.get("rooms", login("bob"))).body["rooms"] if row["id"] == room]
    assert (row["unread"], row["mentions"], "last" in row) == (0, 0, False)
    again = await house.command(room, login("carol"), "post_message", message_id=message, body="reused")
    assert again.code == "id/taken", "ids stay taken for ever"
    await house.say(room, "bob", "a new beginning")


async def test_deleting_closes_everything(house):
    room = await _room(house)
    _, secret = await house.share(room)
    guest = await house.guest(secret)
    ticket = (await house.post("ticket", guest, {"room": room})).body["ticket"]
    seats = [await house.enter(room, login("bob")), await house.enter(room, guest, ticket=ticket)]
    lobby = await _lobby(house, "carol")
    await house.done(room, "alice", "delete_room")
    for socket in seats:
        assert await socket.closed() == wire.NO_SUCH_ROOM
        assert socket.notices[-1]["type"] == "room_closed"
    while not any(notice == {"type": "room_gone", "room": room} for notice in lobby.notices):
        assert await lobby.read() is not None
    assert (await house.get("rooms", guest)).body["rooms"] == []


async def test_read_positions_are_shown_to_whom_one_likes(house):
    room = await _room(house)
    await house.say(room, "alice")
    seq = (await house.get(f"rooms/{room}", login("alice"))).body["seq"]
    assert (await house.outside(login("bob"), "set_preferences", receipts=False)).status == 200

    async def shown() -> dict:
        return (await house.get(f"rooms/{room}", login("alice"))).body["receipts"]

    for name in ("bob", "carol"):
        await house.done(room, name, "mark_read", seq=seq)
    alice = await house.enter(room, login("alice"))
    alice.send_raw(wire.sync_step_1(b"\x00"))
    while "user:carol" not in (alice.doc.get("receipts", type=pycrdt.Map).to_py() or {}):
        assert await alice.read() is not None
    assert set(await shown()) == {"user:carol"}
    (row,) = (await house.get("rooms", login("bob"))).body["rooms"]
    assert row["unread"] == 0, "it is kept for oneself"
    await house.outside(login("bob"), "set_preferences", receipts=True)
    assert (await shown())["user:bob"] == seq
    await house.outside(login("carol"), "set_preferences", receipts=False)
    assert set(await shown()) == {"user:bob"}
    assert (await house.get("me", login("carol"))).body["preferences"] == {"nickname": "", "receipts": False}
