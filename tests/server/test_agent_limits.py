"""What a server's configuration says of its agents holds at its doors: who may add them, and how much they may take."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from jupyter_collabchat.server.agents_for import AgentsFor
from tests.server.house import UNLIMITED, House, fresh, login

LIMITS = {
    "agents_for": {"script": {"users": ["bob"], "groups": ["staff"]}, "nobody": {}},
    "agent_budgets": {"runner": {"turns": 1, "per": "hour"}},
}


@pytest.fixture
def server_config():
    return {"CollabChatApp": UNLIMITED["CollabChatApp"] | LIMITS}


async def offers(house: House, name: str) -> dict:
    return {offer["id"]: offer for offer in (await house.get("me", login(name))).body["agents"]}


async def test_only_those_for_whom_the_server_keeps_an_agent_add_it(house):
    room = await house.make("alice")
    assert (await offers(house, "alice"))["script"]["can_add"] is False
    assert (await offers(house, "bob"))["script"]["can_add"] is True
    assert (await offers(house, "alice"))["runner"]["can_add"] is True
    assert (await house.command(room, login("alice"), "add_agent", agent="script")).code == "role/forbidden"
    await house.done(room, "bob", "join_room")
    await house.done(room, "alice", "set_role", who="user:bob", role="moderator")
    await house.done(room, "bob", "add_agent", agent="script")
    await house.done(room, "alice", "configure_agent", agent="script", options={"scenario": "demo"})


async def test_a_prompt_over_the_servers_budget_is_refused(house):
    room = await house.make("alice")
    assert (await offers(house, "alice"))["runner"]["budget"] == {"turns": 1, "per": "hour"}
    await house.done(room, "alice", "add_agent", agent="runner")
    await house.say(room, "alice", "@runner")
    refused = await house.command(room, login("alice"), "post_message", message_id=fresh("m"), body="@runner")
    while refused.status == 200:  # the first one waits for the agent, which starts
        refused = await house.command(room, login("alice"), "post_message", message_id=fresh("m"), body="@runner")
    assert refused.code == "agent/over-budget"
    state = (await house.get(f"rooms/{room}", login("alice"))).body
    assert state["agents"]["agent:runner"].get("spent", {"turns": 1})["turns"] == 1


@pytest.mark.parametrize(
    "user",
    [
        SimpleNamespace(username="ann", groups=["staff"]),
        SimpleNamespace(username="ann", hub_user={"groups": ["staff"]}),
        SimpleNamespace(username="bob"),
    ],
)
def test_people_are_named_by_username_or_group(user: object) -> None:
    assert AgentsFor(LIMITS["agents_for"]).rights_of(user) == {"agents:script"}
    assert AgentsFor({}).rights_of(user) == set()


def test_others_are_not() -> None:
    stranger = SimpleNamespace(username="eve", groups=["guests"], hub_user=None)
    assert AgentsFor(LIMITS["agents_for"]).rights_of(stranger) == set()
