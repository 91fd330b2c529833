"""One turn with a model: it answers, its tool calls are put before the room, it is told what came of them, and so on.

Ends when the model calls nothing more, or the prompt has taken all it may. The model's text is only ever shown.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

import msgspec

from jupyter_collabchat.core.text import whole

from ..contract import NewMessage, Status, Text, Thought, Utterance
from .budget import Budget
from .completions import Answer, Call, TooMuch
from .endpoint import Endpoint, Pause
from .failures import EndpointFailure
from .tool import Result
from .toolbox import Toolbox

_CUT = {
    "length": "\n\n[cut: the model's answer has reached its longest]",
    "content_filter": "\n\n[the models' server withheld the rest]",
}


Opening = Callable[[], Awaitable[list[dict[str, Any]]]]


class Conversation:
    """The messages exchanged with the model in one turn.

    Args:
        endpoint: Where the model is.
        toolbox: What it may call.
        budget: What it may take.
    """

    def __init__(self, endpoint: Endpoint, toolbox: Toolbox, budget: Budget) -> None:
        self._endpoint = endpoint
        self._toolbox = toolbox
        self._budget = budget
        self._messages: list[dict[str, Any]] = []

    async def run(self, request: Mapping[str, Any], opening: Opening) -> AsyncGenerator[Utterance, None]:
        """Talk until the model is done.

        Args:
            request: The fields of every request but its messages.
            opening: Returns the first messages; asked anew for every request, since people redact.
        """
        while True:
            yield Status("thinking")
            answer, messages = Answer(), [*await opening(), *self._messages]
            async with aclosing(self._hear(answer, {**request, "messages": messages})) as heard:
                async for said in heard:
                    yield said
            if not answer.calls:
                return
            async with aclosing(self._do(answer)) as done:
                async for said in done:
                    yield said
            yield NewMessage()
            if self._budget.over:
                yield Text(f"I stop after {self._budget.over}: that is the most for one prompt. Ask me again to go on.")
                return

    async def _hear(self, answer: Answer, body: Mapping[str, Any]) -> AsyncGenerator[Utterance, None]:
        """Say what the model says; at the end `answer` is whole."""
        began = time.monotonic()
        try:
            async with aclosing(self._endpoint.answer(body, self._budget.left_s)) as chunks:
                async for arrived in chunks:
                    if isinstance(arrived, Pause):
                        yield Thought(f"{arrived.why} Trying again.")
                    elif added := answer.add(arrived):
                        yield Text(added)
                    elif answer.reasoning and not answer.text:
                        yield Thought(answer.reasoning)
        except TooMuch as failure:
            raise EndpointFailure(str(failure)) from failure
        if answer.finish is None:
            raise EndpointFailure("The model's answer broke off.")
        if remark := self._remark(answer):
            yield Text(remark)
        yield self._budget.answered(answer, len(msgspec.json.encode(body)), time.monotonic() - began)

    def _remark(self, answer: Answer) -> str:
        """Return what people need to know besides the model's text."""
        if answer.finish in _CUT:
            return _CUT[answer.finish]
        if answer.text.strip():
            return ""
        return self._toolbox.announced(answer.calls) if answer.calls else "The model has nothing to say."

    async def _do(self, answer: Answer) -> AsyncGenerator[Utterance, None]:
        """Put each call before the room, and note for the model what came of it."""
        self._messages.append(
            {"role": "assistant", "content": answer.text, "tool_calls": list(map(_echo, answer.calls))}
        )
        for call in answer.calls:
            yield NewMessage()
            result = "Not done: too many tool calls for one prompt."
            if self._budget.take_call():
                async with aclosing(self._toolbox.use(call)) as using:
                    async for said in using:
                        if isinstance(said, Result):
                            result = said.text
                        else:
                            yield said
            self._messages.append({"role": "tool", "tool_call_id": call.id, "content": whole(result)})


def _echo(call: Call) -> dict[str, Any]:
    """Return a call as the protocol wants it back; arguments that are no JSON object break some servers."""
    try:
        msgspec.json.decode(call.arguments, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError):
        return _function(call, "{}")
    return _function(call, call.arguments)


def _function(call: Call, arguments: str) -> dict[str, Any]:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": arguments}}
