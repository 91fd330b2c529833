"""Rooms with a past, written by the product itself, its registry and its store, before a server starts."""

from __future__ import annotations

import asyncio

from jupyter_collabchat.core.commands import CreateRoom, JoinRoom, PostMessage
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import ParticipantId, RoomId
from jupyter_collabchat.core.model import Actor
from jupyter_collabchat.room.registry import Registry
from jupyter_collabchat.room.room import House
from jupyter_collabchat.room.settings import Settings
from jupyter_collabchat.storage import open_store

from .dialect import body_of, fresh_key

_AT_ONCE = 500
_RIGHTS = frozenset({"collabchat:read", "collabchat:write"})


async def write_rooms(store_url: str, people: list[str], lengths: list[int]) -> list[str]:
    """Return new rooms of `people`, with so many messages each."""
    store = open_store(store_url, holder="the benchmark")
    registry = Registry(House(store, Settings(limits=Limits(max_members=5000), rate_limit=0)))
    rooms = [await _write(registry, [_actor(name) for name in people], length) for length in lengths]
    await registry.close()
    await store.close()
    return rooms


async def _write(registry: Registry, people: list[Actor], length: int) -> str:
    made = await registry.create(people[0], CreateRoom(fresh_key(), "Bench", visibility="listed"))
    room = RoomId(str(made.result["room"]))
    for person in people[1:]:
        await registry.request(room, person, JoinRoom())
    for first in range(0, length, _AT_ONCE):
        keys = [fresh_key() for _ in range(min(_AT_ONCE, length - first))]
        posts = [(people[number % len(people)], PostMessage(key, body_of(key))) for number, key in enumerate(keys)]
        await asyncio.gather(*(registry.request(room, person, post) for person, post in posts))
    return room


def _actor(name: str) -> Actor:
    return Actor(ParticipantId(f"user:{name}"), name, rights=_RIGHTS)
