"""Which session an agent of a room had, and what it was told in it, so that it can be taken up after a restart.

A file per room and agent, for this account alone. It holds ids, no text.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ..contract import Said

log = logging.getLogger(__name__)

_TOLD = 1000


class Session(msgspec.Struct, frozen=True):
    """A session: its id, the newest seq it was told of, and which messages, newest last, with their seqs."""

    id: str
    newest: int = 0
    told: tuple[tuple[str, int], ...] = ()

    def news(self, said: Sequence[Said], me: str) -> Sequence[Said]:
        """Return what of `said` it does not know yet."""
        known = {id for id, _ in self.told}
        news = (one for one in said if one.message.seq > self.newest and one.by.id != me)
        return [one for one in news if one.message.id not in known]

    def knows_too_much(self, said: Sequence[Said], *, is_all: bool) -> bool:
        """Whether it was told a message that is not in the room any more (RULES 30). `is_all`: nothing is older."""
        oldest = 0 if is_all else said[0].message.seq
        there = {str(one.message.id) for one in said}
        return any(seq >= oldest and id not in there for id, seq in self.told)

    def after(self, said: Sequence[Said], prompt: str) -> Session:
        """Return the session once it was told `said`, and then asked `prompt`, the id of a message."""
        newest = max((one.message.seq for one in said), default=self.newest)
        known = dict(self.told) | {str(one.message.id): one.message.seq for one in said}
        return Session(self.id, newest, tuple({**known, prompt: newest + 1}.items())[-_TOLD:])


class Sessions:
    """The kept session of one agent in one room."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "session.json"

    def read(self) -> Session | None:
        """Return what was kept; what cannot be read is as good as none."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Session)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:
            log.warning("the session kept in %s cannot be read: %s", self._file, error)
            return None

    def write(self, session: Session) -> None:
        """Keep a session. Raises `OSError`."""
        fresh = self._file.with_suffix(".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(msgspec.json.encode(session))
        os.replace(fresh, self._file)

    def forget(self) -> None:
        """Keep nothing."""
        self._file.unlink(missing_ok=True)
