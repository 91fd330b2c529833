"""The wire, version 1: frames up and down, close codes, sync messages and WebSocket framing. Pure bytes, no I/O.

PROTOCOL is fixed: other people's clients rely on it. Adding is free, changing is not.
"""

from __future__ import annotations

import struct
from typing import Annotated, Any, NamedTuple, TypeVar, get_args

import msgspec
from msgspec import UNSET, Meta, UnsetType

from .core.commands import ClientCommand, CreateRoom
from .core.errors import Rejection
from .core.ids import MintedId

PROTOCOL = "collabchat.v1"
MAX_HELLO_BYTES = 4 * 1024
MAX_FRAME_BYTES = 64 * 1024
MAX_MESSAGE_BYTES = 256 * 1024
MAX_VECTOR_BYTES = 256

BAD_FRAME, NOT_AUTHENTICATED, NOT_ALLOWED, NO_SUCH_ROOM = 4400, 4401, 4403, 4404
NO_HELLO, MOVED, TOO_SLOW, FLOOD = 4408, 4409, 4413, 4429
INTERNAL, RESTARTING, OVERLOADED = 1011, 1012, 1013

_TEXT, _BINARY = 0x1, 0x2


# --- text frames, up


class Hello(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first frame. `ticket` when the upgrade was authenticated by a cookie."""

    client: Annotated[str, Meta(max_length=100)]
    ticket: Annotated[str, Meta(max_length=200)] | None = None
    epoch: Annotated[str, Meta(max_length=64)] | None = None


class At(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where somebody is: a notebook and a cell."""

    path: Annotated[str, Meta(max_length=1024)]
    cell: Annotated[str, Meta(max_length=200)]


class PresenceUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a client may say of its own presence."""

    typing: bool | UnsetType = UNSET
    at: At | None | UnsetType = UNSET


class Up(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text frame from a client: exactly one of hello, command (with id), presence, ping."""

    id: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    command: ClientCommand | UnsetType = UNSET
    hello: Hello | UnsetType = UNSET
    presence: PresenceUp | UnsetType = UNSET
    ping: int | float | UnsetType = UNSET


class RestCommand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST .../commands`."""

    id: Annotated[str, Meta(max_length=64)]
    command: ClientCommand


class MintToken(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="mint_token", tag_field="type"):
    """Delegate reading or posting in some rooms, for a time."""

    request: MintedId
    label: Annotated[str, Meta(min_length=1, max_length=80)]
    rooms: Annotated[list[Annotated[str, Meta(max_length=128)]], Meta(min_length=1, max_length=100)]
    scope: str
    expires_at: Annotated[int, Meta(ge=0, le=2**53)]


class RevokeToken(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="revoke_token", tag_field="type"):
    """End a delegation at once."""

    token: Annotated[str, Meta(max_length=128)]


OutsideCommand = CreateRoom | MintToken | RevokeToken


class RestOutside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST commands`: a command outside a room."""

    id: Annotated[str, Meta(max_length=64)]
    command: OutsideCommand


class TicketRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST ticket`: which room the socket is for; none is the lobby."""

    room: Annotated[str, Meta(max_length=128)] | None = None


_up = msgspec.json.Decoder(Up)
_rest = msgspec.json.Decoder(RestCommand)
_outside = msgspec.json.Decoder(RestOutside)
_ticket = msgspec.json.Decoder(TicketRequest)
_Decoded = TypeVar("_Decoded")


def _tags(*commands: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(str(command.__struct_config__.tag) for command in commands)


COMMAND_TYPES = _tags(*get_args(ClientCommand)) | _tags(*get_args(OutsideCommand))


def decode_up(data: str | bytes) -> Up:
    """Return a client's text frame.

    Raises:
        Rejection: `frame/...`, with the frame's id in `frame_id` if it could be read.
    """
    frame = _decoded(_up, data)
    parts = (frame.command, frame.hello, frame.presence, frame.ping)
    if sum(part is not UNSET for part in parts) != 1 or (frame.command is UNSET) != (frame.id is UNSET):
        raise _bad("frame/invalid", "A frame holds one of hello, command with id, presence or ping.", frame.id)
    return frame


def decode_rest(data: bytes) -> RestCommand:
    """Return the body of a command in a room. Raises `Rejection` like `decode_up`."""
    return _decoded(_rest, data)


def decode_outside(data: bytes) -> RestOutside:
    """Return the body of a command outside a room. Raises `Rejection` like `decode_up`."""
    return _decoded(_outside, data)


def decode_ticket_request(data: bytes) -> TicketRequest:
    """Return the body of a ticket request; an empty one asks for the lobby. Raises `Rejection`."""
    return _decoded(_ticket, data or b"{}")


def _decoded(decoder: msgspec.json.Decoder[_Decoded], data: str | bytes) -> _Decoded:
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _diagnosed(data, error) from None


class BadFrame(Rejection):
    """A rejection of a frame that could not be read; `frame_id` if at least that could."""

    frame_id: str | None = None


def _bad(code: str, message: str, frame_id: object) -> BadFrame:
    rejection = BadFrame(code, message)
    rejection.frame_id = frame_id if isinstance(frame_id, str) and len(frame_id) <= 64 else None
    return rejection


def _diagnosed(data: str | bytes, error: Exception) -> BadFrame:
    """Say precisely what was wrong with a frame: the slow path, only for bad ones."""
    try:
        loose = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return _bad("frame/malformed", "This is not a JSON object.", None)
    if not isinstance(loose, dict):
        return _bad("frame/malformed", "This is not a JSON object.", None)
    frame_id, command = loose.get("id"), loose.get("command")
    if isinstance(command, dict) and command.get("type") not in COMMAND_TYPES:
        return _bad("frame/unknown-command", "There is no such command.", frame_id)
    if "unknown field" in str(error):
        return _bad("frame/unknown-field", _plain(error), frame_id)
    return _bad("frame/invalid", _plain(error), frame_id)


def _plain(error: Exception) -> str:
    return str(error).replace("Object contains unknown field", "There is no field")[:200] + "."


# --- text frames, down

_encoder = msgspec.json.Encoder()
encode = _encoder.encode


def ack(frame_id: str, seq: int, result: dict[str, Any]) -> bytes:
    """Return the text of an ack: durable."""
    return encode({"id": frame_id, "ack": {**result, "seq": seq}})


def reject(frame_id: str | None, rejection: Rejection) -> bytes:
    """Return the text of a reject: nothing changed."""
    return encode({"id": frame_id, "reject": rejection.body()})


def notice(kind: str, **fields: Any) -> bytes:  # noqa: ANN401 - JSON values
    """Return the text of a notice: never replayed."""
    return encode({"notice": {"type": kind, **fields}})


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
