"""A folder that an agent is confined to: no way leads out of it, whatever the path says and whoever moves things.

Every part of a path is opened from the one before and never followed if it is a link, so that what was checked is what
is opened. Knows no protocol and no room.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from secrets import token_hex

LARGEST = 1024 * 1024
NEW = "new"
"""The hash of a file that does not exist."""

_IS_CONFINED = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


class Outside(Exception):
    """This path is not for the agent; the sentence says why."""


class Folder:
    """The folder `path` and what is below it."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def name(self, path: str) -> str:
        """Return the name of an absolute path inside the folder, relative to it.

        Raises:
            Outside: it is not inside, or not plainly so.
        """
        asked = PurePosixPath(path)
        if "\0" in path or not asked.is_absolute() or ".." in asked.parts:
            raise Outside("A path must be absolute and go straight down.")
        try:
            name = asked.relative_to(PurePosixPath(self.path))
        except ValueError:
            raise Outside(f"This is outside of the agent's folder, {self.path}.") from None
        return str(name)

    def digest(self, name: str) -> str:
        """Return the hash of what a file holds now, `NEW` if it does not exist. Raises `Outside`."""
        try:
            return hashlib.sha256(self.read(name)).hexdigest()
        except FileNotFoundError:
            return NEW

    def read(self, name: str) -> bytes:
        """Return what a file holds.

        Raises:
            Outside: it is no plain file inside, or too large.
            FileNotFoundError: it does not exist.
        """
        with self._parent(name) as (parent, last), _opened(last, os.O_RDONLY, parent) as file:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode):
                raise Outside("This is no plain file.")
            if status.st_size > LARGEST:
                raise Outside(f"This file is larger than {LARGEST // 1024} KiB.")
            with os.fdopen(os.dup(file), "rb") as reading:
                return reading.read(LARGEST)

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file, at once. Raises `Outside`."""
        self.digest(name)  # what is there is a plain file, or nothing
        with self._parent(name) as (parent, last):
            mode = _mode(last, parent)
            fresh = f".{token_hex(8)}"
            with _opened(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, parent) as file:
                with os.fdopen(os.dup(file), "wb") as writing:
                    writing.write(data)
                os.fchmod(file, mode)
            os.replace(fresh, last, src_dir_fd=parent, dst_dir_fd=parent)

    def below(self, name: str) -> Path:
        """Return an existing folder inside, for a program to run in. Raises `Outside`."""
        if name != ".":
            with self._parent(f"{name}/."):
                pass
        return self.path / name

    @contextmanager
    def _parent(self, name: str) -> Iterator[tuple[int, str]]:
        """Open the folder that holds `name`, part by part."""
        if not _IS_CONFINED:
            raise Outside("This system cannot confine an agent to a folder.")
        *parts, last = name.split("/")
        if not last or name == ".":
            raise Outside("This is a folder.")
        with _walked(os.open(self.path, os.O_RDONLY | os.O_DIRECTORY), parts) as folder:
            yield folder, last


@contextmanager
def _walked(folder: int, parts: list[str]) -> Iterator[int]:
    try:
        for part in parts:
            with _opened(part, os.O_RDONLY | os.O_DIRECTORY, folder) as inner:
                folder, outer = os.dup(inner), folder
            os.close(outer)
        yield folder
    finally:
        os.close(folder)


@contextmanager
def _opened(name: str, flags: int, folder: int) -> Iterator[int]:
    try:
        file = os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600, dir_fd=folder)
    except FileNotFoundError:
        if flags & os.O_DIRECTORY:
            raise Outside("There is no such folder.") from None
        raise
    except OSError as error:
        raise Outside("This cannot be opened: it is a link, no plain file, or not permitted.") from error
    try:
        yield file
    finally:
        os.close(file)


def _mode(name: str, folder: int) -> int:
    try:
        return stat.S_IMODE(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return 0o644
