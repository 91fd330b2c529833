"""Guests (RULES 33): a cookie of our own, good for our routes alone, behind a login and a token."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.server.guests import COOKIE, MARKER
from tests.server.house import MORE_PEOPLE, UNLIMITED, House, Socket, bearer, cookie_of, fresh, login, xsrf_of

REFUSED = (403, 404)
"""Jupyter answers 404 to what says that it comes from elsewhere."""


@pytest.fixture
def server_config():
    return UNLIMITED | MORE_PEOPLE


async def _ticket(house: House, headers: dict, room: str | None) -> str:
    answer = await house.post("ticket", headers, {"room": room} if room else {})
    assert answer.status == 200, answer
    return answer.body["ticket"]


async def test_somebody_without_an_account_joins_and_talks(house):
    room = await house.make()
    share, secret = await house.share(room)
    joined = await house.join(secret, name="Grace")
    assert joined.status == 200, joined
    ack = joined.body["ack"]
    assert ack["rooms"] == [{"id": room, "name": "Room", "role": "collaborator"}]
    assert (ack["guest"], ack["me"].partition(":")[0]) == (True, "guest")
    grace = house.page | cookie_of(joined)
    me = (await house.get("me", grace)).body
    assert (me["id"], me["kind"], me["name"], me["guest"]) == (ack["me"], "guest", "Grace", True)
    assert (me["can_create_rooms"], me["agents"], me["via"]) == (False, [], None)
    posted = await house.command(room, grace, "post_message", message_id=fresh("m"), body="hello")
    assert posted.status == 200
    seen = (await house.get(f"rooms/{room}", login("alice"))).body["members"][ack["me"]]
    assert (seen["name"], seen["kind"], seen["role"], seen["via"]) == ("Grace", "guest", "collaborator", share)
    socket = await house.enter(room, grace, ticket=await _ticket(house, grace, room))
    assert socket.welcome["me"] == ack["me"]
    lobby = await Socket(await house.dial("lobby/socket", grace)).greet(ticket=await _ticket(house, grace, None))
    assert [row["id"] for row in lobby.welcome["rooms"]] == [room]


async def test_the_cookie_is_for_our_api_alone(house, jp_base_url):
    room = await house.make()
    _, secret = await house.share(room)
    jar: SimpleCookie = SimpleCookie()
    for line in (await house.join(secret, name="Grace")).headers.get_list("Set-Cookie"):
        jar.load(line)
    assert set(jar) == {COOKIE, MARKER}
    guest = jar[COOKIE]
    assert guest["path"] == f"{jp_base_url}api/collabchat"
    assert (guest["httponly"], guest["samesite"], guest["secure"]) == (True, "Strict", "")
    assert jar[MARKER].value == "1"
    behind_tls = await house.join(secret, {"X-Scheme": "https"}, name="Heidi")
    assert "secure" not in behind_tls.headers["Set-Cookie"].lower(), "a client does not say what its connection is"


async def test_a_guest_is_nobody_anywhere_else(house):
    """S2: whatever the server has besides rooms answers a guest as it answers nobody."""
    room = await house.make()
    _, secret = await house.share(room)
    grace = await house.guest(secret)
    for path in (
        "api/me",
        "api/contents",
        "api/kernels",
        "api/terminals",
        "api/sessions",
        "api/status",
        "tree",
        "lab",
        "files/x",
    ):
        nobody = await house.fetch("GET", path, house.page)
        as_guest = await house.fetch("GET", path, grace)
        assert as_guest.status == nobody.status, path
        assert as_guest.status in (302, 403, 404), path
        assert as_guest.body == nobody.body or as_guest.status in (302, 403), path
    for path in ("api/kernels", "api/contents", "api/terminals"):
        assert (await house.fetch("POST", path, grace, {})).status == 403, path


async def test_what_is_not_for_guests(house):
    room = await house.make()
    listed = await house.make("bob")
    _, secret = await house.share(room)
    grace = await house.guest(secret)
    for path in ("people?q=a", "tokens"):
        assert (await house.get(path, grace)).code == "role/forbidden", path
    for path in ("events", "invites", "shares"):
        assert (await house.get(f"rooms/{room}/{path}", grace)).code == "role/forbidden", path
    assert [row["id"] for row in (await house.get("rooms", grace)).body["rooms"]] == [room]
    for kind, fields in (
        ("create_room", {"request": fresh("r"), "name": "x"}),
        ("mint_token", {"request": fresh("r"), "label": "x", "rooms": [room], "scope": "read", "expires_at": 2**52}),
        ("revoke_token", {"token": "x"}),
        ("accept_invite", {"invite": "x"}),
        ("set_preferences", {"nickname": "x"}),
    ):
        assert (await house.outside(grace, kind, **fields)).code == "role/forbidden", kind
    assert (await house.get(f"rooms/{listed}", grace)).code == "room/unknown"
    assert (await house.command(listed, grace, "join_room")).code == "room/unknown"
    assert (await house.get("search?q=x", grace)).body == {"found": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"X-Collabchat": ""},
        {"X-Collabchat": "2"},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
async def test_only_our_own_page_changes_anything_for_a_guest(house, wrong):
    """Login CSRF and CSWSH: another site's page makes a browser send the cookie, or would join it to a room."""
    room = await house.make()
    _, secret = await house.share(room)
    grace = await house.guest(secret)
    headers = {name: value for name, value in (grace | wrong).items() if value}
    before = (await house.get(f"rooms/{room}", login("alice"))).body
    assert (await house.command(room, headers, "set_nickname", name="Mallory")).status in REFUSED
    assert (await house.post("ticket", headers, {"room": room})).status in REFUSED
    nobody = {name: value for name, value in headers.items() if name != "Cookie"}
    refused = await house.outside(nobody, "join", secret=secret, name="Mallory")
    assert refused.status in REFUSED
    assert not refused.headers.get_list("Set-Cookie")
    assert (await house.get(f"rooms/{room}", login("alice"))).body["members"] == before["members"]
    upgraded = 403 if "Origin" in wrong else 101
    assert await house.upgrade(f"rooms/{room}/socket", headers) == upgraded


async def test_a_cookie_alone_opens_no_socket(house):
    room = await house.make()
    _, secret = await house.share(room)
    grace, heidi = await house.guest(secret), await house.guest(secret, "Heidi")
    for hello in ({}, {"ticket": "x" * 32}, {"ticket": await _ticket(house, heidi, room)}):
        socket = await Socket(await house.dial(f"rooms/{room}/socket", grace)).greet(**hello)
        assert (socket.welcome, await socket.closed()) == (None, wire.NOT_AUTHENTICATED)


async def test_a_login_and_a_token_win_over_the_cookie(house):
    room = await house.make(visibility="private")
    _, secret = await house.share(room)
    grace = await house.guest(secret)
    assert (await house.get("me", grace | login("frank"))).body["id"] == "user:frank"
    assert (await house.get(f"rooms/{room}", grace | login("frank"))).code == "room/unknown"
    assert (await house.get(f"rooms/{room}", grace | bearer("cc_made-up"))).code == "auth/required"
    frank = await house.cookies("frank")
    both = {"Cookie": f"{frank['Cookie']}; {grace['Cookie']}"}
    assert (await house.get("me", both)).body["id"] == "user:frank"
    assert (await house.command(room, house.page | both, "mark_read", seq=1)).status == 403, "a login needs XSRF"
    assert (await house.command(room, both | xsrf_of(frank), "mark_read", seq=1)).code == "room/unknown"


async def test_a_cookie_that_is_not_good_is_nobody(house):
    room = await house.make()
    _, secret = await house.share(room)
    await house.guest(secret)
    for value in ("", "x", "x" * 43, "x" * 5000, secret):
        headers = house.page | {"Cookie": f"{COOKIE}={value}"}
        assert (await house.get("me", headers)).status == 401, value
        assert (await house.command(room, headers, "mark_read", seq=1)).status == 401
        assert await house.upgrade(f"rooms/{room}/socket", headers) == 403


async def test_guests_are_who_they_were_after_a_restart(house, jp_serverapp):
    room = await house.make()
    _, secret = await house.share(room)
    grace = await house.guest(secret)
    me = (await house.get("me", grace)).body["id"]
    again = await house.join(secret, grace, name="Somebody else")
    assert again.body["ack"]["me"] == me
    assert not again.headers.get_list("Set-Cookie"), "who is a guest already stays that one"
    assert (await house.get(f"rooms/{room}", grace)).body["members"][me]["name"] == "Grace"


async def test_leaving_the_last_room_ends_a_guest(house):
    room, other = await house.make(), await house.make()
    _, secret = await house.share(room, rooms=[room, other])
    grace = await house.guest(secret)
    assert len((await house.get("rooms", grace)).body["rooms"]) == 2
    first = await house.command(room, grace, "leave")
    assert first.status == 200 and not first.headers.get_list("Set-Cookie")
    last = await house.command(other, grace, "leave")
    assert last.status == 200
    assert sorted(line.partition("=")[0] for line in last.headers.get_list("Set-Cookie")) == sorted((COOKIE, MARKER))
    assert cookie_of(last) == {"Cookie": ""} or '""' in cookie_of(last)["Cookie"]
