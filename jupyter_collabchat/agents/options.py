"""Settings that several agents have in common, with the words by which people are shown them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

PlanMode = Annotated[bool, Meta(title="Plan first", description="Nothing is done before the room has approved a plan.")]
ContextMessages = Annotated[
    int, Meta(ge=0, le=200, description="How many of the newest messages it is told with each prompt.")
]
