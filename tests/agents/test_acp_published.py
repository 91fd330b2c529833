"""A published agent, OpenCode, in a real room, with a model server of the tests: what holds for ours holds for it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from .acp_stage import acp_stage, folder_of
from .models import ModelServer, Reply, calls, says
from .stage import BOB

PROGRAM = os.environ.get("OPENCODE") or shutil.which("opencode")
COMMAND = "echo made by vote > made.txt"

pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="OpenCode is not installed: npm install -g opencode-ai@1.18, or name it in OPENCODE"
)


def opencode(home: Path, model: str) -> dict[str, Any]:
    """Return the configuration of an OpenCode that asks before it acts, and talks to `model` alone."""
    own = {
        "provider": {
            "local": {
                "npm": "@ai-sdk/openai-compatible",
                "options": {"baseURL": model, "apiKey": "none-at-all"},
                "models": {"m": {"tool_call": True}},
            }
        },
        "model": "local/m",
        "small_model": "local/m",
        "permission": {"bash": "ask", "edit": "ask", "webfetch": "ask"},
        "autoupdate": False,
        "share": "disabled",
    }
    env = {"HOME": str(home), "OPENCODE_CONFIG_CONTENT": json.dumps(own), "OPENCODE_DISABLE_MODELS_FETCH": "1"}
    launch = {"command": PROGRAM, "args": ["acp"], "name": "OpenCode", "env": env, "self_executing": True}
    return {"state": str(home / "state"), "agents": {"opencode": launch}}


def obeys(request: dict[str, Any]) -> Reply:
    """Answer as a model that wants to run a command, and then tells what came of it."""
    last = request["messages"][-1]
    if not request.get("tools"):
        return says("A title")
    if last["role"] == "tool":
        return says(f"It said: {last['content']}")
    return calls(("bash", {"command": COMMAND, "description": "Make a file"}))


async def test_a_published_agent_runs_what_was_approved_and_nothing_else(tmp_path: Path) -> None:
    async with ModelServer() as model:
        model.otherwise = obeys
        async with acp_stage(opencode(tmp_path, model.url)) as stage:
            scene = await stage.room("opencode", policy="unanimous")
            made = folder_of(tmp_path / "state", scene, "opencode") / "made.txt"
            await scene.ask("@opencode make a file")
            await scene.vote(await scene.poll(1), "deny", who=BOB, reason="not today")
            denied = (await scene.answered())[-1]
            assert not made.exists()
            await scene.ask("@opencode make it now")
            poll = await scene.poll(2)
            await scene.vote(poll, "approve")
            await scene.vote(poll, "approve", who=BOB)
            done = (await scene.answered())[-1]
            assert made.read_text() == "made by vote\n"
            assert scene.state.polls[poll.id].effect == "done"
        store, room = stage.store, scene.room.id
        told = _longest(model)
        async with acp_stage(opencode(tmp_path, model.url), store) as stage:
            scene = await stage.open(room)
            await scene.until(lambda state: state.agents["agent:opencode"].status == "running")
            await scene.ask("@opencode again")
            await scene.vote(await scene.poll(3), "deny")
            await scene.answered()
    assert json.loads(poll.detail)["arguments"]["input"]["command"] == COMMAND
    assert "Denied by Bob: not today" in denied.body
    assert "✓" in done.body
    assert _longest(model) > told, "it took up its session"


def _longest(model: ModelServer) -> int:
    return max(len(request["messages"]) for request in model.requests)
