"""Frames of commands, checked before they leave: three bad ones in a row would end the connection. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from .. import wire
from ..core.errors import Rejection
from .views import Message


def checked(frame_id: str, command: dict[str, Any]) -> bytes:
    """Return the frame of a command.

    A type or a field that this version does not know passes: the server may be newer.

    Raises:
        Rejection: `frame/invalid` or `frame/too-large`, as the server would say.
    """
    frame = msgspec.json.encode({"id": frame_id, "command": command})
    if len(frame) > wire.MAX_FRAME_BYTES:
        raise Rejection("frame/too-large", "A frame may have at most 64 KiB.")
    try:
        wire.decode_up(frame)
    except Rejection as refused:
        if refused.code not in {"frame/unknown-command", "frame/unknown-field"}:
            raise
    return frame


def given(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
    """Return the fields that have a value: absent and null mean the same, and absent is shorter."""
    return {name: value for name, value in fields.items() if value is not None}


def identified(message: Message | str | None) -> str | None:
    """Return a message's id."""
    return message.id if isinstance(message, Message) else message


def options_of(options: Sequence[str] | Mapping[str, str]) -> list[dict[str, str]]:
    """Return a poll's options as they travel; plain labels serve as their own ids."""
    pairs = options.items() if isinstance(options, Mapping) else ((label, label) for label in options)
    return [{"id": option, "label": label} for option, label in pairs]
