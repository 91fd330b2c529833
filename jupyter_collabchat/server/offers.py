"""What a server's agents let a room set, as a form can show it: read off each agent's closed schema (RULES 19).

Knows no agent. A setting's `Meta` has its words: `title`, `description`, and of a choice that is empty unless set, what
that comes to (`extra_json_schema={"unset": ...}`). What no form can show (lists, objects) is left out, though a schema
may take it.
"""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import inspect

from ..core.facts import AgentOffer, Budget
from .shapes import BudgetValue, OfferValue, SettingValue


def offer_value(offer: AgentOffer, budget: Budget | None, *, can_add: bool) -> OfferValue:
    """Return an offer with its settings, what it may take in each room, and whether one may add it."""
    value: OfferValue = {
        "id": offer.id,
        "name": offer.name,
        "description": offer.description,
        "settings": settings_of(offer.options),
        "can_add": can_add,
    }
    if budget is not None:
        value["budget"] = _budget(budget)
    return value


def _budget(budget: Budget) -> BudgetValue:
    value: BudgetValue = {"per": budget.per, **msgspec.to_builtins(budget)}
    return value


def settings_of(schema: type[msgspec.Struct] | None) -> list[SettingValue]:
    """Return the settings of a schema, in its order."""
    if schema is None:
        return []
    info = inspect.type_info(schema)
    assert isinstance(info, inspect.StructType)
    hints = get_type_hints(schema)
    return [setting for field in info.fields if (setting := _setting(field, hints[field.name])) is not None]


def _setting(field: inspect.Field, hint: Any) -> SettingValue | None:  # noqa: ANN401 - a type
    said = field.type.extra_json_schema or {} if isinstance(field.type, inspect.Metadata) else {}
    value: SettingValue = {
        "name": field.encode_name,
        "title": said.get("title") or field.encode_name.replace("_", " ").capitalize(),
        "kind": "text",
        "default": None if field.default is inspect.NODEFAULT else field.default,
    }
    if help := said.get("description"):
        value["help"] = help
    if not _is_shown(value, _bare(field.type), hint):
        return None
    for choice in value.get("choices", ()):
        choice["label"] = choice["id"] or _default(said.get("unset"))
    return value


def _default(unset: str | None) -> str:
    """Return what people are told of leaving it to the server; `unset`: what that comes to now."""
    return f"Default ({unset})" if unset else "Default"


def _bare(kind: inspect.Type) -> inspect.Type:
    """Return a type without what is said about it, and without the None that stands for leaving it open."""
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        others = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        return _bare(others[0]) if len(others) == 1 else kind
    return kind


def _is_shown(value: SettingValue, kind: inspect.Type, hint: Any) -> bool:  # noqa: ANN401 - a type
    """Say in `value` how a form asks for this type; return whether it can, and there is something to choose."""
    match kind:
        case inspect.LiteralType():
            choices = [str(one) for one in get_args(hint)]  # `inspect` sorts them
            value["kind"] = "choice"
            value["choices"] = [{"id": one, "label": one} for one in choices]
            return len(choices) > 1
        case inspect.BoolType():
            value["kind"] = "flag"
            return True
        case inspect.IntType() | inspect.FloatType():
            _number(value, kind)
            return True
        case _:
            return isinstance(kind, inspect.StrType)


def _number(value: SettingValue, kind: inspect.IntType | inspect.FloatType) -> None:
    value["kind"] = "number"
    if isinstance(kind, inspect.IntType):
        value["step"] = 1
    if kind.ge is not None:
        value["min"] = kind.ge
    if kind.le is not None:
        value["max"] = kind.le
