"""What goes wrong between this server and the models', as plain sentences that hold neither key nor address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..contract import AgentFailure

_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_SENTENCES = {
    401: "The models' server does not accept this server's key.",
    403: "The models' server does not let this server in.",
    404: "The models' server knows no such model, or is somewhere else.",
    413: "The room's conversation is too long for the models' server.",
    429: "The models' server has too much to do, or this server's quota is used up.",
}


class EndpointFailure(AgentFailure):
    """There is no answer, or no whole one."""


class Busy(EndpointFailure):
    """There may be an answer later. `after`: seconds, if the server said so."""

    def __init__(self, sentence: str, after: float | None = None) -> None:
        super().__init__(sentence)
        self.after = after


def of_status(status: int, headers: Mapping[str, str], said: str) -> EndpointFailure:
    """Return what a status means. `said`: the server's own words, cleaned of secrets."""
    if status in _BUSY:
        return Busy(_SENTENCES.get(status, f"The models' server has trouble ({status})."), _seconds(headers))
    sentence = _SENTENCES.get(status, f"The models' server refused the request ({status}).")
    if status in (401, 403):  # its words quote the key
        return EndpointFailure(sentence)
    return EndpointFailure(f"{sentence} It says: {said}" if said else sentence)


def message_in(body: bytes) -> str:
    """Return what a body says about an error; nothing if it says it in another way."""
    try:
        said = msgspec.json.decode(body)
    except msgspec.MsgspecError:
        return ""
    return message_of(said.get("error", said)) if isinstance(said, dict) else ""


def message_of(error: Any) -> str:  # noqa: ANN401 - JSON values
    """Return the sentence in an error, which is an object, or the sentence itself."""
    said = error.get("message") if isinstance(error, dict) else error
    return said if isinstance(said, str) else ""


def _seconds(headers: Mapping[str, str]) -> float | None:
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:  # absent, or a date
        return None
