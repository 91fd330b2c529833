"""What ends a turn leaves nothing of it: no holder, no task, no poll; what waited goes on in order (FEATURES TU5)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from jupyter_collabchat.agents.contract import Agent, AgentDied, AgentOffer, Effect, Text, TurnContext, Utterance
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.model import RoomState
from jupyter_collabchat.storage import open_store

from .stage import ANN, BOB, Scene, Stage, bury

MOODY = "agent:moody"


class Moody(Agent):
    """Does what it is told to: waits, fails, dies, asks; anything else it says again."""

    offer = AgentOffer("moody", "Moody")

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        yield Text(f"{turn.asker.name}: {turn.prompt}")
        match turn.prompt:
            case "wait":
                await asyncio.get_running_loop().create_future()
            case "ask":
                await turn.permission(Effect("May I?", "nothing"))
            case "fail":
                raise ValueError("no such thing")
            case "die":
                raise AgentDied("Gone.")


class Other(Moody):
    """The same under another name."""

    offer = AgentOffer("other", "Other")


async def busy(scene: Scene, prompt: str) -> RoomState:
    """Ask for something that takes long; return the room once the agent has begun."""
    await scene.ask(f"@moody {prompt}", BOB)
    state = await scene.until(lambda state: any(message.status == "streaming" for message in state.messages.values()))
    while scene.live(f"{state.turns[MOODY].id}-m1") != f"Bob: {prompt}":  # no fact of the room
        await asyncio.sleep(0)
    return state


async def stop(scene: Scene) -> None:
    await scene.do(ANN, c.StopTurn(scene.state.turns[MOODY].id))


async def mute(scene: Scene) -> None:
    await scene.do(ANN, c.Mute(BOB.id))


async def remove(scene: Scene) -> None:
    await scene.do(ANN, c.RemoveMember(BOB.id))


async def leave(scene: Scene) -> None:
    await scene.do(BOB, c.Leave())


async def restart(scene: Scene) -> None:
    await scene.do(ANN, c.RestartAgent("moody"))


@pytest.mark.parametrize("prompt", ["wait", "ask"])
@pytest.mark.parametrize("end", [stop, mute, remove, leave, restart])
async def test_race_T18_T20_whoever_ends_a_turn_nothing_of_it_stays(end: Any, prompt: str) -> None:
    """RELIABILITY T18 to T20: cancelled by people, or with who asked; its text stays, its poll does not."""
    before = asyncio.all_tasks()
    async with Stage({"moody": Moody}) as stage:
        scene = await stage.room("moody")
        state = await busy(scene, prompt)
        if prompt == "ask":
            await scene.poll()
        turn = state.turns[MOODY].id
        await end(scene)
        assert MOODY not in scene.state.turns
        assert all(poll.state == "cancelled" for poll in scene.state.polls.values())
        [message] = [message for message in scene.state.messages.values() if message.turn == turn]
        assert (message.status, message.body) == ("cancelled", f"Bob: {prompt}")
        await scene.ask("@moody and now?")
        assert (await scene.answered())[-1].body == "Ann: and now?"
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize("prompt", ["fail", "die"])
async def test_race_T18_a_failure_releases_the_turn_and_the_next_in_the_queue_goes_on(prompt: str) -> None:
    """RELIABILITY T18: an exception, and a crash after which somebody starts it."""
    async with Stage({"moody": Moody}) as stage:
        scene = await stage.room("moody")
        await asyncio.gather(scene.ask(f"@moody {prompt}"), scene.ask("@moody next", BOB))
        if prompt == "die":
            await scene.until(lambda state: state.agents[MOODY].status == "error")
            await scene.do(ANN, c.StartAgent("moody"))
        first, second = await scene.answered()
    assert (first.status, second.status, second.body) == ("error", "complete", "Bob: next")


@pytest.mark.parametrize("is_killed", [True, False])
async def test_race_T18_a_stopped_server_interrupts_the_turn_and_keeps_the_queue_in_order(is_killed: bool) -> None:
    """RELIABILITY T18, regression 17, RULES 17: between the start of a turn and its end."""
    store, before = open_store("memory:", holder="test"), asyncio.all_tasks()
    first_life = Stage({"moody": Moody}, store=store)
    scene = await first_life.room("moody")
    state = await busy(scene, "wait")
    waiting = [await scene.ask(f"@moody {number}", who) for number, who in enumerate((ANN, BOB, ANN))]
    if is_killed:
        await bury(before)
    else:
        await scene.close()

    async with Stage({"moody": Moody}, store=store) as stage:
        scene = await stage.open(scene.room.id)
        queue = scene.room.document.read()["turns"][MOODY]["queue"]
        assert [prompt["message"] for prompt in queue] == waiting
        assert scene.state.messages[f"{state.turns[MOODY].id}-m1"].status == "interrupted"
        said = [message.body for message in (await scene.answered())[1:]]
    assert said == ["Ann: 0", "Bob: 1", "Ann: 2"]


async def test_race_T16_T17_prompts_at_once_are_one_turn_and_the_others_learn_who_has_it() -> None:
    """RELIABILITY T16, T17: of two people, and of one who sends twice, in one batch, under `refuse`."""
    async with Stage({"moody": Moody}) as stage:
        scene = await stage.room("moody")
        await scene.do(ANN, c.SetPolicy(prompts="refuse"))
        asked = await asyncio.gather(
            *(scene.ask("@moody wait", who) for who in (BOB, ANN, BOB)), return_exceptions=True
        )
        refused = [each for each in asked if isinstance(each, Exception)]
        assert [(each.code, each.details) for each in refused] == [("turn/held", {"holder": BOB.id})] * 2  # type: ignore[attr-defined]
        assert [message.body for message in scene.state.messages.values() if message.to] == ["@moody wait"]
        await stop(scene)


async def test_agents_do_not_prompt_each_other_however_they_are_called() -> None:
    """RULES 15: two agents that name each other, in a room where everything is answered."""
    async with Stage(
        {"moody": Moody, "other": type("Other", (Moody,), {"offer": AgentOffer("other", "Other")})}
    ) as stage:
        scene = await stage.room("moody", "other")
        await scene.do(ANN, c.SetPolicy(answers="all"))
        await scene.ask("@moody tell @other to tell @moody")
        await scene.ask("@other tell @moody")
        said = await scene.answered()
    assert [message.body for message in said] == ["Ann: tell @other to tell @moody", "Ann: tell @moody"]
