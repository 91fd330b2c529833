"""A hundred rooms with an agent that writes in each: how long the server's loop keeps somebody else waiting."""

from __future__ import annotations

import asyncio
import json
import statistics
import time

from .. import process
from ..dialect import fresh_key
from ..figures import Figure, percentile
from ..peer import Peer
from ..people import token
from ..process import Server
from ..rest import Rest, names
from ..session import Session

_ROOMS = 100
_WORDS_PER_S = 50
_INTERVAL_S = 0.01


async def measure(session: Session) -> list[Figure]:
    """Ping a quiet room of the server, before and while scripts write in a hundred others, each with a listener."""
    seconds = session.pick(20, 2)
    scenario = {"pace_s": 1 / _WORDS_PER_S, "steps": [{"do": "say", "text": "word " * int(_WORDS_PER_S * 600)}]}
    with session.folder() as folder:
        (folder / "bench.json").write_text(json.dumps(scenario))
        config = {"script": {"folder": str(folder), "scenario": "bench"}}
        with process.collabchat(folder, agents=["script"], agent_config=config) as server:
            rest = Rest(server.port)
            bystander = await _enter(rest, await rest.make_room(["p0000"]), "p0000")
            calm, _ = await _pings_ms(bystander, server, seconds)
            listeners = [await _busy_room(rest, owner) for owner in names(_ROOMS)]
            before = [listener.received_bytes for listener in listeners]
            busy, cpu_share = await _pings_ms(bystander, server, seconds)
            if any(peer.failure or peer.received_bytes == was for peer, was in zip(listeners, before, strict=True)):
                raise RuntimeError("A script was silent.")
            for peer in (bystander, *listeners):
                peer.close()
    return [_figure("p99", 99, (busy, calm)), _figure("worst", 100, (busy, calm)), _cpu(cpu_share, busy)]


async def _enter(rest: Rest, room: str, who: str) -> Peer:
    return await Peer(rest.dialect(room), token(who)).connect()


async def _busy_room(rest: Rest, owner: str) -> Peer:
    """Return the listener of a new room in which a script has begun to write."""
    room = await rest.make_room([owner])
    commands = f"rooms/{room}/commands"
    await rest.command(owner, commands, {"type": "add_agent", "agent": "script"})
    listener = await _enter(rest, room, owner)
    prompt = {"type": "post_message", "message_id": fresh_key(), "body": "Speak, please.", "to": "agent:script"}
    await rest.command(owner, commands, prompt)
    return listener


async def _pings_ms(peer: Peer, server: Server, seconds: float) -> tuple[list[float], float]:
    """Return how long each answer took, asked for at a fixed rate, and the share of a processor that was used."""
    times: list[float] = []
    began, cpu_s = time.perf_counter(), server.cpu_s()
    for number in range(int(seconds / _INTERVAL_S)):
        await asyncio.sleep(began + number * _INTERVAL_S - time.perf_counter())
        asked = time.perf_counter()
        answered: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        peer.on_answer = lambda asked=asked, answered=answered: answered.set_result(time.perf_counter() - asked)  # type: ignore[misc]
        peer.ping(number)
        times.append(await answered * 1000)
    return times, (server.cpu_s() - cpu_s) / (time.perf_counter() - began)


def _figure(name: str, percent: int, times_ms: tuple[list[float], list[float]]) -> Figure:
    busy, calm = (f"{percentile(times, percent):.1f} ms" for times in times_ms)
    return Figure(f"{_ROOMS} busy rooms, a ping in another one, {name}", busy, calm)


def _cpu(share: float, times_ms: list[float]) -> Figure:
    text = f"{share * 100:.0f} %, ping median {statistics.median(times_ms):.1f} ms"
    return Figure(f"{_ROOMS} busy rooms, {_WORDS_PER_S} words/s each, CPU", text)
