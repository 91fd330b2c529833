"""Who else comes into a room: invitations by name, share links, and what I am called there.

Owns these verbs of an open room, and nothing of how commands travel. The rules are the server's.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal, TypedDict, Unpack

import msgspec

from .address import page_of
from .commands import ending, given
from .rest import Rest, mint
from .view import RoomView
from .views import PendingInvite, Person, Share, ShareLink


class LinkTerms(TypedDict, total=False):
    """What a share link gives, to whom and for how long. See `RoomPeople.create_share`."""

    role: Literal["collaborator", "observer"]
    lifetime: timedelta
    max_uses: int
    rooms: Sequence[str]
    votes: bool
    consensus: Literal["owner", "anyone", "majority", "unanimous"]


class RoomPeople(RoomView, ABC):
    """The side of a `Room` that is about its people."""

    _rest: Rest

    @abstractmethod
    async def command(self, type: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Send a command and return its ack."""

    async def set_nickname(self, name: str) -> None:
        """Be called `name` in this room. My id and my handle stay."""
        await self.command("set_nickname", name=name)

    # --- by name

    async def invite(
        self,
        who: Person | str,
        *,
        role: Literal["moderator", "collaborator", "observer"] = "collaborator",
        lifetime: timedelta | None = None,
    ) -> str:
        """Keep a place for somebody this server knows; return the invitation's id. Owner and moderators.

        Args:
            who: A person of `Server.people`, their participant id (`user:bob`) or their username.
            role: Below my own.
            lifetime: At most 30 days; default: 7.
        """
        fields = given(expires_at=ending(lifetime))
        invite: str = (await self.command("invite", who=_account(who), role=role, **fields))["invite"]
        return invite

    async def revoke_invite(self, invite: PendingInvite | str) -> None:
        """Take back an invitation that was not answered."""
        await self.command("revoke_invite", invite=invite.id if isinstance(invite, PendingInvite) else invite)

    async def invites(self) -> list[PendingInvite]:
        """Return the invitations that wait for an answer, newest first. Owner and moderators."""
        return msgspec.convert((await self._rest.get(f"rooms/{self.id}/invites"))["invites"], list[PendingInvite])

    # --- by link

    async def create_share(self, label: str = "", **terms: Unpack[LinkTerms]) -> ShareLink:
        """Make a link by which anybody who has it comes in, also without an account here. Owner only.

        Args:
            label: What it is for; only I see it.
            **terms: `role`: collaborator (default) or observer. `lifetime`: at most 30 days; default: 24 hours.
                `max_uses`: how many people; default: any number. `rooms`: ids of further rooms of mine that it opens.
                `votes`: whether guests who come by it vote. `consensus`: how polls that they cause are decided.
        """
        asked: dict[str, Any] = {"role": "collaborator", **terms}
        fields = given(expires_at=ending(asked.pop("lifetime", None)))
        rooms = [self.id, *asked.pop("rooms", ())]
        ack = await self.command("create_share", request=mint(), label=label, rooms=rooms, **asked, **fields)
        secret = ack.get("secret")
        return ShareLink(ack["share"], secret and f"{page_of(self._rest.address)}#{secret}")

    async def revoke_share(self, share: ShareLink | Share | str) -> None:
        """End a link, and with it every membership that it gave, at once."""
        await self.command("revoke_share", share=share if isinstance(share, str) else share.id)

    async def shares(self) -> list[Share]:
        """Return the room's share links, newest first, without their secrets. Owner only."""
        return msgspec.convert((await self._rest.get(f"rooms/{self.id}/shares"))["shares"], list[Share])


def _account(who: Person | str) -> str:
    named = who.id if isinstance(who, Person) else who
    return named if ":" in named else f"user:{named}"
