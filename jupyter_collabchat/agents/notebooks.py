"""What agents need of notebooks, as a port. The real one is `server_notebooks`; this module opens no file.

Every path is looked up in the room's scope at every call, whatever was found there before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

import msgspec


class Cell(msgspec.Struct, frozen=True):
    """One cell. `id`: its own, or `#<index>` in notebooks of old formats; `outputs` as plain text."""

    id: str
    kind: str
    source: str
    outputs: str = ""

    @property
    def hash(self) -> str:
        """Tells this source from any other."""
        return hashlib.sha256(self.source.encode(errors="surrogatepass")).hexdigest()


class Notebook(msgspec.Struct, frozen=True):
    """A notebook as it is now. `path` is resolved; `hash` tells this content from any other."""

    path: str
    cells: tuple[Cell, ...]
    hash: str

    def cell(self, id: str) -> Cell:
        """Return the cell called `id`. Raises `NotebookFailure`."""
        for cell in self.cells:
            if cell.id == id:
                return cell
        raise NotebookFailure("There is no such cell in this notebook.")


class NotebookFailure(Exception):
    """A notebook cannot be used like this; the sentence is for people."""


class CellChanged(NotebookFailure):
    """A cell is not what it was any more."""


class Notebooks(Protocol):
    """The notebooks of this server, as a room's scope shows them. Everything may raise `NotebookFailure`."""

    async def list(self, scope: str | None) -> Sequence[str]:
        """Return the paths of the scope's notebooks, sorted; at most a few hundred."""
        ...

    async def read(self, scope: str | None, path: str) -> Notebook:
        """Return a notebook."""
        ...

    async def edit(self, scope: str | None, path: str, cell: Cell, source: str) -> None:
        """Give `cell` another source, if its source is still the one given. Raises `CellChanged`."""
        ...
