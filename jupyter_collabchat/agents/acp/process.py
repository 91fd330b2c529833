"""One program over stdio: started with a clean environment, its last words kept, ended by its own id.

Owns the process and nothing that is said to it. Every program is the leader of a session of its own, so that whatever
it started ends with it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..server_kernels import SECRETS

log = logging.getLogger(__name__)

INHERITED = ("HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "USER")
LONGEST_LINE = 16 * 1024 * 1024
_LAST_WORDS = 4096
_KILLED_S = 5.0
_HIDDEN = "•••"


def environment(own: Mapping[str, str], inherit: Sequence[str] = ()) -> dict[str, str]:
    """Return what a program gets: what every program needs, and what the administrator says. Never our tokens."""
    names = {*INHERITED, *inherit} - SECRETS
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, **{name: value for name, value in own.items() if name not in SECRETS}}


class Program:
    """A running program, spoken to over stdin and stdout."""

    def __init__(self, process: Process, secrets: Sequence[str]) -> None:
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise ValueError("a program is spoken to over pipes")
        self.process = process
        self.stdin: asyncio.StreamWriter = process.stdin
        self.stdout: asyncio.StreamReader = process.stdout
        self._stderr: asyncio.StreamReader = process.stderr
        self._secrets = sorted((secret for secret in secrets if len(secret) >= 6), key=len, reverse=True)
        self._tail = b""
        self._listener = asyncio.ensure_future(self._listen())

    @property
    def runs(self) -> bool:
        """Whether it has not ended yet."""
        return self.process.returncode is None

    def hide(self, text: str) -> str:
        """Return `text` without the values of its configured environment, which may be keys."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return text

    async def last_words(self, wait_s: float = 2.0) -> str:
        """Return how it ended and the last lines of its standard error."""
        await asyncio.wait((self._listener,), timeout=wait_s)
        lines = self.hide(self._tail.decode(errors="replace")).strip().splitlines()[-5:]
        how = "It still runs, but does not speak any more." if self.runs else _ending(self.process.returncode or 0)
        return "\n".join([how, *(line[-200:] for line in lines)])

    async def end(self, grace_s: float) -> None:
        """End it and all it started: asked first, then forced. Nobody else reads its standard output any more."""
        self.stdin.close()
        unread = asyncio.ensure_future(_drained(self.stdout))
        await end(self.process, grace_s)
        unread.cancel()
        self._listener.cancel()
        await asyncio.wait((unread, self._listener))

    async def _listen(self) -> None:
        """Keep the newest of standard error; waiting for its end is waiting for the process."""
        while said := await self._stderr.read(_LAST_WORDS):
            self._tail = (self._tail + said)[-_LAST_WORDS:]
        await self.process.wait()


async def end(process: Process, grace_s: float) -> None:
    """End the leader of a session and all that is in it: asked first, then forced."""
    waiting = asyncio.ensure_future(process.wait())
    _signal(process, signal.SIGTERM)
    await asyncio.wait((waiting,), timeout=grace_s)
    _signal(process, signal.SIGKILL)
    await asyncio.wait((waiting,), timeout=_KILLED_S)
    if not waiting.done():  # something that left the session holds its pipes
        log.warning("process %d was ended, but its output is still open", process.pid)
        waiting.cancel()


async def _drained(stdout: asyncio.StreamReader) -> None:
    """Read what nobody wants: a process has not ended for asyncio before its pipes have."""
    while await stdout.read(_LAST_WORDS):
        continue


def _signal(process: Process, number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return  # all of it has ended


async def start(command: Sequence[str], env: Mapping[str, str], folder: Path, secrets: Sequence[str] = ()) -> Program:
    """Start a program in `folder`. Raises `OSError`."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=env, cwd=folder, start_new_session=True
    )
    return Program(process, secrets)


def _ending(code: int) -> str:
    if code >= 0:
        return f"It ended with exit code {code}."
    return f"It was ended by {signal.Signals(-code).name}."
