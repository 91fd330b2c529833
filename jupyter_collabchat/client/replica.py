"""A client's copy of one room: its document, who is here, what I may do. Takes what the server says, in order.

Decides when a document must be thrown away: two epochs applied to one document double its content (PROTOCOL, "Socket").
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .document import Document

EMPTY_VECTOR = b"\x00"

Changes = frozenset[str]
"""Names of what changed: a root of the document, `presence` or `can`."""


class Replica:
    """What one client knows of a room. Kept over reconnects."""

    def __init__(self) -> None:
        self.me = ""
        self.session = ""
        self.can: frozenset[str] = frozenset()
        self.presence: dict[str, dict[str, Any]] = {}
        self.document = Document("")
        self.is_synced = False
        """Whether this session's document has arrived."""
        self._coming: Document | None = None
        self._presence_is_old = True

    @property
    def epoch(self) -> str | None:
        """The epoch to resume, or None before the first document."""
        return self.document.epoch or None

    def welcome(self, welcome: dict[str, Any]) -> bytes:
        """Begin a session; return the state vector to ask with."""
        self.me = welcome["me"]
        self.session = welcome["session"]
        self.can = frozenset(welcome["can"])
        self.is_synced = False
        self._presence_is_old = True
        return self._expect(welcome["epoch"])

    def _expect(self, epoch: str) -> bytes:
        """Prepare for the epoch that comes next; the document shown stays until it is here."""
        if self._coming is not None:
            self._coming.close()
        is_same = epoch == self.document.epoch
        self._coming = None if is_same else Document(epoch)
        return self.document.vector if is_same else EMPTY_VECTOR

    def sync(self, message: bytes) -> Changes:
        """Take a binary frame: step 2, or an update."""
        if self._coming is not None:
            changed = self._coming.apply(message)
            self.document.close()
            self.document, self._coming = self._coming, None
        else:
            changed = self.document.apply(message)
        self.is_synced = True
        return changed

    def show_presence(self, presence: dict[str, dict[str, Any] | None]) -> Changes:
        """Take a presence frame: complete directly after a welcome, then changes."""
        if self._presence_is_old:
            self.presence, self._presence_is_old = {}, False
        for who, how in presence.items():
            if how is None:
                self.presence.pop(who, None)
            else:
                self.presence[who] = how
        return frozenset({"presence"})

    def notice(self, notice: dict[str, Any]) -> Changes:
        """Take a notice; those that change nothing here are for whoever listens."""
        handle: Callable[[dict[str, Any]], Changes] | None = {
            "epoch": self._notice_epoch,
            "can": self._notice_can,
        }.get(notice["type"])
        return handle(notice) if handle is not None else frozenset()

    def _notice_epoch(self, notice: dict[str, Any]) -> Changes:
        self._expect(notice["epoch"])
        return frozenset()

    def _notice_can(self, notice: dict[str, Any]) -> Changes:
        self.can = frozenset(notice["can"])
        return frozenset({"can"})

    def disconnected(self) -> None:
        """Nobody is known to be here while the connection is down; the document stays."""
        self.is_synced = False
        self.presence = {}
