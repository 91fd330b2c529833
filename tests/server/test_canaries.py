"""Nothing of one room ever reaches an agent in another: marked words in two rooms of a real server (FEATURES AG4)."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.agents.acp_stage import acp_config
from tests.agents.models import ModelServer, listen, says
from tests.server.house import PATIENCE_S, UNLIMITED, House, fresh, login

COLOURS = ("crimson", "cobalt")
AGENTS = ("openai", "cooperative")


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """Where the models' server will be."""
    with listen() as bound:
        yield bound


@pytest.fixture
def server_config(tmp_path: Path, listening: socket.socket) -> dict[str, Any]:
    openai = {"endpoint": f"http://127.0.0.1:{listening.getsockname()[1]}/v1", "models": ["small"]}
    config = {"openai": openai, "acp": acp_config(tmp_path, "cooperative")}
    return {"CollabChatApp": UNLIMITED["CollabChatApp"] | {"agent_config": config}}


async def until(house: House, room: str, fact: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until something is true of a room."""
    async with asyncio.timeout(PATIENCE_S):
        while not fact((await house.get(f"rooms/{room}", login("alice"))).body):
            await asyncio.sleep(0.05)


async def furnished(house: House, colour: str) -> str:
    """Make a room whose every word is marked with `colour`, with both agents in it."""
    room = await house.make(name=f"{colour}-room", topic=f"{colour}-topic")
    await house.done(room, "bob", "join_room")
    await house.done(room, "bob", "set_nickname", name=f"{colour}-bob")
    await house.say(room, "bob", f"{colour}-talk")
    for agent in AGENTS:
        await house.done(room, "alice", "add_agent", agent=agent)
        await until(house, room, lambda now, agent=agent: now["agents"][f"agent:{agent}"]["status"] == "running")
    return room


async def asked(house: House, room: str, colour: str) -> None:
    """Ask both agents, the second what it was told; its answer tells the first, the next time."""
    before = await house.say(room, "bob", f"{colour}-before")
    for body in (f"@openai {colour}-prompt", f"@cooperative repeat {colour}"):
        await house.done(room, "bob", "post_message", message_id=fresh("m"), body=body, reply_to=before)
        await until(house, room, lambda now: not now["turns"])


async def test_what_is_marked_in_one_room_is_told_in_no_other(house: House, listening: socket.socket) -> None:
    rounds = 2
    replies = [says("an answer") for _ in COLOURS * rounds]
    async with ModelServer(*replies, listening=listening) as models:
        rooms = [await furnished(house, colour) for colour in COLOURS]
        for _ in range(rounds):
            await asyncio.gather(*(asked(house, room, colour) for room, colour in zip(rooms, COLOURS, strict=True)))
        told = [json.dumps(request) for request in models.requests]
    assert len(told) == rounds * len(COLOURS)
    for room, mine, other in zip(rooms, COLOURS, reversed(COLOURS), strict=True):
        page = (await house.get(f"rooms/{room}/messages?limit=200", login("alice"))).body["messages"]
        heard = [message["body"] for message in page if message["author"] == "agent:cooperative"]
        models_heard = [text for text in told if f"{mine}-room" in text]
        assert (len(heard), len(models_heard)) == (rounds, rounds)
        for mark in ("room", "topic", "bob", "talk", "before", "prompt"):
            assert f"{mine}-{mark}" in heard[0], "the test would see it"
            assert all(f"{mine}-{mark}" in text for text in models_heard)
        assert other not in "".join([*heard, *models_heard])
