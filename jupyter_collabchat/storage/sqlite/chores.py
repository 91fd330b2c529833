"""Work that nobody waits for: indexing, erasing, purging, writing the WAL back. In small steps, when due."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

from jupyter_collabchat.core.ids import RoomId

from . import erasure, index
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
        self._index_at: float | None = clock() if self._unindexed else None
        self._purge_at: float | None = clock() if _asked(db) else None
        self._purging = 0
        self._erase_at: float | None = clock() if erasure.next_room(db) is not None else None
        self._checkpoint_at: float | None = None
        self._commits = 0

    def note(self, written: list[RoomId]) -> None:
        """A commit has written to these rooms' logs, or to something else. What else is to do is found by indexing."""
        now = self._clock()
        self._unindexed.update(dict.fromkeys(written))
        if self._unindexed and self._index_at is None:
            self._index_at = now + INDEX_AFTER_S
        self._count_commit(now)

    def _count_commit(self, now: float) -> None:
        self._commits += 1
        self._checkpoint_at = now if self._commits >= _CHECKPOINT_COMMITS else now + _CHECKPOINT_AFTER_S

    def wait_s(self) -> float | None:
        """Return in how many seconds the next step is due, 0 if now, None if there is nothing to do."""
        times = (self._index_at, self._purge_at, self._checkpoint_at, self._erase_at)
        due = min((at for at in times if at is not None), default=None)
        return None if due is None else max(0.0, due - self._clock())

    def step(self) -> None:
        """Do one small step of what is due. A failure is logged and tried again later."""
        now = self._clock()
        try:
            self._db.execute("PRAGMA synchronous = NORMAL")  # all of this can be done again: no fsync of its own
            self._step(now)
        except Exception:  # noqa: BLE001 - the boundary of the background: nobody waits, and the thread must live
            _log.exception("Work in the background failed; it is tried again in %s s.", _RETRY_S)
            self._put_off(now + _RETRY_S)
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self._db.execute("PRAGMA synchronous = FULL")

    def _step(self, now: float) -> None:
        if self._index_at is not None and self._index_at <= now:
            self._index()
        elif self._purge_at is not None and self._purge_at <= now:
            self._purge()
        elif self._checkpoint_at is not None and self._checkpoint_at <= now:
            self._checkpoint()
        elif self._erase_at is not None and self._erase_at <= now:
            self._erase(now)

    def _index(self) -> None:
        room = next(iter(self._unindexed))
        self._db.execute("BEGIN IMMEDIATE")
        is_behind = index.advance(self._db, room)
        self._db.execute("COMMIT")
        del self._unindexed[room]
        if is_behind:
            self._unindexed[room] = None  # to the end of the line: rooms take turns
        if not self._unindexed:
            self._index_at = None
            self._look_for_more()

    def _look_for_more(self) -> None:
        """Find what redactions and deletions left to do."""
        self._purge_at = self._clock() + _PURGE_AFTER_S if _asked(self._db) else None
        self._erase_at = self._clock() if erasure.next_room(self._db) is not None else None

    def _erase(self, now: float) -> None:
        number = erasure.next_room(self._db)
        if number is None:
            self._look_for_more()
            return
        self._db.execute("BEGIN IMMEDIATE")
        erasure.advance(self._db, number)
        self._db.execute("COMMIT")
        self._count_commit(now)

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
        self._purge_at = self._clock() + _PURGE_AFTER_S if _asked(self._db) else None

    def _checkpoint(self) -> None:
        self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._commits = 0
        self._checkpoint_at = None

    def _put_off(self, until: float) -> None:
        if self._index_at is not None:
            self._index_at = until
        if self._purge_at is not None:
            self._purge_at = until
        if self._checkpoint_at is not None:
            self._checkpoint_at = until
        if self._erase_at is not None:
            self._erase_at = until


def _asked(db: sqlite3.Connection) -> int:
    """Return how often a purge was asked for since the last one, 0 if none is left to do."""
    row = db.execute("SELECT times FROM chores WHERE name = ?", (PURGE,)).fetchone()
    return 0 if row is None else int(row[0])
