"""Who holds the data: a lock of the operating system on a small file that names the holder.

The lock decides, not the file: the system lets go of it when its process ends, however it ends.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TextIO

from jupyter_collabchat.room.ports import Elsewhere


class HolderLock:
    """The exclusive right to a database file, held until `release`."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    @classmethod
    def take(cls, database: Path, holder: str) -> HolderLock:
        """Take the lock of `database` and write down who has it.

        Raises:
            Elsewhere: another server has it.
        """
        file = os.fdopen(os.open(_path(database), os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
        if not _lock(file.fileno()):
            file.close()
            raise Elsewhere(holder_of(database))
        _path(database).chmod(0o600)
        _say(file, f"{holder} (process {os.getpid()} on {socket.gethostname()})")
        return cls(file)

    def release(self) -> None:
        """Let go; a second call changes nothing. The file stays: without it two servers could lock two files."""
        if not self._file.closed:
            _say(self._file, "")
            self._file.close()


def holder_of(database: Path) -> str:
    """Return who holds `database`, as far as they have said."""
    try:
        return _path(database).read_text("utf-8") or "another server"
    except (OSError, UnicodeDecodeError):
        return "another server"


def _path(database: Path) -> Path:
    return database.with_name(database.name + ".holder")


def _say(file: TextIO, text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


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
