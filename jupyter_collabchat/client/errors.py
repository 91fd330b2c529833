"""What the client raises, besides `core.errors.Rejection` (a refused command, with its code)."""

from __future__ import annotations


class Unreachable(ConnectionError):
    """No answer from the server, or not one of jupyter_collabchat's; asking again later may help."""


class Closed(ConnectionError):
    """The room's connection has ended for good: by `close()`, or by the server.

    Args:
        code: The close code (PROTOCOL, "Codes"), 1000 after `close()`.
        reason: One sentence for a person.
    """

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{reason} ({code})")
        self.code = code
        self.reason = reason
