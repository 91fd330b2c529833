"""What a running server consists of, as its handlers see it."""

from __future__ import annotations

from dataclasses import dataclass

from ..room.house import House
from ..room.lobby import Lobby
from ..room.ports import Store
from ..room.rates import Rates
from ..room.registry import Registry
from .identity import Identity
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
    rates: Rates
    """Of commands outside rooms; each room has its own."""
