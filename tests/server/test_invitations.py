"""Invitations at the doors: by name, answered from outside, live in the lobby, unreadable while pending."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_collabchat.core.commands import Tick
from tests.server.house import MORE_PEOPLE, House, Socket, bearer, fresh, login

DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def server_config():
    return MORE_PEOPLE | {"CollabChatApp": {"rate_limit": 0.0, "max_members": 4}}


async def _room(house: House) -> str:
    """Make a private room of alice's, on a server that has seen bob, carol, frank and gina."""
    for name in ("bob", "carol", "frank", "gina"):
        await house.get("me", login(name))
    return await house.make(visibility="private", name="Review")


async def _invite(house: House, room: str, who: str, name: str = "alice", **fields) -> str:
    return (await house.done(room, name, "invite", who=f"user:{who}", **fields))["invite"]


async def _inbox(house: House, name: str) -> list[dict]:
    return (await house.get("rooms", login(name))).body["invitations"]


async def _lobby(house: House, name: str) -> Socket:
    return await Socket(await house.dial("lobby/socket", login(name))).greet()


async def _hear(socket: Socket, kind: str) -> dict:
    while not (heard := [notice for notice in socket.notices if notice["type"] == kind]):
        assert await socket.read() is not None
    return heard[-1]


async def test_by_name_to_a_member(house):
    room = await _room(house)
    lobby = await _lobby(house, "bob")
    assert lobby.welcome["invitations"] == []
    invite = await _invite(house, room, "bob", role="observer")
    row = (await _hear(lobby, "invitation"))["invitation"]
    expected = {
        "id": invite,
        "room": room,
        "room_name": "Review",
        "by": "user:alice",
        "by_name": "Alice",
        "role": "observer",
        "members": 1,
    }
    assert {key: row[key] for key in expected} == expected
    assert row["expires_at"] - row["at"] == 7 * DAY_MS
    assert await _inbox(house, "bob") == [row]
    assert (await _lobby(house, "bob")).welcome["invitations"] == [row]
    accepted = await house.outside(login("bob"), "accept_invite", invite=invite)
    assert accepted.status == 200 and accepted.body["ack"]["room"] == room
    assert (await _hear(lobby, "invitation_gone"))["invitation"] == invite
    assert (await _hear(lobby, "room"))["room"]["id"] == room
    member = (await house.get(f"rooms/{room}", login("bob"))).body["members"]["user:bob"]
    assert (member["role"], "via" in member) == ("observer", False)
    assert await _inbox(house, "bob") == []
    assert (await house.outside(login("bob"), "accept_invite", invite=invite)).status == 200, "again changes nothing"


async def test_declined_revoked_and_invited_anew(house):
    room = await _room(house)
    lobby = await _lobby(house, "frank")
    for end in ("decline", "revoke"):
        invite = await _invite(house, room, "frank")
        assert (await house.command(room, login("alice"), "invite", who="user:frank")).code == "member/already"
        if end == "decline":
            assert (await house.outside(login("frank"), "decline_invite", invite=invite)).status == 200
        else:
            await house.done(room, "alice", "revoke_invite", invite=invite)
        while lobby.notices[-1:] != [{"type": "invitation_gone", "invitation": invite}]:
            await lobby.read()
        for answer in ("accept_invite", "decline_invite"):
            assert (await house.outside(login("frank"), answer, invite=invite)).code == "invite/unknown"
    assert await _inbox(house, "frank") == []
    assert (await house.get(f"rooms/{room}", login("frank"))).code == "room/unknown"


async def test_nobody_else_can_answer(house):
    room = await _room(house)
    invite = await _invite(house, room, "frank")
    other = await house.make("frank")
    _, token = await house.mint("frank", [other], "ask")
    unknown = (await house.outside(login("gina"), "accept_invite", invite="made-up")).body
    for answer in ("accept_invite", "decline_invite"):
        for name in ("gina", "alice"):
            refused = await house.outside(login(name), answer, invite=invite)
            assert (refused.status, refused.body) == (404, unknown), name
        assert (await house.outside(bearer(token), answer, invite=invite)).code == "role/forbidden"
    assert [row["id"] for row in await _inbox(house, "frank")] == [invite]
    assert (await house.get("rooms", bearer(token))).body["invitations"] == [], "a token is nobody's inbox"


async def test_the_list_of_a_room(house):
    room = await _room(house)
    first = await _invite(house, room, "frank")
    second = await _invite(house, room, "gina", role="moderator")
    rows = (await house.get(f"rooms/{room}/invites", login("alice"))).body["invites"]
    assert [(row["id"], row["who"], row["name"], row["role"], row["by_name"]) for row in rows] == [
        (second, "user:gina", "Gina", "moderator", "Alice"),
        (first, "user:frank", "Frank", "collaborator", "Alice"),
    ]
    assert (await house.get(f"rooms/{room}", login("alice"))).body["invites"] == 2


async def test_people_to_invite(house):
    room = await _room(house)
    await _invite(house, room, "frank")
    _, secret = await house.share(room)
    await house.guest(secret, "Francis")

    async def found(query: str, name: str = "alice") -> list[str]:
        answer = await house.get(f"people?{query}", login(name))
        return [person["id"] for person in answer.body["people"]] if answer.status == 200 else answer.code

    assert await found("q=") == ["user:alice", "user:bob", "user:carol", "user:frank", "user:gina"]
    assert await found(f"q=&room={room}") == ["user:bob", "user:carol", "user:gina"]
    assert await found("q=Fr") == ["user:frank"], "guests are found by nobody"
    assert await found(f"q=&room={room}", "bob") == "room/unknown"
    assert (await house.command(room, login("alice"), "invite", who="user:stranger")).code == "member/unknown"


async def test_places_are_counted_once_however_many_come_at_once(house):
    room = await _room(house)
    invites = {name: await _invite(house, room, name) for name in ("bob", "carol", "frank")}
    assert (await house.command(room, login("alice"), "invite", who="user:gina")).code == "room/full"
    _, secret = await house.share(room)
    assert (await house.join(secret, name="Guest")).code == "room/full", "a place is kept for who is invited"
    answers = await asyncio.gather(
        *(house.outside(login(name), "accept_invite", invite=invite) for name, invite in invites.items() for _ in "12")
    )
    assert {answer.status for answer in answers} == {200}
    assert len((await house.get(f"rooms/{room}", login("alice"))).body["members"]) == 4


async def test_an_invitation_ends_by_itself(house, jp_serverapp):
    room = await _room(house)
    services = jp_serverapp.web_app.settings["collabchat"]
    now = (await house.get(f"rooms/{room}", login("alice"))).body["now"]
    invite = await _invite(house, room, "frank", expires_at=now + 60_000)
    assert (
        await house.command(room, login("alice"), "invite", who="user:gina", expires_at=now)
    ).code == "frame/invalid"
    services.house.clock._start += 61
    assert await _inbox(house, "frank") == []
    assert (await house.get(f"rooms/{room}/invites", login("alice"))).body["invites"] == []
    assert (await house.outside(login("frank"), "accept_invite", invite=invite)).code == "invite/unknown"
    await services.registry.find(room).act(Tick())  # its timer follows the real clock
    await _invite(house, room, "frank")


async def test_a_room_that_is_not_in_memory_is_opened_to_answer(house, jp_serverapp):
    room = await _room(house)
    registry = jp_serverapp.web_app.settings["collabchat"].registry
    invite = await _invite(house, room, "frank")
    registry._idle_since[room] = 0.0
    await registry._evict(room)
    assert registry.find(room) is None
    assert [row["id"] for row in await _inbox(house, "frank")] == [invite]
    assert (await house.outside(login("frank"), "accept_invite", invite=invite)).status == 200


@pytest.mark.parametrize("end", ["archive_room", "delete_room", "set_collaboration"])
async def test_the_end_of_a_room_is_the_end_of_its_invitations(house, end):
    room = await _room(house)
    lobby = await _lobby(house, "frank")
    invite = await _invite(house, room, "frank")
    await house.done(room, "alice", end, **({"on": False} if end == "set_collaboration" else {}))
    assert (await _hear(lobby, "invitation_gone"))["invitation"] == invite
    assert await _inbox(house, "frank") == []
    for answer in ("accept_invite", "decline_invite"):
        refused = await house.outside(login("frank"), answer, invite=invite)
        assert refused.code in ("invite/unknown", "room/archived", "room/solo"), refused


async def test_a_moderator_invites_below_their_rank(house):
    room = await _room(house)
    invite = await _invite(house, room, "bob", role="moderator")
    await house.outside(login("bob"), "accept_invite", invite=invite)
    above = await house.command(room, login("bob"), "invite", who="user:gina", role="moderator")
    assert above.code == "role/forbidden"
    owner = await house.command(room, login("bob"), "invite", who="user:gina", role="owner")
    assert owner.code == "frame/invalid"
    await _invite(house, room, "gina", "bob", role="collaborator")
    await house.done(room, "alice", "mute", who="user:bob")
    assert (await house.command(room, login("bob"), "invite", who="user:frank")).code == "member/muted"
    assert (await house.get(f"rooms/{room}/invites", login("bob"))).code == "role/forbidden"


async def test_the_usual_nickname_is_used_where_one_comes_in(house):
    room = await _room(house)
    page = await _lobby(house, "frank")
    set_to = await house.outside(login("frank"), "set_preferences", nickname="  Fränk\u202e  the\tFirst ")
    assert set_to.body["ack"] == {"seq": 0}
    me = (await house.get("me", login("frank"))).body
    assert me["preferences"] == {"nickname": "Fränk the First", "receipts": True}
    assert (await _hear(page, "preferences"))["preferences"] == me["preferences"]
    assert me["name"] == "Frank"
    invite = await _invite(house, room, "frank")
    await house.outside(login("frank"), "accept_invite", invite=invite)
    listed = await house.make("alice")
    await house.done(listed, "frank", "join_room")
    mine = await house.make("frank")
    for where in (room, listed, mine):
        members = (await house.get(f"rooms/{where}", login("frank"))).body["members"]
        assert members["user:frank"]["name"] == "Fränk the First", where
    await house.outside(login("gina"), "set_preferences", nickname="alice")
    await house.done(listed, "gina", "join_room")
    gina = (await house.get(f"rooms/{listed}", login("gina"))).body["members"]["user:gina"]
    assert gina["name"] != "alice" and gina["name"].startswith("alice ("), "never taken for somebody else"
    for nickname, code in (("\u200b", "frame/invalid"), ("x" * 65, "frame/invalid"), ("", None), ("  ", None)):
        assert (await house.outside(login("frank"), "set_preferences", nickname=nickname)).code == code
    assert (await house.get("me", login("frank"))).body["preferences"]["nickname"] == ""
    assert (await house.outside(login("frank"), "set_preferences", colour="red")).code == "frame/unknown-field"


async def test_a_name_chosen_in_a_room(house):
    room = await _room(house)
    invite = await _invite(house, room, "frank")
    await house.outside(login("frank"), "accept_invite", invite=invite)
    await house.done(room, "frank", "set_nickname", name="Ferdinand")
    frank = (await house.get(f"rooms/{room}", login("alice"))).body["members"]["user:frank"]
    assert frank["name"] == "Ferdinand"
    for name in ("Alice", "ALICE", "\u0391lice", "system", "host"):
        assert (await house.command(room, login("frank"), "set_nickname", name=name)).code == "name/taken", name
    for name in ("", "\u200b\u202e", "\u0301"):
        assert (await house.command(room, login("frank"), "set_nickname", name=name)).code == "frame/invalid", name
    message = fresh("m")
    await house.done(room, "frank", "post_message", message_id=message, body="hi")
    assert (await house.get(f"rooms/{room}/messages", login("alice"))).body["names"]["user:frank"] == "Ferdinand"
