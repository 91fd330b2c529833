"""The plug-in: one agent if the server's configuration names models, none otherwise."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import msgspec

from ..contract import Agent, AgentFactory, AgentOffer, AgentServices
from .agent import OpenAIAgent
from .config import OpenAIConfig, endpoint_url, secrets_of
from .settings import settings_for


class OpenAIFactory:
    """Makes the agent of each room.

    Raises:
        msgspec.ValidationError: the configuration is wrong.
        ConfigError: it cannot be used here.
    """

    def __init__(self, config: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> None:
        self._config = msgspec.convert(dict(config), OpenAIConfig)
        self._secrets = secrets_of(self._config, environ)
        endpoint_url(self._config)
        description = f"Answers with {' or '.join(self._config.names)}; what it does, the room decides."
        self._offer = AgentOffer("openai", self._config.name, description, options=settings_for(self._config))

    @property
    def offer(self) -> AgentOffer:
        """What this server offers with it."""
        return self._offer

    def __call__(self, services: AgentServices) -> Agent:
        """Return the agent of one room."""
        return OpenAIAgent(services, self._config, self._secrets)


class OpenAI:
    """Agents by configuration (`discovery.AgentFamily`)."""

    def members(self, config: Mapping[str, Any]) -> Mapping[str, AgentFactory]:
        """Return the agent by its id; none without configuration. Raises what `OpenAIFactory` does."""
        return {"openai": OpenAIFactory(config)} if config else {}


family = OpenAI()
