"""The tool that edits a cell: the room sees the difference, and what it approved is done to the very text it saw."""

from __future__ import annotations

import difflib
from collections.abc import AsyncGenerator
from functools import partial
from typing import Annotated

import msgspec
from msgspec import Meta

from ..asking import WRITE
from ..contract import Decision, Effect, EffectOver, TurnContext
from ..notebooks import Cell, CellChanged, NotebookFailure, Notebooks
from .place import Place
from .reading import NotebookPath
from .tool import Result, Said, Tool, ask


class Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another source for a cell."""

    path: NotebookPath
    cell: Annotated[str, Meta(min_length=1, max_length=100, description="The cell's id, as read_notebook names it.")]
    source: Annotated[str, Meta(description="The cell's whole new source.")]


class EditCell(Tool):
    """Gives a cell another source."""

    name = "edit_cell"
    doing = "edit a cell"
    about = "Replace the source of one cell of a notebook. People see the difference and decide; nothing is run."
    arguments = Edit

    def __init__(self, notebooks: Notebooks) -> None:
        self._notebooks = notebooks

    async def use(self, turn: TurnContext, arguments: Edit) -> AsyncGenerator[Said, None]:
        """Show the difference, ask, save."""
        try:
            cell = (await self._notebooks.read(turn.scope, arguments.path)).cell(arguments.cell)
            if cell.source == arguments.source:
                yield Result("The cell has this source already.")
                return
            place = await Place.at(partial(self._look, turn, arguments))
            asked = await ask(turn, _effect(place, cell, arguments.source))
            yield asked if isinstance(asked, Result) else await self._edit(turn, asked, place, cell)
        except (NotebookFailure, EffectOver) as failure:
            yield Result(f"Not edited: {failure}")

    async def _edit(self, turn: TurnContext, decision: Decision, place: Place, cell: Cell) -> Result:
        async with turn.claim(decision, place) as claim:
            try:
                await self._notebooks.edit(turn.scope, claim.target["path"], cell, claim.arguments["source"])
            except CellChanged:
                claim.fail("target_changed")
                raise
        return Result("The cell has the new source. It was not run.")

    async def _look(self, turn: TurnContext, arguments: Edit) -> dict[str, str]:
        notebook = await self._notebooks.read(turn.scope, arguments.path)
        cell = notebook.cell(arguments.cell)
        return {"path": notebook.path, "cell": cell.id, "source_sha256": cell.hash}


def _effect(place: Place, cell: Cell, source: str) -> Effect:
    path = place.target["path"]
    shown = difflib.unified_diff(cell.source.split("\n"), source.split("\n"), "before", "after", lineterm="")
    arguments = {"source": source, "diff": "\n".join(shown)}
    title, resource = "Edit this cell?", f"notebook:{path}"
    return Effect(title, "edit_cell", arguments, place.target, subject="write", resource=resource, right=WRITE)
