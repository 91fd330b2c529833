"""One receiver that believes nothing: it applies what it got to a replica and counts the messages that appear there."""

from __future__ import annotations

from typing import Any

from pycrdt import Array, Doc, read_message

from .dialect import SYNC_STEP_2


class Witness:
    """Keeps the sync messages of one connection while time is measured, and reads them afterwards."""

    def __init__(self) -> None:
        self._seen: list[bytes] = []
        self._inserted = 0

    def see(self, message: bytes) -> None:
        """Keep a sync message."""
        self._seen.append(message)

    def check(self, counted: int) -> None:
        """Fail unless the updates brought as many messages as were counted by their marks."""
        doc: Doc[Any] = Doc()
        for message in self._seen:
            update = read_message(message[2:])
            if message[1] == SYNC_STEP_2:  # of the beginning, or of a new epoch: a replica of its own
                doc = Doc()
                doc.apply_update(update)
                messages = doc.get("messages", type=Array)  # kept: without it nobody observes
                messages.observe(self._count)
            else:
                doc.apply_update(update)
        if self._inserted != counted:
            raise RuntimeError(f"Counted {counted} messages at a receiver, whose replica was given {self._inserted}.")

    def _count(self, event: Any) -> None:  # noqa: ANN401 - pycrdt's ArrayEvent does not say what it has
        self._inserted += sum(len(part.get("insert", ())) for part in event.delta)
