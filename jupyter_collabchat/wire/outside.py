"""Commands outside a room: what is asked of the server itself. Pure.

Invitations are answered from outside too: who is invited is not in the room yet.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from ..core.command import Command, Moment, ServerId
from ..core.commands import AcceptInvite, CreateRoom, DeclineInvite
from ..core.ids import MintedId

_Called = Annotated[str, Meta(max_length=64)]


class MintToken(Command, frozen=True, tag="mint_token"):
    """Delegate reading or posting in some rooms, for a time."""

    request: MintedId
    label: Annotated[str, Meta(min_length=1, max_length=80)]
    rooms: Annotated[list[ServerId], Meta(min_length=1, max_length=100)]
    scope: str
    expires_at: Moment


class RevokeToken(Command, frozen=True, tag="revoke_token"):
    """End a delegation at once."""

    token: ServerId


class Join(Command, frozen=True, tag="join"):
    """Become a member by a share link. `name`: what somebody without an account is called."""

    secret: Annotated[str, Meta(max_length=200)]
    name: _Called | None = None

    def __repr__(self) -> str:
        """Keep the secret out of logs and tracebacks."""
        return f"Join(name={self.name!r})"


class SetPreferences(Command, frozen=True, tag="set_preferences"):
    """Say how I want to be in rooms. Absent fields stay; an empty nickname is none."""

    nickname: _Called | None = None
    receipts: bool | None = None


OutsideCommand = CreateRoom | Join | AcceptInvite | DeclineInvite | SetPreferences | MintToken | RevokeToken


class RestOutside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST commands`: a command outside a room."""

    id: Annotated[str, Meta(max_length=64)]
    command: OutsideCommand
