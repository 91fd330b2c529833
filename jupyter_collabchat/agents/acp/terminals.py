"""Commands that an agent asks to run: each is decided by the room, runs in its folder, and ends with the turn."""

from __future__ import annotations

import asyncio
import itertools
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping, Sequence
from signal import Signals

import msgspec

from ..contract import Claim, Effect
from . import process, show
from .config import Launch
from .exchange import Exchange, NotAllowed
from .folder import Folder, Outside

_KEPT = 64 * 1024
_LONGEST_KEPT = 1024 * 1024
_GRACE_S = 2.0
_LAST_WORDS_S = 1.0


class Command(msgspec.Struct, frozen=True):
    """What is to be run. `cwd`: absolute; `kept`: how many bytes of its newest output are kept."""

    command: str
    args: Sequence[str] = ()
    env: Mapping[str, str] = {}
    cwd: str | None = None
    kept: int | None = None


class Terminal:
    """One running command: its newest output, and how it ended."""

    def __init__(self, running: Process, kept: int) -> None:
        self._process = running
        self._kept = min(kept, _LONGEST_KEPT)
        self._output = b""
        self.cut = False
        self.over = asyncio.ensure_future(self._end())

    @property
    def output(self) -> str:
        """The newest output, from the start of a character on."""
        return self._output.decode(errors="replace").lstrip("\ufffd")

    @property
    def code(self) -> int | None:
        """Its exit code; None while it runs or if a signal ended it."""
        code = self._process.returncode
        return code if code is not None and code >= 0 else None

    @property
    def signal(self) -> str | None:
        """The signal that ended it, if one did."""
        code = self._process.returncode
        return Signals(-code).name if code is not None and code < 0 else None

    async def kill(self) -> None:
        """End the command; what it said stays."""
        await process.end(self._process, 0 if self.over.done() else _GRACE_S)

    async def _end(self) -> None:
        """Wait until the command has ended, and for its last words; what it left behind may hold the line for ever."""
        listening = asyncio.ensure_future(self._listen())
        try:
            await self._process.wait()
            await asyncio.wait((listening,), timeout=_LAST_WORDS_S)
        finally:
            listening.cancel()

    async def _listen(self) -> None:
        stdout = self._process.stdout
        while stdout is not None and (said := await stdout.read(64 * 1024)):
            self._output += said
            if len(self._output) > self._kept:
                self._output, self.cut = self._output[-self._kept :], True


class Terminals:
    """The commands of one turn."""

    def __init__(self, exchange: Exchange, folder: Folder, launch: Launch) -> None:
        self._exchange = exchange
        self._folder = folder
        self._launch = launch
        self._all: dict[str, Terminal] = {}
        self._ids = itertools.count(1)

    def find(self, id: str) -> Terminal:
        """Return a terminal. Raises `KeyError`."""
        return self._all[id]

    async def create(self, asked: Command) -> str:
        """Run a command, if the room agrees to exactly this; return the id of its terminal.

        Raises:
            NotAllowed: the room does not, or it cannot be run.
        """
        try:
            where = self._folder.name(asked.cwd or str(self._folder.path))
            self._folder.below(where)
        except Outside as refused:
            raise NotAllowed(str(refused)) from refused
        said = {"command": asked.command, "args": list(asked.args), "env": dict(asked.env), "folder": where}
        title = f"Let it run {show.one_line(asked.command)}?"
        target = {"name": str(self._folder.path / where)}
        decision = await self._exchange.decision(Effect(title, "run_command", said, target, subject="execution"))
        id = f"terminal-{next(self._ids)}"

        async def run(begun: Callable[[], None]) -> None:
            async with self._exchange.doing(decision) as claim:
                terminal = self._all[id] = Terminal(await self._start(claim), asked.kept or _KEPT)
                begun()
                await self._watch(terminal, claim)

        await self._exchange.begin(run)
        return id

    async def end(self) -> None:
        """End every command that still runs."""
        await asyncio.gather(*(terminal.kill() for terminal in self._all.values() if not terminal.over.done()))

    async def _start(self, claim: Claim) -> Process:
        said = claim.arguments
        try:
            return await asyncio.create_subprocess_exec(
                said["command"],
                *said["args"],
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=STDOUT,
                env=process.environment(said["env"]),
                cwd=self._folder.below(said["folder"]),
                start_new_session=True,
            )
        except (OSError, ValueError, Outside) as error:
            raise NotAllowed(f"It cannot be run: {error}") from error

    async def _watch(self, terminal: Terminal, claim: Claim) -> None:
        try:
            await asyncio.wait((terminal.over,), timeout=self._launch.command_s)
            if not terminal.over.done():
                claim.fail(f"ended after {self._launch.command_s:.0f} seconds")
        finally:
            await terminal.kill()
        if terminal.code != 0:
            claim.fail(terminal.signal or f"exit code {terminal.code}")
