"""What an agent's text weighs on the wire while it is being written, word by word."""

from __future__ import annotations

import asyncio
import json

from .. import process
from ..dialect import fresh_key
from ..figures import Figure, at_most
from ..peer import Peer
from ..people import token
from ..rest import Rest
from ..session import Session

_TOKENS_PER_S = 100
_GOAL = 3.0


async def measure(session: Session) -> list[Figure]:
    """Let the script agent speak 100 words per second to one listener."""
    words = int(session.pick(1000, 300))
    text = " ".join(["like", "those", "of", "a", "model"] * (words // 5))
    with session.folder() as folder:
        scenario = {"pace_s": 1 / _TOKENS_PER_S, "steps": [{"do": "say", "text": text}]}
        (folder / "bench.json").write_text(json.dumps(scenario))
        config = {"script": {"folder": str(folder), "scenario": "bench"}}
        with process.collabchat(folder, agents=["script"], agent_config=config) as server:
            received = await _stream(Rest(server.port))
    ratio = received / len(text)
    return [at_most("streamed text, bytes on the wire per byte", ratio, _GOAL, unit="B")]


async def _stream(rest: Rest) -> int:
    """Ask the agent, and return what a listener received until its answer was complete."""
    room = await rest.make_room(["p0000"])
    commands = f"rooms/{room}/commands"
    await rest.command("p0000", commands, {"type": "add_agent", "agent": "script"})
    listener = await Peer(rest.dialect(room), token("p0000")).connect()
    before = listener.received_bytes
    prompt = {"type": "post_message", "message_id": fresh_key(), "body": "Speak, please.", "to": "agent:script"}
    await rest.command("p0000", commands, prompt)
    while not await _is_complete(rest, room):
        await asyncio.sleep(0.5)
    listener.close()
    return listener.received_bytes - before


async def _is_complete(rest: Rest, room: str) -> bool:
    messages = (await rest.get("p0000", f"rooms/{room}/messages"))["messages"]
    return any(m["author"] == "agent:script" and m.get("status", "complete") == "complete" for m in messages)
