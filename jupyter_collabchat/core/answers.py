"""What a ballot on a question says beside one option: several, and words. Kept so that equal answers are equal."""

from __future__ import annotations

import msgspec

from .commands import CastBallot
from .errors import Rejection
from .model import Poll
from .text import whole_object

MAX_BYTES = 4096


def choices(poll: Poll, command: CastBallot) -> tuple[str, ...]:
    """P24: return all options that a ballot chooses, in the question's order; of a poll that takes one, nothing.

    Raises:
        Rejection: `frame/invalid`.
    """
    if not poll.multiple:
        if command.choices is not None:
            raise Rejection("frame/invalid", "This poll takes one option.")
        return ()
    chosen = (command.choice,) if command.choices is None else command.choices
    offered = tuple(option.id for option in poll.options)
    if command.choice not in chosen or len(set(chosen)) < len(chosen) or not set(chosen) <= set(offered):
        raise Rejection("frame/invalid", "Choose among the options, each once.")
    return tuple(option for option in offered if option in chosen)


def words(poll: Poll, command: CastBallot) -> dict[str, object] | None:
    """P25: return the words of an answer without the space around them; nobody else than a question asks for any.

    Raises:
        Rejection: `message/too-long`.
    """
    if not command.answers or poll.subject != "question":
        return None
    said = {name: _trimmed(value) for name, value in whole_object(command.answers).items()}
    if len(msgspec.json.encode(said)) > MAX_BYTES:
        raise Rejection("message/too-long", f"An answer may have at most {MAX_BYTES // 1024} KiB.")
    return said


def _trimmed(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
