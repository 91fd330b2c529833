"""What a running server consists of, as its handlers see it."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from ..core.commands import AnyCommand, CreateShare, Invite, RevokeShare
from ..core.model import Actor
from ..room.ask import Ack
from ..room.house import Detour, House
from ..room.lobby import Lobby
from ..room.ports import Store
from ..room.rates import Rates
from ..room.registry import Registry
from ..room.room import Room
from .acquaintances import Acquaintances
from .agents_for import AgentsFor
from .hub_users import HubUsers
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
    acquaintances: Acquaintances
    rates: Rates
    """Of commands outside rooms; each room has its own."""


def put_together(house: House, hub: HubUsers | None = None, agents_for: AgentsFor | None = None) -> Services:
    """Return the parts of a server around its `house`, each knowing those that it needs."""
    store = house.store
    registry = Registry(house)
    lobby = Lobby(registry)
    identity = Identity(store, house.clock, agents_for)
    shares = Shares(store, registry)
    acquaintances = Acquaintances(store, hub)
    house.lobby_changed = lobby.changed
    house.watchers.append(lobby)
    house.entitled = identity.entitled
    house.detours.append(_detour(shares, acquaintances))
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
        PreferencesDesk(store, registry, lobby),
        acquaintances,
        Rates(house.settings.rate_limit, house.settings.rate_burst),
    )


def _detour(shares: Shares, acquaintances: Acquaintances) -> Detour:
    def detour(room: Room, actor: Actor, command: AnyCommand) -> Awaitable[Ack] | None:
        match command:
            case CreateShare() | RevokeShare():
                return shares.submit(room, actor, command)
            case Invite() if acquaintances.hub is not None:
                return acquaintances.invite(room, actor, command)
            case _:
                return None

    return detour
