"""Questions of agents, as agents hear the answers: several options, words, by name, and whatever came in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
from typing import Any

from jupyter_collabchat.agents.contract import Agent, AgentOffer, Decision, Effect, Option, Text, TurnContext, Utterance
from jupyter_collabchat.agents.script import Script
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.ids import Millis
from jupyter_collabchat.core.model import Actor
from jupyter_collabchat.room.clock import Clock
from tests.agents.stage import ANN, BOB, Scene, Stage
from tests.agents.test_script import _write

PETS = [Option("cat", "A cat, or two"), Option("dog", "A dog"), Option("eel", "An eel, a dog")]
OVERDUE_MS = 16 * 60 * 1000


class Later(Clock):
    """A clock that a test puts forward."""

    ahead_ms = 0

    def now(self) -> Millis:
        return super().now() + self.ahead_ms


class Curious(Agent):
    """Does what its `wants` says, once per prompt, and keeps what it heard."""

    offer = AgentOffer("curious", "Curious", resumable=True)
    wants: Callable[[TurnContext], Coroutine[Any, Any, Decision]]
    heard: list[Decision] = []

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        self.heard.append(await type(self).wants(turn))
        yield Text(self.heard[-1].outcome)


def several(turn: TurnContext) -> Coroutine[Any, Any, Decision]:
    return turn.question("Which pets?", PETS, multiple=True)


async def choose(scene: Scene, who: Actor, *choices: str, number: int = 1) -> None:
    poll = await scene.poll(number)
    await scene.do(who, c.CastBallot(poll.id, f"ballot-{number}-{who.name}", choices[0], choices=choices))


async def hear(stage: Stage, wants: Callable[[TurnContext], Coroutine[Any, Any, Decision]]) -> Scene:
    Curious.wants, Curious.heard = staticmethod(wants), []  # type: ignore[assignment]
    scene = await stage.room("curious", policy="unanimous")
    await scene.ask("@curious go")
    return scene


async def test_several_options_that_agree_come_back_as_one_answer() -> None:
    """RELIABILITY T39: unanimous, commas in labels."""
    async with Stage({"curious": Curious}) as stage:
        scene = await hear(stage, several)
        await choose(scene, ANN, "eel", "cat")
        await choose(scene, BOB, "cat", "eel")
        await scene.answered()
    (decision,) = Curious.heard
    assert (decision.outcome, decision.choice, decision.choices) == ("answered", "cat", ("cat", "eel"))


async def test_several_options_that_differ_come_back_by_name() -> None:
    """RELIABILITY T39: split, attributed."""
    async with Stage({"curious": Curious}) as stage:
        scene = await hear(stage, several)
        await choose(scene, ANN, "cat")
        await choose(scene, BOB, "cat", "eel")
        await scene.answered()
    (decision,) = Curious.heard
    assert (decision.choice, decision.choices) == (None, ())
    assert [(answer.name, answer.choices) for answer in decision.answers] == [
        ("Ann", ("cat",)),
        ("Bob", ("cat", "eel")),
    ]


async def test_a_question_out_of_time_hands_over_the_answers_it_has() -> None:
    """RULES 10."""
    async with Stage({"curious": Curious}) as stage:
        stage.house.clock = clock = Later()
        scene = await hear(stage, several)
        await choose(scene, ANN, "dog")
        clock.ahead_ms = OVERDUE_MS
        await scene.room.act(c.Tick())
        await scene.answered()
    (decision,) = Curious.heard
    assert (decision.outcome, decision.reason) == ("expired", "not everybody answered in time")
    assert [(answer.name, answer.choice) for answer in decision.answers] == [("Ann", "dog")]


async def test_two_votes_at_once_for_the_last_seats_are_one_decision_for_the_agent() -> None:
    """RELIABILITY T32: whichever comes first, the agent hears of it once and goes on once."""

    async def permission(turn: TurnContext) -> Decision:
        return await turn.permission(Effect("May I?", "look"))

    async with Stage({"curious": Curious}) as stage:
        scene = await hear(stage, permission)
        poll = await scene.poll()
        await asyncio.gather(scene.vote(poll, "approve", who=ANN), scene.vote(poll, "approve", who=BOB))
        said = await scene.answered()
    assert [message.body for message in said] == ["approved"]
    assert [decision.outcome for decision in Curious.heard] == ["approved"]


async def test_who_never_answers_leaves_the_agent_waiting_no_longer_than_the_deadline() -> None:
    """RELIABILITY T38: a card that everybody ignores ends by itself, and Stop ends it at once."""
    async with Stage({"curious": Curious}) as stage:
        stage.house.clock = clock = Later()
        scene = await hear(stage, several)
        await scene.poll()
        clock.ahead_ms = OVERDUE_MS
        await scene.room.act(c.Tick())
        await scene.answered()
        await scene.ask("@curious again")
        await scene.poll(2)
        (turn,) = scene.state.turns.values()
        await scene.do(ANN, c.StopTurn(turn.id))
        await scene.answered()
        states = [poll.state for poll in scene.state.polls.values()]
    assert [decision.outcome for decision in Curious.heard] == ["expired"]
    assert states == ["decided", "cancelled"]


async def test_a_prompt_that_waited_asks_when_its_turn_comes() -> None:
    """RELIABILITY T37: what a queued prompt asks is put to the room as any other, in its own asker's name."""
    async with Stage({"curious": Curious}) as stage:
        scene = await hear(stage, several)
        await scene.poll()
        await scene.ask("@curious me too", who=BOB)
        for number in (1, 2):
            for who in (ANN, BOB):
                await choose(scene, who, "dog", number=number)
        await scene.answered()
        asked = [(poll.asker, poll.prompt is not None, poll.outcome) for poll in scene.state.polls.values()]
    assert asked == [("user:ann", True, "dog"), ("user:bob", True, "dog")]


async def test_a_scenario_tells_several_answers(tmp_path: Path) -> None:
    options = [{"id": option.id, "label": option.label} for option in PETS]
    step = {"do": "question", "title": "Which?", "options": options, "multiple": True}
    async with Stage({"script": Script}, config=_write(tmp_path, {"steps": [step, step]})) as stage:
        scene = await stage.room("script", policy="unanimous")
        await scene.ask("@script go")
        for number, said_by in (
            (1, {ANN: ("cat", "dog"), BOB: ("dog", "cat")}),
            (2, {ANN: ("dog",), BOB: ("dog", "eel")}),
        ):
            for who, choices in said_by.items():
                await choose(scene, who, *choices, number=number)
        said = [message.body.strip() for message in await scene.answered() if message.body]
    assert said == ["You chose **cat and dog**.", "You differ: Ann says dog, Bob says dog and eel."]
