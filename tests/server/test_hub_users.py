"""Where the server belongs to a JupyterHub, its users are found and invited before they were ever here."""

from __future__ import annotations

import pytest

from tests.server.house import House, Socket, bearer, login
from tests.server.hub import TOKEN, Hub

CROWD = [f"student-{number:04}" for number in range(450)]


@pytest.fixture
def hub():
    hub = Hub("alice", "bob", "bonnie", "debora", "dave", *CROWD)
    yield hub
    hub.close()


@pytest.fixture
def server_config(hub, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_URL", hub.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", TOKEN)
    return {"CollabChatApp": {"hub_users": True, "rate_limit": 0.0}}


async def _find(house: House, query: str, name: str = "alice", **more: str) -> list[tuple[str, str]]:
    asked = "&".join(f"{key}={value}" for key, value in {"q": query, **more}.items())
    answer = await house.get(f"people?{asked}", login(name))
    assert answer.status == 200, answer
    return [(person["id"], person["name"]) for person in answer.body["people"]]


async def test_users_of_the_hub_are_found_besides_those_seen_here(house, hub):
    hub.open()
    await house.get("me", login("bob"))
    assert await _find(house, "Bo") == [("user:bob", "Bob"), ("user:bonnie", "bonnie")], "debora only contains it"
    assert await _find(house, "student-04") == [(f"user:{name}", name) for name in CROWD[400:420]]
    assert await _find(house, "zz") == []
    room = await house.make(visibility="private")
    await house.done(room, "alice", "invite", who="user:bonnie")
    assert await _find(house, "bo", room=room) == [("user:bob", "Bob")]


async def test_later_pages_are_looked_through_and_answers_are_kept(house, hub):
    hub.names += [f"a-{name}" for name in CROWD]
    hub.open()
    assert (await _find(house, "student-0449")) == [("user:student-0449", "student-0449")]
    assert (await _find(house, "student"))[0] == ("user:student-0000", "student-0000"), "behind 450 that contain it"
    asked = len(hub.asked)
    assert asked == 1 + 5
    await _find(house, "Student")
    assert len(hub.asked) == asked


async def test_a_user_of_the_hub_is_invited_by_rest_and_by_socket_and_comes(house, hub):
    hub.open()
    room = await house.make(visibility="private", name="Review")
    await house.done(room, "alice", "invite", who="user:dave")
    [row] = (await house.get("rooms", login("dave"))).body["invitations"]
    assert (row["room"], row["by"]) == (room, "user:alice")
    assert (await house.outside(login("dave"), "accept_invite", invite=row["id"])).status == 200
    socket = await Socket(await house.dial(f"rooms/{room}/socket", login("alice"))).greet()
    await socket.ask("invite", who="user:bonnie", role="observer")
    listed = (await house.get(f"rooms/{room}/invites", login("alice"))).body["invites"]
    assert [(made["who"], made["name"]) for made in listed] == [("user:bonnie", "bonnie")]
    for nobody in ("user:nobody", "user:..", "user:", "user:student-0001/server"):
        refused = await house.command(room, login("alice"), "invite", who=nobody)
        assert refused.code in ("member/unknown", "frame/invalid"), nobody
    assert await _find(house, "deb") == [("user:debora", "debora")], "the Hub is not taken for broken by that"


async def test_the_hub_is_asked_for_accounts_only_and_never_by_a_token(house, hub):
    hub.open()
    room = await house.make()
    _, secret = await house.mint("alice", [room], "ask")
    assert (await house.get("people?q=bo", bearer(secret))).code == "role/forbidden"
    _, by_link = await house.share(room)
    guest = await house.guest(by_link)
    assert (await house.get("people?q=bo", guest)).code == "role/forbidden"
    assert (await house.command(room, guest, "invite", who="user:bonnie")).code == "role/forbidden"
    assert (await house.command(room, bearer(secret), "invite", who="user:bonnie")).code == "role/forbidden"
    assert (await house.command(room, login("alice"), "invite", who="guest:bonnie")).code == "member/unknown"
    assert hub.asked == []


async def test_without_the_hub_everything_else_works_and_the_log_says_so_once(house, hub, caplog):
    hub.open()
    hub.down = True
    await house.get("me", login("bob"))
    room = await house.make()
    for query in ("bo", "b", "d"):
        assert await _find(house, query) == ([("user:bob", "Bob")] if query != "d" else [])
    assert (await house.command(room, login("alice"), "invite", who="user:dave")).code == "member/unknown"
    await house.done(room, "alice", "invite", who="user:bob")
    assert len(hub.asked) == 1, "it is left alone for a while"
    assert [line.levelname for line in caplog.records if "JupyterHub" in line.getMessage()] == ["ERROR"]
    assert TOKEN not in caplog.text


async def test_a_token_that_may_not_list_finds_whole_names(house, hub, caplog):
    hub.scopes.discard("list:users")
    hub.open()
    assert await _find(house, "bo") == []
    assert await _find(house, "dave") == [("user:dave", "dave")]
    assert caplog.text.count("lacks the scope list:users") == 1
    room = await house.make()
    await house.done(room, "alice", "invite", who="user:bonnie")
