"""How people want to be in rooms: their usual nickname, and whether others see how far they have read."""

from __future__ import annotations

from typing import Any

import msgspec

from .. import wire
from ..core.model import Actor
from ..core.text import clean_name
from ..room.lobby import Lobby
from ..room.ports import Preferences, Store
from ..room.registry import Registry
from .identity import own_login
from .shapes import PreferencesValue


class PreferencesDesk:
    """Keeps preferences, and lets open rooms and the person's other pages follow at once."""

    def __init__(self, store: Store, registry: Registry, lobby: Lobby) -> None:
        self._store = store
        self._registry = registry
        self._lobby = lobby

    async def of(self, actor: Actor) -> PreferencesValue:
        """Return somebody's preferences as `GET me` shows them."""
        return _value(await self._store.preferences(actor.id))

    async def set(self, actor: Actor, command: wire.SetPreferences) -> dict[str, Any]:
        """Return the ack of `set_preferences`. Raises `Rejection`: `frame/invalid`, `role/forbidden`."""
        own_login(actor)
        kept = await self._store.preferences(actor.id)
        given: dict[str, Any] = {}
        if command.nickname is not None:
            given["nickname"] = _nickname(command.nickname)
        if command.receipts is not None:
            given["receipts"] = command.receipts
        wanted: Preferences = msgspec.structs.replace(kept, **given)
        await self._store.save_preferences(actor.id, wanted)
        for room in self._registry.open_rooms():
            room.receipts.allow(actor.id, wanted.receipts)
        self._lobby.tell(actor.id, wire.notice("preferences", preferences=_value(wanted)))
        return {"seq": 0}


def _value(kept: Preferences) -> PreferencesValue:
    return {"nickname": kept.nickname, "receipts": kept.receipts}


def _nickname(asked: str) -> str:
    return clean_name(asked) if asked.strip() else ""
