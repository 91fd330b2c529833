"""Work that nobody waits for: indexing, wiping, purging, writing the WAL back. In small steps, when due."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

from jupyter_collabchat.core.ids import RoomId

from . import clearing, index
from .redaction import PURGE

_log = logging.getLogger(__name__)

INDEX_AFTER_S = 0.2
"""How long a line may wait to be indexed: long enough to make steps of many, well under the second we promise."""
_PURGE_AFTER_S = 0.3
"""A moderator who cleans up redacts many: one purge serves them all."""
_CHECKPOINT_AFTER_S = 2.0
_CHECKPOINT_COMMITS = 200
_RETRY_S = 1.0


class Chores:
    """What is left to do, and when. All times are of one monotonic clock."""

    def __init__(self, db: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self._db = db
        self._clock = clock
        self._unindexed = dict.fromkeys(index.behind(db))
        self._purging = 0
        self._commits = 0
        self._steps = {
            "index": self._index,
            "purge": self._purge,
            "checkpoint": self._checkpoint,
            "wipe": self._wipe,
        }
        """In this order, if several are due."""
        self._due: dict[str, float] = {"index": clock()} if self._unindexed else {}
        self._look()

    def note(self, written: list[RoomId]) -> None:
        """A commit has written to these rooms' logs, or to something else. What it erased is found by indexing."""
        now = self._clock()
        self._unindexed.update(dict.fromkeys(written))
        if self._unindexed:
            self._due.setdefault("index", now + INDEX_AFTER_S)
        self._count_commit(now)

    def _count_commit(self, now: float) -> None:
        self._commits += 1
        self._due["checkpoint"] = now if self._commits >= _CHECKPOINT_COMMITS else now + _CHECKPOINT_AFTER_S

    def wait_s(self) -> float | None:
        """Return in how many seconds the next step is due, 0 if now, None if there is nothing to do."""
        return max(0.0, min(self._due.values()) - self._clock()) if self._due else None

    def step(self) -> None:
        """Do one small step of what is due. A failure is logged and tried again later."""
        now = self._clock()
        due = [name for name in self._steps if name in self._due and self._due[name] <= now]
        if not due:
            return
        try:
            self._db.execute("PRAGMA synchronous = NORMAL")  # all of this can be done again: no fsync of its own
            self._steps[due[0]]()
        except Exception:  # noqa: BLE001 - the boundary of the background: nobody waits, and the thread must live
            _log.exception("Work in the background failed; it is tried again in %s s.", _RETRY_S)
            self._due = dict.fromkeys(self._due, now + _RETRY_S)
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self._db.execute("PRAGMA synchronous = FULL")

    def _look(self) -> None:
        """Look what the newest log lines left to erase."""
        if _asked(self._db):
            self._due.setdefault("purge", self._clock() + _PURGE_AFTER_S)
        if clearing.behind(self._db) is not None:
            self._due["wipe"] = self._clock()

    def _index(self) -> None:
        room = next(iter(self._unindexed))
        self._db.execute("BEGIN IMMEDIATE")
        is_behind = index.advance(self._db, room)
        self._db.execute("COMMIT")
        del self._unindexed[room]
        if is_behind:
            self._unindexed[room] = None  # to the end of the line: rooms take turns
        if not self._unindexed:
            del self._due["index"]
            self._look()

    def _wipe(self) -> None:
        span = clearing.behind(self._db)
        if span is not None:
            self._db.execute("BEGIN IMMEDIATE")
            clearing.advance(self._db, span)
            self._db.execute("COMMIT")
            self._count_commit(self._clock())
            return
        del self._due["wipe"]
        self._look()

    def _purge(self) -> None:
        """Merge on. What was redacted meanwhile is not part of a merge that had begun: then another one follows."""
        is_first = self._purging == 0
        if is_first:
            self._purging = _asked(self._db)
        if index.purge(self._db, first=is_first):
            return
        self._db.execute("DELETE FROM chores WHERE name = ? AND times = ?", (PURGE, self._purging))
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._purging = 0
        del self._due["purge"]
        self._look()

    def _checkpoint(self) -> None:
        self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._commits = 0
        del self._due["checkpoint"]


def _asked(db: sqlite3.Connection) -> int:
    """Return how often a purge was asked for since the last one, 0 if none is left to do."""
    row = db.execute("SELECT times FROM chores WHERE name = ?", (PURGE,)).fetchone()
    return 0 if row is None else int(row[0])
