"""The tools that ask people: a question, and a plan. They unlock nothing but what the model may ask for next."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import Annotated

import msgspec
from msgspec import Meta

from ..contract import Decision, Option, Refused, TurnContext
from .tool import Result, Said, Tool, spoken

Line = Annotated[str, Meta(min_length=1, max_length=300)]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question."""

    question: Annotated[str, Meta(min_length=1, max_length=300, description="One short question.")]
    options: Annotated[
        tuple[Line, ...],
        Meta(max_length=12, description="What can be chosen; empty: people answer in their own words."),
    ] = ()
    several: Annotated[bool, Meta(description="Whether each person may choose several options.")] = False


class AskPeople(Tool):
    """Asks everybody in the room."""

    name = "ask_people"
    doing = "ask you something"
    about = "Ask the people in the room a question and wait for their answers. Use it when the prompt leaves a choice."
    arguments = Question

    def is_effect(self, turn: TurnContext) -> bool:
        """Asking does nothing."""
        return False

    async def use(self, turn: TurnContext, arguments: Question) -> AsyncGenerator[Said, None]:
        """Ask and wait."""
        options = [Option(f"option-{number}", label) for number, label in enumerate(arguments.options, 1)]
        try:
            decision = await turn.question(_line(arguments.question), options, multiple=arguments.several)
        except Refused as refused:
            yield Result(f"Nobody was asked: {refused}")
        else:
            yield Result(_answers(decision, {option.id: option.label for option in options}))


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plan."""

    steps: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=20, description="One sentence each.")]


class ProposePlan(Tool):
    """Shows a plan and waits for the room."""

    name = "propose_plan"
    doing = "propose a plan"
    about = "Show the people what you intend to do, step by step, and wait for their decision. It allows nothing yet."
    arguments = Plan

    def is_effect(self, turn: TurnContext) -> bool:
        """Planning does nothing."""
        return False

    async def use(self, turn: TurnContext, arguments: Plan) -> AsyncGenerator[Said, None]:
        """Ask and wait."""
        try:
            decision = await turn.plan([_line(step) for step in arguments.steps])
        except Refused as refused:
            yield Result(f"Nobody was asked: {refused}", plan=False)
            return
        advice = "" if decision.approved else " Change the plan and propose it again, or stop."
        yield Result(spoken(decision) + advice, plan=decision.approved)


def _line(text: str) -> str:
    """Return text as one line: a step that has several could pass for several steps."""
    return " ".join(text.split()) or "?"


def _answers(decision: Decision, labels: dict[str, str]) -> str:
    """Return everybody's answer as data."""
    if decision.outcome != "answered" and not decision.answers:
        return spoken(decision)
    said = []
    for answer in decision.answers:
        chose = [labels.get(choice) for choice in answer.choices] or labels.get(answer.choice)
        one = {"from": answer.name, "chose": chose, "wrote": answer.answers, "says": answer.reason}
        said.append({key: value for key, value in one.items() if value is not None})
    return json.dumps({"outcome": decision.outcome, "answers": said}, ensure_ascii=False)
