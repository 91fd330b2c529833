"""What an effect on files is about: named as exactly as the room decides on it, and looked at before it is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from ..contract import Target
from ..notebooks import NotebookFailure

Look = Callable[[], Awaitable[dict[str, str]]]


class Place(Target):
    """A target that is never occupied. `target`: what was there when the room was asked."""

    def __init__(self, target: dict[str, str], look: Look) -> None:
        self.target = target
        self._look = look

    @classmethod
    async def at(cls, look: Look) -> Place:
        """Return the place as it is now. Raises what `look` raises."""
        return cls(await look(), look)

    async def __aexit__(self, *exc: object) -> None:
        return

    async def is_still(self, target: Mapping[str, Any]) -> bool:
        """Whether it is what the room approved."""
        try:
            return await self._look() == target
        except NotebookFailure:
            return False
