"""Where in the server's files the agents of a room may reach: in the root, and in the room's folder or notebook.

Only names places; opens nothing. Links are followed before anything is compared: a link out of the scope is out of it.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

NOTEBOOK = ".ipynb"


class OutOfScope(Exception):
    """A path that agents of this room may not use; the sentence is for people and says nothing of what is there."""

    def __init__(self) -> None:
        super().__init__("This path is not in the room's part of the files.")


def resolve(root: Path, scope: str | None, path: str) -> str:
    """Return what `path` really names, as a path from `root` with slashes.

    Args:
        root: The folder that the server serves.
        scope: The room's folder or notebook, from `root`; None for all of it.
        path: From `root`, with slashes; empty for the scope itself.

    Raises:
        OutOfScope: it is absolute, goes up, is hidden, or leads out of root or scope.
    """
    base = root.resolve()
    confined = (base / _plain(scope or "")).resolve()
    real = (base / _plain(path)).resolve() if path else confined
    if not (confined.is_relative_to(base) and real.is_relative_to(confined)):
        raise OutOfScope
    return _plain(real.relative_to(base).as_posix()).as_posix()


def _plain(path: str) -> PurePosixPath:
    """Return a relative path of visible, ordinary parts."""
    parts = PurePosixPath(path)
    is_odd = "\\" in path or ":" in path or not path.isprintable()
    if parts.is_absolute() or is_odd or any(part.startswith((".", "~")) for part in parts.parts):
        raise OutOfScope
    return parts
