"""Telling a model about its room: who is in it, what was said by whom, what is asked. Quoted data, never instructions.

All of it is JSON: nothing inside a JSON string can end it, so no message can pass for another's or for the room's own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from .contract import Person, Said, TurnContext
from .outputs import shortened

MESSAGE_BYTES = 8_000
"""What of one message is quoted; of a longer one its head and tail."""
TOTAL_BYTES = 100_000
"""What of all messages together is quoted, unless said otherwise; the oldest are left out."""


def about(turn: TurnContext, said: Sequence[Said], total_bytes: int = TOTAL_BYTES) -> str:
    """Return the room, its members and what was said there: of that the newest `total_bytes`."""
    return _quote(
        {
            "room": turn.room,
            "topic": turn.topic,
            "members": [_label(member) for member in turn.members],
            "messages": _newest(said, total_bytes),
        }
    )


def asked(turn: TurnContext) -> str:
    """Return the prompt with who asks, and what it replies to."""
    question: dict[str, Any] = {"from": turn.asker.name, "role": turn.asker.role, "prompt": turn.prompt}
    replied_to = turn.replied_to
    if replied_to is not None:
        names = {member.id: member.name for member in turn.members}
        author = names.get(replied_to.author, "somebody who left")
        question["replying_to"] = {"from": author, "text": shortened(replied_to.body, 2 * MESSAGE_BYTES)}
    return _quote(question)


def _newest(said: Sequence[Said], left: int) -> list[dict[str, Any]]:
    quoted: list[dict[str, Any]] = []
    for one in reversed(said):
        text = shortened(one.message.body, MESSAGE_BYTES)
        left -= len(text.encode())
        if left < 0:
            break
        at = datetime.fromtimestamp(one.message.at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
        quoted.append({"from": one.by.name, "role": one.by.role, "kind": one.by.kind, "at": at, "text": text})
    return quoted[::-1]


def _label(member: Person) -> dict[str, str]:
    return {"name": member.name, "role": member.role, "kind": member.kind}


def _quote(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
