"""The Jupyter server extension: configuration, and the one place where all parts are put together."""

from __future__ import annotations

import os

import msgspec
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.utils import url_path_join
from traitlets import Bool, Dict, Float, Int, List, Unicode, default

from ..core.facts import Budget, Limits
from ..room.clock import Clock
from ..room.house import House
from ..room.ports import Elsewhere, Refused, Store
from ..room.settings import Settings
from ..storage import open_store
from ..storage.unavailable import unavailable_store
from . import hub_users, pages, rest, websocket
from .agents import host_agents, limit_agents
from .agents_for import AgentsFor
from .guests import API_PATH as API
from .guests import PAGES_PATH as PAGES
from .logs import join_logs
from .openapi import OpenApiHandler
from .places import default_store_url
from .services import put_together


class CollabChatApp(ExtensionApp):
    """Rooms where people and agents talk and decide together."""

    name = "jupyter_collabchat"
    extension_url = "/lab"
    load_other_extensions = True

    store_url = Unicode(help="Where rooms are kept: `sqlite:///<path>` or `memory:`.").tag(config=True)
    max_members = Int(50, min=2, max=5000, help="Most members of one room.").tag(config=True)
    message_window = Int(200, min=20, max=2000, help="Newest messages kept in a room's document.").tag(config=True)
    rate_limit = Float(5.0, min=0, help="Commands per second, person and room; 0 for no limit.").tag(config=True)
    rate_burst = Int(20, min=1, help="Commands a person may send at once before the rate counts.").tag(config=True)
    max_sockets_per_person = Int(20, min=1, help="Open connections of one person to one room.").tag(config=True)
    max_sockets_per_room = Int(2000, min=1, help="Open connections to one room.").tag(config=True)
    agents = List(Unicode(), None, allow_none=True, help="Agents to offer, by name; None for all installed.").tag(
        config=True
    )
    agents_for = Dict(
        help='Who may add which agent, by id: `{"openai": {"users": ["ann"], "groups": ["staff"]}}`; others: everybody.'
    ).tag(config=True)
    agent_budgets = Dict(
        help='What agents may take in each room, by id: `{"openai": {"turns": 200, "tokens": 100_000, "per": "day"}}`.'
    ).tag(config=True)
    agent_config = Dict(help="Configuration of each agent, by its name: endpoints, keys, folders.").tag(config=True)

    hub_users = Bool(False, help="Let people find and invite every user of the JupyterHub.").tag(config=True)

    @default("store_url")
    def _default_store_url(self) -> str:
        return default_store_url()

    def initialize_settings(self) -> None:
        """Put the parts together."""
        join_logs(self.log)
        house = House(self._open_store(), self._room_settings(), Clock())
        agents_for = AgentsFor(self.agents_for)
        hub = hub_users.of_environment(os.environ) if self.hub_users else None
        self._services = put_together(house, hub, agents_for)
        kernels, contents = self.settings["kernel_manager"], self.settings["contents_manager"]
        self._agents = host_agents(self._services.registry, kernels, contents, self.agents, self.agent_config)
        limit_agents(house, agents_for)
        self.settings["collabchat"] = self._services

    def _room_settings(self) -> Settings:
        return Settings(
            limits=Limits(
                max_members=self.max_members,
                message_window=self.message_window,
                agent_budgets=msgspec.convert(self.agent_budgets, dict[str, Budget]),
            ),
            rate_limit=self.rate_limit,
            rate_burst=self.rate_burst,
            max_sockets_per_person=self.max_sockets_per_person,
            max_sockets_per_room=self.max_sockets_per_room,
        )

    def _open_store(self) -> Store:
        """Open the rooms' data; if it cannot be used, say so here and at every door, and leave it untouched."""
        holder = self.serverapp.connection_url if self.serverapp is not None else "another server"
        try:
            return open_store(self.store_url, holder=holder)
        except (Elsewhere, Refused) as failure:
            self.log.error("collabchat: %s: %s", self.store_url, failure)
            return unavailable_store(failure)

    def initialize_handlers(self) -> None:
        """Open the doors."""
        routes = [*rest.ROUTES, *websocket.ROUTES, ("openapi.json", OpenApiHandler)]
        self.handlers.extend((url_path_join("/", API, path), handler) for path, handler in routes)
        self.handlers.extend((url_path_join("/", PAGES, path), handler) for path, handler in pages.ROUTES)

    async def stop_extension(self) -> None:
        """Answer what waits, tell everybody, keep everything."""
        self._services.lobby.close()
        await self._services.registry.close()
        await self._agents.close()
        if self._services.acquaintances.hub is not None:
            await self._services.acquaintances.hub.close()
        await self._services.store.close()
