"""A stage for agents: a real room over a store, people in it, a host; and waiting for what becomes of it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any

from jupyter_collabchat.agents.contract import AgentFactory
from jupyter_collabchat.agents.host import Host
from jupyter_collabchat.agents.kernels import Kernels
from jupyter_collabchat.agents.notebooks import Notebooks
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.decide import decide
from jupyter_collabchat.core.events import Entry
from jupyter_collabchat.core.facts import Facts, Limits
from jupyter_collabchat.core.ids import ParticipantId, RoomId
from jupyter_collabchat.core.model import Actor, Message, Poll, RoomState
from jupyter_collabchat.room.ask import Ack
from jupyter_collabchat.room.ports import Store, Write
from jupyter_collabchat.room.room import House, Room
from jupyter_collabchat.room.settings import Settings
from jupyter_collabchat.storage import open_store

RUN = frozenset({"kernels:execute", "contents:read", "contents:write"})
ANN = Actor(ParticipantId("user:ann"), "Ann", rights=RUN)
BOB = Actor(ParticipantId("user:bob"), "Bob", rights=RUN)
PATIENCE_S = 20
"""Only how long a failing test hangs."""

_ids = itertools.count()


async def anybody(who: ParticipantId, right: str) -> bool:
    """Everybody may run code on this server."""
    return True


async def bury(before: set[asyncio.Task[Any]]) -> None:
    """End what a killed server left in this process: whatever it still wanted to do, it cannot."""
    left = asyncio.all_tasks() - before
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=0.01)


class Stage:
    """One server's rooms and host.

    Args:
        agents: Factories by id.
        store: Where rooms are kept; another stage may have used it.
        limits: Of the server.
    """

    def __init__(
        self,
        agents: Mapping[str, AgentFactory],
        *,
        store: Store | None = None,
        kernels: Kernels | None = None,
        notebooks: Notebooks | None = None,
        config: Mapping[str, Mapping[str, Any]] | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.store = store or open_store("memory:", holder="test")
        self.house = House(self.store, Settings(limits=limits or Limits()))
        self.house.entitled = anybody
        self.host = Host(self.house, agents, kernels=kernels, config=config, notebooks=notebooks)
        self.scenes: list[Scene] = []

    async def __aenter__(self) -> Stage:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for scene in self.scenes:
            await scene.close()

    async def room(
        self,
        *agents: str,
        policy: str = "owner",
        options: Mapping[str, Any] | None = None,
        scope: str | None = None,
    ) -> Scene:
        """Make a room of Ann's that Bob is in too, with running agents."""
        room = RoomId(f"room-{next(_ids)}")
        facts = Facts(mint=lambda: room)
        create = c.CreateRoom("request-1", "Lab", "Data", "listed", scope)
        draft = decide(RoomState(room), ANN, create, self.house.clock.now(), facts)
        await self.store.append(Write(room, tuple(draft.entries)))
        scene = await self.open(room)
        await scene.do(ANN, c.SetPolicy(policy))
        await scene.do(BOB, c.JoinRoom())
        for agent in agents:
            await scene.do(ANN, c.AddAgent(agent, dict(options or {})))
            await scene.until(lambda state, agent=agent: state.agents[f"agent:{agent}"].status != "starting")
        return scene

    async def open(self, room: RoomId) -> Scene:
        """Open a room of the store and let the host in."""
        loaded = await self.store.load(room)
        assert loaded is not None
        scene = Scene(self, await Room.open(self.house, loaded))
        self.house.watchers.append(scene)
        self.host.adopt(scene.room)
        self.scenes.append(scene)
        return scene


class Scene:
    """One open room, and all its facts since it was opened."""

    def __init__(self, stage: Stage, room: Room) -> None:
        self.stage = stage
        self.room = room
        self.entries: list[Entry] = []
        self.on_entry: Callable[[Entry], None] | None = None
        self._waiting: list[tuple[Callable[[RoomState], bool], asyncio.Future[None]]] = []
        self._closed = False

    @property
    def state(self) -> RoomState:
        return self.room.state

    def heard(self, room: Room, entries: Sequence[Entry]) -> None:
        """Watch the room."""
        if room is not self.room:
            return
        self.entries += entries
        for entry in entries:
            if self.on_entry is not None:
                self.on_entry(entry)
        for holds, fact in self._waiting:
            if not fact.done() and holds(room.state):
                fact.set_result(None)

    async def until(self, holds: Callable[[RoomState], bool]) -> RoomState:
        """Wait for a fact."""
        if not holds(self.state):
            fact = asyncio.get_running_loop().create_future()
            self._waiting.append((holds, fact))
            async with asyncio.timeout(PATIENCE_S):
                await fact
        return self.state

    async def do(self, who: Actor, command: c.AnyCommand) -> Ack:
        return await self.room.request(who, command)

    async def ask(self, body: str, who: Actor = ANN, reply_to: str | None = None) -> str:
        """Post a message and return its id."""
        message = f"message-{next(_ids)}"
        await self.do(who, c.PostMessage(message, body, reply_to=reply_to))
        return message

    async def poll(self, number: int = 1) -> Poll:
        """Wait for the `number`th open or decided poll of the room that is open, and return it."""
        state = await self.until(lambda state: len(state.polls) >= number)
        return list(state.polls.values())[number - 1]

    async def vote(self, poll: Poll, choice: str, *, who: Actor = ANN, reason: str | None = None) -> None:
        ballot = f"ballot-{next(_ids)}"
        await self.do(who, c.CastBallot(poll.id, ballot, choice, reason, hash=poll.hash))

    async def answered(self) -> list[Message]:
        """Wait until no agent is busy; return everything agents said."""
        state = await self.until(lambda state: not state.turns and not state.queues)
        return [message for message in state.messages.values() if message.author.startswith("agent:")]

    async def effect(self, poll: Poll) -> Poll:
        """Wait until an effect is over."""
        state = await self.until(lambda state: state.polls[poll.id].effect in ("done", "failed", "unknown"))
        return state.polls[poll.id]

    def live(self, message: str) -> str:
        """Return what everybody reads of a message while it is written."""
        return str(self.room.document.read()["live"].get(message, ""))

    async def close(self) -> None:
        """Release and close the room."""
        if not self._closed:
            self._closed = True
            await self.stage.host.release(self.room)
            await self.room.close()
            self.stage.house.watchers.remove(self)
