"""The agent and the scenario in `docs/agents.md` work as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from jupyter_collabchat.agents.contract import AgentFactory
from jupyter_collabchat.agents.scenario import Scenario

from .stage import Stage

PAGE = (Path(__file__).parents[2] / "docs" / "agents.md").read_text()


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


def _notes() -> AgentFactory:
    [source] = [block for block in _blocks("python") if "class Notes" in block]
    assert len(source.splitlines()) <= 35
    names: dict[str, AgentFactory] = {}
    exec(compile(source, "docs/agents.md", "exec"), names)  # type: ignore[arg-type] # noqa: S102
    return names["Notes"]


async def test_the_example_agent_keeps_what_is_approved(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    async with Stage({"notes": _notes()}, config={"notes": {"file": str(file)}}) as stage:
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
