"""Script: plays a fixed scenario, for demonstrations and tests. It asks for effects like any agent and does none."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from typing import Annotated, assert_never

import msgspec
from msgspec import Meta

from . import scenario as s
from .code import fence
from .contract import (
    Agent,
    AgentOffer,
    AgentServices,
    Answer,
    Decision,
    Effect,
    EffectOver,
    NewMessage,
    Text,
    Thought,
    TurnContext,
    Utterance,
)

_SCENARIO = "What it plays; left empty, what the server's configuration says."


class ScriptConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From the administrator. `folder`: where scenarios lie; `scenario`: which one rooms get that choose none."""

    folder: str | None = None
    scenario: str = "demo"


class ScriptSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings in a room. `scenario`: a name, without folder and ending."""

    scenario: Annotated[str, Meta(description=_SCENARIO)] = ""


class Script(Agent):
    """Plays a scenario, once per prompt."""

    offer = AgentOffer("script", "Script", "Plays a fixed scenario.", resumable=True, options=ScriptSettings)

    def __init__(self, services: AgentServices) -> None:
        super().__init__(services)
        self._config = msgspec.convert(services.config, ScriptConfig)

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        """Play the scenario."""
        chosen = msgspec.convert(turn.settings, ScriptSettings).scenario or self._config.scenario
        scenario = s.find(chosen, self._config.folder)
        for step in scenario.steps:
            match step:
                case s.Say(text):
                    for word in re.findall(r"\s*\S+|\s+", text + "\n\n"):
                        yield Text(word)
                        await asyncio.sleep(scenario.pace_s)
                case s.Think(text):
                    yield Thought(text)
                case s.Wait(seconds):
                    await asyncio.sleep(seconds)
                case s.Plan() | s.Permission() | s.Run() | s.Question():
                    yield NewMessage()
                    said, goes_on = await _ask(turn, step)
                    yield Text(said + "\n\n")
                    if not goes_on:
                        return
                case _:
                    assert_never(step)


async def _ask(turn: TurnContext, step: s.Plan | s.Permission | s.Run | s.Question) -> tuple[str, bool]:
    """Ask the room; return what to say about the answer, and whether to go on."""
    match step:
        case s.Plan(entries):
            decision = await turn.plan(entries)
            return (_heard("The plan", decision), decision.approved)
        case s.Question(title, options, multiple):
            decision = await turn.question(title, options, multiple=multiple)
            return (_answers(decision), True)
        case s.Permission(title, tool, arguments):
            return await _pretend(turn, Effect(title, tool, arguments))
        case s.Run(code):
            said, goes_on = await _pretend(
                turn, Effect("Run this code?", "run_code", {"code": code}, subject="execution")
            )
            return (f"{said}\n\n{fence(code)}" if goes_on else said, goes_on)


async def _pretend(turn: TurnContext, effect: Effect) -> tuple[str, bool]:
    decision = await turn.permission(effect)
    if not decision.approved:
        return (_heard(f"`{effect.tool}`", decision), False)
    try:
        async with turn.claim(decision):
            return (f"`{effect.tool}` was approved. A script does nothing; a real agent would do it now.", True)
    except EffectOver as over:
        return (f"`{effect.tool}` was approved before: {over}.", over.effect == "done")


def _heard(what: str, decision: Decision) -> str:
    who = f" by {' and '.join(decision.denied_by)}" if decision.denied_by else ""
    why = f": {decision.reason}" if decision.reason else "."
    return f"{what} was {decision.outcome}{who}{why}"


def _answers(decision: Decision) -> str:
    said = ", ".join(f"{answer.name} says {_chosen(answer)}" for answer in decision.answers)
    if decision.outcome != "answered":
        return " ".join([_heard("The question", decision), *([f"{said}."] if said else [])])
    if decision.choice is not None:
        return f"You chose **{' and '.join(decision.choices) or decision.choice}**."
    return f"You differ: {said}."


def _chosen(answer: Answer) -> str:
    return " and ".join(answer.choices) or answer.choice
