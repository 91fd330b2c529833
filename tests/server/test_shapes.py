"""What the REST side answers has the shapes that the front end's types are made from."""

from __future__ import annotations

import pytest

from jupyter_collabchat.room import shapes as resources
from jupyter_collabchat.server import shapes
from tests.room.test_shapes import fits
from tests.server.house import House, login


async def busy(house: House) -> str:
    """A room with somebody invited, a link, and an access token of Alice's."""
    room = await house.make()
    await house.get("me", login("bob"))  # whom this server has seen may be invited
    await house.done(room, "alice", "invite", who="user:bob")
    await house.share(room)
    await house.mint("alice", [room], "read")
    return room


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("me", shapes.Me),
        ("rooms", shapes.RoomsAnswer),
        ("people?q=b", shapes.PeopleAnswer),
        ("tokens", shapes.TokensAnswer),
        ("rooms/{}", resources.RoomResource),
        ("rooms/{}/messages", resources.MessagePage),
        ("rooms/{}/invites", shapes.InvitesAnswer),
        ("rooms/{}/shares", shapes.SharesAnswer),
    ],
)
async def test_reads_have_their_shapes(house, path, shape):
    room = await busy(house)
    fits((await house.get(path.format(room), login("alice"))).body, shape)


async def test_rows_of_lists_have_theirs(house):
    room = await busy(house)

    async def one(path: str, name: str = "alice"):
        body = (await house.get(path, login(name))).body
        (row,) = body["invitations"] if path == "rooms" else next(iter(body.values()))
        return row

    fits(await one("people?q=bob"), shapes.PersonValue)
    fits(await one("tokens"), shapes.TokenValue)
    fits(await one(f"rooms/{room}/invites"), shapes.InviteValue)
    fits(await one(f"rooms/{room}/shares"), shapes.ShareValue)
    fits(await one("rooms", "bob"), shapes.InvitationRow)


async def test_a_guest_is_told_that_they_are_one(house):
    room = await busy(house)
    _, secret = await house.share(room)
    me = (await house.get("me", await house.guest(secret))).body
    fits(me, shapes.Me)
    assert me["guest"] is True
