"""Shapes of what the REST side answers besides the resources of rooms (`room.shapes`). No behaviour.

The TypeScript of the front end is made from them.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from ..core.facts import Period
from ..core.ids import InviteId, Millis, ParticipantId, RoomId, ShareId
from ..core.people import Consensus, GrantedRole, ShareRole, Suspension
from ..room.ports import InvitationRow
from ..room.shapes import RoomSummary

ShareState = Literal["live", "expired", "used_up", "suspended"]
"""Whether a link admits people, or why not."""
TokenScope = Literal["read", "post", "ask"]


SettingKind = Literal["choice", "flag", "number", "text"]
"""How a form shows a setting."""


class ChoiceValue(TypedDict):
    """One choice of a setting; the empty id leaves it to the server."""

    id: str
    label: str


class SettingValue(TypedDict):
    """A setting of an agent in a room. `default` null: left open unless set; `step` 1: whole numbers."""

    name: str
    title: str
    kind: SettingKind
    default: str | float | bool | None
    choices: NotRequired[list[ChoiceValue]]
    min: NotRequired[float]
    max: NotRequired[float]
    step: NotRequired[float]
    help: NotRequired[str]


class BudgetValue(TypedDict):
    """What an agent may take in a room within a period, which begins with the first prompt after the last one."""

    per: Period
    turns: NotRequired[int]
    tokens: NotRequired[int]
    seconds: NotRequired[int]


class OfferValue(TypedDict):
    """An agent that this server offers. `budget`: what it may take in each room, if that is limited.

    `can_add`: false if the server keeps it for others; where it is in a room it can still be asked and set.
    """

    id: str
    name: str
    description: str
    settings: list[SettingValue]
    can_add: bool
    budget: NotRequired[BudgetValue]


class PreferencesValue(TypedDict):
    """How I want to be in rooms. `nickname` "": my name here; `receipts`: others see how far I have read."""

    nickname: str
    receipts: bool


class Me(TypedDict):
    """`GET me`: who this server takes me for. `via` is `token` for an access token, null for a login."""

    id: ParticipantId
    kind: str
    name: str
    can_create_rooms: bool
    via: Literal["token"] | None
    agents: list[OfferValue]
    preferences: PreferencesValue
    guest: NotRequired[bool]


class RoomsAnswer(TypedDict):
    """`GET rooms`: newest activity first."""

    rooms: list[RoomSummary]
    invitations: tuple[InvitationRow, ...]


class TicketAnswer(TypedDict):
    """`POST ticket`: good for one socket, within 30 s."""

    ticket: str


class PersonValue(TypedDict):
    """Somebody whom this server knows."""

    id: ParticipantId
    name: str


class PeopleAnswer(TypedDict):
    """`GET people`."""

    people: list[PersonValue]


class InviteValue(TypedDict):
    """A pending invitation as those see it who may invite."""

    id: InviteId
    who: ParticipantId
    name: str
    role: GrantedRole
    by: ParticipantId
    by_name: str
    at: Millis
    expires_at: Millis


class InvitesAnswer(TypedDict):
    """`GET rooms/{room}/invites`: newest first."""

    invites: list[InviteValue]


class ShareValue(TypedDict):
    """A share link as the owner sees it: never its secret. `connections`: sessions of those who came by it."""

    id: ShareId
    label: str
    rooms: tuple[RoomId, ...]
    role: ShareRole
    votes: bool
    consensus: Consensus | None
    by: ParticipantId
    at: Millis
    expires_at: Millis
    max_uses: int | None
    uses: int
    state: ShareState
    suspended: Suspension | None
    connections: int


class SharesAnswer(TypedDict):
    """`GET rooms/{room}/shares`: newest first."""

    shares: list[ShareValue]


class TokenValue(TypedDict):
    """One of my access tokens: never its secret."""

    id: str
    label: str
    rooms: tuple[RoomId, ...]
    scope: TokenScope
    expires_at: Millis
    created_at: Millis


class TokensAnswer(TypedDict):
    """`GET tokens`: newest first."""

    tokens: list[TokenValue]
