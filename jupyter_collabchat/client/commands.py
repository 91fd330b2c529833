"""Frames of commands, checked before they leave: three bad ones in a row would end the connection.

Pure but for the clock, by which a lifetime becomes a moment.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
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


def ending(lifetime: timedelta | None) -> int | None:
    """Return when something ends that begins now, as it travels; None leaves that to the server."""
    return None if lifetime is None else int((time.time() + lifetime.total_seconds()) * 1000)


def identified(message: Message | str | None) -> str | None:
    """Return a message's id."""
    return message.id if isinstance(message, Message) else message


def options_of(options: Sequence[str] | Mapping[str, str]) -> list[dict[str, str]]:
    """Return a poll's options as they travel; plain labels serve as their own ids."""
    pairs = options.items() if isinstance(options, Mapping) else ((label, label) for label in options)
    return [{"id": option, "label": label} for option, label in pairs]
