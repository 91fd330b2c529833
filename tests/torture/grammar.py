"""Frames that nobody should send: from the protocol's own grammar, bent, and from chance."""

from __future__ import annotations

import json
import random
from typing import Any, get_args

import msgspec

from jupyter_collabchat.core import policy
from jupyter_collabchat.core.commands import ClientCommand

NEVER = {"leave"}
"""What an observer may do to the room: it would be no fault, but the end of the fuzzing."""
KINDS = tuple(sorted({policy.tag_of(command) for command in get_args(ClientCommand)} - NEVER))
FIELDS = {
    policy.tag_of(command): tuple(field.encode_name for field in msgspec.structs.fields(command))
    for command in get_args(ClientCommand)
}
IDS = frozenset({"message_id", "poll_id", "ballot_id", "request", "message", "poll", "turn", "invite", "share"})
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**31, 2**53, 2**63, 2**64, 2**100, -(2**70), 1.5, 1e308, "", " ", "\n", "\0", "é", "👋",
    "x" * 9, "x" * 65, "x" * 1_000, "x" * 20_000, "語" * 6_000, "user:alice", "agent:runner", "../../etc/passwd",
    "'; DROP TABLE messages;--", "<script>", "\u202e", "%s%n", "{}", [], {}, [[]], [{}], {"": {}}, ["x"] * 50,
    {"type": "x"}, {"id": "a", "label": "A"}, [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}],
)  # fmt: skip
RAW = (
    "", "{", "}", "[]", "null", "NaN", "Infinity", "{}{}", '{"ping": NaN}', '{"ping": 1e999}', '{"ping": -0}',
    '{"ping": "\\ud800"}', '{"id": "\\u0000"}', '{"a":' * 500, "[" * 20_000, '{"id":"c","id":"d"}', "\ufeff{}",
    '{"hello": null}', '{"ack": {}}', '{"presence": {"at": {"path": "", "cell": ""}}}', '{"presence": null}',
)  # fmt: skip


GOOD: dict[str, Any] = {
    "body": "hello @alice",
    "name": "A name",
    "topic": "all things",
    "title": "Which?",
    "who": "user:alice",
    "role": "observer",
    "seq": 1,
    "agent": "runner",
    "choice": "a",
    "reason": "because",
    "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}],
}
"""What a field takes; ids besides. In a good command optional fields are absent."""


def frame(rng: random.Random) -> str | bytes:
    """Return one frame: text mostly, bytes now and then."""
    what = rng.random()
    if what < 0.05:
        return _binary(rng)
    if what < 0.15:
        return rng.choice(RAW)
    text = json.dumps(command(rng), ensure_ascii=rng.random() < 0.5)
    return _mutated(rng, text) if what < 0.45 else text


def command(rng: random.Random) -> dict[str, Any]:
    """Return the object of a command frame, more or less well formed."""
    kind = rng.choice(KINDS)
    body: dict[str, Any] = {"type": kind}
    is_good = rng.random() < 0.3
    for field in FIELDS[kind]:
        if is_good and (field in GOOD or field in IDS):
            body[field] = GOOD.get(field) or _id(rng)
        elif not is_good and rng.random() < 0.85:
            body[field] = _value(rng)
    if rng.random() < 0.1:
        body[rng.choice(("author", "role", "seq", "by", "__class__", "type"))] = _value(rng)
    outer: dict[str, Any] = {"id": f"f{rng.random()}" if rng.random() < 0.9 else _value(rng), "command": body}
    if rng.random() < 0.05:
        outer[rng.choice(("hello", "presence", "ping", "author"))] = _value(rng)
    return outer


def _id(rng: random.Random) -> str:
    return "".join(rng.choice("abcXYZ-_0129") for _ in range(rng.randint(8, 20)))


def _value(rng: random.Random) -> Any:
    if rng.random() < 0.3:
        return _id(rng)
    value = rng.choice(STRANGE)
    return {"deeper": value} if rng.random() < 0.05 else value


def _mutated(rng: random.Random, text: str) -> str:
    """Return `text` with a few characters lost, doubled or changed."""
    letters = list(text)
    for _ in range(rng.randint(1, 8)):
        if not letters:
            break
        at = rng.randrange(len(letters))
        match rng.randrange(4):
            case 0:
                del letters[at : at + rng.randint(1, 5)]
            case 1:
                letters.insert(at, chr(rng.choice((0, 9, 34, 44, 58, 92, 123, 125, 0x202E, 0x1F600))))
            case 2:
                letters[at:at] = letters[at : at + rng.randint(1, 50)]
            case _:
                letters[at] = chr(rng.randrange(1, 0xD800))
    return "".join(letters)


def _binary(rng: random.Random) -> bytes:
    match rng.randrange(4):
        case 0:
            return rng.randbytes(rng.randint(0, 300))
        case 1:
            return b"\x00\x00" + bytes((rng.randrange(256),)) + rng.randbytes(rng.randint(0, 260))
        case 2:
            return bytes((rng.randrange(4), rng.randrange(4))) + rng.randbytes(rng.randint(0, 40))
        case _:
            return b"\xff" * rng.choice((1, 300, 60_000))
