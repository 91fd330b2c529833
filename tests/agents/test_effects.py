"""Effects: what was approved is done, exactly, and at most once, whenever the server stops (RULES 1-4, 17)."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

import msgspec
import pytest

from jupyter_collabchat.agents.contract import (
    Agent,
    AgentOffer,
    Decision,
    Effect,
    EffectOver,
    Refused,
    Target,
    Text,
    TurnContext,
    Utterance,
)
from jupyter_collabchat.agents.effects import effect_bytes
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import MessageId, ParticipantId, TurnId
from jupyter_collabchat.core.model import Actor, Turn
from jupyter_collabchat.storage import open_store
from tests.contracts.faulty import Fault, FaultyStore

from .players import Counter
from .stage import ANN, BOB, Scene, Stage, bury

TURN = Turn(TurnId("turn-1"), ParticipantId("agent:counter"), ANN.id, MessageId("prompt"), 0)


# --- the bytes


def test_the_bytes_are_canonical_json_of_everything() -> None:
    detail = effect_bytes("room", TURN, Effect("Title", "run", {"b": ["é", 1], "a": None}, {"kernel": "k"}))
    assert detail == (
        '{"agent":"agent:counter","arguments":{"a":null,"b":["é",1]},"room":"room",'
        '"target":{"kernel":"k"},"tool":"run","turn":"turn-1"}'
    )
    assert hash_of(detail) == hashlib.sha256(detail.encode()).hexdigest()


def test_lone_surrogates_are_cleaned_in_keys_and_values() -> None:
    said = json.loads(effect_bytes("room", TURN, Effect("Title", "run", {"\ud800": ["\udfff"]})))
    assert said["arguments"] == {"\ufffd": ["\ufffd"]}


@pytest.mark.parametrize("value", [float("nan"), object(), b"bytes"])
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(Exception, match="no plain JSON"):
        effect_bytes("room", TURN, Effect("Title", "run", {"value": value}))


# --- asking and doing


class Scribe(Agent):
    """Writes, in an effect that needs another right than its other ones would."""

    offer = AgentOffer("scribe", "Scribe")

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        decision = await turn.permission(Effect("Write?", "write", right="contents:write", subject="write"))
        try:
            async with turn.claim(decision):
                pass
            yield Text("Written.")
        except EffectOver as over:
            yield Text(str(over))


@pytest.mark.parametrize("right", ["contents:write", "kernels:execute"])
async def test_the_server_is_asked_for_the_right_that_the_effect_needs(right: str) -> None:
    """RULES 4: at the vote and at the claim."""
    coder = Actor(BOB.id, "Bob", rights=frozenset({"kernels:execute"}))
    writer = Actor(ANN.id, "Ann", rights=frozenset({"contents:write"}))

    async def entitled(who: ParticipantId, asked: str) -> bool:
        return (who, asked) == (ANN.id, right)

    async with Stage({"scribe": Scribe}) as stage:
        stage.house.entitled = entitled
        scene = await stage.room("scribe", policy="anyone")
        await scene.ask("@scribe go")
        poll = await scene.poll()
        await scene.vote(poll, "approve", who=coder)
        assert scene.state.polls[poll.id].needs == "sponsor"
        await scene.vote(poll, "approve", who=writer)
        [said] = await scene.answered()
    expected = "Written." if right == "contents:write" else "No approver may run this here any more."
    assert said.body == expected


async def test_approved_effects_are_done_once_each() -> None:
    Counter.done = []
    async with Stage({"counter": Counter}) as stage:
        scene = await stage.room("counter")
        await scene.ask("@counter go")
        for number in (1, 2):
            poll = await scene.poll(number)
            assert (poll.hash, poll.message is not None) == (hash_of(poll.detail), True)
            await scene.vote(poll, "approve")
        said = [message.body for message in await scene.answered()]
        assert [poll.effect for poll in scene.state.polls.values()] == ["done", "done"]
    assert Counter.done == ["one", "two"]
    assert said == ["May I say one?", "said one", "May I say two?", "said two"]


async def test_denied_means_not_done() -> None:
    Counter.done = []
    async with Stage({"counter": Counter}) as stage:
        scene = await stage.room("counter", policy="unanimous")
        await scene.ask("@counter go")
        await scene.vote(await scene.poll(), "approve")
        await scene.vote(await scene.poll(), "deny", who=BOB, reason="no")
        assert (await scene.answered())[-1].body == "no one: denied, no"
    assert Counter.done == []


class Prober(Agent):
    """Does what the test says with its turn."""

    offer = AgentOffer("prober", "Prober")
    probe: Callable[[TurnContext], Any]

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        yield Text(str(await type(self).probe(turn)))


async def test_too_large_and_denied_before_cannot_even_be_asked() -> None:
    async def probe(turn: TurnContext) -> list[str]:
        codes = []
        denied = Effect("Do?", "do")
        assert (await turn.permission(denied)).outcome == "denied"
        for effect in (denied, Effect("Do?", "do", {"text": "x" * 17_000})):
            with pytest.raises(Refused) as refused:
                await turn.permission(effect)
            codes.append(refused.value.code)
        return codes

    Prober.probe = probe
    async with Stage({"prober": Prober}) as stage:
        scene = await stage.room("prober")
        await scene.ask("@prober go")
        await scene.vote(await scene.poll(), "deny")
        assert (await scene.answered())[0].body == "['effect/refused', 'effect/too-large']"


class Thing(Target):
    """A target that is free when the test says so, and may become another."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.version = 1
        self.left = 0

    async def __aenter__(self) -> Thing:
        await self.free.wait()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.left += 1

    async def is_still(self, target: Mapping[str, Any]) -> bool:
        return target == {"version": self.version}


async def _claiming(turn: TurnContext, thing: Thing, done: list[str]) -> str:
    decision = await turn.permission(Effect("Do?", "do", target={"version": thing.version}, resource="thing"))
    try:
        async with turn.claim(decision, thing) as claim:
            done.append(claim.target["version"])
            return "done"
    except EffectOver as over:
        return f"{over.effect} {over}"


async def test_a_target_that_changed_is_left_alone() -> None:
    thing, done = Thing(), []
    Prober.probe = lambda turn: _claiming(turn, thing, done)
    async with Stage({"prober": Prober}) as stage:
        scene = await stage.room("prober")
        await scene.ask("@prober go")
        await scene.vote(await scene.poll(), "approve")
        thing.version = 2
        thing.free.set()
        poll = await scene.effect(await scene.poll())
        assert (poll.effect, poll.reason) == ("failed", "target_changed")
        assert not any(isinstance(entry.event, e.EffectClaimed) for entry in scene.entries)
        assert (await scene.answered())[0].body == "failed target_changed"
    assert (done, thing.left) == ([], 1)


async def test_an_approval_that_waits_too_long_for_its_target_is_void() -> None:
    thing, done = Thing(), []
    Prober.probe = lambda turn: _claiming(turn, thing, done)
    async with Stage({"prober": Prober}, limits=Limits(approval_ttl_s=0)) as stage:
        scene = await stage.room("prober")
        await scene.ask("@prober go")
        await scene.vote(await scene.poll(), "approve")
        assert (await scene.answered())[0].body == "failed the approval was not used in time"
    assert done == []


async def test_bytes_that_changed_are_not_done() -> None:
    thing, done = Thing(), []
    Prober.probe = lambda turn: _claiming(turn, thing, done)
    async with Stage({"prober": Prober}) as stage:
        scene = await stage.room("prober")
        await scene.ask("@prober go")
        poll = await scene.poll()
        await scene.vote(poll, "approve")
        forged = msgspec.structs.replace(scene.state.polls[poll.id], detail=poll.detail.replace('"do"', '"harm"'))
        scene.room.state = msgspec.structs.replace(scene.state, polls={poll.id: forged})
        thing.free.set()
        assert (await scene.answered())[0].body == "failed its bytes are not what was approved"
    assert done == []


async def test_no_right_to_run_it_at_the_claim_means_not_done() -> None:
    Counter.done = []
    async with Stage({"counter": Counter}) as stage:
        scene = await stage.room("counter")

        async def nobody(who: ParticipantId, right: str) -> bool:
            return False

        stage.house.entitled = nobody
        await scene.ask("@counter go")
        await scene.vote(await scene.poll(), "approve")
        poll = await scene.effect(await scene.poll())
        assert (poll.effect, poll.reason) == ("failed", "No approver may run this here any more.")
    assert Counter.done == []


async def test_one_effect_at_a_time_on_a_resource() -> None:
    inside, gate = [], asyncio.Event()

    async def probe(turn: TurnContext) -> str:
        decision: Decision = await turn.permission(Effect("Do?", "do", {"who": turn.prompt}, resource="thing"))
        async with turn.claim(decision) as claim:
            inside.append(claim.arguments["who"])
            await gate.wait()
        return "done"

    class Second(Prober):
        offer = AgentOffer("second", "Second")

    Prober.probe = probe
    async with Stage({"prober": Prober, "second": Second}) as stage:
        scene = await stage.room("prober", "second")
        await scene.ask("@prober a")
        first = await scene.poll(1)
        await scene.ask("@second b")
        second = await scene.poll(2)
        await scene.vote(first, "approve")
        await scene.until(lambda state: state.polls[first.id].effect == "running")
        await scene.vote(second, "approve")
        await scene.ask("a post is decided after the claim that has to wait")
        assert (scene.state.polls[second.id].effect, inside) == ("pending", ["a"])
        gate.set()
        await scene.answered()
        assert inside == ["a", "b"]


async def test_stop_while_it_is_done_ends_the_effect_once() -> None:
    async def probe(turn: TurnContext) -> None:
        decision = await turn.permission(Effect("Do?", "do"))
        async with turn.claim(decision):
            await asyncio.get_running_loop().create_future()

    Prober.probe = probe
    async with Stage({"prober": Prober}) as stage:
        scene = await stage.room("prober")
        await scene.ask("@prober go")
        poll = await scene.poll()
        await scene.vote(poll, "approve")
        await scene.until(lambda state: state.polls[poll.id].effect == "running")
        await scene.do(ANN, c.StopTurn(poll.turn))
        ended = await scene.effect(poll)
        assert (ended.effect, ended.reason) == ("failed", "stopped")
    assert sum(isinstance(entry.event, e.EffectEnded) for entry in scene.entries) == 1


@pytest.mark.parametrize("fault", list(Fault))
async def test_a_claim_that_may_not_be_written_is_not_done(fault: Fault) -> None:
    Counter.done = []
    store: Any = FaultyStore(open_store("memory:", holder="test"))
    async with Stage({"counter": Counter}, store=store) as stage:
        scene = await stage.room("counter")
        await scene.ask("@counter go")
        poll = await scene.poll()

        def fail_the_claim(entry: Any) -> None:
            if isinstance(entry.event, e.MessageEnded):  # the counter ends a message, and claims next
                store.fail_next(fault)

        scene.on_entry = fail_the_claim
        await scene.vote(poll, "approve")
        ended = await scene.effect(poll)
        scene.on_entry = None
        await scene.poll(2)
    assert (ended.effect, ended.reason) == ("failed", "the server could not write down that it starts")
    assert Counter.done == []


# --- the server stops


async def _killed_after(scene: Scene, store: FaultyStore, kind: type, number: int = 1) -> None:
    """Wait until the `number`th fact of a kind is durable; from then on nothing more is: the server is dead."""
    seen = itertools.count(1)
    killed = asyncio.get_running_loop().create_future()

    def kill(entry: Any) -> None:
        if isinstance(entry.event, kind) and next(seen) == number and not killed.done():
            store.hold()
            killed.set_result(None)

    scene.on_entry = kill
    await killed


@pytest.mark.parametrize(
    ("kind", "number", "done_before", "effect", "resumes"),
    [
        (e.PollOpened, 1, 0, None, True),
        (e.PollResolved, 1, 0, "failed", False),
        (e.EffectClaimed, 1, 1, "unknown", False),
        (e.EffectEnded, 1, 1, "done", False),
        (e.PollOpened, 2, 1, "done", True),
    ],
)
async def test_a_kill_at_any_point_never_does_it_twice(
    kind: type, number: int, done_before: int, effect: str | None, resumes: bool
) -> None:
    Counter.done = []
    inner = open_store("memory:", holder="test")
    store: Any = FaultyStore(inner)
    before = asyncio.all_tasks()
    dying = Stage({"counter": Counter}, store=store)
    scene = await dying.room("counter")
    killed = asyncio.ensure_future(_killed_after(scene, store, kind, number))
    await scene.ask("@counter go")
    if (kind, number) != (e.PollOpened, 1):
        asyncio.ensure_future(scene.vote(await scene.poll(), "approve"))
    await killed
    while len(Counter.done) < done_before:
        await asyncio.sleep(0)
    await bury(before)

    async with Stage({"counter": Counter}, store=inner) as stage:
        scene = await stage.open(scene.room.id)
        first = await scene.poll()
        assert (first.effect, len(Counter.done)) == (effect, done_before)
        assert bool(scene.state.turns) is resumes
        for poll in scene.state.polls.values():
            if poll.state == "open":
                await scene.vote(poll, "approve")
        if resumes and number == 1:
            await scene.vote(await scene.poll(2), "approve")
        said = await scene.answered()
    expected = ["one", "two"] if resumes else ["one"][:done_before]
    assert Counter.done == expected
    if resumes:
        assert [m.body for m in said] == ["May I say one?", "said one", "May I say two?", "said two"]
    else:
        assert said[-1].status in ("interrupted", "complete")


async def test_a_waiting_turn_keeps_its_poll_and_ballots_when_the_room_closes() -> None:
    Counter.done = []
    async with Stage({"counter": Counter}) as stage:
        scene = await stage.room("counter", policy="unanimous")
        await scene.ask("@counter go")
        before = await scene.poll()
        await scene.vote(before, "approve", who=BOB)
        before = scene.state.polls[before.id]
        await scene.close()
        scene = await stage.open(scene.room.id)
        after = await scene.poll()
        assert (after.ballots, after.hash, after.seats) == (before.ballots, before.hash, before.seats)
        await scene.vote(after, "approve")
        await scene.effect(after)
        await scene.until(lambda state: len(state.polls) == 2)
        started = [m.id for m in scene.state.messages.values() if m.author == "agent:counter"]
    assert Counter.done == ["one"]
    assert len(set(started)) == 3


async def test_a_resumed_agent_that_asks_for_something_else_gets_nothing() -> None:
    async def run(self: Any, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        await turn.permission(Effect("Say one?", "say", {"word": self.services.config["word"]}))
        yield Text("never")

    fickle = type("Fickle", (Counter,), {"run": run, "offer": AgentOffer("fickle", "Fickle", resumable=True)})
    store = open_store("memory:", holder="test")
    async with Stage({"fickle": fickle}, store=store, config={"fickle": {"word": "one"}}) as stage:
        scene = await stage.room("fickle")
        await scene.ask("@fickle go")
        poll = await scene.poll()
    async with Stage({"fickle": fickle}, store=store, config={"fickle": {"word": "two"}}) as stage:
        scene = await stage.open(scene.room.id)
        [answer] = await scene.answered()
        assert scene.state.polls[poll.id].state == "cancelled"
    assert (answer.status, "something else than before" in answer.body) == ("error", True)
