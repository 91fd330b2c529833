"""RULES 32: the operator gives a room to another account, while the server is down."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from jupyter_collabchat.core.commands import CreateRoom, PostMessage
from jupyter_collabchat.core.ids import RoomId
from jupyter_collabchat.core.model import Actor
from jupyter_collabchat.room.house import House
from jupyter_collabchat.room.registry import Registry
from jupyter_collabchat.room.settings import Settings
from jupyter_collabchat.server.operator_line import main
from jupyter_collabchat.storage import open_store

ANN = Actor("user:ann", "Ann", rights=frozenset({"collabchat:read", "collabchat:write"}))


async def _serve(url: str, work):
    """Run a server's rooms on a store for a moment, and what `work` does with them."""
    registry = Registry(House(open_store(url, holder="http://127.0.0.1:8888/"), Settings()))
    try:
        return await work(registry)
    finally:
        await registry.close()
        await registry.house.store.close()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'rooms.db'}"


@pytest.fixture
def room(url) -> str:
    async def make(registry: Registry) -> str:
        ack = await registry.create(ANN, CreateRoom("request-1", "Orphan"))
        room = str(ack.result["room"])
        await registry.request(RoomId(room), ANN, PostMessage("message-1", "hello"))
        await registry.house.store.remember("user:bob", "Bob B.")
        return room

    return asyncio.run(_serve(url, make))


def test_a_room_gets_another_owner(url, room, capsys):
    main(["chown", room, "bob", "--store-url", url])
    assert capsys.readouterr().out == "bob owns “Orphan” now.\n"
    main(["chown", room, "bob", "--store-url", url])
    assert capsys.readouterr().out == "bob owns “Orphan” already.\n"

    async def look(registry: Registry):
        return (await registry.open(room)).state, await registry.house.store.events(room, 0, 100)

    state, entries = asyncio.run(_serve(url, look))
    assert state.owner == "user:bob"
    assert {who: (member.name, member.role) for who, member in state.members.items()} == {
        "user:ann": ("Ann", "moderator"),
        "user:bob": ("Bob B.", "owner"),
    }
    (told,) = [entry for entry in entries if type(entry.event).__name__ == "OwnershipTransferred"]
    assert told.by == "system:operator"
    assert [message.body for message in state.messages.values()] == ["hello"]


def test_not_while_the_server_is_up(url, room):
    async def meanwhile(registry: Registry) -> None:
        await registry.open(room)
        with pytest.raises(SystemExit, match="Stop the server first: http://127.0.0.1:8888/") as refused:
            await asyncio.to_thread(main, ["chown", room, "bob", "--store-url", url])
        assert "bob" not in str(refused.value)
        assert (await registry.open(room)).state.owner == "user:ann"

    asyncio.run(_serve(url, meanwhile))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing", "bob"], "There is no room nothing here"),
        (["nothing", "bob", "--store-url", "postgres://x"], "cannot be used"),
    ],
)
def test_what_cannot_be_done_is_said(url, room, arguments, sentence):
    store = [] if "--store-url" in arguments else ["--store-url", url]
    with pytest.raises(SystemExit, match=sentence):
        main(["chown", *arguments, *store])
