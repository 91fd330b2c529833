"""The host of agents: it hears every fact of every open room and lets that room's agents act on it.

Owns who drives which agent where. Knows rooms through their only door; never the web server, never a socket.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from jupyter_collabchat.core.events import (
    AgentAdded,
    AgentRemoved,
    AgentStatusSet,
    Entry,
    PromptQueued,
    RolledBack,
    RoomCleared,
    RoomDeleted,
    TurnEnded,
    TurnStarted,
)
from jupyter_collabchat.core.ids import ParticipantId, RoomId, local_name
from jupyter_collabchat.core.model import Turn
from jupyter_collabchat.room.room import House, Room

from .contract import Agent, AgentFactory, AgentFailure, AgentServices
from .desk import Desk
from .keeper import Keeper
from .kernels import Kernels
from .notebooks import Notebooks
from .patience import Patience


class _Place:
    """One adopted room: the host's desk in it, and a keeper for each of its agents."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keepers: dict[ParticipantId, Keeper] = {}
        self.leaving: set[asyncio.Task[None]] = set()


class Host:
    """Drives the agents of all adopted rooms.

    Args:
        house: What all rooms share; gets the offers, and this host as a watcher.
        agents: Factories by agent id, as `discovery.discover` finds them.
        kernels: The kernels of this server, for agents that run code.
        config: What the administrator says to each agent, by agent id.
        notebooks: The notebooks of this server, for agents that read or edit them.

    Attributes:
        patience: How long it waits for agents.
    """

    def __init__(
        self,
        house: House,
        agents: Mapping[str, AgentFactory],
        *,
        kernels: Kernels | None = None,
        config: Mapping[str, Mapping[str, Any]] | None = None,
        notebooks: Notebooks | None = None,
    ) -> None:
        self._agents = dict(agents)
        self._kernels = kernels
        self._notebooks = notebooks
        self.patience = Patience()
        self._config = config or {}
        self._places: dict[RoomId, _Place] = {}
        house.offers.update({id: factory.offer for id, factory in self._agents.items()})
        house.watchers.append(self)

    # --- rooms come and go

    def adopt(self, room: Room) -> None:
        """Start the agents of a room that has just been opened, and take up the turns that waited."""
        place = self._places[room.id] = _Place(Desk(room))
        for agent, how in room.state.agents.items():
            if how.status in ("starting", "running"):
                self._keeper(place, agent).start()
        for agent, turn in room.state.turns.items():
            self._keeper(place, agent).run(turn, resumed=True)

    async def release(self, room: Room) -> None:
        """Let a room's agents go before it closes. Turns that wait for polls are taken up when it is opened again."""
        place = self._places.pop(room.id, None)
        if place is not None:
            await asyncio.gather(*(keeper.close() for keeper in place.keepers.values()), *place.leaving)

    async def close(self) -> None:
        """Release every room."""
        await asyncio.gather(*(self.release(place.desk.room) for place in tuple(self._places.values())))

    # --- facts

    def heard(self, room: Room, entries: Sequence[Entry]) -> None:
        """Act on facts; only enqueues. Rooms that are not adopted (yet) are read when they are."""
        place = self._places.get(room.id)
        if place is None:
            return
        place.desk.changed()
        for entry in entries:
            self._follow(place, entry)

    def _follow(self, place: _Place, entry: Entry) -> None:
        match entry.event:
            case AgentAdded(agent) | AgentStatusSet(agent, "starting"):
                self._keeper(place, agent).start()
            case AgentStatusSet(agent, "stopping" | "error" as status):
                self._keeper(place, agent).stop(report=status == "stopping")
            case AgentRemoved(agent):
                self._dismiss(place, agent)
            case RolledBack() | RoomCleared():
                for agent in place.desk.room.state.agents:
                    self._keeper(place, agent).forget()
            case RoomDeleted():
                for agent in tuple(place.keepers):
                    self._dismiss(place, agent)
            case _:
                self._follow_turn(place, entry)

    def _follow_turn(self, place: _Place, entry: Entry) -> None:
        match entry.event:
            case TurnStarted(turn, agent, holder, message, settings):
                self._keeper(place, agent).run(Turn(turn, agent, holder, message, entry.at, settings))
            case TurnEnded(turn, agent) if agent in place.keepers:
                place.keepers[agent].turn_ended(turn)
            case PromptQueued(agent) if agent in place.keepers:
                place.keepers[agent].wanted()
            case _:
                pass  # nothing that an agent has to do

    # --- keepers

    def _keeper(self, place: _Place, agent: ParticipantId) -> Keeper:
        if agent not in place.keepers:
            make = partial(self._make, place.desk.room, agent)
            place.keepers[agent] = Keeper(place.desk, agent, make, self.patience)
        return place.keepers[agent]

    def _make(self, room: Room, agent: ParticipantId) -> Agent:
        id = local_name(agent)
        if id not in self._agents:
            raise AgentFailure("This server does not offer this agent.")
        return self._agents[id](AgentServices(room.id, self._config.get(id, {}), self._kernels, self._notebooks))

    def _dismiss(self, place: _Place, agent: ParticipantId) -> None:
        """The agent left the room: stop it for good, beside whatever comes next."""
        keeper = place.keepers.pop(agent, None)
        if keeper is not None:
            keeper.stop(report=False)
            leaving = asyncio.ensure_future(keeper.close())
            place.leaving.add(leaving)
            leaving.add_done_callback(place.leaving.discard)
