"""Opening the one connection of a database: lock, checks, settings, tables."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import msgspec

from jupyter_collabchat.room.ports import Elsewhere, Refused

from . import files
from .lock import HolderLock, holder_of
from .migration import migrate
from .redaction import VACUUM

_log = logging.getLogger(__name__)

_LOCK_WAIT_S = 1.0
_CACHE_KIB = 16 * 1024
_BACKSTOP_PAGES = 8000
"""The WAL is written back between commits (`chores`); only past this size does a commit have to do it itself."""
_STATEMENTS = 256
_VACUUM_BYTES = 64 << 20
"""Up to this size rewriting the file delays a start by less than half a second."""


def connect(path: Path, holder: str) -> tuple[sqlite3.Connection, HolderLock]:
    """Open `path` for this process alone.

    Raises:
        Elsewhere: another server holds it.
        Refused: it cannot be used; it was left as it was.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = HolderLock.take(path, holder)
    try:
        files.prepare(path)
        files.check(path)
        return _open(path), lock
    except BaseException:
        lock.release()
        raise


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(
        path,
        timeout=_LOCK_WAIT_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_STATEMENTS,
    )
    try:
        _settle(db, path)
        _upgrade(db, path)
        _vacuum(db, path)
    except sqlite3.OperationalError as error:
        db.close()
        if "locked" in str(error):
            raise Elsewhere(holder_of(path)) from error
        raise
    return db


def _upgrade(db: sqlite3.Connection, path: Path) -> None:
    try:
        migrate(db)
    except (sqlite3.Error, msgspec.DecodeError) as error:
        db.close()
        raise Refused(f"{path} cannot be brought to this version ({error}); it was left as it is.") from error


def _vacuum(db: sqlite3.Connection, path: Path) -> None:
    """Remove the last traces of redacted texts, where that is quick (see `redaction`)."""
    asked = db.execute("SELECT 1 FROM chores WHERE name = ?", (VACUUM,)).fetchone()
    if asked is None or path.stat().st_size > _VACUUM_BYTES:
        return
    try:
        db.execute("VACUUM")
        db.execute("DELETE FROM chores WHERE name = ?", (VACUUM,))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError:
        _log.exception("Traces of redacted messages may remain in %s; they are removed at the next start.", path)


def _settle(db: sqlite3.Connection, path: Path) -> None:
    remote = files.is_remote(path, files.mounts())
    if remote:
        _log.warning(
            "%s is on a network file system: slower, and only as safe as its locks. "
            "Prefer a path on a local disk (c.CollabChatApp.store_url).",
            path,
        )
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute(f"PRAGMA journal_mode = {'DELETE' if remote else 'WAL'}")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    db.execute(f"PRAGMA wal_autocheckpoint = {_BACKSTOP_PAGES}")
    db.execute("PRAGMA journal_size_limit = 67108864")
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("BEGIN EXCLUSIVE")  # takes the lock now, not at the first write
    db.execute("COMMIT")
