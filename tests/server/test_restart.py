"""What a restart of the server leaves as it was: links, their lists, guests, wishes (SH3)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core.commands import CreateRoom, CreateShare, RevokeShare
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.ids import RoomId
from jupyter_collabchat.core.model import Actor
from jupyter_collabchat.room.house import House
from jupyter_collabchat.room.settings import Settings
from jupyter_collabchat.server.guests import COOKIE
from jupyter_collabchat.server.services import Services, put_together
from jupyter_collabchat.storage import open_store

ANN = Actor("user:ann", "Ann", rights=frozenset({"collabchat:read", "collabchat:write"}))


class Machine:
    """A folder with rooms, and a server that is started on it again and again."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'rooms.db'}"

    def run(self, work):
        """Start a server, do something, stop it; return what `work` does."""
        return asyncio.run(self._run(work))

    async def _run(self, work):
        services = put_together(House(open_store(self.url, holder="test"), Settings(rate_limit=0)))
        try:
            return await work(services)
        finally:
            services.lobby.close()
            await services.registry.close()
            await services.store.close()


def _browser(cookie: str) -> SimpleNamespace:
    return SimpleNamespace(get_cookie={COOKIE: cookie}.get)


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


async def _shared(services: Services) -> tuple[RoomId, str, str]:
    room = RoomId(str((await services.registry.create(ANN, CreateRoom("request-1", "Room"))).result["room"]))
    wanted = CreateShare("request-2", (room,), "observer", max_uses=2)
    ack = await services.registry.request(room, ANN, wanted)
    return room, str(ack.result["share"]), str(ack.result["secret"])


def test_links_and_guests(machine):
    room, share, secret = machine.run(_shared)

    async def join(services: Services):
        return await services.joining.join(None, "10.0.0.1", wire.Join(secret, "Grace"))

    first = machine.run(join)
    assert first.ack["rooms"] == [{"id": room, "name": "Room", "role": "observer"}]
    assert first.secret not in repr(first)

    async def look(services: Services):
        known = await services.identity.guests.known(_browser(first.secret))
        stranger = await services.identity.guests.known(_browser(secret))
        rooms = await services.lobby.rooms_for(known)
        listed = await services.shares.listed(await services.registry.open(room), ANN)
        return known, stranger, rooms, listed

    known, stranger, rooms, listed = machine.run(look)
    assert (known.id, known.name, stranger) == (first.ack["me"], "Grace", None)
    assert [row["id"] for row in rooms] == [room]
    assert [(row["id"], row["uses"], row["state"]) for row in listed] == [(share, 1, "live")]
    machine.run(join)
    with pytest.raises(Rejection, match="does not work any more"):
        machine.run(join)

    async def revoke(services: Services):
        await services.registry.request(room, ANN, RevokeShare(share))

    machine.run(revoke)

    async def rooms_of_grace(services: Services):
        return await services.lobby.rooms_for(known)

    assert machine.run(rooms_of_grace) == []
    with pytest.raises(Rejection, match="does not work any more"):
        machine.run(join)


def test_a_request_sent_again_after_a_restart(machine):
    room, share, _ = machine.run(_shared)

    async def again(services: Services):
        return await services.registry.request(room, ANN, CreateShare("request-2", (room,), "observer", max_uses=2))

    assert machine.run(again).result == {"share": share, "secret_shown": True}


def test_wishes(machine):
    async def wish(services: Services):
        await services.preferences.set(ANN, wire.SetPreferences(nickname="Annie", receipts=False))

    machine.run(wish)

    async def look(services: Services):
        return await services.preferences.of(ANN)

    assert machine.run(look) == {"nickname": "Annie", "receipts": False}
