"""The table of `server/identity.py`, row by row: every credential at every door."""

from __future__ import annotations

import json

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.server import tickets
from tests.server.house import UNLIMITED, House, Socket, bearer, fresh, login, xsrf_of
from tests.server.routes import path_of, routes

DENIED = (401, 403)


@pytest.fixture
def server_config():
    return UNLIMITED


async def _doors(house: House, room: str, headers: dict) -> tuple[int, int, int]:
    """Return what a credential gets for a read, for a command, and for an upgrade."""
    read = await house.get(f"rooms/{room}", headers)
    command = await house.command(room, headers, "mark_read", seq=1)
    return read.status, command.status, await house.upgrade(f"rooms/{room}/socket", headers)


async def _hello(house: House, room: str | None, headers: dict, **hello) -> str | int | None:
    """Return who a hello is welcomed as, or the code that it is closed with."""
    path = f"rooms/{room}/socket" if room else "lobby/socket"
    socket = await Socket(await house.dial(path, headers)).greet(**hello)
    if socket.welcome is None:
        return await socket.closed()
    socket.close()
    return socket.welcome["me"]


async def _ticket(house: House, cookies: dict, room: str | None) -> str:
    answer = await house.post("ticket", cookies | xsrf_of(cookies), {"room": room} if room else {})
    assert answer.status == 200
    return answer.body["ticket"]


async def test_nobody_comes_in(house, jp_serverapp):
    room = await house.make()
    cookies = await house.cookies("alice")
    forged = {"Cookie": cookies["Cookie"].replace("|1:0|", "|1:1|")}
    for headers in (
        {},
        {"Authorization": "token nope"},
        {"Authorization": "token "},
        {"Authorization": "tok-a"},
        bearer(jp_serverapp.identity_provider.token),  # every page of JupyterLab shows it
        forged,
        forged | xsrf_of(cookies),
    ):
        read, command, upgrade = await _doors(house, room, headers)
        assert read in DENIED and command in DENIED and upgrade in DENIED, headers
        assert (await house.upgrade("lobby/socket", headers)) in DENIED


async def test_every_route_is_closed_to_nobody(house, jp_serverapp):
    """S3: with `allow_unauthenticated_access` off Jupyter refuses undecorated handlers; ours refuse by themselves."""
    room = await house.make()
    for pattern in (ours := routes(jp_serverapp.web_app)):
        path = path_of(pattern, room=room)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
            answer = await house.fetch(method, f"api/collabchat/{path}", body={})
            assert answer.status in (401, 403, 405), (method, path, answer)
            assert room not in json.dumps(answer.body if isinstance(answer.body, dict) else "")
    assert len(ours) >= 18


async def test_a_jupyter_token_is_its_user_everywhere_without_a_ticket(house):
    room = await house.make()
    assert await _doors(house, room, login("alice")) == (200, 200, 101)
    assert await _hello(house, room, login("alice")) == "user:alice"
    assert await _hello(house, None, login("alice")) == "user:alice"
    assert (await house.get("me", login("bob"))).body["id"] == "user:bob"


async def test_a_cookie_reads_and_commands_with_xsrf_only(house):
    room = await house.make()
    cookies = await house.cookies("alice")
    assert await _doors(house, room, cookies) == (200, 403, 101)
    assert await _doors(house, room, cookies | xsrf_of(cookies)) == (200, 200, 101)
    assert await _doors(house, room, cookies | {"X-XSRFToken": "forged"}) == (200, 403, 101)
    for path in ("ticket", "commands", f"rooms/{room}/commands"):
        assert (await house.post(path, cookies, {})).status == 403
        plain = cookies | xsrf_of(cookies) | {"Content-Type": "text/plain"}
        answer = await house.post(path, plain, {})
        assert (answer.status, answer.code) == (415, "frame/malformed")


async def test_a_cookie_opens_no_socket_without_its_own_fresh_ticket(house, monkeypatch):
    room, other = await house.make(), await house.make()
    await house.done(room, "bob", "join_room")
    alice, bob = await house.cookies("alice"), await house.cookies("bob")
    mine = await _ticket(house, alice, room)
    assert await _hello(house, room, alice, ticket=mine) == "user:alice"
    wrong = {
        "none": {},
        "made up": {"ticket": "x" * 32},
        "empty": {"ticket": ""},
        "used": {"ticket": mine},
        "somebody else's": {"ticket": await _ticket(house, bob, room)},
        "another room's": {"ticket": await _ticket(house, alice, other)},
        "the lobby's": {"ticket": await _ticket(house, alice, None)},
    }
    for what, hello in wrong.items():
        assert await _hello(house, room, alice, **hello) == wire.NOT_AUTHENTICATED, what
    assert await _hello(house, None, alice, ticket=await _ticket(house, alice, None)) == "user:alice"
    assert await _hello(house, None, alice, ticket=await _ticket(house, alice, room)) == wire.NOT_AUTHENTICATED
    monkeypatch.setattr(tickets, "LIFETIME_S", -1.0)
    assert await _hello(house, room, alice, ticket=await _ticket(house, alice, room)) == wire.NOT_AUTHENTICATED


async def test_nobody_can_take_all_tickets(house):
    room = await house.make()
    alice = await house.cookies("alice")
    first = await _ticket(house, alice, room)
    for _ in range(tickets._MOST_OF_ONE):
        last = await _ticket(house, alice, room)
    assert await _hello(house, room, alice, ticket=first) == wire.NOT_AUTHENTICATED
    assert await _hello(house, room, alice, ticket=last) == "user:alice"


@pytest.mark.parametrize(
    ("scope", "command", "code"),
    [("read", 403, "role/forbidden"), ("post", 200, None), ("ask", 200, None)],
)
async def test_an_access_token_reaches_its_rooms_in_its_scope(house, scope, command, code):
    room, other = await house.make(), await house.make()
    _, secret = await house.mint("alice", [room], scope)
    for headers in (bearer(secret), {"Authorization": f"Bearer {secret}"}):
        read = await house.get(f"rooms/{room}", headers)
        post = await house.command(room, headers, "post_message", message_id=fresh("m"), body="x")
        assert (read.status, post.status, post.code) == (200, command, code)
        assert await _hello(house, room, headers) == "user:alice"
    assert await _hello(house, other, bearer(secret)) == wire.NO_SUCH_ROOM
    assert await _hello(house, None, bearer(secret)) == wire.NOT_ALLOWED
    assert (await house.get(f"rooms/{other}", bearer(secret))).code == "room/unknown"
    assert [row["id"] for row in (await house.get("rooms", bearer(secret))).body["rooms"]] == [room]
    for path in ("people?q=a", "tokens", f"rooms/{room}/events"):
        assert (await house.get(path, bearer(secret))).code == "role/forbidden", path
    for kind, fields in (
        ("create_room", {"request": fresh("r"), "name": "x"}),
        ("revoke_token", {"token": "x"}),
        ("mint_token", {"request": fresh("r"), "label": "x", "rooms": [room], "scope": "ask", "expires_at": 2**52}),
    ):
        assert (await house.outside(bearer(secret), kind, **fields)).code == "role/forbidden", kind
    me = (await house.get("me", bearer(secret))).body
    assert (me["id"], me["can_create_rooms"], me["via"]) == ("user:alice", False, "token")


async def test_what_a_token_posts_is_marked_and_all_it_may_edit(house):
    room = await house.make()
    _, secret = await house.mint("alice", [room], "post")
    own = await house.say(room, "alice", "by hand")
    posted = fresh("m")
    await house.command(room, bearer(secret), "post_message", message_id=posted, body="by script")
    assert (await house.get(f"rooms/{room}/messages/{posted}", login("alice"))).body["via"] == "token"
    for kind, fields in (("edit_message", {"body": "changed"}), ("redact_message", {})):
        refused = await house.command(room, bearer(secret), kind, message=own, **fields)
        assert refused.code == "message/not-yours"
        assert (await house.command(room, bearer(secret), kind, message=posted, **fields)).status == 200


async def test_a_dead_access_token_never_falls_back_to_a_cookie(house):
    room = await house.make()
    cookies = await house.cookies("alice")
    full = cookies | xsrf_of(cookies)
    token, revoked = await house.mint("alice", [room], "post")
    await house.outside(login("alice"), "revoke_token", token=token)
    for secret in ("cc_made-up", revoked, "cc_"):
        for more in ({}, cookies, full):
            answer = await house.get(f"rooms/{room}", more | bearer(secret))
            assert (answer.status, answer.code) == (401, "auth/required")
            assert (await house.command(room, more | bearer(secret), "mark_read", seq=1)).status == 401
            assert await house.upgrade(f"rooms/{room}/socket", more | bearer(secret)) == 403
    _, reading = await house.mint("alice", [room], "read")
    answer = await house.command(room, full | bearer(reading), "rename_room", name="no")
    assert (answer.status, answer.code) == (403, "role/forbidden")


async def test_revocation_closes_open_sockets_and_nothing_follows(house):
    room = await house.make()
    token, secret = await house.mint("alice", [room], "post")
    script = await house.enter(room, bearer(secret))
    own = await house.enter(room, login("alice"))
    before = (await house.get(f"rooms/{room}", login("alice"))).body["seq"]
    assert (await house.outside(login("bob"), "revoke_token", token=token)).code == "token/unknown"
    assert (await house.outside(login("alice"), "revoke_token", token=token)).status == 200
    for _ in range(5):
        script.send(id=fresh("c"), command={"type": "post_message", "message_id": fresh("m"), "body": "still here?"})
    assert await script.closed() == wire.NOT_AUTHENTICATED
    assert (await house.get(f"rooms/{room}", login("alice"))).body["seq"] == before
    assert await own.alive()
    assert (await house.outside(login("alice"), "revoke_token", token=token)).code == "token/unknown"
    assert (await house.get(f"rooms/{room}", bearer(secret))).status == 401


async def test_an_expired_token_is_no_token_and_its_socket_closes(house, jp_serverapp):
    room = await house.make()
    services = jp_serverapp.web_app.settings["collabchat"]
    _, secret = await house.mint("alice", [room], "post", lifetime_ms=60_000)
    script = await house.enter(room, bearer(secret))
    services.house.clock._start += 61  # an hour would pass as well
    assert (await house.get(f"rooms/{room}", bearer(secret))).code == "auth/required"
    assert await house.upgrade(f"rooms/{room}/socket", bearer(secret)) == 403
    await services.registry.sweep()
    assert await script.closed() == wire.NOT_AUTHENTICATED


async def test_secrets_are_shown_once_and_kept_hashed(house, jp_serverapp, tmp_path):
    room = await house.make()
    token, secret = await house.mint("alice", [room], "read")
    listed = (await house.get("tokens", login("alice"))).body["tokens"]
    assert [row["id"] for row in listed] == [token]
    assert secret not in json.dumps(listed)
    assert (await house.get("tokens", login("bob"))).body["tokens"] == []
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path


async def test_origins(house):
    """CSWSH: a browser sends the cookie wherever the page is from."""
    room = await house.make()
    cookies = await house.cookies("alice")
    host = house.base.partition("/")[0]
    port = host.rpartition(":")[2]
    foreign = (
        "https://evil.example",
        f"http://evil.example:{port}",
        f"http://{host}.evil.example",
        f"http://127.0.0.1.evil.example:{port}",
        "http://127.0.0.1:1",
        "file://",
        "null",
    )
    for path in (f"rooms/{room}/socket", "lobby/socket"):
        assert await house.upgrade(path, cookies | {"Origin": f"http://{host}"}) == 101
        for origin in foreign:
            assert await house.upgrade(path, cookies | {"Origin": origin}) == 403, origin
    assert await house.upgrade(f"rooms/{room}/socket", login("alice") | {"Origin": "null"}) == 403


async def test_a_token_in_a_socket_url_is_refused(house):
    room = await house.make()
    for headers in ({}, login("alice"), await house.cookies("alice")):
        assert await house.upgrade(f"rooms/{room}/socket?token=tok-a", headers) == 403
        assert await house.upgrade("lobby/socket?token=tok-a", headers) == 403


async def test_answers_say_that_nobody_may_keep_or_guess_them(house):
    room = await house.make()
    for path in ("me", f"rooms/{room}", f"rooms/{room}/messages", "rooms/nothing"):
        headers = (await house.get(path, login("alice"))).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Type"].startswith("application/json")
