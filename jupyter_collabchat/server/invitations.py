"""Invitations: the answer of who was invited, from outside the room, and the list for those who may invite.

What an invitation is, `core.invites` says.
"""

from __future__ import annotations

from typing import Any

from ..core import policy
from ..core.commands import AcceptInvite, DeclineInvite
from ..core.errors import Rejection
from ..core.ids import ParticipantId, local_name
from ..core.model import Actor, Invitation
from ..room.ports import Store
from ..room.registry import Registry
from ..room.room import Room
from .identity import own_login
from .shapes import InviteValue

_UNKNOWN = ("invite/unknown", "This invitation is not open, or not for you.")


class Invitations:
    """The invitations of one server."""

    def __init__(self, store: Store, registry: Registry) -> None:
        self._store = store
        self._registry = registry

    async def answer(self, actor: Actor, command: AcceptInvite | DeclineInvite) -> dict[str, Any]:
        """Return the ack of accepting or declining. Raises `Rejection`: `invite/unknown`, `room/full`."""
        own_login(actor)
        place = await self._store.invitation(command.invite)
        if place is None or place[1] != actor.id:
            raise Rejection(*_UNKNOWN)
        room = place[0]
        try:
            ack = await self._registry.request(room, actor, command)
        except Rejection as refused:
            raise Rejection(*_UNKNOWN) if refused.code == "room/unknown" else refused from refused
        return {"seq": ack.seq, "room": room} if isinstance(command, AcceptInvite) else {"seq": ack.seq}

    async def listed(self, room: Room, actor: Actor) -> list[InviteValue]:
        """Return a room's pending invitations for those who may invite, newest first. Raises `Rejection`."""
        if "invite" not in policy.can(room.state.present(actor.id), actor.scope):
            raise Rejection("role/forbidden", "Only a moderator or the owner may see who is invited.")
        now = room.house.clock.now()
        pending = [made for made in room.state.invites.values() if made.expires_at > now]
        named = {who for made in pending for who in (made.who, made.by)}
        names = await self._names(room, tuple(named))
        return [_value(made, names) for made in sorted(pending, key=lambda made: made.at, reverse=True)]

    async def _names(self, room: Room, people: tuple[ParticipantId, ...]) -> dict[ParticipantId, str]:
        known = await self._store.known(people)
        members = {who: member.name for who, member in room.state.members.items() if who in people}
        return {who: local_name(who) for who in people} | known | members


def _value(made: Invitation, names: dict[ParticipantId, str]) -> InviteValue:
    return {
        "id": made.id,
        "who": made.who,
        "name": names[made.who],
        "role": made.role,
        "by": made.by,
        "by_name": names[made.by],
        "at": made.at,
        "expires_at": made.expires_at,
    }
