"""Agents seen and steered over several sockets: double starts are one, every move is seen (FEATURES AG1, AG2)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pycrdt
import pytest

from tests.server.house import UNLIMITED, House, Socket, fresh, login


@pytest.fixture
def server_config() -> dict[str, Any]:
    return UNLIMITED


async def watched(house: House, room: str, name: str) -> Socket:
    """Open a room's socket and ask for its document."""
    socket = await house.enter(room, login(name))
    socket.send_raw(pycrdt.create_sync_message(socket.doc))
    return socket


def status(socket: Socket) -> str | None:
    """Return how the script is, as this socket's document says."""
    agent = socket.doc.get("agents", type=pycrdt.Map).to_py().get("agent:script")
    return agent["status"] if agent else None


async def seen_until(socket: Socket, holds: Callable[[list[str]], bool]) -> list[str]:
    """Read on; return every status that was seen, in order, once `holds`."""
    seen = [status(socket)]
    while not holds(seen):
        assert await socket.read() is not None
        if status(socket) != seen[-1]:
            seen.append(status(socket))
    return seen


async def test_two_starts_over_two_sockets_are_one_and_everybody_sees_every_move(house: House) -> None:
    """Regressions 10 and 11."""
    room = await house.make()
    await house.done(room, "bob", "join_room")
    await house.done(room, "alice", "set_role", who="user:bob", role="moderator")
    alice, bob, carol = [await watched(house, room, name) for name in ("alice", "bob", "alice")]
    await house.done(room, "alice", "add_agent", agent="script")
    assert (await seen_until(carol, lambda seen: seen[-1] == "running"))[-2:] == ["starting", "running"]
    await house.done(room, "alice", "stop_agent", agent="script")
    assert await seen_until(carol, lambda seen: seen[-1] == "stopped") == ["running", "stopping", "stopped"]
    answers = await asyncio.gather(*(socket.ask("start_agent", agent="script") for socket in (alice, bob)))
    assert all("ack" in answer for answer in answers)
    assert await seen_until(carol, lambda seen: seen[-1] == "running") == ["stopped", "starting", "running"]
    events = (await house.get(f"rooms/{room}/events?limit=500", login("alice"))).body["events"]
    moves = [line["event"]["status"] for line in events if line["event"]["type"] == "agent_status_set"]
    assert moves == ["running", "stopping", "stopped", "starting", "running"]
    for socket in (alice, bob, carol):
        socket.close()


async def test_race_T16_prompts_at_once_over_two_sockets_are_one_turn(house: House) -> None:
    """RELIABILITY T16: exactly one is kept, shown and run; the other learns who holds the turn."""
    room = await house.make()
    await house.done(room, "bob", "join_room")
    await house.done(room, "alice", "set_policy", prompts="refuse")
    await house.done(room, "alice", "add_agent", agent="script")
    alice, bob = [await watched(house, room, name) for name in ("alice", "bob")]
    await seen_until(alice, lambda seen: seen[-1] == "running")
    answers = await asyncio.gather(
        *(socket.ask("post_message", message_id=fresh("m"), body="@script go") for socket in (alice, bob))
    )
    [lost] = [answer["reject"] for answer in answers if "reject" in answer]
    state = (await house.get(f"rooms/{room}", login("alice"))).body
    assert (lost["code"], lost["holder"]) == ("turn/held", state["turns"]["agent:script"]["holder"])
    page = (await house.get(f"rooms/{room}/messages", login("alice"))).body["messages"]
    assert [message["body"] for message in page if "turn" not in message] == ["@script go"]
    alice.close()
    bob.close()
