"""What people ask about members, invitations and share links. `commands` has the whole union."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from .command import Command, Moment, ServerId, Who
from .ids import MintedId
from .people import Consensus, GrantedRole, ShareRole


class JoinRoom(Command, frozen=True, tag="join_room"):
    """Become a member of a listed room."""


class Leave(Command, frozen=True, tag="leave"):
    """Stop being a member."""


class RemoveMember(Command, frozen=True, tag="remove_member"):
    """Put a member of lower rank out of the room."""

    who: Who
    block: bool = False


class SetRole(Command, frozen=True, tag="set_role"):
    """Give a member of lower rank another role below one's own."""

    who: Who
    role: GrantedRole


class Mute(Command, frozen=True, tag="mute"):
    """Let a member of lower rank only read."""

    who: Who


class Unmute(Command, frozen=True, tag="unmute"):
    """Let a muted member speak again."""

    who: Who


class TransferOwnership(Command, frozen=True, tag="transfer_ownership"):
    """Hand the room to an unmuted user."""

    who: Who


class SetNickname(Command, frozen=True, tag="set_nickname"):
    """Be shown under another name in this room."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]


class Invite(Command, frozen=True, tag="invite"):
    """Keep a place for somebody whom this server knows."""

    who: Who
    role: GrantedRole = "collaborator"
    expires_at: Moment | None = None


class RevokeInvite(Command, frozen=True, tag="revoke_invite"):
    """Take a pending invitation back."""

    invite: ServerId


class AcceptInvite(Command, frozen=True, tag="accept_invite"):
    """Become the member one was invited to be."""

    invite: ServerId


class DeclineInvite(Command, frozen=True, tag="decline_invite"):
    """Give the place back."""

    invite: ServerId


class CreateShare(Command, frozen=True, tag="create_share"):
    """Make a link by which others become members of `rooms`, of which this is one. `request` makes a resend harmless.

    `votes`: guests who come by it vote. `consensus`: how the polls that they cause are decided.
    """

    request: MintedId
    rooms: Annotated[tuple[ServerId, ...], Meta(min_length=1, max_length=100)]
    role: ShareRole
    label: Annotated[str, Meta(max_length=80)] = ""
    consensus: Consensus | None = None
    votes: bool = False
    expires_at: Moment | None = None
    max_uses: Annotated[int, Meta(ge=1, le=100_000)] | None = None


class RevokeShare(Command, frozen=True, tag="revoke_share"):
    """End a link and every membership it granted."""

    share: ServerId


class ConfirmShare(Command, frozen=True, tag="confirm_share"):
    """Let a suspended link admit people again, now as one's own."""

    share: ServerId
