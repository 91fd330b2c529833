"""Script: a scenario is played as it is written, and what is no scenario is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_collabchat.agents.contract import AgentFailure
from jupyter_collabchat.agents.scenario import find
from jupyter_collabchat.agents.script import Script

from .stage import Scene, Stage

EVERYTHING = {
    "pace_s": 0,
    "steps": [
        {"do": "think", "text": "hm"},
        {"do": "say", "text": "First  this."},
        {"do": "wait", "seconds": 0},
        {"do": "plan", "entries": ["a"]},
        {"do": "permission", "title": "Read?", "tool": "read", "arguments": {"path": "x"}},
        {"do": "run", "code": "1"},
        {"do": "question", "title": "Which?", "options": [{"id": "bars", "label": "B"}, {"id": "line", "label": "L"}]},
        {"do": "say", "text": "Last."},
    ],
}
CHOICES = ["approve", "approve", "approve", "bars"]


def _write(folder: Path, scenario: Any) -> dict[str, dict[str, str]]:
    (folder / "tour.json").write_text(json.dumps(scenario))
    return {"script": {"folder": str(folder), "scenario": "tour"}}


async def _vote(scene: Scene, first: int, choices: list[str]) -> None:
    for number, choice in enumerate(choices, first):
        await scene.vote(await scene.poll(number), choice)


async def test_it_plays_every_step(tmp_path: Path) -> None:
    async with Stage({"script": Script}, config=_write(tmp_path, EVERYTHING)) as stage:
        scene = await stage.room("script")
        await scene.ask("@script go")
        await _vote(scene, 1, CHOICES)
        said = [message.body.strip() for message in await scene.answered()]
        assert [poll.subject for poll in scene.state.polls.values()] == ["plan", "permission", "execution", "question"]
        assert [poll.effect for poll in scene.state.polls.values()] == [None, "done", "done", None]
    assert said[0] == "First  this."
    assert said[1] == "The plan was approved."
    assert said[3].endswith("```python\n1\n```")
    assert said[4] == "You chose **bars**.\n\nLast."


async def test_a_restart_does_not_repeat_what_was_said(tmp_path: Path) -> None:
    async with Stage({"script": Script}, config=_write(tmp_path, EVERYTHING)) as stage:
        scene = await stage.room("script")
        await scene.ask("@script go")
        await _vote(scene, 1, CHOICES[:3])
        await scene.poll(4)
        await scene.close()
        scene = await stage.open(scene.room.id)
        await _vote(scene, 4, CHOICES[3:])
        resumed = [message.body for message in await scene.answered()]

        await scene.ask("@script go")
        await _vote(scene, 5, CHOICES)
        whole = [message.body for message in await scene.answered()][len(resumed) :]
    assert resumed == whole


async def test_a_denied_plan_ends_it(tmp_path: Path) -> None:
    async with Stage({"script": Script}, config=_write(tmp_path, EVERYTHING)) as stage:
        scene = await stage.room("script")
        await scene.ask("@script go")
        await scene.vote(await scene.poll(), "deny", reason="not now")
        assert (await scene.answered())[-1].body.strip() == "The plan was denied by Ann: not now"
        assert len(scene.state.polls) == 1


async def test_a_room_may_choose_another_scenario(tmp_path: Path) -> None:
    config = _write(tmp_path, EVERYTHING)
    (tmp_path / "short.json").write_text('{"steps": [{"do": "say", "text": "Short."}], "pace_s": 0}')
    async with Stage({"script": Script}, config=config) as stage:
        scene = await stage.room("script", options={"scenario": "short"})
        await scene.ask("@script go")
        assert [message.body.strip() for message in await scene.answered()] == ["Short."]


def test_the_built_in_demo_is_a_scenario() -> None:
    assert len(find("demo", None).steps) > 5


@pytest.mark.parametrize("name", ["../tour", "tour.json", "", "a" * 65, "missing"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    _write(tmp_path, EVERYTHING)
    with pytest.raises(AgentFailure):
        find(name, str(inner))


@pytest.mark.parametrize(
    "wrong",
    ["{", "[]", '{"steps": [{"do": "fly"}]}', '{"steps": [{"do": "wait", "seconds": 100}]}', '{"steps": [], "x": 1}'],
)
def test_a_wrong_scenario_is_named(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "bad.json").write_text(wrong)
    with pytest.raises(AgentFailure, match="'bad' is wrong"):
        find("bad", str(tmp_path))


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "large.json").write_text(" " * 300_000)
    with pytest.raises(AgentFailure, match="larger than 256 KiB"):
        find("large", str(tmp_path))
