"""One run of the benchmark: how thorough it is, where its servers keep their data, and pairs of servers to compare."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import process
from .crowd import Crowd
from .dialect import Dialect
from .process import Server
from .rest import Rest, names
from .witness import Witness


@dataclass(frozen=True)
class Pair:
    """A room and the bare broadcast with the same people in both."""

    ours: Crowd
    bare: Crowd
    our_server: Server
    bare_server: Server
    rest: Rest
    room: str
    witness: Witness = field(default_factory=Witness)


@dataclass(frozen=True)
class Session:
    """Settings of a run."""

    is_quick: bool

    def pick(self, full: float, quick: float) -> float:
        """Return the duration or number for this run."""
        return quick if self.is_quick else full

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Lend a folder on the disk that is measured."""
        with tempfile.TemporaryDirectory(prefix="collabchat-bench-") as name:
            yield Path(name)

    @asynccontextmanager
    async def pair(self, people: int) -> AsyncIterator[Pair]:
        """Start both servers and connect `people` to each; membership is made beforehand."""
        with self.folder() as ours, self.folder() as theirs:
            with process.collabchat(ours) as our_server, process.bare(theirs) as bare_server:
                rest = Rest(our_server.port)
                room = await rest.make_room(names(people))
                pair = Pair(
                    Crowd(rest.dialect(room)),
                    Crowd(Dialect(bare_server.port, "/socket", greets=False)),
                    our_server,
                    bare_server,
                    rest,
                    room,
                )
                try:
                    await pair.ours.connect(names(people), pair.witness.see)
                    await pair.bare.connect(names(people))
                    yield pair
                finally:
                    pair.ours.close()
                    pair.bare.close()
