"""What a room may set: a closed schema that names the models of this server's configuration."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ..options import ContextMessages, PlanMode
from .config import OpenAIConfig

_TEMPERATURE = "How much answers vary, from 0 to 2; left open, the model's server decides."


class OpenAISettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings in a room.

    Attributes:
        plan_mode: Nothing is done before the room has approved a plan.
        temperature: None leaves it to the endpoint.
        context_messages: How many of the room's newest messages the model is told with a prompt.
        model: One of the server's; empty: its first.
    """

    plan_mode: PlanMode = False
    temperature: Annotated[Annotated[float, Meta(ge=0, le=2)] | None, Meta(description=_TEMPERATURE)] = None
    context_messages: ContextMessages = 50
    model: str = ""


def settings_for(config: OpenAIConfig) -> type[msgspec.Struct]:
    """Return the schema that takes only the models of `config`."""
    said = Meta(description="Which model answers.", extra_json_schema={"unset": config.names[0]})
    names: Any = Annotated[Literal[("", *config.names)], said]
    return msgspec.defstruct(
        "OpenAISettings", [("model", names, "")], bases=(OpenAISettings,), frozen=True, forbid_unknown_fields=True
    )
