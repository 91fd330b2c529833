"""`POST commands`: commands outside a room. The one door at which nobody may knock, to join by a link."""

from __future__ import annotations

from typing import Any

from .. import wire
from ..core.commands import AcceptInvite, CreateRoom, DeclineInvite
from ..core.errors import Rejection
from ..core.model import Actor
from .door import Door, visits
from .guests import give_cookie
from .identity import NOBODY


class CommandsHandler(Door):
    """`POST commands`: commands outside a room."""

    @visits
    async def post(self, actor: Actor | None) -> dict[str, Any]:
        """Answer with the ack, once it is durable."""
        request = wire.decode_outside(self.json_body())
        if actor is not None:
            self.services.rates.take(actor.id)
        return {"id": request.id, "ack": await self._run(actor, request.command)}

    async def _run(self, actor: Actor | None, command: wire.OutsideCommand) -> dict[str, Any]:
        if isinstance(command, wire.Join):
            return await self._join(actor, command)
        if actor is None:
            raise Rejection(*NOBODY)
        services = self.services
        match command:
            case CreateRoom():
                ack = await services.registry.create(actor, command)
                return {**ack.result, "seq": ack.seq}
            case AcceptInvite() | DeclineInvite():
                return await services.invitations.answer(actor, command)
            case wire.SetPreferences():
                return await services.preferences.set(actor, command)
            case wire.MintToken():
                return await services.tokens.mint(actor, command)
            case wire.RevokeToken():
                return await services.tokens.revoke(actor, command)

    async def _join(self, actor: Actor | None, command: wire.Join) -> dict[str, Any]:
        joined = await self.services.joining.join(actor, str(self.request.remote_ip), command)
        if joined.secret is not None:
            give_cookie(self, joined.secret)
        return joined.ack
