"""Questions in the form of the protocol's elicitation: one poll for each field, answers merged into one form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from acp.schema import (
    ElicitationBooleanPropertySchema,
    ElicitationIntegerPropertySchema,
    ElicitationMultiSelectPropertySchema,
    ElicitationNumberPropertySchema,
    ElicitationSchema,
    ElicitationStringPropertySchema,
)

from ..contract import Answer, Decision, NewMessage, Option
from .exchange import Exchange, NotAllowed
from .show import one_line

MOST_FIELDS = 8
_IN_WORDS = Option("other", "In our own words")
_YES_OR_NO = {"yes": True, "no": False}


async def ask(exchange: Exchange, message: str, form: ElicitationSchema) -> dict[str, Any]:
    """Ask the room for each field of a form.

    Raises:
        NotAllowed: the room did not answer, differs, or the form asks for what no poll can.
    """
    fields = form.properties or {}
    if not 0 < len(fields) <= MOST_FIELDS:
        raise NotAllowed("This form has no fields, or too many.")
    return {name: await _field(exchange, message, name, field) for name, field in fields.items()}


async def _field(exchange: Exchange, message: str, name: str, field: Any) -> Any:  # noqa: ANN401 - no common type
    choices = _choices(field)
    options = [Option(f"o{number}", one_line(label, 300)) for number, label in enumerate(choices, 1)]
    label = one_line(field.title or field.description or name, 300)
    await exchange.shown(NewMessage())
    several = isinstance(field, ElicitationMultiSelectPropertySchema) and bool(options)
    title = f"{one_line(message, 600)} ({label})"
    decision = await exchange.turn.question(title, options or [_IN_WORDS], multiple=several)
    if decision.outcome != "answered":
        raise NotAllowed("The room did not answer.")
    return _value(field, _chosen(decision, choices) if choices else _said(decision))


def _choices(field: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Return what may be chosen, by label; nothing if it is answered in words."""
    match field:
        case ElicitationBooleanPropertySchema():
            return _YES_OR_NO
        case ElicitationStringPropertySchema(one_of=options) if options:
            return {option.title: option.const for option in options}
        case ElicitationStringPropertySchema(enum=values) if values:
            return {value: value for value in values}
        case ElicitationMultiSelectPropertySchema():
            return _items(field.items)
        case _:
            return {}


def _items(items: Any) -> Mapping[str, Any]:  # noqa: ANN401
    titled = getattr(items, "any_of", None)
    if titled:
        return {option.title: option.const for option in titled}
    return {value: value for value in getattr(items, "enum", None) or ()}


def _chosen(decision: Decision, choices: Mapping[str, Any]) -> Any:  # noqa: ANN401
    if decision.choice is None:
        raise NotAllowed("The people in the room differ.")
    values = list(choices.values())
    if decision.choices:
        return [values[int(choice[1:]) - 1] for choice in decision.choices]
    return values[int(decision.choice[1:]) - 1]


def _said(decision: Decision) -> str:
    """Return one answer in words; where people differ, everybody's with the name."""
    said = [(answer.name, _words(answer)) for answer in decision.answers]
    different = {words for _, words in said}
    if len(different) == 1:
        return different.pop()
    return "; ".join(f"{name}: {words}" for name, words in said)


def _words(answer: Answer) -> str:
    return ", ".join(str(value) for value in (answer.answers or {}).values()) or answer.reason or ""


def _value(field: Any, said: Any) -> Any:  # noqa: ANN401
    try:
        match field:
            case ElicitationIntegerPropertySchema():
                return int(said)
            case ElicitationNumberPropertySchema():
                return float(said)
            case ElicitationMultiSelectPropertySchema():
                return said if isinstance(said, list) else [said]
            case _:
                return said
    except ValueError:
        raise NotAllowed("The room's answer is no number.") from None
