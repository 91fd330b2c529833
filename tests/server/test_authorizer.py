"""The server's own authorizer has the last word: over rooms as a whole, and over who may sponsor an effect."""

from __future__ import annotations

import asyncio

import pytest

from tests.server.house import UNLIMITED, House, bearer, fresh, login

EXECUTE = "kernels:execute"
DENIED = [
    "bob:collabchat:read",
    "bob:collabchat:write",
    "carol:collabchat:write",
    "alice:kernels:execute",
]


@pytest.fixture
def server_config():
    return {
        **UNLIMITED,
        "ServerApp": {"authorizer_class": "tests.server.authorizers.DenyingAuthorizer"},
        "DenyingAuthorizer": {"denied": DENIED},
    }


async def test_who_may_not_use_rooms_gets_403_at_every_door(house):
    room = await house.make()
    for path in ("me", "rooms", f"rooms/{room}", "people?q=a", "openapi.json", "tokens"):
        answer = await house.get(path, login("bob"))
        assert (answer.status, answer.code) == (403, "role/forbidden"), path
    assert (await house.post("ticket", login("bob"), {})).code == "role/forbidden"
    assert (await house.command(room, login("bob"), "join_room")).code == "role/forbidden"
    for path in (f"rooms/{room}/socket", "lobby/socket"):
        assert await house.upgrade(path, login("bob")) == 403


async def test_who_may_only_read_reads(house):
    room = await house.make()
    assert (await house.get("me", login("carol"))).status == 200
    assert (await house.command(room, login("carol"), "join_room")).code == "role/forbidden"
    assert (await house.outside(login("carol"), "create_room", request=fresh("r"), name="x")).code == "role/forbidden"


async def test_a_right_that_is_taken_away_is_gone_for_the_next_request_and_for_tokens(house, jp_serverapp):
    room = await house.make()
    _, secret = await house.mint("alice", [room], "post")
    jp_serverapp.authorizer.denied = [*DENIED, "alice:collabchat:write"]
    post = {"message_id": fresh("m"), "body": "x"}
    assert (await house.command(room, login("alice"), "post_message", **post)).code == "role/forbidden"
    assert (await house.command(room, bearer(secret), "post_message", **post)).code == "role/forbidden"
    jp_serverapp.authorizer.denied = [*DENIED, "alice:collabchat:read", "alice:collabchat:write"]
    assert (await house.get(f"rooms/{room}", bearer(secret))).code == "role/forbidden"


async def _proposal(house: House, room: str) -> dict:
    """Ask the runner for something and return the poll that it opens."""
    await house.done(room, "alice", "add_agent", agent="runner")
    for _ in range(600):
        state = (await house.get(f"rooms/{room}", login("alice"))).body
        if state["agents"]["agent:runner"]["status"] == "running":
            break
        await asyncio.sleep(0.05)
    else:
        raise AssertionError(f"the runner did not start: {state['agents']}")
    await house.done(room, "alice", "post_message", message_id=fresh("m"), body="@runner\n```python\n1 + 1\n```")
    for _ in range(600):
        polls = (await house.get(f"rooms/{room}", login("alice"))).body["polls"]
        if polls:
            return next(iter(polls.values()))
        await asyncio.sleep(0.05)
    raise AssertionError("the runner proposed nothing")


async def test_without_the_right_to_run_nobody_sponsors(house):
    """RULES 4: the room may approve as it likes; somebody who may run it here must be among those who do."""
    room = await house.make()
    await house.done(room, "alice", "set_policy", consensus="anyone")
    poll = await _proposal(house, room)
    vote = {"poll": poll["id"], "choice": "approve", "hash": poll["hash"]}
    await house.done(room, "alice", "cast_ballot", ballot_id=fresh("b"), **vote)
    state = (await house.get(f"rooms/{room}", login("alice"))).body
    assert state["polls"][poll["id"]]["state"] == "open"
    override = {"poll": poll["id"], "choice": "approve", "reason": "I want it"}
    assert (await house.command(room, login("alice"), "override_poll", **override)).code == "effect/refused"
    await house.done(room, "alice", "override_poll", **override | {"choice": "deny"})
    state = (await house.get(f"rooms/{room}", login("alice"))).body
    assert state["polls"][poll["id"]]["outcome"] == "denied"
