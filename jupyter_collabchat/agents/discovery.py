"""Which agents are installed: the entry points of the group `jupyter_collabchat.agents`.

A plug-in that cannot be loaded is logged and not offered; the others are.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from importlib.metadata import EntryPoint, entry_points

from .contract import AgentFactory, AgentOffer

log = logging.getLogger(__name__)

GROUP = "jupyter_collabchat.agents"


def discover(only: Collection[str] | None = None) -> dict[str, AgentFactory]:
    """Return the installed agents by id.

    Args:
        only: Names of the entry points to offer; None for all.
    """
    found = entry_points(group=GROUP)
    for name in sorted(set(only or ()) - found.names):
        log.error("agent %r is not installed: there is no such entry point in %s", name, GROUP)
    return load(entry for entry in found if only is None or entry.name in only)


def load(found: Iterable[EntryPoint]) -> dict[str, AgentFactory]:
    """Return what the entry points name, by the id of each agent's offer; the first of an id wins."""
    agents: dict[str, AgentFactory] = {}
    for entry in found:
        try:
            factory: AgentFactory = entry.load()
            offer = factory.offer
        except Exception:
            log.exception("agent %r cannot be loaded from %s", entry.name, entry.value)
            continue
        if not callable(factory) or not isinstance(offer, AgentOffer):
            log.error("agent %r (%s) has no offer: it is no agent", entry.name, entry.value)
        elif offer.id in agents:
            log.error("agent %r (%s) takes the id %r, which another agent has", entry.name, entry.value, offer.id)
        else:
            agents[offer.id] = factory
    return agents
