"""A conversation as Markdown, as a notebook, as JSON Lines, and as a file of jupyterlab-chat. Pure.

Each format is a generator over pages of messages, so that nothing needs the whole. What people and agents wrote is told
as they wrote it, and rendered by nothing; a redacted message stays as the place where one was.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, NamedTuple

from ... import wire
from ...core.ids import ParticipantId, local_name
from .outputs import outputs_of
from .safe import fenced, inline, moment

MessageValue = Mapping[str, Any]
"""A message as `room.projection` shows it."""


class Said(NamedTuple):
    """A page of a conversation, oldest first."""

    messages: list[dict[str, Any]]
    names: dict[ParticipantId, str]


Writer = Callable[[str, AsyncIterator[Said]], AsyncIterator[str]]
"""From a room's name and its pages: the text of a file, piece by piece."""


def _author(message: MessageValue, names: Mapping[ParticipantId, str]) -> str:
    return names.get(message["author"], local_name(message["author"]))


def _head(message: MessageValue, names: Mapping[ParticipantId, str]) -> str:
    edited = ", edited" if "edited_at" in message else ""
    name = f"**{inline(_author(message, names))}** ({inline(message['author'])})"
    return f"{name}, {moment(message['at'])}{edited}"


def _text(message: MessageValue) -> str:
    if message.get("status") == "redacted":
        return "*message redacted*"
    return fenced(message["body"], "markdown" if message.get("kind", "text") == "text" else "text")


async def markdown(room: str, pages: AsyncIterator[Said]) -> AsyncIterator[str]:
    """Yield a document to read: who, when, and the very text."""
    yield f"# {inline(room)}\n\n"
    async for messages, names in pages:
        yield "".join(f"{_head(message, names)}\n\n{_text(message)}\n\n" for message in messages)


async def notebook(room: str, pages: AsyncIterator[Said]) -> AsyncIterator[str]:
    """Yield a notebook: texts as cells of Markdown, what agents put out as outputs."""
    meta = {"metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}}}
    head = wire.encode({"nbformat": 4, "nbformat_minor": 5, **meta}).decode().removesuffix("}")
    yield f'{head},"cells":[{_json(_prose("room", f"# {inline(room)}"))}'
    async for messages, names in pages:
        cells = (cell for message in messages for cell in _cells(message, names))
        yield "".join(f",{_json(cell)}" for cell in cells)
    yield "]}\n"


def _cells(message: MessageValue, names: Mapping[ParticipantId, str]) -> list[dict[str, Any]]:
    head, outputs = _head(message, names), outputs_of(message.get("mime", ()))
    id = str(message["seq"])
    if not outputs:
        return [_prose(id, f"{head}\n\n{_text(message)}")]
    code: dict[str, Any] = {"cell_type": "code", "id": f"{id}-out", "metadata": {}, "execution_count": None}
    return [_prose(id, head), {**code, "source": "", "outputs": outputs}]


def _prose(id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


async def json_lines(room: str, pages: AsyncIterator[Said]) -> AsyncIterator[str]:
    """Yield each message as the protocol has it, with its author's name."""
    async for messages, names in pages:
        lines = ({"message": message, "name": _author(message, names)} for message in messages)
        yield "".join(_json(line) + "\n" for line in lines)


async def chat(room: str, pages: AsyncIterator[Said]) -> AsyncIterator[str]:
    """Yield what jupyterlab-chat opens; times are seconds there, and senders are names of users."""
    users: dict[ParticipantId, str] = {}
    separator = ""
    yield '{"messages":['
    async for messages, names in pages:
        for message in messages:
            users[message["author"]] = _author(message, names)
            yield separator + _json(_chat_message(message))
            separator = ","
    known = {who: _chat_user(who, name) for who, name in users.items()}
    yield f'],"users":{_json(known)},"attachments":{{}},"metadata":{{}}}}\n'


def _chat_message(message: MessageValue) -> dict[str, Any]:
    is_deleted = message.get("status") == "redacted"
    said = {"type": "msg", "id": message["id"], "sender": message["author"], "body": message["body"]}
    marks = {"raw_time": False, "deleted": is_deleted, "edited": "edited_at" in message}
    return {**said, "time": message["at"] / 1000, **marks}


def _chat_user(who: ParticipantId, name: str) -> dict[str, Any]:
    return {"username": who, "name": name, "display_name": name, "bot": who.startswith("agent:")}


def _json(value: object) -> str:
    return wire.encode(value).decode()
