"""Turns: what an agent says becomes messages, whatever happens to it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import pytest

from jupyter_collabchat.agents.contract import (
    Agent,
    AgentOffer,
    AgentServices,
    Decision,
    NewMessage,
    Option,
    Output,
    Status,
    Text,
    Thought,
    TurnContext,
    Usage,
    Utterance,
)
from jupyter_collabchat.agents.patience import Patience
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.storage import open_store
from tests.contracts.faulty import Fault, FaultyStore

from .players import Echo, Sleeper
from .stage import ANN, BOB, Scene, Stage


async def test_an_answer_is_a_message_that_replies() -> None:
    async with Stage({"echo": Echo}) as stage:
        scene = await stage.room("echo")
        prompt = await scene.ask("@echo  good morning")
        [answer] = await scene.answered()
    assert (answer.body, answer.status, answer.reply_to) == ("you said good morning", "complete", prompt)
    stages = [entry.event for entry in scene.entries if isinstance(entry.event, e.MessageStarted | e.MessageStatusSet)]
    assert [event.status for event in stages] == ["thinking", "streaming"]


@pytest.mark.parametrize(
    ("prompt", "text"),
    [("boom", "you said \n\nThe agent failed: ValueError: no such thing"), ("sorry", "you said \n\nI cannot.")],
)
async def test_a_failure_ends_the_prompt_and_the_next_one_works(prompt: str, text: str) -> None:
    async with Stage({"echo": Echo}) as stage:
        scene = await stage.room("echo")
        await scene.ask(f"@echo {prompt}")
        [failed] = await scene.answered()
        assert (failed.body, failed.status) == (text, "error")
        assert scene.state.agents["agent:echo"].status == "running"
        await scene.ask("@echo again")
        assert (await scene.answered())[-1].body == "you said again"


async def test_an_agent_that_died_shows_it_and_can_be_started_again() -> None:
    async with Stage({"echo": Echo}) as stage:
        scene = await stage.room("echo")
        await scene.ask("@echo die")
        state = await scene.until(lambda state: state.agents["agent:echo"].status == "error")
        assert state.agents["agent:echo"].error == "Gone."
        assert not state.turns
        await scene.ask("@echo wait")
        await scene.do(ANN, c.StartAgent("echo"))
        assert [message.body for message in await scene.answered()] == ["you said \n\nGone.", "you said wait"]


async def test_waiting_prompts_are_answered_in_order() -> None:
    async with Stage({"echo": Echo}) as stage:
        scene = await stage.room("echo")
        requests = [
            scene.room.request(who, c.PostMessage(f"prompt-number-{n}", f"@echo {n}"))
            for n, who in enumerate([ANN, BOB, ANN, BOB])
        ]
        for request in requests:
            await request
        assert [message.body for message in await scene.answered()] == [f"you said {n}" for n in range(4)]


async def test_stop_cancels_at_once_and_keeps_the_text() -> None:
    Sleeper.cancelled = 0
    async with Stage({"sleeper": Sleeper, "echo": Echo}) as stage:
        scene = await stage.room("sleeper", "echo")
        await scene.ask("@sleeper go")
        state = await scene.until(lambda state: any(m.status == "streaming" for m in state.messages.values()))
        turn = state.turns["agent:sleeper"].id
        await scene.ask("@echo fine", BOB)
        await scene.until(lambda state: "agent:echo" not in state.turns)
        await _streamed(scene, f"{turn}-m1", "hello")
        await scene.do(ANN, c.StopTurn(turn))
        [stopped, fine] = await scene.answered()
        assert (stopped.body, stopped.status, fine.body) == ("hello", "cancelled", "you said fine")
        await scene.do(ANN, c.StopAgent("sleeper"))
        await scene.until(lambda state: state.agents["agent:sleeper"].status == "stopped")
    assert Sleeper.cancelled == 1


async def _streamed(scene: Scene, message: str, text: str) -> None:
    """Wait until live text is shown: it is no fact of the room, so the room's document is asked."""
    while scene.live(message) != text:
        await asyncio.sleep(0)


class Fussy(Agent):
    offer = AgentOffer("fussy", "Fussy")

    async def start(self) -> None:
        if self.services.config.get("broken"):
            raise RuntimeError("no key")

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        yield Thought("pondering")
        yield Thought("pondering more")
        yield Status("executing")
        yield Text("a\ud800")
        yield Usage(response_ms=5)
        yield NewMessage("output")
        yield Output({"text/plain": "1", "application/javascript": "alert(1)"})
        yield Output({"image/svg+xml": "<svg/>"})


async def test_everything_an_agent_may_say() -> None:
    async with Stage({"fussy": Fussy}) as stage:
        scene = await stage.room("fussy")
        await scene.ask("@fussy go")
        [text, output] = await scene.answered()
        assert (text.body, text.usage, text.kind) == ("a\ufffd", Usage(response_ms=5), "text")
        assert (output.kind, output.mime) == ("output", ({"text/plain": "1"},))
        await scene.until(lambda state: state.agents["agent:fussy"].detail is None)
    details = [entry.event.detail for entry in scene.entries if isinstance(entry.event, e.AgentStatusSet)]
    assert details == [None, "pondering", None]


async def test_an_agent_that_does_not_start_says_why() -> None:
    async with Stage({"fussy": Fussy}, config={"fussy": {"broken": True}}) as stage:
        scene = await stage.room("fussy")
        known = scene.state.agents["agent:fussy"]
        assert (known.status, known.error) == ("error", "RuntimeError: no key")


class Stuck(Agent):
    """Takes no notice of being cancelled, wherever it is told to."""

    offer = AgentOffer("stuck", "Stuck")

    async def _hang(self) -> None:
        free = self.services.config["free"]
        while not free.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await free.wait()

    async def start(self) -> None:
        if self.services.config["where"] == "start":
            await self._hang()

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        yield Text("working")
        if turn.prompt == "hang":
            await self._hang()
            yield Text("far too late")


async def _stuck(where: str, test: Callable[[Stage], Awaitable[None]]) -> None:
    free = asyncio.Event()
    async with Stage({"stuck": Stuck}, config={"stuck": {"free": free, "where": where}}) as stage:
        stage.host.patience = Patience(start_s=0.05, stop_s=0.05)
        try:
            await test(stage)
        finally:
            free.set()


async def test_a_start_that_cannot_be_cancelled_ends_in_error() -> None:
    async def test(stage: Stage) -> None:
        known = (await stage.room("stuck")).state.agents["agent:stuck"]
        assert (known.status, known.error) == ("error", "It was not ready within 0 seconds.")

    await _stuck("start", test)


async def test_a_turn_that_cannot_be_cancelled_is_left_behind_and_says_nothing_more() -> None:
    async def test(stage: Stage) -> None:
        scene = await stage.room("stuck")
        await scene.ask("@stuck hang")
        state = await scene.until(lambda state: any(m.status == "streaming" for m in state.messages.values()))
        await scene.do(ANN, c.StopTurn(state.turns["agent:stuck"].id))
        await scene.ask("@stuck and now?")
        said = await scene.answered()
        stage.host._config["stuck"]["free"].set()  # type: ignore[attr-defined]
        assert [(message.body, message.status) for message in said][-1] == ("working", "complete")
        assert "far too late" not in str(scene.room.document.read())

    await _stuck("turn", test)


class Mortal(Agent):
    """Is gone when it is told to, between prompts."""

    offer = AgentOffer("mortal", "Mortal")
    starts = 0

    async def start(self) -> None:
        type(self).starts += 1

    async def lost(self) -> str:
        await self.services.config["end"].wait()
        self.services.config["end"].clear()
        return "It is gone."

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        yield Text("here")


async def test_an_agent_that_is_lost_says_so_and_the_next_prompt_starts_it_once() -> None:
    """FEATURES AG2; regression 11: several prompts and Starts are one start."""
    end = asyncio.Event()
    Mortal.starts = 0
    async with Stage({"mortal": Mortal}, config={"mortal": {"end": end}}) as stage:
        scene = await stage.room("mortal")
        end.set()
        state = await scene.until(lambda state: state.agents["agent:mortal"].status == "error")
        assert state.agents["agent:mortal"].error == "It is gone."
        await asyncio.gather(
            *(scene.ask("@mortal?", who) for who in (ANN, BOB)), *(scene.do(ANN, c.StartAgent("mortal")) for _ in "ab")
        )
        assert [message.body for message in await scene.answered()] == ["here", "here"]
    assert Mortal.starts == 2


class Asker(Agent):
    offer = AgentOffer("asker", "Asker", resumable=True)
    heard: list[Decision] = []

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        assert (turn.room, turn.topic, turn.asker.name) == ("Lab", "Data", "Ann")
        assert str(turn.prompt_id).startswith("message-")
        assert [person.name for person in turn.members] == ["Ann", "Bob", "Asker"]
        self.heard.append(await turn.plan(["look", "leap"]))
        self.heard.append(await turn.question("Where?", [Option("here", "Here"), Option("there", "There")]))
        yield Text("thanks")


async def test_plans_and_questions_come_back_as_decisions() -> None:
    Asker.heard = []
    async with Stage({"asker": Asker}) as stage:
        scene = await stage.room("asker", policy="unanimous")
        await scene.ask("@asker go")
        plan = await scene.poll(1)
        assert (plan.subject, plan.detail) == ("plan", "1. look\n2. leap")
        await scene.vote(plan, "deny", who=BOB, reason="too fast")
        question = await scene.poll(2)
        await scene.vote(question, "here", who=ANN)
        await scene.vote(question, "there", who=BOB)
        await scene.answered()
    denied, differing = Asker.heard
    assert (denied.outcome, denied.denied_by, denied.reason) == ("denied", ("Bob",), "too fast")
    assert (differing.outcome, differing.choice) == ("answered", None)
    assert [(answer.name, answer.choice) for answer in differing.answers] == [("Ann", "here"), ("Bob", "there")]


async def test_a_closed_poll_is_cancelled_and_the_turn_goes_on() -> None:
    Asker.heard = []
    async with Stage({"asker": Asker}) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker go")
        await scene.do(ANN, c.ClosePoll((await scene.poll(1)).id))
        await scene.vote(await scene.poll(2), "here")
        assert (await scene.answered())[-1].body == "thanks"
    assert [decision.outcome for decision in Asker.heard] == ["cancelled", "answered"]


async def test_rooms_do_not_disturb_each_other() -> None:
    async with Stage({"echo": Echo, "sleeper": Sleeper}) as stage:
        first, second = await stage.room("sleeper"), await stage.room("sleeper", "echo")
        await first.ask("@sleeper go")
        await second.ask("@echo there")
        await second.until(lambda state: not state.turns)
        await second.do(ANN, c.DeleteRoom())
        assert first.state.turns
        assert first.state.agents["agent:sleeper"].status == "running"


async def test_an_agent_is_stopped_for_good_when_it_leaves_or_its_room_ends() -> None:
    Echo.ended = []
    async with Stage({"echo": Echo}) as stage:
        sleeping, emptied, deleted = [await stage.room("echo") for _ in range(3)]
        await emptied.do(ANN, c.RemoveAgent("echo"))
        await deleted.do(ANN, c.DeleteRoom())
        for scene in (sleeping, emptied, deleted):
            await scene.close()
    assert sorted(Echo.ended) == sorted(
        [f"{sleeping.room.id} False", f"{emptied.room.id} True", f"{deleted.room.id} True"]
    )


async def test_restart_makes_a_fresh_agent() -> None:
    made: list[AgentServices] = []

    class Counted(Echo):
        def __init__(self, services: AgentServices) -> None:
            super().__init__(services)
            made.append(services)

    async with Stage({"echo": Counted}) as stage:
        scene = await stage.room("echo")
        await scene.do(ANN, c.RestartAgent("echo"))
        await scene.ask("@echo hi")
        assert [message.body for message in await scene.answered()] == ["you said hi"]
    assert len(made) == 2


async def test_nothing_is_left_when_the_room_closes() -> None:
    before = asyncio.all_tasks()
    async with Stage({"echo": Echo, "sleeper": Sleeper}) as stage:
        scene = await stage.room("echo", "sleeper")
        await scene.ask("@sleeper go")
        await scene.until(lambda state: any(m.status == "streaming" for m in state.messages.values()))
        await scene.do(ANN, c.RemoveAgent("echo"))
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize("fault", list(Fault))
async def test_a_failing_store_delays_a_turn_and_loses_nothing(fault: Fault) -> None:
    store: Any = FaultyStore(open_store("memory:", holder="test"))
    async with Stage({"echo": Echo}, store=store) as stage:
        scene = await stage.room("echo")
        scene.on_entry = lambda entry: isinstance(entry.event, e.TurnStarted) and store.fail_next(fault)
        await scene.ask("@echo hi")
        [answer] = await scene.answered()
    assert (answer.body, answer.status) == ("you said hi", "complete")


async def test_a_message_has_a_largest_size() -> None:
    class Chatty(Echo):
        async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
            for _ in range(30):
                yield Text("ä" * 1000)

    async with Stage({"echo": Chatty}) as stage:
        scene = await stage.room("echo")
        await scene.ask("@echo go")
        [answer] = await scene.answered()
    assert len(answer.body) <= 16_384
    assert answer.body.endswith("[cut: a message has no room for more]")
