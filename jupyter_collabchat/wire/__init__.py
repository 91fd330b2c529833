"""The wire, version 1: frames up and down, close codes; `octets` has sync messages and framing. Pure, no I/O.

PROTOCOL is fixed: other people's clients rely on it. Adding is free, changing is not.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, get_args

import msgspec
from msgspec import UNSET, Meta, UnsetType

from ..core.commands import ClientCommand
from ..core.errors import Rejection
from .octets import (
    MAX_VECTOR_BYTES as MAX_VECTOR_BYTES,
)
from .octets import (
    SyncStep1 as SyncStep1,
)
from .octets import (
    binary_frame as binary_frame,
)
from .octets import (
    decode_sync as decode_sync,
)
from .octets import (
    sync_step_1 as sync_step_1,
)
from .octets import (
    sync_step_2 as sync_step_2,
)
from .octets import (
    sync_update as sync_update,
)
from .octets import (
    text_frame as text_frame,
)
from .outside import (
    Join as Join,
)
from .outside import (
    MintToken as MintToken,
)
from .outside import (
    OutsideCommand as OutsideCommand,
)
from .outside import (
    RestOutside as RestOutside,
)
from .outside import (
    RevokeToken as RevokeToken,
)
from .outside import (
    SetPreferences as SetPreferences,
)

PROTOCOL = "collabchat.v1"
MAX_HELLO_BYTES = 4 * 1024
MAX_FRAME_BYTES = 64 * 1024
MAX_MESSAGE_BYTES = 256 * 1024
MAX_DEPTH = 8
MAX_INTEGER = 2**53

BAD_FRAME, NOT_AUTHENTICATED, NOT_ALLOWED, NO_SUCH_ROOM = 4400, 4401, 4403, 4404
NO_HELLO, MOVED, TOO_SLOW, FLOOD = 4408, 4409, 4413, 4429
INTERNAL, RESTARTING, OVERLOADED = 1011, 1012, 1013


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
    ping: Annotated[int, Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)] | float | UnsetType = UNSET


class RestCommand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST .../commands`."""

    id: Annotated[str, Meta(max_length=64)]
    command: ClientCommand


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


def size_of(text: str) -> int:
    """Return the bytes of a text frame's payload."""
    return len(text) if text.isascii() else len(text.encode(errors="replace"))


def decode_up(data: str | bytes) -> Up:
    """Return a client's text frame.

    Raises:
        Rejection: `frame/...`, with the frame's id in `frame_id` if it could be read.
    """
    frame = _decoded(_up, data)
    parts = (frame.command, frame.hello, frame.presence, frame.ping)
    if parts.count(UNSET) != len(parts) - 1 or (frame.command is UNSET) != (frame.id is UNSET):
        raise bad("frame/invalid", "A frame holds one of hello, command with id, presence or ping.", frame.id)
    if frame.command is not UNSET:
        _check_free(frame.command, frame.id)
    return frame


def decode_rest(data: bytes) -> RestCommand:
    """Return the body of a command in a room. Raises `Rejection` like `decode_up`."""
    request = _decoded(_rest, data)
    _check_free(request.command, request.id)
    return request


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


def _check_free(command: msgspec.Struct, frame_id: object) -> None:
    """Bound the fields that have no schema of their own: nothing behind the wire expects a pit or a huge number."""
    for field in ("answers", "options"):
        if not _is_tame(getattr(command, field, None), MAX_DEPTH):
            raise bad("frame/invalid", f"`{field}` is nested too deeply, or a number in it is too large.", frame_id)


def _is_tame(value: object, depth: int) -> bool:
    match value:
        case dict():
            return depth > 0 and all(_is_tame(part, depth - 1) for part in value.values())
        case list() | tuple():
            return depth > 0 and all(_is_tame(part, depth - 1) for part in value)
        case int():
            return -MAX_INTEGER <= value <= MAX_INTEGER
        case _:
            return True


class BadFrame(Rejection):
    """A rejection of a frame that could not be read; `frame_id` if at least that could."""

    frame_id: str | None = None


def bad(code: str, message: str, frame_id: object) -> BadFrame:
    """Return the rejection of a frame, with its id if that can be told."""
    rejection = BadFrame(code, message)
    rejection.frame_id = frame_id if isinstance(frame_id, str) and len(frame_id) <= 64 else None
    return rejection


def _diagnosed(data: str | bytes, error: Exception) -> BadFrame:
    """Say precisely what was wrong with a frame: the slow path, only for bad ones."""
    try:
        loose = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return bad("frame/malformed", "This is not a JSON object.", None)
    if not isinstance(loose, dict):
        return bad("frame/malformed", "This is not a JSON object.", None)
    frame_id, command = loose.get("id"), loose.get("command")
    if isinstance(command, dict) and str(command.get("type")) not in COMMAND_TYPES:
        return bad("frame/unknown-command", "There is no such command.", frame_id)
    if "unknown field" in str(error):
        return bad("frame/unknown-field", _plain(error), frame_id)
    return bad("frame/invalid", _plain(error), frame_id)


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
