"""Group commit: the waiting writes of all rooms in one transaction, one fsync; each fails or succeeds for itself.

In the common case nothing separates the writes. Only if one of them cannot be, the transaction is done again with a
savepoint around each. A failure of the disk fails them all: what is not surely on disk is not acknowledged.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence

from jupyter_collabchat.room.ports import StorageFailed

from . import appends, rooms
from .jobs import Append, Change, Outcome

_log = logging.getLogger(__name__)

Writes = Sequence[Append | Change]


class GroupCommit:
    """Commits batches of writes on one connection."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._heads = rooms.Heads(db)

    def commit(self, writes: Writes) -> list[Outcome]:
        """Commit `writes` and say what became of each. Never raises."""
        try:
            return self._together(writes)
        except Exception as error:  # noqa: BLE001 - a bug in one write must not fail the others: it is told below
            self._roll_back()
            if _is_of_disk(error):
                return _failed(writes, error)
        try:
            return self._one_by_one(writes)
        except sqlite3.Error as error:
            self._roll_back()
            return _failed(writes, error)

    def _together(self, writes: Writes) -> list[Outcome]:
        self._db.execute("BEGIN IMMEDIATE")
        results = self._run(writes)
        self._db.execute("COMMIT")
        return [Outcome(job.future, result, None) for job, result in zip(writes, results, strict=True)]

    def _run(self, writes: Writes) -> list[object]:
        """Appends first, in bulk: nothing else in a batch depends on their order."""
        logged = [job.write for job in writes if isinstance(job, Append)]
        if logged:
            appends.append(self._db, self._heads, logged)
        return [job.work(self._db) if isinstance(job, Change) else None for job in writes]

    def _one_by_one(self, writes: Writes) -> list[Outcome]:
        self._db.execute("BEGIN IMMEDIATE")
        outcomes = [self._apart(job) for job in writes]
        self._db.execute("COMMIT")
        return outcomes

    def _apart(self, job: Append | Change) -> Outcome:
        self._db.execute("SAVEPOINT job")
        try:
            (result,) = self._run([job])
        except Exception as error:  # noqa: BLE001 - told to the caller, whose room or handler logs it
            if _is_of_disk(error):
                raise
            return self._undone(job, error)
        self._db.execute("RELEASE job")
        return Outcome(job.future, result, None)

    def _undone(self, job: Append | Change, error: Exception) -> Outcome:
        self._db.execute("ROLLBACK TO job")
        self._db.execute("RELEASE job")
        self._heads.forget()
        return Outcome(job.future, None, self._explain(job, error))

    def _explain(self, job: Append | Change, error: Exception) -> Exception:
        if not isinstance(error, sqlite3.Error):
            return error
        found = appends.clash(self._db, job.write) if isinstance(job, Append) else None
        return found or StorageFailed(str(error))

    def _roll_back(self) -> None:
        self._heads.forget()
        if self._db.in_transaction:
            try:
                self._db.execute("ROLLBACK")
            except sqlite3.Error:
                _log.exception("A failed transaction could not be rolled back.")


def _is_of_disk(error: Exception) -> bool:
    """Whether the file or the disk failed, and not one of the writes."""
    return isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError


def _failed(writes: Writes, error: Exception) -> list[Outcome]:
    _log.error("Nothing was stored (%s): %d writes are refused.", error, len(writes))
    return [Outcome(job.future, None, StorageFailed(str(error))) for job in writes]
