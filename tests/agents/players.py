"""Small agents that tests put on the stage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from jupyter_collabchat.agents.contract import (
    Agent,
    AgentDied,
    AgentFailure,
    AgentOffer,
    Effect,
    EffectOver,
    NewMessage,
    Text,
    TurnContext,
    Utterance,
)


class Echo(Agent):
    """Says what it was told; `boom`, `sorry` and `die` are told to fail."""

    offer = AgentOffer("echo", "Echo")
    ended: list[str] = []

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        yield Text("you said ")
        failures = {"boom": ValueError("no such thing"), "sorry": AgentFailure("I cannot."), "die": AgentDied("Gone.")}
        if turn.prompt in failures:
            raise failures[turn.prompt]
        yield Text(turn.prompt)

    async def stop(self, *, for_good: bool) -> None:
        self.ended.append(f"{self.services.room} {for_good}")


class Sleeper(Agent):
    """Says one word and waits for ever; notes when it is cancelled."""

    offer = AgentOffer("sleeper", "Sleeper")
    cancelled = 0

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        yield Text("hello")
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            Sleeper.cancelled += 1
            raise


class Counter(Agent):
    """Asks twice whether it may count, and notes each time it really does."""

    offer = AgentOffer("counter", "Counter", resumable=True)
    done: list[str] = []

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        for word in ("one", "two"):
            yield Text(f"May I say {word}?")
            decision = await turn.permission(Effect(f"Say {word}?", "say", {"word": word}, resource="mouth"))
            yield NewMessage()
            if not decision.approved:
                yield Text(f"no {word}: {decision.outcome}, {decision.reason}")
                return
            try:
                async with turn.claim(decision) as claim:
                    self.done.append(claim.arguments["word"])
                yield Text(f"said {word}")
            except EffectOver as over:
                yield Text(f"{word} was {over.effect}")
            yield NewMessage()
