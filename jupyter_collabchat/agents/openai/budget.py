"""What one prompt has taken of what it may take. Pure but for being counted."""

from __future__ import annotations

from jupyter_collabchat.core.model import Usage

from .completions import Answer
from .config import Model, TurnLimits

_POINTS_PER_TOKEN = 4


class Budget:
    """The rounds, tool calls, tokens, seconds and cost of one turn."""

    def __init__(self, limits: TurnLimits, model: Model) -> None:
        self._limits = limits
        self._model = model
        self._rounds = self._calls = self._tokens = 0
        self._seconds = self._cost = 0.0

    @property
    def left_s(self) -> float:
        """How long the model may still take."""
        return max(0.0, self._limits.seconds - self._seconds)

    def answered(self, answer: Answer, sent_points: int, seconds: float) -> Usage:
        """Count one answer; an endpoint that does not tell its tokens is taken to need one for four characters."""
        tokens = answer.tokens
        read = tokens.prompt_tokens if tokens.prompt_tokens is not None else sent_points // _POINTS_PER_TOKEN
        written = tokens.completion_tokens
        if written is None:
            written = sum(map(len, (answer.text, *(call.arguments for call in answer.calls)))) // _POINTS_PER_TOKEN
        self._rounds += 1
        self._seconds += seconds
        self._tokens += read + written
        cost = (read * self._model.input_price + written * self._model.output_price) / 1_000_000
        self._cost += cost
        return Usage(round(seconds * 1000), tokens.prompt_tokens, tokens.completion_tokens, cost or None)

    def take_call(self) -> bool:
        """Count one tool call; False if there was no room for it."""
        self._calls += 1
        return self._calls <= self._limits.calls

    @property
    def over(self) -> str:
        """Which limit is reached, as words for people; empty while none is."""
        limits = self._limits
        reached = {
            f"{limits.rounds} rounds": self._rounds >= limits.rounds,
            f"{limits.calls} tool calls": self._calls >= limits.calls,
            f"{limits.tokens:,} tokens": self._tokens >= limits.tokens,
            f"{limits.seconds:.0f} seconds": self._seconds >= limits.seconds,
            f"a cost of {limits.cost}": limits.cost is not None and self._cost >= limits.cost,
        }
        return next((what for what, is_reached in reached.items() if is_reached), "")
