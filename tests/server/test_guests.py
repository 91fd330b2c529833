"""Guests (RULES 33): a cookie of our own, good for our routes alone, behind a login and a token."""

from __future__ import annotations

import asyncio
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


async def test_a_login_that_joins_needs_xsrf(house):
    """SECURITY 7: a link changes nothing by being looked at, or by another site's page."""
    room = await house.make(visibility="private")
    _, secret = await house.share(room)
    frank = await house.cookies("frank")
    body = {"id": "c", "command": {"type": "join", "secret": secret}}
    for headers in (frank, frank | house.page, frank | {"X-XSRFToken": "forged"}):
        assert (await house.post("commands", headers, body)).status == 403
    assert (await house.fetch("GET", "api/collabchat/commands", frank | house.page)).status == 405
    assert (await house.get(f"rooms/{room}", frank)).code == "room/unknown"
    assert (await house.post("commands", frank | xsrf_of(frank), body)).status == 200


async def test_nobody_may_only_join(house):
    room = await house.make()
    for kind, fields in (
        ("create_room", {"request": fresh("r"), "name": "x"}),
        ("accept_invite", {"invite": "x"}),
        ("set_preferences", {}),
        ("revoke_token", {"token": "x"}),
    ):
        answer = await house.outside(house.page, kind, **fields)
        assert (answer.status, answer.code) == (401, "auth/required"), kind
    assert (await house.command(room, house.page, "join_room")).status == 401
    for body in (b"{", b"[]", {"id": "c", "command": {"type": "join"}}, {"id": "c", "command": {"type": "nothing"}}):
        assert (await house.post("commands", house.page, body)).status == 400
    big = {"id": "c", "command": {"type": "join", "secret": "x" * 300_000}}
    assert (await house.post("commands", house.page, big)).status == 413


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("  Grace\t Hopper ", "Grace Hopper"),
        ("\u202eecarG", "ecarG"),
        ("G\u200br\u200ba\u0000ce", "Grace"),
        ("Gra" + "\u0301" * 50 + "ce", "Gr\u00e1" + "\u0301" * 4 + "ce"),
        ("", "Guest"),
        (None, "Guest"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    ],
)
async def test_the_name_of_a_guest_is_cleaned(house, given, shown):
    """SECURITY 20."""
    room = await house.make()
    _, secret = await house.share(room)
    joined = await house.join(secret, name=given) if given is not None else await house.join(secret)
    me = joined.body["ack"]["me"]
    assert (await house.get(f"rooms/{room}", login("alice"))).body["members"][me]["name"] == shown


@pytest.mark.parametrize("given", ["Alice", "alice", "\u0410lice", "system", "Host", "agent"])
async def test_a_guest_is_never_taken_for_somebody_else(house, given):
    room = await house.make()
    _, secret = await house.share(room)
    me = (await house.join(secret, name=given)).body["ack"]["me"]
    members = (await house.get(f"rooms/{room}", login("alice"))).body["members"]
    assert members[me]["name"].startswith(f"{given} (")
    assert members[me]["handle"] != members["user:alice"]["handle"]
    assert members[me]["handle"] not in ("system", "host", "agent")


@pytest.mark.parametrize("given", ["\u200b", "\u0301", "x" * 65, 7])
async def test_a_name_that_shows_nothing_makes_no_guest(house, given):
    room = await house.make()
    _, secret = await house.share(room)
    answer = await house.join(secret, name=given)
    assert (answer.status, answer.headers.get_list("Set-Cookie")) == (400, [])
    assert set((await house.get(f"rooms/{room}", login("alice"))).body["members"]) == {"user:alice"}


async def test_guests_vote_only_if_their_link_says_so(house):
    """RULES 5."""
    room = await house.make()
    _, plain = await house.share(room)
    _, voting = await house.share(room, votes=True)
    guests = {name: await house.guest(secret, name) for name, secret in (("Grace", plain), ("Heidi", voting))}
    seats = {}
    for name, headers in guests.items():
        await house.command(room, headers, "post_message", message_id=fresh("m"), body="here")
        seats[name] = (await house.get("me", headers)).body["id"]
    poll = fresh("p")
    options = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    await house.done(room, "alice", "open_poll", poll_id=poll, title="?", options=options)
    held = (await house.get(f"rooms/{room}", login("alice"))).body["polls"][poll]["seats"]
    assert set(held) == {"user:alice", seats["Heidi"]}
    for name, code in (("Grace", "poll/no-seat"), ("Heidi", None)):
        vote = {"poll": poll, "ballot_id": fresh("b"), "choice": "a"}
        assert (await house.command(room, guests[name], "cast_ballot", **vote)).code == code, name


async def test_a_class_behind_one_address_comes_in_at_once(house):
    room = await house.make()
    _, secret = await house.share(room)
    answers = await asyncio.gather(*(house.join(secret, name=f"Student {n}") for n in range(40)))
    assert [answer.status for answer in answers] == [200] * 40
    members = (await house.get(f"rooms/{room}", login("alice"))).body["members"].values()
    assert len({member["handle"] for member in members}) == len({member["name"] for member in members}) == 41
