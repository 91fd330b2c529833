"""What a running server consists of, as its handlers see it."""

from __future__ import annotations

from dataclasses import dataclass

from ..room.house import House
from ..room.lobby import Lobby
from ..room.ports import Store
from ..room.rates import Rates
from ..room.registry import Registry
from .agents_for import AgentsFor
from .identity import Identity
from .invitations import Invitations
from .joining import Joining
from .preferences import PreferencesDesk
from .shares import Shares
from .tokens import Tokens


@dataclass(frozen=True)
class Services:
    """The parts that the composition root has put together."""

    store: Store
    house: House
    registry: Registry
    lobby: Lobby
    identity: Identity
    tokens: Tokens
    shares: Shares
    joining: Joining
    invitations: Invitations
    preferences: PreferencesDesk
    rates: Rates
    """Of commands outside rooms; each room has its own."""


def put_together(house: House, agents_for: AgentsFor | None = None) -> Services:
    """Return the parts of a server around its `house`, each knowing those that it needs."""
    store = house.store
    registry = Registry(house)
    lobby = Lobby(registry)
    identity = Identity(store, house.clock, agents_for)
    shares = Shares(store, registry)
    house.lobby_changed = lobby.changed
    house.watchers.append(lobby)
    house.entitled = identity.entitled
    house.share = shares.submit
    return Services(
        store,
        house,
        registry,
        lobby,
        identity,
        Tokens(store, registry, house.clock),
        shares,
        Joining(store, registry, identity.guests),
        Invitations(store, registry),
        PreferencesDesk(store, registry),
        Rates(house.settings),
    )
