"""ACP agents: real programs over stdio, in real rooms. What they say is shown; what goes wrong with them is said."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from jupyter_collabchat.agents.acp.config import keys_in
from jupyter_collabchat.agents.discovery import GROUP, load
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.model import Usage

from .acp_stage import acp_config, acp_stage, folder_of, launch
from .stage import ANN, BOB, Scene


async def said(scene: Scene, prompt: str, agent: str = "cooperative") -> str:
    """Ask, and return everything the agent said, as one text."""
    before = len(await scene.answered())
    await scene.ask(f"@{agent} {prompt}")
    return "".join(message.body for message in (await scene.answered())[before:])


# --- what it says


async def test_everything_it_says_is_shown(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative")
        text = await said(scene, "hello")
        [message] = await scene.answered()
        await scene.until(lambda state: state.agents["agent:cooperative"].detail is None)
    assert text.strip() == (
        "- ✓ look\n- ○ 'leap'\n\n\n\n**think** `Think hard`\n\n✓ `Think hard`\n\n"
        "```diff\n--- /srv/a.txt\n+++ /srv/a.txt\n@@ -1 +1 @@\n-old\n+new\n```\n\n```text\nfine\n```\n\nHello."
    )
    assert message.usage is not None
    assert (message.usage.input_tokens, message.usage.output_tokens) == (5, 7)
    assert message.usage != Usage()
    statuses = [entry.event.status for entry in scene.entries if isinstance(entry.event, e.MessageStatusSet)]
    assert statuses == ["streaming", "executing", "thinking", "streaming"]


async def test_it_is_told_who_said_what_and_only_what_is_new(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative")
        await scene.ask("the number is 42", BOB)
        first = await said(scene, "repeat")
        await scene.ask("or rather 43", BOB)
        second = await said(scene, "repeat")
    assert first.startswith("1:You are Cooperative, an agent in a chat room")
    assert '"from": "Bob"' in first
    assert '"text": "the number is 42"' in first
    assert second.startswith("2:")
    assert "or rather 43" in second
    assert "the number is 42" not in second


async def test_each_room_has_its_own_process_session_and_folder(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scenes = [await stage.room("cooperative") for _ in range(2)]
        sessions = {await said(scene, "session_name") for scene in scenes}
        await scenes[0].ask("canary-0", BOB)
        await said(scenes[0], "repeat")
        assert "canary" not in await said(scenes[1], "repeat")
        assert len({folder_of(tmp_path, scene, "cooperative").stat().st_ino for scene in scenes}) == 2
    assert len(sessions) == 2


async def test_its_environment_has_none_of_our_tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLLABCHAT_TOKEN", "JUPYTERHUB_API_TOKEN", "JUPYTER_TOKEN", "PLAIN"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("OWN_TOKEN", "wanted")
    config = acp_config(
        tmp_path, "cooperative", inherit=["OWN_TOKEN", "JUPYTER_TOKEN"], env={"COLLABCHAT_TOKEN": "again"}
    )
    async with acp_stage(config) as stage:
        assert await said(await stage.room("cooperative"), "where") == "normal True True ['OWN_TOKEN']"


async def test_a_room_chooses_among_the_modes_that_the_server_offers(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative", modes=["bold", "gone"])) as stage:
        bold = await stage.room("cooperative", options={"mode": "bold"})
        assert (await said(bold, "where")).startswith("bold ")
        await bold.do(ANN, c.ConfigureAgent("cooperative", {"mode": "gone"}))
        assert await said(bold, "where") == "It has no mode 'gone', only these: normal, bold."
        with pytest.raises(Rejection, match="does not take"):
            await bold.do(ANN, c.ConfigureAgent("cooperative", {"mode": "reckless"}))
        await bold.do(ANN, c.ConfigureAgent("cooperative", {}))
        assert (await said(bold, "where")).startswith("normal ")


async def test_a_mode_that_the_server_offers_no_more_is_named(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative", modes=["bold"])) as stage:
        room, store = (await stage.room("cooperative", options={"mode": "bold"})).room.id, stage.store
    async with acp_stage(acp_config(tmp_path, "cooperative"), store) as later:
        scene = await later.open(room)
        assert "does not offer the mode 'bold'" in await said(scene, "where")


async def test_why_it_stopped_is_said_and_noise_is_not(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative")
        assert (await said(scene, "tired")).strip() == "It stopped: no more tokens."
        assert await said(scene, "noise") == "mine"


# --- its life


async def test_it_takes_its_session_up_again_after_a_restart_of_the_server(tmp_path: Path) -> None:
    config = acp_config(tmp_path, "cooperative")
    async with acp_stage(config) as stage:
        scene = await stage.room("cooperative")
        session = await said(scene, "session_name")
        store, room = stage.store, scene.room.id
    async with acp_stage(config, store) as stage:
        scene = await stage.open(room)
        await scene.until(lambda state: state.agents["agent:cooperative"].status == "running")
        assert await said(scene, "session_name") == session
        told = await said(scene, "repeat")
        await scene.do(ANN, c.RestartAgent("cooperative"))
        await scene.until(lambda state: state.agents["agent:cooperative"].status == "running")
        assert await said(scene, "session_name") != session
    assert "an agent in a chat room" not in told


@pytest.mark.parametrize("taken", ["rolled back", "cleared"])
async def test_what_was_taken_back_is_forgotten_with_the_session(tmp_path: Path, taken: str) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative")
        first = await scene.ask("hello", BOB)
        await scene.ask("the password is canary", BOB)
        before = await said(scene, "session_name")
        await scene.do(ANN, c.Rollback(first) if taken == "rolled back" else c.ClearRoom())
        assert "canary" not in await said(scene, "repeat")
        assert await said(scene, "session_name") != before


async def test_what_it_answered_itself_is_forgotten_too(tmp_path: Path) -> None:
    """Its last answer was never told to it: only the rollback says that it is gone."""
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative")
        await scene.ask("@cooperative session_name")
        await scene.answered()
        *_, asked, answer = scene.state.messages.values()
        await scene.do(ANN, c.Rollback(asked.id))
        assert await said(scene, "session_name") != answer.body


async def test_a_redacted_message_is_forgotten_with_the_session(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative")
        secret = await scene.ask("the password is canary", BOB)
        before = await said(scene, "session_name")
        await scene.do(BOB, c.RedactMessage(secret))
        told = await said(scene, "repeat")
        assert "canary" not in told
        assert told.startswith("1:")
        assert await said(scene, "session_name") != before
        before = await said(scene, "session_name")
        prompt = await scene.ask("@cooperative repeat the word canary")
        await scene.answered()
        await scene.do(ANN, c.RedactMessage(prompt))
        assert await said(scene, "session_name") != before


@pytest.mark.parametrize("by", ["a prompt", "Start"])
async def test_an_end_between_turns_is_told_and_the_next_prompt_or_a_start_begins_anew(tmp_path: Path, by: str) -> None:
    """FEATURES AG2."""
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative")
        session = await said(scene, "session_name")
        [child] = psutil.Process().children()
        child.kill()
        state = await scene.until(lambda state: state.agents["agent:cooperative"].status == "error")
        assert str(state.agents["agent:cooperative"].error).startswith("Cooperative ended. It was ended by SIGKILL")
        if by == "Start":
            await scene.do(ANN, c.StartAgent("cooperative"))
            await scene.until(lambda state: state.agents["agent:cooperative"].status == "running")
        assert await said(scene, "session_name") == session
        assert scene.state.agents["agent:cooperative"].status == "running"
    assert not psutil.Process().children()


async def test_a_crash_is_told_with_its_last_words_and_a_start_takes_up_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_KEY", "sk-very-secret")
    config = acp_config(tmp_path, "crasher", keys=["API_KEY"])
    async with acp_stage(config) as stage:
        scene = await stage.room("crasher")
        session = await said(scene, "session_name", "crasher")
        await scene.ask("@crasher crash")
        state = await scene.until(lambda state: state.agents["agent:crasher"].status == "error")
        error = state.agents["agent:crasher"].error
        assert error == "Crasher ended. It ended with exit code 3.\na line before\nTraceback: no memory, key •••"
        assert (await scene.answered())[-1].status == "error"
        assert (await scene.answered())[-1].body.startswith("I feel \n\nCrasher ended.")
        await scene.do(ANN, c.StartAgent("crasher"))
        assert await said(scene, "fine", "crasher") == f"fine in {session}"
        await scene.ask("@crasher killed")
        state = await scene.until(lambda state: state.agents["agent:crasher"].status == "error")
        assert state.agents["agent:crasher"].error == "Crasher ended. It was ended by SIGKILL."


async def test_what_does_not_even_start_says_why(tmp_path: Path) -> None:
    agents = {
        "early": launch("crasher", "early"),
        "missing": {"command": "no-such-program-anywhere"},
        "silent": {"command": "sleep", "args": ["600"], "start_s": 0.3},
    }
    async with acp_stage({"state": str(tmp_path), "agents": agents}) as stage:
        scene = await stage.room("early", "missing", "silent")
        missing = scene.state.agents["agent:missing"]
        assert (missing.status, missing.error) == ("error", "Missing is not installed on this server.")
        for agent, words in (("early", "no licence"), ("silent", "was not ready within")):
            await scene.ask(f"@{agent} hello")
            state = await scene.until(lambda state, agent=agent: state.agents[f"agent:{agent}"].status == "error")
            assert words in str(state.agents[f"agent:{agent}"].error)
    assert not psutil.Process().children()


async def test_a_flood_is_stopped_and_the_next_prompt_works(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "flooder")) as stage:
        scene = await stage.room("flooder")
        text = await said(scene, "flood", "flooder")
        assert text.endswith("It said more than 512 KiB in one turn and was stopped.")
        assert len(text) < 20_000
        assert (await said(scene, "flood", "flooder")).endswith("and was stopped.")
        await scene.ask("@flooder line")
        state = await scene.until(lambda state: state.agents["agent:flooder"].status == "error")
        assert "does not speak any more" in str(state.agents["agent:flooder"].error)
    assert not psutil.Process().children()


async def test_it_logs_in_as_the_configuration_says(tmp_path: Path) -> None:
    agents = {
        "known": launch("cooperative", "login", auth="key"),
        "unknown": launch("cooperative", "login"),
    }
    async with acp_stage({"state": str(tmp_path), "agents": agents}) as stage:
        scene = await stage.room("known", "unknown")
        assert (await said(scene, "session_name", "known")).startswith("session-")
        sentence = "Unknown is not logged in: the server's administrator has to do that."
        assert await said(scene, "hello", "unknown") == sentence


# --- stop


async def _working(scene: Scene, prompt: str) -> str:
    """Ask, and wait until live text says that it works; return the turn."""
    await scene.ask(f"@stubborn {prompt}")
    state = await scene.until(lambda state: bool(state.turns))
    turn = state.turns["agent:stubborn"].id
    async with asyncio.timeout(20):
        while scene.live(f"{turn}-m1") != "working":
            await asyncio.sleep(0)
    return str(turn)


async def test_stop_asks_it_to_stop_and_keeps_it(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "stubborn", grace_s=30)) as stage:
        scene = await stage.room("stubborn")
        turn = await _working(scene, "polite")
        [child] = psutil.Process().children()
        await scene.do(ANN, c.StopTurn(turn))
        [stopped] = await scene.answered()
        assert (stopped.body, stopped.status) == ("working", "cancelled")
        again = await _working(scene, "polite")
        assert psutil.Process().children() == [child]
        await scene.do(ANN, c.StopTurn(again))
        child.kill()


async def test_stop_while_it_starts_leaves_nothing_half_started(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative", grace_s=0.5)) as stage:
        scene = await stage.room("cooperative")
        session = await said(scene, "session_name")
        [first] = psutil.Process().children()
        hang = folder_of(tmp_path, scene, "cooperative") / "hang"
        hang.touch()
        first.kill()
        await asyncio.to_thread(first.wait)
        await scene.ask("@cooperative hello")
        state = await scene.until(lambda state: bool(state.turns))
        async with asyncio.timeout(20):
            while not psutil.Process().children():
                await asyncio.sleep(0)
        await scene.do(ANN, c.StopTurn(state.turns["agent:cooperative"].id))
        hang.unlink()
        assert await said(scene, "session_name") == session


async def test_one_that_goes_on_regardless_is_ended_with_all_it_started(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "stubborn", grace_s=0.2)) as stage:
        scene = await stage.room("stubborn")
        turn = await _working(scene, "work")
        pids = [int(pid) for pid in (folder_of(tmp_path, scene, "stubborn") / "pids").read_text().split()]
        await scene.do(ANN, c.StopTurn(turn))
        again = await _working(scene, "work")
        assert not any(_lives(pid) for pid in pids)
        await scene.do(ANN, c.StopTurn(again))
    assert not psutil.Process().children()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


# --- what is offered


PLUG_IN = EntryPoint("acp", "jupyter_collabchat.agents.acp.family:family", GROUP)


def test_the_plug_in_offers_what_is_configured() -> None:
    config: dict[str, Any] = {"acp": {"agents": {"claude": {"command": "claude-code-acp", "name": "Claude Code"}}}}
    assert set(load([PLUG_IN], config)) == {"claude"}
    assert load([PLUG_IN]) == {}
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["entry-points"][GROUP]["acp"] == PLUG_IN.value


def test_without_the_extra_nothing_is_offered_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "acp", None)
    assert load([PLUG_IN], {"acp": {"agents": {"claude": {"command": "claude-code-acp"}}}}) == {}
    assert "pip install 'jupyter_collabchat[acp]'" in caplog.text
    assert load([PLUG_IN]) == {}


@pytest.mark.parametrize(
    "config", [{"agents": {"Bad Name": {"command": "x"}}}, {"agents": {"x": {"cmd": "x"}}}, {"agent": {}}]
)
def test_a_wrong_configuration_offers_nothing_and_is_named(
    config: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    assert load([PLUG_IN], {"acp": config}) == {}
    assert "'acp' cannot be loaded" in caplog.text


def test_keys_of_agents_are_known_by_name(tmp_path: Path) -> None:
    assert keys_in(acp_config(tmp_path, "asker", keys=["A_KEY", "ANOTHER"], inherit=["LANG"])) == {"A_KEY", "ANOTHER"}
    assert keys_in({}) == keys_in({"agents": 3}) == set()


def test_the_documented_configuration_is_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "agents.md").read_text()
    [source] = [block for block in re.findall(r"^```python\n(.*?)^```", page, re.M | re.S) if '"acp": {' in block]
    server = SimpleNamespace(CollabChatApp=SimpleNamespace())
    exec(compile(source, "docs/agents.md", "exec"), {"c": server})  # noqa: S102
    assert set(load([PLUG_IN], server.CollabChatApp.agent_config)) == {"opencode", "claude", "codex", "goose"}


def test_who_has_tools_of_its_own_says_so(tmp_path: Path) -> None:
    stage = acp_stage(acp_config(tmp_path, "asker", self_executing=True))
    assert "cannot verify what it runs" in stage.house.offers["asker"].description
