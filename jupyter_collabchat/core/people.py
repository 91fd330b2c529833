"""The people of a room as data: roles, members, invitations, share links. Knows no rule."""

from __future__ import annotations

from typing import Literal

import msgspec

from .ids import InviteId, Millis, ParticipantId, ShareId

Role = Literal["owner", "moderator", "collaborator", "observer", "left"]
GrantedRole = Literal["moderator", "collaborator", "observer"]
"""What the owner, and below their own rank a moderator, makes of somebody."""
ShareRole = Literal["collaborator", "observer"]
"""What a share link makes of somebody (RULES 22)."""
Consensus = Literal["owner", "anyone", "majority", "unanimous"]
InviteEnd = Literal["accepted", "declined", "revoked", "expired"]
Suspension = Literal["transferred", "blocked", "solo", "archived", "deleted"]
"""Why a share admits nobody until the owner confirms it."""

PERSONAL = "personal"
"""The grant that is somebody's own: by invitation, by joining, by the owner's word."""


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """One admitted participant; `left` when they are gone but wrote in the window."""

    name: str
    handle: str
    kind: str
    role: Role
    joined_at: Millis
    muted: bool = False
    via: ShareId | None = None
    """The share they came by, as long as it is one of their grants."""
    grants: dict[str, Role] = {}
    """Why they are here: `PERSONAL`, or a share's id, to the role it gives. Empty: personally alone."""


class Invitation(msgspec.Struct, frozen=True):
    """A place kept for somebody who has not answered yet."""

    id: InviteId
    who: ParticipantId
    role: GrantedRole
    by: ParticipantId
    at: Millis
    expires_at: Millis


class ShareTerms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a share link gives, to how many, and until when. `max_uses` None: no limit."""

    role: ShareRole
    expires_at: Millis
    label: str = ""
    max_uses: int | None = None
    votes: bool = False
    """Guests who came by it have seats in polls (RULES 5)."""
    consensus: Consensus | None = None
    """Policy of the polls that those who came by it cause; None: the room's."""


class Share(msgspec.Struct, frozen=True, omit_defaults=True):
    """A share link in this room. Its secret is not here, nor in the log: the shell knows which id it opens."""

    id: ShareId
    by: ParticipantId
    at: Millis
    terms: ShareTerms
    uses: int = 0
    suspended: Suspension | None = None
