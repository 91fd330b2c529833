"""The ACP agents that the configuration names, each offered under its own name. Without any, the SDK stays unloaded."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
from jupyter_core.paths import jupyter_data_dir

from ..contract import Agent, AgentFactory, AgentOffer, AgentServices
from .config import AcpConfig, Launch, settings_for

_UNVERIFIED = "It has tools of its own: the room cannot verify what it runs."


class Acp:
    """The plug-in: agents by configuration (`discovery.AgentFamily`)."""

    def members(self, config: Mapping[str, Any]) -> Mapping[str, AgentFactory]:
        """Return the configured agents by id; none without configuration.

        Raises:
            msgspec.ValidationError: the configuration is wrong.
            ModuleNotFoundError: the extra `acp` is not installed.
        """
        known = msgspec.convert(config, AcpConfig)
        if known.agents and find_spec("acp") is None:
            raise ModuleNotFoundError("ACP agents need the extra: pip install 'jupyter_collabchat[acp]'")
        state = Path(known.state or Path(jupyter_data_dir()) / "collabchat" / "acp")
        return {id: AcpFactory(id, launch, state) for id, launch in known.agents.items()}


class AcpFactory:
    """Makes one configured agent for each room."""

    def __init__(self, id: str, launch: Launch, state: Path) -> None:
        self.launch = launch
        self.state = state
        said = launch.description or "A coding agent."
        self._offer = AgentOffer(
            id,
            launch.name or id.capitalize(),
            f"{said} {_UNVERIFIED}" if launch.self_executing else said,
            options=settings_for(launch),
        )

    @property
    def offer(self) -> AgentOffer:
        """What this server offers with it."""
        return self._offer

    def __call__(self, services: AgentServices) -> Agent:
        """Return the agent of one room."""
        from .agent import AcpAgent  # with the SDK, so only when there is one

        return AcpAgent(services, self)


family = Acp()
