"""The wire below its frames' content: WebSocket framing for many readers, and y-protocols sync messages."""

from __future__ import annotations

import struct
from typing import NamedTuple

from ..core.errors import Rejection

MAX_VECTOR_BYTES = 256
_TEXT, _BINARY = 0x1, 0x2

# --- WebSocket framing: a server's frames have no mask, so one frame serves everybody


def _framed(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return bytes((0x80 | opcode, size)) + payload
    if size < 65536:
        return struct.pack("!BBH", 0x80 | opcode, 126, size) + payload
    return struct.pack("!BBQ", 0x80 | opcode, 127, size) + payload


def text_frame(text: bytes) -> bytes:
    """Return a whole WebSocket text frame."""
    return _framed(_TEXT, text)


def binary_frame(payload: bytes) -> bytes:
    """Return a whole WebSocket binary frame."""
    return _framed(_BINARY, payload)


# --- y-protocols sync messages


class SyncStep1(NamedTuple):
    """What a client has."""

    vector: bytes


def decode_sync(data: bytes) -> SyncStep1:
    """Return the only binary message a client may send: step 1 with a bounded state vector.

    Raises:
        Rejection: `frame/malformed`.
    """
    body, at = data, 2
    if len(body) < 3 or len(body) > MAX_VECTOR_BYTES + 4 or body[0] != 0 or body[1] != 0:
        raise Rejection("frame/malformed", "Clients send only sync step 1.")
    size, at = _varint(body, at)
    if at + size != len(body) or size > MAX_VECTOR_BYTES:
        raise Rejection("frame/malformed", "This state vector is not whole.")
    _check_vector(body[at:])
    return SyncStep1(bytes(body[at:]))


def _check_vector(vector: bytes) -> None:
    count, at = _varint(vector, 0)
    for _ in range(2 * count):
        _, at = _varint(vector, at)
    if at != len(vector):
        raise Rejection("frame/malformed", "This state vector is not whole.")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise Rejection("frame/malformed", "This number is not whole.")


def _var_bytes(data: bytes) -> bytes:
    size, head = len(data), bytearray()
    while size > 0x7F:
        head.append(size & 0x7F | 0x80)
        size >>= 7
    head.append(size)
    return bytes(head) + data


def sync_step_1(vector: bytes) -> bytes:
    """Return the message that asks for everything `vector` lacks."""
    return b"\x00\x00" + _var_bytes(vector)


def sync_step_2(update: bytes) -> bytes:
    """Return the answer to step 1."""
    return b"\x00\x01" + _var_bytes(update)


def sync_update(update: bytes) -> bytes:
    """Return the message that carries a change."""
    return b"\x00\x02" + _var_bytes(update)
