"""Driving one turn: run the agent's generator, write what it says, end the turn whatever happens."""

from __future__ import annotations

import logging
from contextlib import aclosing

from jupyter_collabchat.core.commands import EndTurn, SetAgentStatus
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.model import Turn

from .contract import Agent, AgentDied, AgentFailure, Status
from .desk import Desk, TurnOver
from .turn import LiveTurn
from .writer import Writer

log = logging.getLogger(__name__)


async def drive(agent: Agent, desk: Desk, turn: Turn, *, resumed: bool = False) -> None:
    """Let `agent` answer one prompt. Returns when the turn has ended; cancelled, it leaves the end to who cancels."""
    writer = Writer(desk, turn, resumed=resumed)
    try:
        await _answer(agent, desk, turn, writer, resumed)
    except TurnOver:
        log.debug("room %s: turn %s was ended by somebody else", desk.room.id, turn.id)
    finally:
        writer.close()


async def _answer(agent: Agent, desk: Desk, turn: Turn, writer: Writer, resumed: bool) -> None:
    try:
        await writer.write(Status("thinking"))
        context = LiveTurn(desk, turn, writer, resumed=resumed)
        await context.read()
        await _listen(agent, context, writer)
    except TurnOver:
        raise
    except AgentDied as death:
        await writer.end("error", str(death))
        await desk.act(SetAgentStatus(turn.agent, "error", error=str(death)))
    except AgentFailure as failure:
        await writer.end("error", str(failure))
        await desk.act(EndTurn(turn.id, "error"))
    except Exception as bug:
        log.exception("room %s: agent %s failed in turn %s", desk.room.id, turn.agent, turn.id)
        await writer.end("error", _sentence(bug))
        await desk.act(EndTurn(turn.id, "error"))
    else:
        await desk.act(EndTurn(turn.id, "done"))


async def _listen(agent: Agent, context: LiveTurn, writer: Writer) -> None:
    async with aclosing(agent.run(context)) as said:
        async for utterance in said:
            await writer.write(utterance)
    await writer.end("complete")


def _sentence(bug: Exception) -> str:
    what = bug.message if isinstance(bug, Rejection) else str(bug)
    return f"The agent failed: {type(bug).__name__}: {what}"[:500]
