"""Asking an agent within a turn: one prompt and all it says to it, and with plan mode on, the plan before.

The room's critique of a plan is the agent's next prompt. Whatever happens, a prompt has ended when this has.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from acp.schema import PromptResponse

from ..contract import NewMessage, Text, Usage, Utterance
from . import prompts
from .link import PLAN_MODE, Link
from .round import Round

_REASONS = {
    "max_tokens": "It stopped: no more tokens.",
    "max_turn_requests": "It stopped: it asked its model too often.",
    "refusal": "It refuses to answer this.",
    "cancelled": "It stopped by itself.",
}


async def answered(link: Link, now: Round, text: str) -> AsyncGenerator[Utterance, None]:
    """Yield what it says to `text`."""
    now.open()
    began = time.monotonic()
    asked = asyncio.ensure_future(link.prompt(text))
    asked.add_done_callback(lambda _: now.exchange.feed.end())
    try:
        async with aclosing(now.exchange.feed.taken()) as said:
            async for one in said:
                yield one
        response = asked.result()
        await now.end()
    finally:
        now.exchange.feed.drop()
        await asyncio.gather(link.cancel(asked), now.exchange.stop())
    if reason := _REASONS.get(response.stop_reason):
        yield Text(f"\n\n{reason}")
    yield _usage(response, began)


async def planned(link: Link, now: Round, text: str) -> AsyncGenerator[Utterance, None]:
    """Yield what it says to `text` with a plan first, revised until the room approves, and then carried out."""
    ask = prompts.to_plan(text)
    await link.use_mode(PLAN_MODE if link.can_plan else None)
    for _ in range(now.launch.plan_rounds):
        async with aclosing(answered(link, now, ask)) as said:
            async for one in said:
                yield one
        if not now.exchange.planning:  # approved meanwhile, as it left its own plan mode
            return
        yield NewMessage()
        decision = await now.exchange.turn.plan(now.plan())
        if decision.approved:
            now.exchange.planning = False
            await link.use_mode(now.mode)
            async with aclosing(answered(link, now, prompts.APPROVED)) as said:
                async for one in said:
                    yield one
            return
        if decision.outcome != "denied":
            yield Text(f"The vote on the plan was {decision.outcome}: nothing is done.")
            return
        ask = prompts.critique(decision)
    yield Text(f"No plan was approved after {now.launch.plan_rounds}: nothing is done.")


def _usage(response: PromptResponse, began: float) -> Usage:
    used = response.usage
    took = round((time.monotonic() - began) * 1000)
    return Usage(took, used.input_tokens, used.output_tokens) if used else Usage(took)
