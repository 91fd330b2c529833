"""The chat-completions protocol as servers stream it: chunks in, an answer out. Pure.

Servers differ: unknown fields are ignored, absent ones have defaults, and tool calls are told apart by id where their
indices are not told apart.
"""

from __future__ import annotations

from typing import Any

import msgspec

MOST_TEXT = 64 * 1024
MOST_ARGUMENTS = 64 * 1024
MOST_CALLS = 32


class FunctionDelta(msgspec.Struct, frozen=True):
    """More of a call."""

    name: str | None = None
    arguments: str | None = None


class CallDelta(msgspec.Struct, frozen=True):
    """More of one of the calls."""

    index: int | None = None
    id: str | None = None
    function: FunctionDelta | None = None


class Delta(msgspec.Struct, frozen=True):
    """More of an answer. Reasoning has two names in the field."""

    content: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    refusal: str | None = None
    tool_calls: tuple[CallDelta, ...] | None = None


class Choice(msgspec.Struct, frozen=True):
    """The one answer that is asked for."""

    delta: Delta | None = None
    finish_reason: str | None = None


class Tokens(msgspec.Struct, frozen=True):
    """What the endpoint counted."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Chunk(msgspec.Struct, frozen=True):
    """One event of a stream."""

    choices: tuple[Choice, ...] | None = None
    usage: Tokens | None = None
    error: Any = None


class Call(msgspec.Struct):
    """A tool call as the model made it: nothing in it is trusted."""

    id: str
    name: str = ""
    arguments: str = ""


class TooMuch(ValueError):
    """An answer that does not end; the sentence is for people."""


class Answer:
    """One answer while it arrives.

    Attributes:
        calls: The tool calls so far.
        finish: Why the model stopped; None while it has not.
        tokens: What it cost, if the endpoint tells.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.finish: str | None = None
        self.tokens = Tokens()
        self._by_index: dict[int, Call] = {}
        self._text: list[str] = []
        self._reasoning = ""
        self._size = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._text)

    @property
    def reasoning(self) -> str:
        """The end of what the model thought so far."""
        return self._reasoning

    def add(self, chunk: Chunk) -> str:
        """Take a chunk; return the text it adds.

        Raises:
            TooMuch: the answer is too long.
        """
        self.tokens = chunk.usage or self.tokens
        added = ""
        for choice in (chunk.choices or ())[:1]:
            self.finish = choice.finish_reason or self.finish
            added = self._take(choice.delta) if choice.delta is not None else ""
        return added

    def _take(self, delta: Delta) -> str:
        self._reasoning = (self._reasoning + (delta.reasoning_content or delta.reasoning or ""))[-400:]
        for call in delta.tool_calls or ():
            self._add_call(call)
        added = (delta.content or "") + (delta.refusal or "")
        self._size += len(added)
        if self._size > MOST_TEXT:
            raise TooMuch(f"The model's answer does not end: it was stopped after {MOST_TEXT:,} characters.")
        self._text.append(added)
        return added

    def _add_call(self, delta: CallDelta) -> None:
        call = self._call_of(delta)
        function = delta.function or FunctionDelta()
        call.name += function.name or ""
        call.arguments += function.arguments or ""
        if len(call.arguments) > MOST_ARGUMENTS or len(call.name) > MOST_ARGUMENTS:
            raise TooMuch("The model wants to do something that takes too many words.")

    def _call_of(self, delta: CallDelta) -> Call:
        """Return the call that `delta` goes on with, or a new one: some servers number all of them 0, or none."""
        index = delta.index if delta.index is not None else max(0, len(self.calls) - 1)
        known = self._by_index.get(index)
        if known is None or (delta.id and known.id != delta.id):
            if len(self.calls) >= MOST_CALLS:
                raise TooMuch("The model wants to do too much at once.")
            known = self._by_index[index] = Call(delta.id or f"call-{len(self.calls) + 1}")
            self.calls.append(known)
        return known
