"""The tools that read notebooks of the room's scope. Reading is an effect too, decided by the room (RULES 2).

Without a poll only where the server's configuration frees a tool, and only while no guest is in the room.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import AsyncGenerator, Collection, Mapping
from functools import partial
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ..asking import READ
from ..contract import Effect, EffectOver, Text, TurnContext
from ..notebooks import Cell, NotebookFailure, Notebooks
from ..outputs import shortened
from .place import Place
from .tool import Result, Said, Tool, ask

_SOURCE_BYTES = 8_000
_OUTPUT_BYTES = 2_000
_TOLD_BYTES = 60_000

NotebookPath = Annotated[str, Meta(min_length=1, max_length=1024, description="As list_notebooks names it.")]


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No arguments."""


class Which(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A notebook."""

    path: NotebookPath


class ReadingTool(Tool):
    """A tool that only reads. `free`: names of those that need no poll."""

    def __init__(self, notebooks: Notebooks, free: Collection[str]) -> None:
        self._notebooks = notebooks
        self._is_free = self.name in free

    def is_effect(self, turn: TurnContext) -> bool:
        """Unless it is free, and everybody here is of this server."""
        return not self._is_free or any(member.kind not in ("user", "agent") for member in turn.members)

    async def use(self, turn: TurnContext, arguments: Any) -> AsyncGenerator[Said, None]:  # noqa: ANN401 - of its schema
        """Ask if need be, read, tell."""
        try:
            place = await Place.at(partial(self._look, turn, arguments))
            if not self.is_effect(turn):
                yield Text(f"*{self.doing.capitalize()}.*\n\n")
                yield Result(await self._read(turn, place.target))
                return
            title = f"{self.doing.capitalize()}?"
            said = msgspec.to_builtins(arguments)
            asked = await ask(turn, Effect(title, self.name, said, place.target, right=READ))
            if isinstance(asked, Result):
                yield asked
                return
            async with turn.claim(asked, place) as claim:
                told = await self._read(turn, claim.target)
        except (NotebookFailure, EffectOver) as failure:
            yield Result(f"Not read: {failure}")
        else:
            yield Result(told)

    @abstractmethod
    async def _look(self, turn: TurnContext, arguments: Any) -> dict[str, str]:  # noqa: ANN401 - of its schema
        """Return what is there to be read, exactly."""

    @abstractmethod
    async def _read(self, turn: TurnContext, target: Mapping[str, Any]) -> str:
        """Return what the model is told."""


class ListNotebooks(ReadingTool):
    """Lists the notebooks of the room's scope."""

    name = "list_notebooks"
    doing = "list the notebooks here"
    about = "List the notebooks that belong to this room."
    arguments = Nothing

    async def _look(self, turn: TurnContext, arguments: Nothing) -> dict[str, str]:
        return {"scope": turn.scope or ""}

    async def _read(self, turn: TurnContext, target: Mapping[str, Any]) -> str:
        return json.dumps(await self._notebooks.list(target["scope"] or None), ensure_ascii=False)


class ReadNotebook(ReadingTool):
    """Reads one notebook."""

    name = "read_notebook"
    doing = "read a notebook"
    about = "Read the cells of a notebook, with the text of their outputs."
    arguments = Which

    async def _look(self, turn: TurnContext, arguments: Which) -> dict[str, str]:
        notebook = await self._notebooks.read(turn.scope, arguments.path)
        return {"path": notebook.path, "content_sha256": notebook.hash}

    async def _read(self, turn: TurnContext, target: Mapping[str, Any]) -> str:
        cells = (await self._notebooks.read(turn.scope, target["path"])).cells
        told = json.dumps([_shown(cell) for cell in cells], ensure_ascii=False)
        return shortened(told, _TOLD_BYTES)


def _shown(cell: Cell) -> dict[str, str]:
    shown = {"id": cell.id, "kind": cell.kind, "source": shortened(cell.source, _SOURCE_BYTES)}
    return {**shown, "outputs": shortened(cell.outputs, _OUTPUT_BYTES)} if cell.outputs else shown
