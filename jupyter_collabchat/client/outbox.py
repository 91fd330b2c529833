"""Commands that wait for their answer: in order, resent after a reconnect, slowed down when the server says so.

Pure but for the futures it settles: the caller sends what `take` returns and says what came back. Never knows a socket.
"""

from __future__ import annotations

import asyncio
from typing import Any

from ..core.errors import Rejection

MAX_IN_FLIGHT = 32
PACED_FOR_S = 60.0
"""How long a limited client keeps its pace: the server closes at the 50th rate rejection in a minute."""
MARGIN_S = 0.02
"""Added to `retry_after`, which is rounded on the wire."""

Ack = dict[str, Any]


class Pending:
    """One command without an answer yet."""

    __slots__ = ("answer", "frame", "frame_id", "sent_at")

    def __init__(self, frame_id: str, frame: bytes, answer: asyncio.Future[Ack]) -> None:
        self.frame_id = frame_id
        self.frame = frame
        self.answer = answer
        self.sent_at = 0.0


class Outbox:
    """The pending commands of one room, oldest first. Times are seconds of any steady clock."""

    def __init__(self) -> None:
        self._pending: dict[str, Pending] = {}
        self._in_flight: set[str] = set()
        self._not_before = 0.0
        self._interval_s = 0.0
        self._limited_at = float("-inf")

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, frame_id: str, frame: bytes, answer: asyncio.Future[Ack]) -> None:
        """Take a command; `answer` gets its ack, or its rejection as an exception."""
        self._pending[frame_id] = Pending(frame_id, frame, answer)

    def withdraw(self, frame_id: str) -> None:
        """Forget a command that nobody waits for: it is not sent again."""
        self._settle(frame_id)

    def take(self, now: float) -> bytes | None:
        """Return the next frame to send now, or None; it counts as sent."""
        if now < self._not_before:
            return None
        is_paced = self._is_paced(now)
        if len(self._in_flight) >= (1 if is_paced else MAX_IN_FLIGHT):
            return None
        pending = next((p for p in self._pending.values() if p.frame_id not in self._in_flight), None)
        if pending is None:
            return None
        pending.sent_at = now
        self._in_flight.add(pending.frame_id)
        if is_paced:
            self._not_before = now + self._interval_s
        return pending.frame

    def wait_s(self, now: float) -> float | None:
        """Return how long `take` will return None because of the pace, or None if it waits for something else."""
        has_unsent = len(self._pending) > len(self._in_flight)
        return self._not_before - now if has_unsent and now < self._not_before else None

    def acked(self, frame_id: str, ack: Ack) -> None:
        """A command took effect, durably."""
        pending = self._settle(frame_id)
        if pending is not None and not pending.answer.done():
            pending.answer.set_result(ack)

    def rejected(self, frame_id: str, refused: Rejection, now: float) -> None:
        """A command was refused. One that only came too fast is sent again, after what the server asks for."""
        if refused.code == "rate/limited":
            self._limited(frame_id, float(refused.details.get("retry_after", 1.0)) + MARGIN_S, now)
        else:
            self.fail(frame_id, refused)

    def _limited(self, frame_id: str, retry_after_s: float, now: float) -> None:
        """Slow down: one at a time, further apart with each rejection that the present pace earned."""
        pending = self._pending.get(frame_id)
        if pending is None:
            return
        self._in_flight.discard(frame_id)
        if pending.sent_at > self._limited_at:
            self._interval_s = retry_after_s + (self._interval_s if self._is_paced(now) else 0.0)
            self._limited_at = now
        self._not_before = max(self._not_before, now + retry_after_s)

    def _settle(self, frame_id: str) -> Pending | None:
        self._in_flight.discard(frame_id)
        return self._pending.pop(frame_id, None)

    def _is_paced(self, now: float) -> bool:
        return now - self._limited_at < PACED_FOR_S

    def disconnected(self) -> None:
        """The connection is gone: whatever has no answer is sent again, in order. Resending is harmless (PROTOCOL)."""
        self._in_flight.clear()

    def fail(self, frame_id: str, error: Exception) -> None:
        """Give a command up."""
        pending = self._settle(frame_id)
        if pending is not None and not pending.answer.done():
            pending.answer.set_exception(error)

    def fail_largest(self, error: Exception) -> None:
        """Give up the largest command: the connection was closed because a message was too big (1009)."""
        if self._in_flight:
            self.fail(max(self._in_flight, key=lambda frame_id: len(self._pending[frame_id].frame)), error)

    def fail_all(self, error: Exception) -> None:
        """Give everything up: the connection has ended for good."""
        for frame_id in tuple(self._pending):
            self.fail(frame_id, error)
