"""What is said to a server: frames from a client, and how each of the two servers wants a message put."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from itertools import count

MARK = b"~bench~"
BODY_LENGTH = 80
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
SYNC_STEP_1_OF_NOTHING, SYNC_STEP_2 = b"\0\0\1\0", 1
_NO_KEY = b"\0\0\0\0"
"""A mask of zeros leaves the payload as it is: the frame is valid, and masking costs nothing."""

_ECHO = b'{"id":"%(key)b","body":"%(body)b"}'
_COMMAND = b'{"id":"%(key)b","command":{"type":"post_message","message_id":"%(key)b","body":"%(body)b"}}'

_keys = count(1)


def fresh_key() -> str:
    """Return an id that no message had."""
    return f"bench-{os.getpid()}-{next(_keys):08d}"


def body_of(key: str) -> str:
    """Return a text of 80 characters that holds the mark once."""
    return f"{MARK.decode()} {key} what a person says in one line of a chat".ljust(BODY_LENGTH, ".")[:BODY_LENGTH]


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """Return a client's frame."""
    size = len(payload)
    if size < 126:
        return bytes((0x80 | opcode, 0x80 | size)) + _NO_KEY + payload
    return struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size) + _NO_KEY + payload


@dataclass(frozen=True)
class Dialect:
    """How a server is spoken to."""

    port: int
    path: str
    greets: bool
    """Whether a connection starts with hello, welcome and a sync; else it is ready when it is open."""

    def post(self, key: str) -> bytes:
        """Return the frame that says something; its answer is a text frame that starts with the same id."""
        names = {b"key": key.encode(), b"body": body_of(key).encode()}
        return frame((_COMMAND if self.greets else _ECHO) % names)
