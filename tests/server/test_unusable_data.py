"""Data that cannot be used: every door says why in a sentence, and the file stays as it is."""

from __future__ import annotations

import sqlite3

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.storage import open_store
from tests.server.house import House, Socket, login
from tests.server.routes import path_of, routes

HOLDER = "http://first.example:8888/"


@pytest.fixture(params=["held", "corrupt", "newer"])
def trouble(request):
    return request.param


@pytest.fixture
def data(tmp_path, trouble):
    """A data file in one kind of trouble."""
    path = tmp_path / "rooms" / "rooms.db"
    path.parent.mkdir()
    first = open_store(f"sqlite:///{path}", holder=HOLDER)
    if trouble == "held":
        yield path
        _close(first)
        return
    _close(first)
    if trouble == "newer":
        _make_newer(path)
    else:
        path.write_bytes(b"no database at all " * 1_000)
    yield path


def _close(store) -> None:
    import asyncio

    loop = asyncio.new_event_loop()
    loop.run_until_complete(store.close())
    loop.close()


def _make_newer(path) -> None:
    with sqlite3.connect(path) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        db.execute(f"PRAGMA user_version = {version + 1}")
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            if "version" in columns:
                db.execute(f"UPDATE {table} SET version = 999")
    db.close()


@pytest.fixture
def server_config(data):
    return {"CollabChatApp": {"store_url": f"sqlite:///{data}"}}


async def test_every_door_says_why_and_the_file_stays(house: House, jp_serverapp, data, trouble):
    before = {path.name: path.read_bytes() for path in data.parent.iterdir() if trouble != "held"}
    code, names = ("room/elsewhere", HOLDER) if trouble == "held" else ("storage", "")
    for pattern, handler in routes(jp_serverapp.web_app).items():
        if pattern.endswith("socket"):
            continue
        path = path_of(pattern, room="a-room-12")
        method = "POST" if "post" in vars(handler) else "GET"
        answer = await house.fetch(method, f"api/collabchat/{path}", login("alice"), {})
        assert (answer.status, answer.code) == (503, code), path
        assert names in answer.body["message"]
        assert answer.body["message"].endswith(".")
    for path in ("rooms/a-room-12/socket", "lobby/socket"):
        socket = await Socket(await house.dial(path, login("alice"))).greet()
        assert await socket.closed() == (wire.MOVED if trouble == "held" else wire.OVERLOADED)
        assert names in (socket.connection.close_reason or "")
    assert before == {path.name: path.read_bytes() for path in data.parent.iterdir() if trouble != "held"}


async def test_the_rest_of_the_server_works(house, data):
    assert (await house.fetch("GET", "api/status", login("alice"))).status == 200
    assert (await house.get("me")).status in (401, 403)
