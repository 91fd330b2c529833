"""The database file before SQLite opens it for writing: its folder, its rights, its header, its file system.

Nothing here changes a file that exists, but for its access rights: a refused file stays as it was found.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from pathlib import Path

from jupyter_collabchat.room.ports import Refused

from .schema import APPLICATION_ID, STEPS

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_USER_VERSION_AT, _APPLICATION_ID_AT = 60, 68
_FULL_CHECK_BYTES = 256 << 20
"""A larger file is not read whole at every start: this takes 0.8 s from memory, and much longer from a slow disk."""
_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "glusterfs"})


def prepare(path: Path) -> None:
    """Make folder and file, readable by their owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def check(path: Path) -> None:
    """Look whether the file can be used, without changing it.

    Raises:
        Refused: it is damaged, of a newer version, or of another program.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if not header:
        return
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise Refused(f"{path} is damaged or is no database; it was left as it is.")
    (version,) = struct.unpack_from(">I", header, _USER_VERSION_AT)
    (application,) = struct.unpack_from(">I", header, _APPLICATION_ID_AT)
    if application != APPLICATION_ID:
        raise Refused(f"{path} is a database of another program; it was left as it is.")
    if version > len(STEPS):
        raise Refused(
            f"{path} was written by a newer version (format {version}, this one knows {len(STEPS)}); "
            "it was left as it is. Use that version, or another path."
        )
    _check_pages(path)


def _check_pages(path: Path) -> None:
    """Read every page. After a crash the newest pages are in the WAL: it is read too, and stays."""
    if path.stat().st_size > _FULL_CHECK_BYTES:
        return
    crashed = _has_content(_beside(path, "-wal"))
    index = _beside(path, "-shm")
    index_existed = index.exists()
    how = "mode=ro" if crashed else "immutable=1"
    db = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
    try:
        found = [row[0] for row in db.execute("PRAGMA quick_check(1)")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    finally:
        db.close()
        if crashed and not index_existed:
            index.unlink(missing_ok=True)  # made by the reader of the WAL, of no use to anybody else
    if found != ["ok"]:
        raise Refused(f"{path} is damaged ({found[0]}); it was left as it is. Restore a copy, or use another path.")


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def is_remote(path: Path, mounts: str) -> bool:
    """Whether `path` is on a network file system, where a WAL is not safe and locks are doubtful.

    Args:
        path: The database.
        mounts: The text of `/proc/mounts`.
    """
    best, kind = -1, ""
    where = path.absolute()
    for line in mounts.splitlines():
        fields = line.split()
        point = Path(_unescape(fields[1])) if len(fields) > 2 else None
        if point is not None and where.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind in _REMOTE or kind.startswith("fuse.sshfs")


def _unescape(point: str) -> str:
    for code, character in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        point = point.replace(code, character)
    return point


def mounts() -> str:
    """Return `/proc/mounts`, or nothing where there is none."""
    try:
        return Path("/proc/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""
