"""R1, R7: `kill -9` in the middle of writing. Nothing acknowledged is lost, doubled or moved."""

from __future__ import annotations

import asyncio
import contextlib
import random

import pytest
from tornado.httpclient import HTTPClientError

from tests.server.house import House, Socket, fresh, login
from tests.torture.driver import PEOPLE, Driver

WRITERS = 20


class Writer:
    """Posts as fast as it is acknowledged, until the server is gone."""

    def __init__(self, house: House, room: str, name: str) -> None:
        self.house, self.room, self.name = house, room, name
        self.acked: dict[str, int] = {}
        self.sent: list[str] = []

    async def write(self, somebody_was_acked: asyncio.Event) -> None:
        with contextlib.suppress(AssertionError, OSError, HTTPClientError):
            socket = await self.house.enter(self.room, login(self.name))
            while True:
                message = fresh(f"k{random.getrandbits(40):x}")
                self.sent.append(message)
                answer = await socket.ask("post_message", message_id=message, body=message)
                self.acked[message] = answer["ack"]["seq"]
                somebody_was_acked.set()

    async def resend(self, messages: list[str]) -> None:
        """Send again what was sent before the kill: it gets its first ack, or its first chance."""
        for message in messages:
            ack = await self.house.done(self.room, self.name, "post_message", message_id=message, body=message)
            assert ack["seq"] == self.acked.setdefault(message, ack["seq"])


async def log_of(house: House, room: str) -> list[dict]:
    """Return the whole log of a room."""
    entries: list[dict] = []
    while True:
        after = entries[-1]["seq"] if entries else 0
        page = (await house.get(f"rooms/{room}/events?after={after}&limit=500", login("alice"))).body["events"]
        if not page:
            return entries
        entries += page


async def archive_of(house: House, room: str) -> list[dict]:
    """Return all messages of a room."""
    messages: list[dict] = []
    while True:
        after = messages[-1]["seq"] if messages else 0
        page = (await house.get(f"rooms/{room}/messages?after={after}&limit=200", login("alice"))).body
        messages += page["messages"]
        if not page["has_more"]:
            return messages


@pytest.mark.parametrize("cycles", [3, pytest.param(200, marks=pytest.mark.torture)])
async def test_nothing_acknowledged_is_lost_doubled_or_reordered(driver: Driver, cycles):
    rng, house = random.Random(cycles), driver.house
    rooms: dict[str, list[Writer]] = {}
    for _ in range(cycles):
        room = await house.make()
        for name in PEOPLE[1:]:
            await house.done(room, name, "join_room")
        rooms[room] = [Writer(house, room, PEOPLE[number % len(PEOPLE)]) for number in range(WRITERS)]
        somebody_was_acked = asyncio.Event()
        tasks = [asyncio.ensure_future(writer.write(somebody_was_acked)) for writer in rooms[room]]
        await somebody_was_acked.wait()
        await asyncio.sleep(rng.uniform(0.02, 0.8))  # the moment of the kill is chance, not a wait for a fact
        driver.kill()
        await asyncio.gather(*tasks)
        driver.start()
        await _compare(house, room, rooms[room])
        for writer in rng.sample(rooms[room], 3):
            await writer.resend(writer.sent[-3:])
    for room, writers in rooms.items():
        await _compare(house, room, writers)
    assert sum(len(writer.acked) for writers in rooms.values() for writer in writers) > cycles * WRITERS / 4


async def _compare(house: House, room: str, writers: list[Writer]) -> None:
    entries = await log_of(house, room)
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    posted = [(entry["event"]["id"], entry["seq"]) for entry in entries if entry["event"]["type"] == "message_posted"]
    stored = dict(posted)
    assert len(stored) == len(posted), "an id is there twice"
    assert set(stored) <= {message for writer in writers for message in writer.sent}
    for writer in writers:
        assert {message: stored.get(message) for message in writer.acked} == writer.acked
        assert list(writer.acked.values()) == sorted(writer.acked.values())
    archived = await archive_of(house, room)
    assert [(message["id"], message["seq"]) for message in archived] == posted


async def test_every_minted_id_is_remembered_over_a_kill(driver: Driver):
    """R7: messages, polls, ballots, rooms and tokens."""
    options = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    house = driver.house
    room = await house.make()
    now = (await house.get(f"rooms/{room}", login("alice"))).body["now"]
    inside = [
        ("post_message", {"message_id": "message-1", "body": "x"}, {"body": "y"}),
        ("open_poll", {"poll_id": "poll-one", "title": "?", "options": options}, {"title": "!"}),
        ("cast_ballot", {"poll": "poll-one", "ballot_id": "ballot-1", "choice": "a"}, {"choice": "b"}),
    ]
    mint = {"label": "x", "rooms": [room], "scope": "read", "expires_at": now + 10_000_000}
    outside = [
        ("create_room", {"request": "request-1", "name": "Once"}, {"name": "Other"}),
        ("mint_token", {"request": "request-2", **mint}, {"scope": "post"}),
    ]
    acks = [await house.done(room, "alice", kind, **fields) for kind, fields, _ in inside]
    made = [(await house.outside(login("alice"), kind, **fields)).body["ack"] for kind, fields, _ in outside]
    driver.kill()
    driver.start()
    for (kind, fields, other), first in zip(inside, acks, strict=True):
        assert await house.done(room, "alice", kind, **fields) == first
        assert (await house.command(room, login("alice"), kind, **fields | other)).code == "id/taken"
    for (kind, fields, other), first in zip(outside, made, strict=True):
        again = (await house.outside(login("alice"), kind, **fields)).body["ack"]
        assert {key: again[key] for key in ("room", "token") if key in first} == {
            key: first[key] for key in ("room", "token") if key in first
        }
        assert "secret" not in again
        assert (await house.outside(login("alice"), kind, **fields | other)).code == "id/taken"
    secret = made[1]["secret"]
    assert (await house.get(f"rooms/{room}", {"Authorization": f"token {secret}"})).status == 200


@pytest.mark.parametrize("messages", [60, pytest.param(1_000, marks=pytest.mark.torture)])
async def test_resending_over_cut_connections_is_once(driver: Driver, messages):
    """R7: each message three times, over three connections, with cuts between."""
    rng = random.Random(messages)
    house = driver.house
    room = await house.make()
    ids = [fresh("resend") for _ in range(messages)]
    seqs: dict[str, set[int]] = {message: set() for message in ids}
    await asyncio.gather(*(_send_all(house, room, ids, seqs, random.Random(rng.random())) for _ in range(3)))
    assert all(len(found) == 1 for found in seqs.values())
    assert sorted(message["id"] for message in await archive_of(house, room)) == sorted(ids)


async def _send_all(house: House, room: str, ids: list[str], seqs: dict[str, set[int]], rng: random.Random) -> None:
    """Have every message acknowledged at least once over one person's connections, each cut at random."""
    waiting = list(ids)
    rng.shuffle(waiting)
    while waiting:
        socket = await house.enter(room, login("alice"))
        burst = waiting[: rng.randint(1, 30)]
        frames = {message: fresh("c") for message in burst}
        for message, frame in frames.items():
            socket.send(id=frame, command={"type": "post_message", "message_id": message, "body": message})
        for message in burst[: rng.randint(0, len(burst))]:
            seqs[message].add((await socket.answer(frames[message]))["ack"]["seq"])
            waiting.remove(message)
        _cut(socket)


def _cut(socket: Socket) -> None:
    """End a connection as a broken network does: without a word."""
    stream = socket.connection.protocol.stream
    stream.close()
