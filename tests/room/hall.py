"""The shell under test: store, house, registry, and people who come and go."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import msgspec

from jupyter_collabchat import wire
from jupyter_collabchat.core.commands import CreateRoom
from jupyter_collabchat.core.facts import AgentOffer, Limits
from jupyter_collabchat.core.ids import RoomId
from jupyter_collabchat.room import projection
from jupyter_collabchat.room.house import House
from jupyter_collabchat.room.ports import Store
from jupyter_collabchat.room.registry import Registry
from jupyter_collabchat.room.room import Room
from jupyter_collabchat.room.settings import Settings
from jupyter_collabchat.storage.memory import MemoryStore
from tests.room.person import Person, actor, fresh


class Options(msgspec.Struct):
    """What the offered agent lets a room set."""

    kernel: str = ""


class Hall:
    """Rooms on one store. `limits` and `settings` by their names."""

    def __init__(self, store: Store | None = None, limits: dict[str, Any] | None = None, **settings: Any) -> None:
        self.store = store or MemoryStore()
        chosen = Settings(limits=Limits(**(limits or {})), **{"rate_limit": 0, **settings})
        self.house = House(self.store, chosen)
        self.house.offers["runner"] = AgentOffer("runner", "Runner", resumable=True, options=Options)
        self.registry = Registry(self.house)
        self._creators = itertools.count(1)

    async def make(self, owner: str = "ann", **fields: Any) -> Room:
        """Make a room and return it, open; listed unless said otherwise."""
        command = CreateRoom(fresh("r"), **{"name": "Room", "visibility": "listed", **fields})
        ack = await self.registry.create(actor(owner), command)
        return await self.registry.open(RoomId(str(ack.result["room"])))

    async def enter(self, room: Room, name: str, scope: str | None = None, **how: Any) -> Person:
        """Let somebody in, as a member."""
        who = actor(name, scope)
        if room.state.present(who.id) is None:
            await self.join(room, name)
        return await Person(who).enter(self.registry, room.id, **how)

    async def join(self, room: Room, name: str) -> None:
        """Make somebody a member."""
        await self.send(room, name, "join_room")

    async def send(self, room: Room, name: str, kind: str, /, **fields: Any) -> Any:
        """Send a command without a session, as REST does; return the ack."""
        return await self.registry.request(room.id, actor(name), command(kind, **fields))

    async def reopen(self, room: Room) -> Room:
        """Close the whole house, as a restart does, and open the room in a new one on the same store."""
        await self.registry.close()
        offers = self.house.offers
        self.house = House(self.store, self.house.settings)
        self.house.offers.update(offers)
        self.registry = Registry(self.house)
        return await self.registry.open(room.id)


def command(kind: str, /, **fields: Any) -> Any:
    """Return a command as the wire decodes it."""
    body = msgspec.json.encode({"id": "c", "command": {"type": kind, **fields}})
    return wire.decode_rest(body).command


def law_2(room: Room) -> None:
    """Assert that the document reads as the state says; receipts and live text aside."""
    shown = room.document.read()
    shown.pop("receipts")
    shown["live"] = dict.fromkeys(shown["live"], "")
    assert shown == projection.picture(room.state, room.document.epoch)


async def settled(room: Room) -> None:
    """Wait until the room has answered everything."""
    while room._drain is not None:
        await asyncio.wait([room._drain])


async def until(fact: Callable[[], object]) -> None:
    """Wait for a fact; on the virtual clock, for three hours at most."""
    for _ in range(108_000):
        if fact():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never came to pass")
