"""Rejections: a refused command, with its code and one sentence for a person. The only codes there are."""

from __future__ import annotations

from typing import Any

HTTP_STATUS: dict[str, int] = {
    "frame/malformed": 400,
    "frame/unknown-field": 400,
    "frame/unknown-command": 400,
    "frame/invalid": 400,
    "frame/too-large": 413,
    "message/too-long": 413,
    "effect/too-large": 413,
    "auth/required": 401,
    "role/forbidden": 403,
    "member/muted": 403,
    "message/not-yours": 403,
    "poll/no-seat": 403,
    "room/unknown": 404,
    "message/unknown": 404,
    "member/unknown": 404,
    "poll/unknown": 404,
    "agent/unknown": 404,
    "invite/unknown": 404,
    "share/unknown": 404,
    "turn/unknown": 404,
    "token/unknown": 404,
    "blob/unknown": 404,
    "room/full": 409,
    "room/archived": 409,
    "room/solo": 409,
    "member/already": 409,
    "member/last-owner": 409,
    "name/taken": 409,
    "share/limit": 409,
    "token/limit": 409,
    "turn/held": 409,
    "turn/queue-full": 409,
    "agent/stopped": 409,
    "agent/already": 409,
    "agent/over-budget": 409,
    "poll/closed": 409,
    "poll/stale": 409,
    "poll/limit": 409,
    "effect/refused": 409,
    "id/taken": 409,
    "share/dead": 410,
    "rate/limited": 429,
    "storage": 503,
    "room/elsewhere": 503,
    "overloaded": 503,
}
"""Every rejection code and its HTTP status (PROTOCOL, "Codes"; the list is extended in its form by `turn/unknown`,
`token/unknown`, `blob/unknown`, `invite/unknown`, `share/unknown`, `room/solo`, `name/taken`, `share/limit`,
`token/limit`, `agent/already`, `agent/over-budget`, `poll/limit` and `effect/refused`)."""


class Rejection(Exception):
    """A refused command: nothing changed.

    Args:
        code: A key of `HTTP_STATUS`.
        message: One sentence for a person.
        details: Further fields of the error body, JSON values.
    """

    def __init__(self, code: str, message: str, **details: Any) -> None:  # noqa: ANN401 - JSON values
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return HTTP_STATUS[self.code]

    def body(self) -> dict[str, Any]:
        """Return the error body as it goes on the wire."""
        return {"code": self.code, "message": self.message, **self.details}
