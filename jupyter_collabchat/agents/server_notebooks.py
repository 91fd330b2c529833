"""The notebooks of this Jupyter server, behind the `Notebooks` port: through its contents manager, which owns them.

Where the contents are files, links are resolved before a path is trusted (see `scopes`).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from tornado.web import HTTPError

from . import outputs
from .notebooks import Cell, CellChanged, Notebook, NotebookFailure
from .scopes import NOTEBOOK, OutOfScope, resolve

_MOST_NOTEBOOKS = 300
_MOST_FOLDERS = 500


class ServerNotebooks:
    """The port's real implementation. `manager`: the server's `ContentsManager`."""

    def __init__(self, manager: Any) -> None:  # noqa: ANN401 - synchronous and asynchronous managers share no type
        self._manager = manager
        self._editing = asyncio.Lock()

    async def list(self, scope: str | None) -> tuple[str, ...]:
        """Return the paths of the scope's notebooks."""
        start = self._resolve(scope, "")
        if start.endswith(NOTEBOOK):
            return (start,)
        found: set[str] = set()
        async for path in self._walk(scope, start):
            found.add(path)
            if len(found) >= _MOST_NOTEBOOKS:
                break
        return tuple(sorted(found))

    async def _walk(self, scope: str | None, start: str) -> AsyncGenerator[str, None]:
        """Yield the notebooks in `start` and below; what leads out of the scope is passed over."""
        folders, seen = [start], {start}
        while folders and len(seen) <= _MOST_FOLDERS:
            model = await self._get(folders.pop(0), "directory")
            for entry in model["content"]:
                if entry["type"] not in ("directory", "notebook"):
                    continue
                path = self._resolved_or_none(scope, entry["path"])
                if path is not None and entry["type"] == "notebook":
                    yield path
                elif path is not None and path not in seen:
                    seen.add(path)
                    folders.append(path)

    async def read(self, scope: str | None, path: str) -> Notebook:
        """Return a notebook."""
        real = self._notebook_path(scope, path)
        content = (await self._get(real, "notebook"))["content"]
        cells = tuple(_cell(index, cell) for index, cell in enumerate(content["cells"]))
        return Notebook(real, cells, hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest())

    async def edit(self, scope: str | None, path: str, cell: Cell, source: str) -> None:
        """Give `cell` another source; nobody else's edit comes between the look and the save."""
        real = self._notebook_path(scope, path)
        async with self._editing:
            content = (await self._get(real, "notebook"))["content"]
            for index, found in enumerate(content["cells"]):
                if _cell(index, found).id == cell.id and _source(found) == cell.source:
                    found["source"] = source
                    break
            else:
                raise CellChanged("The cell was changed or removed meanwhile.")
            await self._save(real, content)

    # --- the contents manager

    async def _get(self, path: str, kind: str) -> Mapping[str, Any]:
        try:
            model: Mapping[str, Any] = await ensure_async(self._manager.get(path, content=True, type=kind))
        except (HTTPError, OSError) as error:
            raise NotebookFailure(f"There is no such {kind} that can be read.") from error
        return model

    async def _save(self, path: str, content: Any) -> None:  # noqa: ANN401 - a NotebookNode
        try:
            await ensure_async(self._manager.save({"type": "notebook", "format": "json", "content": content}, path))
        except (HTTPError, OSError) as error:
            raise NotebookFailure("The notebook could not be saved.") from error

    # --- paths

    def _notebook_path(self, scope: str | None, path: str) -> str:
        real = self._resolve(scope, path)
        if not real.endswith(NOTEBOOK):
            raise NotebookFailure("This is no notebook.")
        return real

    def _resolved_or_none(self, scope: str | None, path: str) -> str | None:
        try:
            return self._resolve(scope, path)
        except NotebookFailure:
            return None

    def _resolve(self, scope: str | None, path: str) -> str:
        """Return the real path. Contents that are no files have no links: theirs are compared as they stand."""
        root = getattr(self._manager, "root_dir", None)
        try:
            real = resolve(Path(root) if root else Path("/nonexistent"), scope, path)
        except (OutOfScope, OSError, RuntimeError) as error:
            raise NotebookFailure(str(OutOfScope())) from error
        return "" if real == "." else real


def _cell(index: int, cell: Mapping[str, Any]) -> Cell:
    shown = "".join(outputs.plain(_bundle(output)) for output in cell.get("outputs", ()))
    return Cell(str(cell.get("id") or f"#{index}"), str(cell["cell_type"]), _source(cell), shown)


def _source(cell: Mapping[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _bundle(output: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an output of a notebook in the form that messages have."""
    if output["output_type"] == "stream":
        return {outputs.STDOUT: _text(output.get("text", ""))}
    if output["output_type"] == "error":
        return {outputs.ERROR: output}
    return {kind: _text(value) for kind, value in output.get("data", {}).items()}


def _text(value: Any) -> Any:  # noqa: ANN401 - JSON values
    return "".join(value) if isinstance(value, list) and all(isinstance(part, str) for part in value) else value
