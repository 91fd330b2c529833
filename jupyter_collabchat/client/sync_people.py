"""The sync face of `RoomPeople`: invitations, share links, my name in a room."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, Unpack

from .people import LinkTerms
from .sync_view import SyncView
from .views import PendingInvite, Person, Share, ShareLink


class SyncPeople(SyncView):
    """The side of a `SyncRoom` that is about its people: the names of `RoomPeople`."""

    def set_nickname(self, name: str) -> None:
        """See `Room.set_nickname`."""
        self._portal.run(self._room.set_nickname(name))

    def invite(
        self,
        who: Person | str,
        *,
        role: Literal["moderator", "collaborator", "observer"] = "collaborator",
        lifetime: timedelta | None = None,
    ) -> str:
        """See `Room.invite`."""
        return self._portal.run(self._room.invite(who, role=role, lifetime=lifetime))

    def revoke_invite(self, invite: PendingInvite | str) -> None:
        """See `Room.revoke_invite`."""
        self._portal.run(self._room.revoke_invite(invite))

    def invites(self) -> list[PendingInvite]:
        """See `Room.invites`."""
        return self._portal.run(self._room.invites())

    def create_share(self, label: str = "", **terms: Unpack[LinkTerms]) -> ShareLink:
        """See `Room.create_share`."""
        return self._portal.run(self._room.create_share(label, **terms))

    def revoke_share(self, share: ShareLink | Share | str) -> None:
        """See `Room.revoke_share`."""
        self._portal.run(self._room.revoke_share(share))

    def shares(self) -> list[Share]:
        """See `Room.shares`."""
        return self._portal.run(self._room.shares())
