"""Whom people may find and invite: those this server has seen and, where it belongs to one, its JupyterHub's users.

A user of the Hub who was never here is known to this server from their first invitation on, as anybody it has seen.
"""

from __future__ import annotations

from ..core.commands import Invite
from ..core.ids import ParticipantId, kind_of, local_name
from ..core.model import Actor
from ..room.ask import Ack
from ..room.ports import StorageFailed, Store
from ..room.room import Room
from .hub_users import HubUsers
from .outages import as_rejection

Person = tuple[ParticipantId, str]


class Acquaintances:
    """The people of one server. Without a Hub, the store's."""

    def __init__(self, store: Store, hub: HubUsers | None) -> None:
        self._store = store
        self.hub = hub

    async def find(self, prefix: str, limit: int) -> tuple[Person, ...]:
        """Return accounts whose name or username begins so; those seen here first, by the name they had here."""
        seen = dict(await self._store.people(prefix, limit))
        if self.hub is None or len(seen) >= limit:
            return tuple(seen.items())
        strangers = await self.hub.starting(prefix.strip())
        theirs = {ParticipantId(f"user:{name}"): name for name in strangers}
        known = await self._store.known(tuple(theirs))
        return tuple((seen | theirs | known | seen).items())[:limit]

    async def invite(self, room: Room, actor: Actor, command: Invite) -> Ack:
        """Let a room decide an invitation, knowing of the Hub's user whom it names. Raises `Rejection`.

        The Hub is asked before: a room waits for nobody outside.
        """
        try:
            await self._meet(actor, ParticipantId(command.who))
        except StorageFailed as failure:
            raise as_rejection(failure) or failure from failure
        return await room.request(actor, command)

    async def _meet(self, actor: Actor, who: ParticipantId) -> None:
        may_ask = actor.is_interactive and kind_of(actor.id) == kind_of(who) == "user"
        if self.hub is None or not may_ask or await self._store.known((who,)):
            return
        if await self.hub.has(local_name(who)):
            await self._store.remember(who, local_name(who))
