"""Which agents are installed: the entry points of the group `jupyter_collabchat.agents`.

A plug-in that cannot be loaded is logged and not offered; the others are.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from .contract import AgentFactory, AgentOffer

log = logging.getLogger(__name__)

GROUP = "jupyter_collabchat.agents"


Config = Mapping[str, Mapping[str, Any]]


def discover(only: Collection[str] | None = None, config: Config | None = None) -> dict[str, AgentFactory]:
    """Return the installed agents by id.

    Args:
        only: Names of the entry points to offer; None for all.
        config: What the administrator says to each, by name of its entry point.
    """
    found = entry_points(group=GROUP)
    for name in sorted(set(only or ()) - found.names):
        log.error("agent %r is not installed: there is no such entry point in %s", name, GROUP)
    return load((entry for entry in found if only is None or entry.name in only), config)


def load(found: Iterable[EntryPoint], config: Config | None = None) -> dict[str, AgentFactory]:
    """Return what the entry points name, by the id of each agent's offer; the first of an id wins."""
    agents: dict[str, AgentFactory] = {}
    for entry in found:
        try:
            offered = [(factory, factory.offer) for factory in _factories(entry, (config or {}).get(entry.name, {}))]
        except Exception:
            log.exception("agent %r cannot be loaded from %s", entry.name, entry.value)
            continue
        for factory, offer in offered:
            if not callable(factory) or not isinstance(offer, AgentOffer):
                log.error("agent %r (%s) has no offer: it is no agent", entry.name, entry.value)
            elif offer.id in agents:
                log.error("agent %r (%s) takes the id %r, which another agent has", entry.name, entry.value, offer.id)
            else:
                agents[offer.id] = factory
    return agents


def _factories(entry: EntryPoint, config: Mapping[str, Any]) -> Iterable[AgentFactory]:
    """Return the factory that an entry point names, or those of the family it names."""
    plugin = entry.load()
    return plugin.members(config).values() if hasattr(plugin, "members") else (plugin,)
