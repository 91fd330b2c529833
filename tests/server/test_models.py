"""The openai agent in a real server, from its configuration to an edited notebook; and its key, which is nowhere."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import v4

from tests.agents.models import ModelServer, calls, fails, listen, says
from tests.server.house import PATIENCE_S, House, fresh, login

KEY = "sk-canary-0123456789"


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """Where the models' server will be."""
    with listen() as bound:
        yield bound


@pytest.fixture
def server_config(tmp_path: Path, listening: socket.socket, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("MODEL_KEY", KEY)
    endpoint = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    said = {"endpoint": endpoint, "api_key_env": "MODEL_KEY", "models": ["small"], "name": "Ada", "retry_s": 0.01}
    return {"CollabChatApp": {"store_url": f"sqlite:///{tmp_path}/rooms.db", "agent_config": {"openai": said}}}


async def until(house: House, room: str, fact: Any) -> Any:
    """Return the room once something is true of it."""
    async with asyncio.timeout(PATIENCE_S):
        while not fact(found := (await house.get(f"rooms/{room}", login("alice"))).body):
            await asyncio.sleep(0.05)
    return found


async def test_a_model_edits_a_notebook_when_the_room_agrees_and_its_key_is_nowhere(
    house: House, listening: socket.socket, jp_root_dir: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    notebook = jp_root_dir / "one.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell("x = 1", id="first")]), notebook)
    edit = calls(("edit_cell", {"path": "one.ipynb", "cell": "first", "source": "x = 2"}))
    async with ModelServer(fails(503, KEY), edit, says("Edited."), fails(401, KEY), listening=listening) as server:
        me = await house.get("me", login("alice"))
        assert {"openai", "Ada"} <= {value for offer in me.body["agents"] for value in (offer["id"], offer["name"])}
        room = await house.make()
        await house.done(room, "alice", "add_agent", agent="openai", options={"model": "small"})
        await until(house, room, lambda now: now["agents"]["agent:openai"]["status"] == "running")
        await house.say(room, "alice", "@openai please")
        [(poll, how)] = (await until(house, room, lambda now: now["polls"]))["polls"].items()
        await house.done(
            room, "alice", "cast_ballot", poll=poll, ballot_id=fresh("b"), choice="approve", hash=how["hash"]
        )
        await until(house, room, lambda now: not now["turns"])
        await house.say(room, "alice", "@openai again")
        await until(house, room, lambda now: not now["turns"] and len(server.requests) == 4)
        paths = ("me", "rooms", f"rooms/{room}", *(f"rooms/{room}/{what}" for what in ("messages", "polls", "events")))
        answers = [await house.get(path, login("alice")) for path in paths]
    assert nbformat.read(notebook, 4).cells[0].source == "x = 2"
    said = [message["body"] for message in answers[3].body["messages"]]
    assert said[-1] == "The models' server does not accept this server's key."
    assert all(headers["authorization"] == f"Bearer {KEY}" for headers in server.headers)
    assert [answer.status for answer in answers] == [200] * 6
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("rooms.db*"))
    assert b"x = 2" in stored
    assert KEY.encode() not in stored
    assert KEY not in json.dumps([answer.body for answer in answers]) + caplog.text
