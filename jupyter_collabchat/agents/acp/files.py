"""Files that an agent asks for: each reading and writing is decided by the room, exactly, and stays in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from ..asking import READ, WRITE, Target
from ..contract import Effect
from . import show
from .exchange import Exchange, NotAllowed
from .folder import Folder, Outside

_DIFF = 4_000
"""Longest diff that stands beside the new text in what is decided on."""


class FileTarget(Target):
    """A file as it was when the room was asked."""

    def __init__(self, folder: Folder, name: str) -> None:
        self._folder = folder
        self._name = name
        self.target = {"name": name, "folder": str(folder.path), "sha256": folder.digest(name)}
        self.resource = f"file:{folder.path / name}"

    async def __aexit__(self, *exc: object) -> None:
        return

    async def is_still(self, target: Mapping[str, Any]) -> bool:
        """Whether it holds what it held."""
        try:
            return dict(target) == {**self.target, "sha256": self._folder.digest(self._name)}
        except Outside:
            return False


async def read(exchange: Exchange, folder: Folder, path: str, part: slice) -> str:
    """Return the text of a file, or some of its lines, if the room agrees.

    Raises:
        NotAllowed: the room does not, or nobody could: it is not inside, no text, not there.
    """
    try:
        name = folder.name(path)
        file = FileTarget(folder, name)
        said: dict[str, Any] = {"path": name}
        if part != slice(None):
            said["lines"] = [part.start, part.stop]
        title = f"Let it read {show.one_line(name)}?"
        effect = Effect(title, "read_file", said, file.target, resource=file.resource, right=READ)
        decision = await exchange.decision(effect)
        async with exchange.doing(decision, file) as claim:
            text = folder.read(claim.target["name"]).decode()
    except Outside as refused:
        raise NotAllowed(str(refused)) from refused
    except FileNotFoundError:
        raise NotAllowed("There is no such file.") from None
    except UnicodeDecodeError:
        raise NotAllowed("This file is no text.") from None
    return "".join(islice(text.splitlines(keepends=True), part.start, part.stop))


async def write(exchange: Exchange, folder: Folder, path: str, content: str) -> None:
    """Write a text file whole, if the room agrees to exactly this.

    Raises:
        NotAllowed: the room does not, or nobody could.
    """
    try:
        name = folder.name(path)
        file = FileTarget(folder, name)
        before = _text(folder, name)
        change = show.diff(name, before, content)
        said = {"path": name, "content": content, **({"diff": change} if before and len(change) <= _DIFF else {})}
        effect = Effect(
            f"Let it write {show.one_line(name)}?",
            "write_file",
            said,
            file.target,
            subject="write",
            resource=file.resource,
            right=WRITE,
        )
        decision = await exchange.decision(effect, f"\n\n{show.shown_diff(name, before, content)}\n\n")
        async with exchange.doing(decision, file) as claim:
            folder.write(claim.target["name"], claim.arguments["content"].encode())
    except Outside as refused:
        raise NotAllowed(str(refused)) from refused


def _text(folder: Folder, name: str) -> str:
    try:
        return folder.read(name).decode(errors="replace")
    except FileNotFoundError:
        return ""
