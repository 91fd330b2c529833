"""Who holds the data: a lock of the operating system on a small file that names the holder.

The lock decides, not the file: the system lets go of it when its process ends, however it ends.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from jupyter_collabchat.room.ports import Elsewhere


class HolderLock:
    """The exclusive right to a database file, held until `release`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def take(cls, database: Path, holder: str) -> HolderLock:
        """Take the lock of `database` and write down who has it.

        Raises:
            Elsewhere: another server has it.
        """
        path = _path(database)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(descriptor):
            os.close(descriptor)
            raise Elsewhere(holder_of(database))
        os.fchmod(descriptor, 0o600)
        _write(descriptor, f"{holder} (process {os.getpid()} on {socket.gethostname()})")
        return cls(path, descriptor)

    def release(self) -> None:
        """Let go. The file stays: removing it would let two servers lock two files of one name."""
        _write(self._descriptor, "")
        os.close(self._descriptor)


def holder_of(database: Path) -> str:
    """Return who holds `database`, as far as they have said."""
    try:
        return _path(database).read_text("utf-8") or "another server"
    except (OSError, UnicodeDecodeError):
        return "another server"


def _path(database: Path) -> Path:
    return database.with_name(database.name + ".holder")


def _write(descriptor: int, text: str) -> None:
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


if sys.platform == "win32":

    def _lock(descriptor: int) -> bool:
        return True  # SQLite's own exclusive lock decides alone

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
