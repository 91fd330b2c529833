"""The base of what the host does on behalf of agents and time."""

from __future__ import annotations

import msgspec


class HostAct(msgspec.Struct, frozen=True, tag_field="type"):
    """Base of what the host does on behalf of agents and time."""
