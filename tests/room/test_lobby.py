"""The lobby: everybody's list, live, the same whether a room is open or not."""

from __future__ import annotations

import asyncio
import json

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.room.lobby import Lobby
from jupyter_collabchat.room.ports import StorageFailed
from tests.room.hall import Hall
from tests.room.person import actor, fresh
from tests.room.pipe import Pipe


@pytest.fixture
def lobby(hall) -> Lobby:
    lobby = Lobby(hall.registry)
    hall.house.lobby_changed = lobby.changed
    return lobby


class Visitor:
    """Somebody at the lobby's door."""

    def __init__(self, lobby: Lobby, name: str) -> None:
        self.lobby, self.who, self.pipe = lobby, actor(name), Pipe()
        self.rows: dict = {}
        self.frames: list = []

    async def enter(self) -> Visitor:
        self.session = await self.lobby.enter(self.who, self.pipe, wire.Hello("test/1"))
        (welcome,) = self.pipe.take()
        assert welcome["welcome"]["me"] == self.who.id
        assert welcome["welcome"]["invitations"] == []
        self.rows = {row["id"]: row for row in welcome["welcome"]["rooms"]}
        return self

    async def news(self) -> list:
        await asyncio.sleep(1)
        new = self.pipe.take()
        for frame in new:
            notice = frame.get("notice", {})
            if notice.get("type") == "room":
                self.rows[notice["room"]["id"]] = notice["room"]
            if notice.get("type") == "room_gone":
                del self.rows[notice["room"]]
        return new


async def test_rows_follow_what_happens(hall, lobby):
    bob = await Visitor(lobby, "bob").enter()
    assert bob.rows == {}
    room = await hall.make(topic="all things")
    await bob.news()
    row = bob.rows[room.id]
    assert (row["member"], row["name"], row["members"], row["online"], row["unread"]) == (False, "Room", 1, 0, 0)
    assert "last" not in row  # the last message is the members'
    ann = await hall.enter(room, "ann")
    await hall.join(room, "bob")
    await ann.done("post_message", message_id=fresh("m"), body="@bob hi" + "x" * 300)
    await bob.news()
    row = bob.rows[room.id]
    assert (row["member"], row["role"], row["unread"], row["mentions"], row["online"]) == (
        True,
        "collaborator",
        1,
        1,
        1,
    )
    assert row["last"]["author"] == "user:ann"
    assert row["last"]["body"].startswith("@bob hi")
    assert len(row["last"]["body"]) == 200
    await hall.send(room, "bob", "mark_read", seq=room.state.seq)
    await bob.news()
    await bob.news()
    assert (bob.rows[room.id]["unread"], bob.rows[room.id]["mentions"]) == (0, 0)
    await ann.done("remove_member", who="user:bob")
    await bob.news()
    assert room.id not in bob.rows


async def test_live_notices_and_a_fresh_welcome_agree(hall, lobby):
    bob = await Visitor(lobby, "bob").enter()
    room = await hall.make()
    await hall.join(room, "bob")
    for number in range(7):
        await hall.send(room, "ann", "post_message", message_id=fresh("m"), body=f"@bob {number}")
    await hall.send(room, "bob", "post_message", message_id=fresh("m"), body="mine")
    await hall.send(room, "ann", "set_role", who="user:bob", role="moderator")
    await bob.news()
    fresh_one = await Visitor(lobby, "bob").enter()
    assert fresh_one.rows == bob.rows
    await asyncio.sleep(200)
    assert hall.registry.find(room.id) is None
    stored = await Visitor(lobby, "bob").enter()
    assert stored.rows == bob.rows  # from the store now: the same row


async def test_a_private_room_appears_to_its_members_only_and_deletion_takes_it_away(hall, lobby):
    ann, bob = await Visitor(lobby, "ann").enter(), await Visitor(lobby, "bob").enter()
    room = await hall.make(visibility="private")
    await ann.news()
    assert set(ann.rows) == {room.id}
    assert await bob.news() == []
    await hall.send(room, "ann", "set_policy", visibility="listed")
    await bob.news()
    assert set(bob.rows) == {room.id}
    await hall.send(room, "ann", "set_policy", visibility="private")
    await bob.news()
    assert bob.rows == {}
    await hall.send(room, "ann", "delete_room")
    await ann.news()
    assert ann.rows == {}


async def test_who_was_removed_has_no_row_whether_the_room_is_open_or_not(hall, lobby):
    room = await hall.make()
    await hall.join(room, "bob")
    await hall.send(room, "bob", "post_message", message_id=fresh("m"), body="bye")
    await hall.send(room, "ann", "remove_member", who="user:bob")
    assert (await Visitor(lobby, "bob").enter()).rows == {}
    await asyncio.sleep(200)
    assert hall.registry.find(room.id) is None
    assert (await Visitor(lobby, "bob").enter()).rows == {}
    assert set((await Visitor(lobby, "cat").enter()).rows) == {room.id}


async def test_at_most_four_notices_a_second_and_room(hall, lobby):
    room = await hall.make()
    ann = await Visitor(lobby, "ann").enter()
    told = 0
    for _ in range(20):
        await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="x")
        await asyncio.sleep(0.1)
        told += len(ann.pipe.take())
    assert 4 <= told <= 9


async def test_the_welcome_comes_first_whatever_happens_meanwhile(hall, lobby, monkeypatch):
    room = await hall.make()
    await (await Visitor(lobby, "cat").enter()).news()
    read = hall.store.rooms_of

    async def slowly(person, only=None):
        rows = await read(person, only)
        await asyncio.sleep(5)
        return rows

    monkeypatch.setattr(hall.store, "rooms_of", slowly)
    ann = Visitor(lobby, "ann")
    entering = asyncio.ensure_future(ann.lobby.enter(ann.who, ann.pipe, wire.Hello("test/1")))
    await asyncio.sleep(1)
    await hall.send(room, "ann", "rename_room", name="Renamed")
    made = await hall.make(visibility="private")
    await asyncio.sleep(2)
    assert ann.pipe.take() == []
    await entering
    first, *rest = ann.pipe.take()
    assert "welcome" in first
    assert {frame["notice"]["room"]["id"] for frame in rest} == {room.id, made.id}


async def test_a_lobby_that_could_not_be_entered_leaves_nothing_behind(hall, lobby, monkeypatch):
    async def fail(person, only=None):
        raise StorageFailed("not now")

    monkeypatch.setattr(hall.store, "rooms_of", fail)
    with pytest.raises(StorageFailed):
        await Visitor(lobby, "ann").enter()
    assert not lobby._sessions


async def test_the_lobby_hears_pings_only(hall, lobby):
    ann = await Visitor(lobby, "ann").enter()
    for _ in range(3):
        ann.session.receive(json.dumps({"id": "c1", "command": {"type": "leave"}}))
        ann.session.receive("{")
        ann.session.receive('{"ping": 7}')
        said = ann.pipe.take()
        assert [frame.get("id") for frame in said[:2]] == ["c1", None]
        assert [frame["reject"]["code"] for frame in said[:2]] == ["frame/invalid", "frame/malformed"]
        assert said[2]["pong"] == 7
    for _ in range(3):
        ann.session.receive("{")
    assert ann.pipe.closed[0] == wire.BAD_FRAME
    ann.session.receive('{"ping": 7}')
    assert not lobby._sessions


@pytest.mark.parametrize("data", [b"\x00\x00\x01\x00", b"", '{"hello": {"client": "again"}}'])
async def test_the_lobby_has_no_document_and_one_hello(lobby, data):
    ann = await Visitor(lobby, "ann").enter()
    ann.session.receive(data)
    assert ann.pipe.closed[0] == wire.BAD_FRAME


async def test_a_stalled_lobby_is_let_go(hall, lobby):
    ann = await Visitor(lobby, "ann").enter()
    ann.pipe.stalled = True
    while ann.pipe.closed is None:
        ann.session.receive('{"ping": 1}')
    assert ann.pipe.closed[0] == wire.TOO_SLOW
    await hall.make()
    await asyncio.sleep(1)


async def test_at_most_so_many_connections_of_one_person():
    hall = Hall(max_sockets_per_person=2)
    lobby = Lobby(hall.registry)
    from jupyter_collabchat.core.errors import Rejection

    for _ in range(2):
        await Visitor(lobby, "ann").enter()
    with pytest.raises(Rejection) as refused:
        await Visitor(lobby, "ann").enter()
    assert refused.value.code == "overloaded"


async def test_an_invitation_that_ends_by_its_time_is_told_once(hall, lobby):
    hall.house.watchers.append(lobby)
    await hall.store.remember(actor("bob").id, "Bob")
    bob = await Visitor(lobby, "bob").enter()
    room = await hall.make()
    now = hall.house.clock.now()
    invite = (await hall.send(room, "ann", "invite", who="user:bob", expires_at=now + 60_000)).result["invite"]
    await hall.enter(room, "ann")  # the room stays open, and looks at the time itself
    await asyncio.sleep(120)
    assert not room.state.invites
    assert await _gone(bob) == [invite]
    again = (await hall.send(room, "ann", "invite", who="user:bob")).result["invite"]
    await hall.send(room, "ann", "revoke_invite", invite=again)
    assert await _gone(bob) == [again]


async def _gone(visitor: Visitor) -> list[str]:
    notices = [frame["notice"] for frame in await visitor.news()]
    return [notice["invitation"] for notice in notices if notice["type"] == "invitation_gone"]


async def test_a_stopping_server_tells_the_lobby(lobby):
    ann = await Visitor(lobby, "ann").enter()
    lobby.close()
    assert ann.pipe.closed[0] == wire.RESTARTING
