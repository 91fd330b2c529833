"""What happens to members, invitations and share links. `events` has the whole union."""

from __future__ import annotations

from .ids import InviteId, Millis, ParticipantId, ShareId
from .people import GrantedRole, InviteEnd, Role, ShareTerms, Suspension
from .room_events import Event


class MemberJoined(Event, frozen=True, tag="member_joined"):
    """A participant was admitted: by a share, which `via` names, or personally."""

    who: ParticipantId
    name: str
    handle: str
    role: Role
    via: ShareId | None = None
    muted: bool = False
    """They left muted: leaving does not unmute."""


class MemberLeft(Event, frozen=True, tag="member_left"):
    """A member left of their own will."""

    who: ParticipantId


class MemberRemoved(Event, frozen=True, tag="member_removed"):
    """A member was removed and returns only by invitation; if `block`, by the owner's."""

    who: ParticipantId
    block: bool = False


class RoleSet(Event, frozen=True, tag="role_set"):
    """The owner gave a member another role: their own from now on, or a guest's while the share lasts."""

    who: ParticipantId
    role: Role


class MemberMuted(Event, frozen=True, tag="member_muted"):
    """A member may read, not speak."""

    who: ParticipantId
    muted: bool


class OwnershipTransferred(Event, frozen=True, tag="ownership_transferred"):
    """Another member owns the room; the former owner is a moderator."""

    to: ParticipantId


class GrantsSet(Event, frozen=True, tag="grants_set"):
    """A member is here by other grants than before; `role` is the best of them."""

    who: ParticipantId
    role: Role
    grants: dict[str, Role]


class MembershipEnded(Event, frozen=True, tag="membership_ended"):
    """A member's last grant is gone with the `share` it came from; they may return by any other door."""

    who: ParticipantId
    share: ShareId


class NicknameSet(Event, frozen=True, tag="nickname_set"):
    """A member is shown under another name; their handle stays."""

    who: ParticipantId
    name: str


class MemberInvited(Event, frozen=True, tag="member_invited"):
    """A place is kept for `who`. Lifts a block, but admits nobody."""

    invite: InviteId
    who: ParticipantId
    role: GrantedRole
    expires_at: Millis


class InviteEnded(Event, frozen=True, tag="invite_ended"):
    """An invitation is pending no more; once accepted, the membership follows."""

    invite: InviteId
    who: ParticipantId
    how: InviteEnd


class ShareCreated(Event, frozen=True, tag="share_created"):
    """A share link of `by` is good for this room."""

    share: ShareId
    by: ParticipantId
    terms: ShareTerms


class ShareSuspended(Event, frozen=True, tag="share_suspended"):
    """A share link admits nobody until the owner confirms it; who came by it stays."""

    share: ShareId
    why: Suspension


class ShareConfirmed(Event, frozen=True, tag="share_confirmed"):
    """The owner made a share link their own; it admits people again."""

    share: ShareId


class ShareRevoked(Event, frozen=True, tag="share_revoked"):
    """A share link is gone; the memberships it granted ended before."""

    share: ShareId
