"""The one thread that uses the database. It takes all that waits, commits it at once, then reads, then does chores.

While a commit is being fsynced the next batch gathers in the queue: under load the cost per write falls by itself.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar, cast

from jupyter_collabchat.room.ports import StorageFailed, Write

from .chores import Chores
from .commit import GroupCommit
from .jobs import Append, Change, Outcome, Read, Stop, deliver

_log = logging.getLogger(__name__)

_READING_S = 0.002
"""How long reads may keep waiting writes waiting."""

T = TypeVar("T")
_Job = Append | Change | Read | Stop


class Writer:
    """A thread with a queue. Owns the connection from `start` on, and closes it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._queue: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._commit = GroupCommit(db)
        self._chores = Chores(db, time.monotonic)
        self._writes: list[Append | Change] = []
        self._reads: deque[Read] = deque()
        self._stop: Stop | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="collabchat-sqlite", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    async def append(self, write: Write) -> None:
        """Append, and return when it is on disk."""
        await self._ask(Append(write, _future()))

    async def change(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` in a transaction and return its result when that is on disk."""
        return cast(T, await self._ask(Change(work, _future())))

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` between commits and return its result."""
        return cast(T, await self._ask(Read(work, _future())))

    async def stop(self) -> None:
        """Finish what was accepted, close the connection, end the thread. A second call changes nothing."""
        if not self._is_closed:
            self._is_closed = True
            job = Stop(_future())
            self._queue.put(job)
            await job.future
            self._thread.join()

    async def _ask(self, job: Append | Change | Read) -> object:
        if self._is_closed:
            raise StorageFailed("The store is closed.")
        self._queue.put(job)
        return await job.future

    # --- in the thread

    def _run(self) -> None:
        while not self._is_done():
            self._gather()
            if self._writes:
                self._write()
            if self._reads:
                self._read()
            if self._chores.wait_s() == 0.0:
                self._chores.step()
        self._close()

    def _is_done(self) -> bool:
        return self._stop is not None and not self._writes and not self._reads

    def _gather(self) -> None:
        """Take everything that waits; if that is nothing, wait for something to do."""
        if not self._reads and self._queue.empty():
            try:
                self._sort(self._queue.get(timeout=self._chores.wait_s()))
            except queue.Empty:
                return
        while True:
            try:
                self._sort(self._queue.get_nowait())
            except queue.Empty:
                return

    def _sort(self, job: _Job) -> None:
        match job:
            case Append() | Change():
                self._writes.append(job)
            case Read():
                self._reads.append(job)
            case Stop():
                self._stop = job

    def _write(self) -> None:
        batch, self._writes = self._writes, []
        outcomes = self._commit.commit(batch)
        deliver(outcomes)
        done = [job for job, outcome in zip(batch, outcomes, strict=True) if outcome.error is None]
        if done:
            self._chores.note([job.write.room for job in done if isinstance(job, Append)])

    def _read(self) -> None:
        """Serve reads, some at a time: a post must not wait for fifty people opening the room."""
        outcomes = []
        until = time.monotonic() + _READING_S
        while self._reads:
            outcomes.append(self._outcome(self._reads.popleft()))
            if time.monotonic() > until and not self._queue.empty():
                break
        deliver(outcomes)

    def _outcome(self, job: Read) -> Outcome:
        try:
            return Outcome(job.future, job.work(self._db), None)
        except sqlite3.Error as error:
            _log.exception("A read failed.")
            return Outcome(job.future, None, StorageFailed(str(error)))
        except Exception as error:  # noqa: BLE001 - the thread's boundary: the caller gets it
            return Outcome(job.future, None, error)

    def _close(self) -> None:
        error: sqlite3.Error | None = None
        try:
            self._db.close()
        except sqlite3.Error as failed:
            _log.exception("The database did not close cleanly; it is recovered at the next start.")
            error = failed
        assert self._stop is not None
        deliver([Outcome(self._stop.future, None, StorageFailed(str(error)) if error else None)])


def _future() -> asyncio.Future[Any]:
    return asyncio.get_running_loop().create_future()
