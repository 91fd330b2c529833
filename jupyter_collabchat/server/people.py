"""Reads about people that are not everybody's: whom one may find, who is invited to a room, its share links."""

from __future__ import annotations

from ..core.admission import places
from ..core.ids import ParticipantId
from ..core.model import Actor
from .door import Door, reads
from .identity import own_login
from .shapes import InvitesAnswer, PeopleAnswer, PersonValue, SharesAnswer

MAX_PEOPLE = 20


class PeopleHandler(Door):
    """`GET people`: those this server knows, by prefix; with `room`, without its members and invited people."""

    @reads
    async def get(self, actor: Actor) -> PeopleAnswer:
        """Answer with ids and names."""
        own_login(actor)
        room = self.get_argument("room", None)
        placed = places((await self.member_room(actor, room)).state) if room else frozenset[ParticipantId]()
        found = await self.services.acquaintances.find(self.get_argument("q", "")[:80], MAX_PEOPLE + len(placed))
        others: list[PersonValue] = [{"id": who, "name": name} for who, name in found if who not in placed]
        return {"people": others[:MAX_PEOPLE]}


class InvitesHandler(Door):
    """`GET rooms/{room}/invites`: who is invited, for those who may invite."""

    @reads
    async def get(self, actor: Actor, room: str) -> InvitesAnswer:
        """Answer with pending invitations, newest first."""
        found = await self.member_room(actor, room)
        return {"invites": await self.services.invitations.listed(found, actor)}


class SharesHandler(Door):
    """`GET rooms/{room}/shares`: the share links, for the owner; never a secret."""

    @reads
    async def get(self, actor: Actor, room: str) -> SharesAnswer:
        """Answer with links, newest first, and how many sessions are open by each."""
        found = await self.member_room(actor, room)
        return {"shares": await self.services.shares.listed(found, actor)}
