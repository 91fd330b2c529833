"""The base of all client commands, and the shapes that their fields share: the wire's (PROTOCOL, "Commands")."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from .ids import Millis

Name = Annotated[str, Meta(min_length=1, max_length=80)]
Topic = Annotated[str, Meta(max_length=500)]
Reason = Annotated[str, Meta(max_length=1000)]
Who = Annotated[str, Meta(min_length=3, max_length=200)]
ServerId = Annotated[str, Meta(min_length=1, max_length=128)]
Moment = Annotated[Millis, Meta(ge=0, le=2**53)]
Settings = dict[str, Any]


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Base of all commands."""
