"""A thousand people who say nothing: how fast they come in, and what they cost while they are there."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from .. import process
from ..crowd import Crowd
from ..dialect import Dialect
from ..figures import Figure
from ..process import Server
from ..rest import Rest, names
from ..session import Session

_PEOPLE = 1000
_SETTLE_S = 3.0


@dataclass(frozen=True)
class _Cost:
    connect_s: float
    bytes_each: float
    cpu_share: float
    """Processor seconds per second, net of the server without anybody."""


async def measure(session: Session) -> list[Figure]:
    """Let a thousand people come and stay."""
    with session.folder() as folder, process.collabchat(folder) as server:
        rest = Rest(server.port)
        room = await rest.make_room(names(_PEOPLE))
        ours = await _cost(session, server, rest.dialect(room))
    with session.folder() as folder, process.bare(folder) as server:
        bare = await _cost(session, server, Dialect(server.port, "/socket", greets=False))
    return [
        _beside("1,000 people connect", (ours.connect_s, bare.connect_s), 3, "s"),
        _beside("memory per idle socket", (ours.bytes_each / 1000, bare.bytes_each / 1000), 32, "kB"),
        _beside("CPU of 1,000 idle sockets", (ours.cpu_share * 100, bare.cpu_share * 100), 1, "%"),
    ]


async def _cost(session: Session, server: Server, dialect: Dialect) -> _Cost:
    seconds = session.pick(60, 10)
    first, crowd = Crowd(dialect), Crowd(dialect)
    await first.connect(names(1))  # so that the room is open, and its state in memory, beforehand
    alone = await _cpu_s(server, seconds)
    memory = server.memory_bytes()
    began = time.perf_counter()
    await crowd.connect(names(_PEOPLE))
    connect_s = time.perf_counter() - began
    await asyncio.sleep(_SETTLE_S)
    together = await _cpu_s(server, seconds)
    crowd.check()
    cost = _Cost(connect_s, (server.memory_bytes() - memory) / _PEOPLE, (together - alone) / seconds)
    first.close()
    crowd.close()
    return cost


async def _cpu_s(server: Server, seconds: float) -> float:
    before = server.cpu_s()
    await asyncio.sleep(seconds)
    return server.cpu_s() - before


def _beside(what: str, values: tuple[float, float], goal: float, unit: str) -> Figure:
    ours, bare = values
    return Figure(what, f"{ours:.2f} {unit}", f"{bare:.2f} {unit}", "", f"< {goal:g} {unit}", ours < goal)
