"""How events and states are kept: MessagePack, in the shapes of `events` and `model`. Knows no file and no database."""

from __future__ import annotations

import hashlib

import msgspec

from .events import AnyEvent, Entry
from .ids import Millis, ParticipantId, Seq
from .model import RoomState

SCHEMA_VERSION = 3
"""Version of everything kept on disk; a store refuses a newer one."""

_encoder = msgspec.msgpack.Encoder()
_event_decoder: msgspec.msgpack.Decoder[AnyEvent] = msgspec.msgpack.Decoder(AnyEvent)
_state_decoder = msgspec.msgpack.Decoder(RoomState)


def encode_event(event: AnyEvent) -> bytes:
    """Return the kept form of an event."""
    return _encoder.encode(event)


def decode_event(data: bytes) -> AnyEvent:
    """Return the event kept as `data`. Raises `msgspec.DecodeError` when it is none."""
    return _event_decoder.decode(data)


def decode_entry(seq: Seq, at: Millis, by: str, data: bytes) -> Entry:
    """Return the log line kept as these columns."""
    return Entry(seq, at, ParticipantId(by), _event_decoder.decode(data))


def encode_state(state: RoomState) -> bytes:
    """Return the kept form of a snapshot."""
    return _encoder.encode(state)


def decode_state(data: bytes) -> RoomState:
    """Return the state kept as `data`. Raises `msgspec.DecodeError` when it is none."""
    return _state_decoder.decode(data)


def digest(command: msgspec.Struct) -> bytes:
    """Return 8 bytes that tell one command's fields from another's (idempotency)."""
    return hashlib.blake2b(_encoder.encode(command), digest_size=8).digest()
