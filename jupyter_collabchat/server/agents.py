"""Which agents this server offers, with its own kernels and configuration."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import Any

from ..agents.acp.config import keys_in
from ..agents.discovery import discover
from ..agents.host import Host
from ..agents.server_kernels import ServerKernels
from ..agents.server_notebooks import ServerNotebooks
from ..room.house import House
from ..room.registry import Registry
from .agents_for import AgentsFor

log = logging.getLogger(__name__)


def host_agents(
    registry: Registry,
    kernel_manager: Any,  # noqa: ANN401 - jupyter_server's managers share no type
    contents_manager: Any,  # noqa: ANN401 - as with kernels
    only: Collection[str] | None,
    config: Mapping[str, Mapping[str, Any]],
) -> Host:
    """Put a host into every room that `registry` opens.

    Args:
        registry: The rooms.
        kernel_manager: The server's kernel manager, whose kernels run approved code.
        contents_manager: The server's contents manager, which keeps the notebooks.
        only: Names of the agents' entry points; None for all that are installed.
        config: What the administrator says to each agent, by id.
    """
    host = Host(
        registry.house,
        discover(only, config),
        kernels=ServerKernels(kernel_manager, _secrets(config)),
        config=config,
        notebooks=ServerNotebooks(contents_manager),
    )
    registry.opened = host.adopt
    registry.closing = host.release
    return host


def limit_agents(house: House, agents_for: AgentsFor) -> None:
    """Keep the agents of `house` for those that the configuration says; name those that it says and nobody offers."""
    house.offers.update({id: agents_for.restricted(offer) for id, offer in house.offers.items()})
    for unknown in sorted((house.settings.limits.agent_budgets.keys() | agents_for.names) - house.offers.keys()):
        log.error("the configuration limits the agent %r, which this server does not offer", unknown)


def _secrets(config: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Return the environment variables that agents' configurations name as keeping a key."""
    named = {str(said["api_key_env"]) for said in config.values() if "api_key_env" in said}
    return named | keys_in(config.get("acp", {}))
