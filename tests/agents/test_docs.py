"""The agent and the scenario in `docs/agents.md` work as they stand there."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from jupyter_collabchat.agents.contract import AgentFactory
from jupyter_collabchat.agents.discovery import discover
from jupyter_collabchat.agents.scenario import Scenario

from .stage import Stage

PAGE = (Path(__file__).parents[2] / "docs" / "agents.md").read_text()


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


def _installed(folder: Path) -> None:
    """Put the example into `folder` as pip would: its module, and what its pyproject says of it."""
    [source] = [block for block in _blocks("python") if "class Notes" in block]
    [project] = [block for block in _blocks("toml") if "entry-points" in block]
    assert len(source.splitlines()) <= 35
    [(group, entries)] = tomllib.loads(project)["project"]["entry-points"].items()
    info = folder / "my_package-1.0.dist-info"
    info.mkdir()
    (folder / "my_package.py").write_text(source)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n")
    lines = [f"{name} = {value}" for name, value in entries.items()]
    (info / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines]))


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, AgentFactory]]:
    """The example, found among what is installed."""
    _installed(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield discover(["notes", "runner"])
    sys.modules.pop("my_package", None)


async def test_the_example_agent_keeps_what_is_approved(tmp_path: Path, notes: Mapping[str, AgentFactory]) -> None:
    """FEATURES AG9: thirty lines and an entry point are a new agent."""
    file = tmp_path / "notes.txt"
    assert set(notes) == {"notes", "runner"}
    async with Stage(notes, config={"notes": {"file": str(file)}}) as stage:
        scene = await stage.room("notes")
        await scene.ask("@notes buy milk")
        await scene.vote(await scene.poll(1), "approve")
        [kept] = await scene.answered()
        await scene.ask("@notes never mind")
        await scene.vote(await scene.poll(2), "deny", reason="why?")
        denied = (await scene.answered())[-1]
    assert kept.body == "Ann wants to keep this:\n\n> buy milk\n\nKept."
    assert denied.body.endswith("Not kept: why?")
    assert file.read_text() == "buy milk\n"


def test_the_example_scenario_is_one() -> None:
    [source] = _blocks("json")
    scenario = msgspec.json.decode(source, type=Scenario)
    assert {type(step).__name__.lower() for step in scenario.steps} == {
        "think",
        "say",
        "plan",
        "permission",
        "run",
        "question",
        "wait",
    }
