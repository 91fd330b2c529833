"""What the event loop asks of the writer thread, and how the answers travel back: one wake-up per commit."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from jupyter_collabchat.room.ports import Write

_log = logging.getLogger(__name__)

Work = Callable[[sqlite3.Connection], Any]


class Append(NamedTuple):
    """A room's write."""

    write: Write
    future: asyncio.Future[Any]


class Change(NamedTuple):
    """Any other write: `work` runs inside the transaction."""

    work: Work
    future: asyncio.Future[Any]


class Read(NamedTuple):
    """A read: `work` runs between commits."""

    work: Work
    future: asyncio.Future[Any]


class Stop(NamedTuple):
    """Finish what was accepted, then end."""

    future: asyncio.Future[Any]


class Outcome(NamedTuple):
    """What became of a job: a result, or the exception its caller gets."""

    future: asyncio.Future[Any]
    result: Any
    error: BaseException | None


def deliver(outcomes: Iterable[Outcome]) -> None:
    """Hand outcomes to the loops that wait for them; called in the writer thread."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Outcome]] = {}
    for outcome in outcomes:
        by_loop.setdefault(outcome.future.get_loop(), []).append(outcome)
    for loop, batch in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, batch)
        except RuntimeError:
            _log.warning("An event loop ended before %d of its answers came.", len(batch))


def _settle(batch: list[Outcome]) -> None:
    for future, result, error in batch:
        if future.done():  # whoever waited was cancelled
            continue
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
