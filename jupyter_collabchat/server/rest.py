"""The REST side: reads are resources, writes are commands. Each handler carries; rules and rights are elsewhere."""

from __future__ import annotations

from typing import Any

from .. import wire
from ..core.agents import may_add
from ..core.commands import Leave
from ..core.errors import Rejection
from ..core.ids import RoomId, kind_of
from ..core.model import Actor
from ..core.policy import RANK
from ..room import resources
from ..room.projection import message_value
from .blobs import BlobHandler
from .door import Door, commands, reads
from .exports.handlers import DecisionHandler, DecisionsHandler, ExportHandler
from .guests import is_guest
from .offers import offer_value
from .outside import CommandsHandler
from .people import InvitesHandler, PeopleHandler, SharesHandler
from .shapes import Me, RoomsAnswer, TicketAnswer, TokensAnswer

_MAX_EVENTS = 500
_MAX_FOUND = 50


class MeHandler(Door):
    """`GET me`: who this server takes me for."""

    @reads
    async def get(self, actor: Actor) -> Me:
        """Answer with id, kind, name, and what I may do outside rooms."""
        house = self.services.house
        budgets = house.settings.limits.agent_budgets
        kind = kind_of(actor.id)
        offers = house.offers.values() if kind != "guest" else ()
        me: Me = {
            "id": actor.id,
            "kind": kind,
            "name": actor.name,
            "can_create_rooms": actor.is_interactive and kind == "user",
            "via": "token" if actor.scope else None,
            "agents": [offer_value(each, budgets.get(each.id), can_add=may_add(each, actor)) for each in offers],
            "preferences": await self.services.preferences.of(actor),
        }
        if kind == "guest":
            me["guest"] = True
        return me


class RoomsHandler(Door):
    """`GET rooms`: mine and listed ones."""

    @reads
    async def get(self, actor: Actor) -> RoomsAnswer:
        """Answer with rows, newest activity first."""
        rows = await self.services.lobby.rooms_for(actor)
        invitations = await self.services.lobby.invitations_for(actor)
        return {"rooms": [row for row in rows if actor.reaches(row["id"])], "invitations": invitations}


class RoomHandler(Door):
    """`GET rooms/{room}`."""

    @reads
    async def get(self, actor: Actor, room: str) -> dict[str, Any]:
        """Answer with settings, members, agents, turns, open polls and what I may do."""
        return resources.room(await self.member_room(actor, room), actor)


class MessagesHandler(Door):
    """`GET rooms/{room}/messages`."""

    @reads
    async def get(self, actor: Actor, room: str) -> dict[str, Any]:
        """Answer with a page, ascending by seq."""
        found = await self.member_room(actor, room)
        before, after = self.whole_number("before"), self.whole_number("after")
        return await resources.history(found, before, after, self.whole_number("limit", 50) or 0)


class MessageHandler(Door):
    """`GET rooms/{room}/messages/{message}`."""

    @reads
    async def get(self, actor: Actor, room: str, message: str) -> dict[str, Any]:
        """Answer with one message and its edit history."""
        return await resources.message(await self.member_room(actor, room), message)


class PollsHandler(Door):
    """`GET rooms/{room}/polls`: decided ones, with ballots and the names of all whom they name."""

    @reads
    async def get(self, actor: Actor, room: str) -> dict[str, Any]:
        """Answer with a page, newest first."""
        found = await self.member_room(actor, room)
        limit = _page(self.whole_number("limit", 50), resources.MAX_PAGE)
        return await resources.polls(found, self.whole_number("before"), limit)


class EventsHandler(Door):
    """`GET rooms/{room}/events`: the log, for moderators and the owner."""

    @reads
    async def get(self, actor: Actor, room: str) -> dict[str, Any]:
        """Answer with log lines after `after`."""
        found = await self.member_room(actor, room)
        member = found.state.present(actor.id)
        if not actor.is_interactive or member is None or RANK[member.role] < RANK["moderator"]:
            raise Rejection("role/forbidden", "Only a moderator or the owner can read the log.")
        limit = _page(self.whole_number("limit", 100), _MAX_EVENTS)
        entries = await self.services.store.events(found.id, self.whole_number("after", 0) or 0, limit)
        return {"events": [resources.entry_value(entry) for entry in entries]}


class SearchHandler(Door):
    """`GET search` and `GET rooms/{room}/search`."""

    @reads
    async def get(self, actor: Actor, room: str | None = None) -> dict[str, Any]:
        """Answer with messages that contain all words of `q`, newest first."""
        words = self.get_argument("q", "")
        if not words.strip() or len(words) > 200:
            raise Rejection("frame/invalid", "Say in q what to look for, in at most 200 characters.")
        rooms = [await self._one(actor, room)] if room else await self._mine(actor)
        limit = _page(self.whole_number("limit", 20), _MAX_FOUND)
        found = await self.services.store.search(rooms, words, limit)
        return {
            "found": [
                {"room": hit.room, "snippet": hit.snippet, "message": message_value(hit.message)} for hit in found
            ]
        }

    async def _one(self, actor: Actor, room: str) -> RoomId:
        return (await self.member_room(actor, room)).id

    async def _mine(self, actor: Actor) -> list[RoomId]:
        rows = await self.services.store.rooms_of(actor.id)
        mine = (row for row in rows if row.role is not None and actor.reaches(row.id))
        return [row.id for row in mine if row.collaboration or row.owner == actor.id]


class TokensHandler(Door):
    """`GET tokens`: my access tokens, without their secrets."""

    @reads
    async def get(self, actor: Actor) -> TokensAnswer:
        """Answer with my tokens, newest first."""
        return {"tokens": await self.services.tokens.listed(actor)}


class TicketHandler(Door):
    """`POST ticket`: for opening one socket."""

    @commands
    async def post(self, actor: Actor) -> TicketAnswer:
        """Answer with a ticket, bound to me and the room (or the lobby) named in the body."""
        wanted = wire.decode_ticket_request(self.json_body())
        return {"ticket": self.services.identity.tickets.give(actor.id, wanted.room)}


class RoomCommandsHandler(Door):
    """`POST rooms/{room}/commands`: the REST fallback of every command in a room."""

    @commands
    async def post(self, actor: Actor, room: str) -> dict[str, Any]:
        """Answer with the ack, once it is durable."""
        request = wire.decode_rest(self.json_body())
        ack = await self.services.registry.request(RoomId(room), actor, request.command)
        if isinstance(request.command, Leave) and is_guest(actor.id):
            await self.services.identity.guests.farewell(self, actor.id)
        return {"id": request.id, "ack": {**ack.result, "seq": ack.seq}}


def _page(asked: int | None, most: int) -> int:
    limit = asked or 0
    if not 1 <= limit <= most:
        raise Rejection("frame/invalid", f"A page has 1 to {most} items.")
    return limit


_ROOM = r"rooms/(?P<room>[A-Za-z0-9_-]{1,128})"
ROUTES: list[tuple[str, type[Door]]] = [
    (r"me", MeHandler),
    (r"rooms", RoomsHandler),
    (_ROOM, RoomHandler),
    (rf"{_ROOM}/messages", MessagesHandler),
    (rf"{_ROOM}/messages/(?P<message>[A-Za-z0-9_-]{{1,128}})", MessageHandler),
    (rf"{_ROOM}/polls", PollsHandler),
    (rf"{_ROOM}/export", ExportHandler),
    (rf"{_ROOM}/decisions", DecisionsHandler),
    (rf"{_ROOM}/decisions/(?P<poll>[A-Za-z0-9_-]{{1,128}})", DecisionHandler),
    (rf"{_ROOM}/blobs/(?P<blob>[A-Za-z0-9_-]{{1,128}})", BlobHandler),
    (rf"{_ROOM}/events", EventsHandler),
    (rf"{_ROOM}/invites", InvitesHandler),
    (rf"{_ROOM}/shares", SharesHandler),
    (rf"{_ROOM}/search", SearchHandler),
    (r"search", SearchHandler),
    (r"people", PeopleHandler),
    (r"tokens", TokensHandler),
    (r"ticket", TicketHandler),
    (rf"{_ROOM}/commands", RoomCommandsHandler),
    (r"commands", CommandsHandler),
]
