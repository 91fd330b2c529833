"""Fifty people watch a model write: how late they read it, what it weighs, what it costs those who talk meanwhile."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence

from .. import process
from ..crowd import Crowd
from ..dialect import fresh_key
from ..figures import Figure, at_most, median_ratio, percentile
from ..model import WORD, WORD_BYTES, Model
from ..rest import Rest, names
from ..session import Session

_PEOPLE = 50
_WORDS_PER_S = 100
_GATHERED_MS = 50
"""How long the server gathers text before it shows it."""
_INTERVAL_S = 0.05
_LAG_GOAL_MS, _BYTES_GOAL, _POST_GOAL = 60, 3.0, 1.2


async def measure(session: Session) -> list[Figure]:
    """Let a model speak 100 words per second to 50 people: to listeners first, then to people who talk."""
    with session.folder() as folder:
        async with Model(_WORDS_PER_S) as model:
            traits = {"agents": ["openai"], "agent_config": {"openai": model.config}}
            with process.collabchat(folder, **traits) as server:
                stage = await _stage(Rest(server.port), model)
                figures = await _watched(stage, int(session.pick(2000, 200)))
                figures += await _talking(stage, int(session.pick(5, 2)), int(session.pick(500, 100)))
                stage.crowd.check()
                stage.crowd.close()
    return figures


class _Stage:
    """A room of 50 with a model in it."""

    def __init__(self, rest: Rest, room: str, model: Model) -> None:
        self.rest, self.room, self.model = rest, room, model
        self.crowd = Crowd(rest.dialect(room))
        self.prompts = 0

    async def prompt(self, words: int) -> None:
        """Ask the model, and wait until it begins to speak."""
        self.model.will_say(words)
        asked = {"type": "post_message", "message_id": fresh_key(), "body": "Speak, please.", "to": "agent:openai"}
        await self.rest.command("p0000", f"rooms/{self.room}/commands", asked)
        self.prompts += 1
        while not self.model.said:
            await asyncio.sleep(0.01)

    async def answered(self) -> None:
        """Wait until every answer is whole and nobody is asking any more."""
        await self.model.silent.wait()
        while (await self.rest.get("p0000", f"rooms/{self.room}"))["turns"]:
            await asyncio.sleep(0.1)


async def _stage(rest: Rest, model: Model) -> _Stage:
    stage = _Stage(rest, await rest.make_room(names(_PEOPLE)), model)
    await rest.command("p0000", f"rooms/{stage.room}/commands", {"type": "add_agent", "agent": "openai"})
    await stage.crowd.connect(names(_PEOPLE))
    return stage


# --- those who only watch


class _Viewer:
    """Looks in what arrives for the next words of the model."""

    def __init__(self, model: Model) -> None:
        self.lags_ms: list[float] = []
        self.first_lags_ms: list[float] = []
        self._model = model
        self._next = 0

    def see(self, update: bytes) -> None:
        """Note how late the words are that are new; what is repeated at the end was seen before."""
        now, is_first = time.perf_counter(), True
        for found in WORD.finditer(update):
            if int(found[1]) == self._next < len(self._model.said):
                lag_ms = (now - self._model.said[self._next]) * 1000
                self.lags_ms.append(lag_ms)
                self.first_lags_ms += [lag_ms] if is_first else []
                self._next, is_first = self._next + 1, False


async def _watched(stage: _Stage, words: int) -> list[Figure]:
    viewers = [_Viewer(stage.model) for _ in stage.crowd.peers]
    for peer, viewer in zip(stage.crowd.peers, viewers, strict=True):
        peer.on_sync = viewer.see
    before = sum(peer.received_bytes for peer in stage.crowd.peers)
    await stage.prompt(words)
    await stage.answered()
    received = sum(peer.received_bytes for peer in stage.crowd.peers) - before
    for peer in stage.crowd.peers:
        peer.on_sync = None
    if any(len(viewer.lags_ms) < words for viewer in viewers):
        raise RuntimeError("A viewer did not see every word.")
    waited = [lag_ms for viewer in viewers for lag_ms in viewer.first_lags_ms]
    all_ms = [lag_ms for viewer in viewers for lag_ms in viewer.lags_ms]
    beyond = statistics.median(waited) - _GATHERED_MS
    what = f"{_WORDS_PER_S} words/s to {_PEOPLE} viewers"
    whole = Figure(f"{what}, lag of a word", f"{statistics.median(all_ms):.1f} ms, p99 {percentile(all_ms, 99):.1f} ms")
    return [
        at_most(f"{what}, lag beyond {_GATHERED_MS} ms, median", beyond, _LAG_GOAL_MS, unit="ms"),
        whole,
        at_most(f"{what}, bytes per byte", received / _PEOPLE / (words * WORD_BYTES), _BYTES_GOAL, unit="B"),
    ]


# --- those who talk


async def _talking(stage: _Stage, windows: int, words: int) -> list[Figure]:
    """Post one message at a time, in windows with the stream and without it, in turns."""
    answers: tuple[list[float], list[float]] = [], []
    hearings: tuple[list[float], list[float]] = [], []
    for _ in range(windows):
        seconds = words / _WORDS_PER_S
        for is_streaming in (0, 1):
            if is_streaming:
                await stage.prompt(words)
            answered, heard = await _post(stage.crowd, seconds)
            answers[is_streaming].append(answered)
            hearings[is_streaming].append(heard)
        await stage.answered()
    return [_beside("post to ack", answers), _beside(f"post to last of {_PEOPLE}", hearings)]


async def _post(crowd: Crowd, seconds: float) -> tuple[float, float]:
    """Return the median milliseconds until the answer, and until the last of all had it."""
    times: list[tuple[float, float]] = []
    began, number = time.perf_counter(), 0
    while (number + 1) * _INTERVAL_S < seconds:
        await asyncio.sleep(began + number * _INTERVAL_S - time.perf_counter())
        times.append(await crowd.post(crowd.peers[number % len(crowd.peers)]))
        number += 1
    answered, heard = (statistics.median(taken) * 1000 for taken in zip(*times, strict=True))
    return answered, heard


def _beside(what: str, windows: tuple[Sequence[float], Sequence[float]]) -> Figure:
    quiet, streaming = windows
    ratio = median_ratio(streaming, quiet)
    row = f"{statistics.median(streaming):.2f} ms", f"{statistics.median(quiet):.2f} ms", f"{ratio:.2f}x"
    return Figure(f"{what}, beside the stream, and without", *row, f"<= {_POST_GOAL}x", ratio <= _POST_GOAL)
