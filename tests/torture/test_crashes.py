"""R24: the server dies between an approval and the end of what was approved: that has one end, and never runs twice."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pycrdt
import pytest
from tornado.httpclient import HTTPClientError

from jupyter_collabchat import wire
from tests.room.person import picture_of
from tests.server.house import House, fresh, login
from tests.torture.driver import Driver
from tests.torture.failpoints import VARIABLE
from tests.torture.test_kills import log_of

OVER = ("done", "failed", "unknown")
Picture = dict[str, Any]


class Point(NamedTuple):
    """Where the server dies, and what must have become of the effect after the next start.

    `{kill}` and `{deed}` in `code` are the death of the server and the effect itself. After a death in the middle of
    the deed nobody can know whether it was done, so both are right.
    """

    armed: str
    code: str
    effect: str
    runs: tuple[int, ...]


def _stored(armed: str, effect: str, runs: int) -> Point:
    return Point(armed, "{deed}", effect, (runs,))


POINTS = (
    _stored("before poll_resolved", "done", 1),  # nothing was decided: the poll is open again, and is approved then
    _stored("after poll_resolved", "failed", 0),
    _stored("before effect_claimed", "failed", 0),
    _stored("after effect_claimed", "unknown", 0),
    _stored("before message_started", "unknown", 0),
    Point("", "{kill}; {deed}", "unknown", (0, 1)),
    Point("", "{deed}; {kill}", "unknown", (1,)),
    _stored("before effect_ended", "unknown", 1),
    _stored("after effect_ended", "done", 1),
    _stored("before turn_ended", "done", 1),
)
FEW = (POINTS[0], POINTS[3], POINTS[6], POINTS[7])


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A server with a failpoint, which the file `failpoint` of its folder arms."""
    folder = tmp_path_factory.mktemp("crashes") / "server"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder / "failpoint"))
        server = Driver(folder, ["tests.torture.failpoints"])
        server.start()
        yield server
        server.stop()


@pytest.mark.parametrize("points", [FEW, pytest.param(POINTS * 10, marks=pytest.mark.torture)])
async def test_R24_no_crash_makes_an_approved_effect_run_twice(mortal: Driver, points: tuple[Point, ...]) -> None:
    traces = []
    for number, point in enumerate(points):
        traces.append(mortal.folder / f"trace-{len(points)}-{number}")
        effect = await _die_and_return(mortal, point, traces[-1])
        assert (effect, _runs(traces[-1]) in point.runs) == (point.effect, True), (point, _runs(traces[-1]))
    assert all(_runs(trace) in point.runs for trace, point in zip(traces, points, strict=True)), "one ran again later"
    mortal.check_log()


async def _die_and_return(server: Driver, point: Point, trace: Path) -> str:
    """Let the room approve some code, the server die at `point` and start again; return how the effect ended."""
    house, failpoint = server.house, server.folder / "failpoint"
    room = await house.make()
    await house.done(room, "alice", "add_agent", agent="runner")
    kill, deed = f"__import__('os').kill({server.process.pid}, 9)", f"open({str(trace)!r}, 'a').write('ran ')"
    await _prompt(house, room, point.code.format(kill=kill, deed=deed))
    async with _watching(house, room) as seen:
        [poll] = (await seen(lambda picture: bool(picture["polls"])))["polls"].values()
        failpoint.write_text(point.armed)
        ballot = {"poll": poll["id"], "ballot_id": fresh("b"), "choice": "approve", "hash": poll["hash"]}
        with contextlib.suppress(HTTPClientError, OSError):  # it may die before it answers
            await house.command(room, login("alice"), "cast_ballot", **ballot)
        await asyncio.to_thread(server.bury)
    failpoint.unlink()
    server.start()
    return await _end(server.house, room, ballot)


async def _prompt(house: House, room: str, code: str) -> None:
    async with _watching(house, room) as seen:
        await seen(lambda picture: picture["agents"]["agent:runner"]["status"] == "running")
    await house.done(room, "alice", "post_message", message_id=fresh("m"), body=f"@runner\n```python\n{code}\n```")


async def _end(house: House, room: str, ballot: dict[str, str]) -> str:
    """Send the ballot again if nobody has answered it; return how the effect ended, and that it did so once."""
    key = ballot["poll"]
    async with _watching(house, room) as seen:
        if (await seen(lambda picture: key in picture["polls"]))["polls"][key]["state"] == "open":
            await house.done(room, "alice", "cast_ballot", **ballot)
        picture = await seen(lambda picture: picture["polls"][key].get("effect") in OVER and not picture["turns"])
    happened = Counter(
        entry["event"]["type"] for entry in await log_of(house, room) if entry["event"].get("poll") == key
    )
    assert (happened["poll_resolved"], happened["effect_ended"]) == (1, 1)
    assert happened["effect_claimed"] == (picture["polls"][key]["effect"] != "failed")
    assert not picture["live"], "a message that nobody ends"
    return str(picture["polls"][key]["effect"])


def _runs(trace: Path) -> int:
    return len(trace.read_text().split()) if trace.exists() else 0


@contextlib.asynccontextmanager
async def _watching(house: House, room: str) -> AsyncIterator[Callable[..., Any]]:
    """Be in the room, and wait for facts there."""
    socket = await house.enter(room, login("alice"))
    socket.doc = pycrdt.Doc()
    socket.send_raw(wire.sync_step_1(socket.doc.get_state()))

    async def seen(holds: Callable[[Picture], bool]) -> Picture:
        while not (socket.frames and (picture := picture_of(socket.doc))["room"] and holds(picture)):
            assert await socket.read() is not None, "the server is gone"
        return picture

    try:
        yield seen
    finally:
        socket.close()
