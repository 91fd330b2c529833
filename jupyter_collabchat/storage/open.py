"""Choosing a store by its URL. A backend is imported only when it is asked for."""

from __future__ import annotations

from pathlib import Path

from jupyter_collabchat.room.ports import Store

_SQLITE = "sqlite:///"


def open_store(url: str, *, holder: str) -> Store:
    """Open the store that `url` names.

    Args:
        url: `memory:`, or `sqlite:///` followed by a path (`sqlite:////var/...` is absolute).
        holder: How a person reaches this server, its URL: what a second server on the same data is told.

    Raises:
        Elsewhere: another server holds the data.
        Refused: the data is corrupt, of a newer version, or no data of ours.
        ValueError: a URL of no known kind.
    """
    if url == "memory:":
        from .memory import MemoryStore

        return MemoryStore()
    if url.startswith(_SQLITE) and len(url) > len(_SQLITE):
        from .sqlite.store import SqliteStore

        return SqliteStore.open(Path(url.removeprefix(_SQLITE)).expanduser(), holder=holder)
    raise ValueError(f"No store of this kind: {url!r}. Use memory: or sqlite:///path.")
