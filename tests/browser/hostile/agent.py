"""An agent that has been talked into everything: each thing it can say is a hostile text."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator

from jupyter_collabchat.agents.contract import (
    Agent,
    AgentOffer,
    Effect,
    NewMessage,
    Option,
    Output,
    Text,
    Thought,
    TurnContext,
    Utterance,
)
from tests.browser.hostile.corpus import batches, corpus, short

_ERROR = "application/vnd.jupyter.error"
_STREAMS = ("application/vnd.jupyter.stdout", "application/vnd.jupyter.stderr")
_NOT_SHOWN = ("image/svg+xml", "application/javascript", "text/latex", "text/markdown", "application/vnd.x+html")
OUTPUTS_PER_MESSAGE = 12


class Hostile(Agent):
    """`outputs` shows every payload in every form; anything else asks for things, and stays while it waits."""

    offer = AgentOffer("hostile", "Hostile", "<img src=x onerror=__xss(0)>")

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        """Answer."""
        if "outputs" in turn.prompt:
            yield NewMessage("output")
            for number, output in enumerate(_outputs(), 1):
                yield output
                if number % OUTPUTS_PER_MESSAGE == 0:
                    yield NewMessage("output")
            return
        first, second, *_ = texts = short(80)
        yield Thought(first)
        yield Text("\n\n".join(texts))
        yield NewMessage()
        decision = await turn.permission(
            Effect(first, second, {text: text for text in texts}, {"name": first, second: second})
        )
        yield Text(f"{decision.outcome}: {decision.reason}")
        await turn.question(second, [Option("a", first), Option("other", second)])


def _outputs() -> Iterator[Output]:
    for body in batches(corpus(), 40):
        yield Output({"text/html": body, "text/plain": body})
    everything = "\n".join(short(80))
    for kind in _STREAMS:
        yield Output({kind: f"\x1b[31m{everything}\x1b]8;;javascript:__xss(0)\x07x\x1b]8;;\x07"})
    yield Output({_ERROR: {"ename": everything, "evalue": everything, "traceback": everything.split("\n")}})
    yield Output({_ERROR: {"ename": everything, "evalue": everything, "traceback": []}})
    yield Output({"application/json": {text: text for text in short(80)}})
    yield Output({"image/png": 'x" onerror="__xss(0)'})
    yield Output({kind: everything for kind in _NOT_SHOWN} | {"text/plain": everything})
