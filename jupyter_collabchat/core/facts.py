"""What a rule may know besides the state: looked up by the room beforehand, passed in, never fetched by a rule."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from .ids import MessageId, ParticipantId, Seq
from .model import Message

Period = Literal["hour", "day", "week"]
_Amount = Annotated[int, Meta(ge=1)]


class Budget(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What an agent may take in one room within a period, which begins with the first prompt after the last one.

    `seconds` are of work: waiting for the room is none.
    """

    turns: _Amount | None = None
    tokens: _Amount | None = None
    seconds: _Amount | None = None
    per: Period = "day"


class Limits(msgspec.Struct, frozen=True):
    """Sizes and times a server allows. Lengths in code points and bytes, times in seconds."""

    max_members: int = 50
    message_window: int = 200
    window_slack: int = 25
    window_bytes: int = 256 * 1024
    body_points: int = 16_384
    body_bytes: int = 48 * 1024
    effect_bytes: int = 16 * 1024
    queue: int = 20
    queue_per_person: int = 3
    effect_polls_per_turn: int = 10
    plain_polls_per_person: int = 5
    plain_polls: int = 20
    decided_polls: int = 50
    poll_deadline_s: int = 15 * 60
    approval_ttl_s: int = 10 * 60
    max_hold_s: int = 30 * 60
    agent_move_s: int = 2 * 60
    """How long an agent may take to start or to stop."""
    shares: int = 100
    share_s: int = 24 * 60 * 60
    longest_share_s: int = 30 * 24 * 60 * 60
    invite_s: int = 7 * 24 * 60 * 60
    longest_invite_s: int = 30 * 24 * 60 * 60
    agent_budgets: Mapping[str, Budget] = {}
    """By agent id; an agent without one takes what it likes."""


class Claim(msgspec.Struct, frozen=True):
    """Who created an id, with which fields, at which seq. An empty `digest` (after redaction) matches anything."""

    author: ParticipantId
    digest: bytes
    seq: Seq
    ref: str = ""
    """What else the first ack named, the id of a created room for example."""


class AgentOffer(msgspec.Struct, frozen=True):
    """An agent that this server offers."""

    id: str
    name: str
    description: str = ""
    resumable: bool = False
    options: type[msgspec.Struct] | None = None
    """The closed schema of its settings in a room (RULES 19); None: it takes none."""
    needs: str = "kernels:execute"
    """The right a sponsor of its effects must hold, as `resource:action`, where an effect names none of its own."""
    adding: str | None = None
    """The right that one needs to add it to a room, where the server keeps it for some."""


class Facts(msgspec.Struct, frozen=True):
    """Everything `decide` may know besides state, actor, command and time."""

    mint: Callable[[], str]
    """Returns a fresh unguessable id at each call."""
    limits: Limits = Limits()
    claims: Mapping[str, Claim] = {}
    """Ids that exist, by claim key; only those that clashed or were used lately."""
    messages: Mapping[MessageId, Message] = {}
    """Messages outside the window that the command names."""
    after: Mapping[MessageId, int] = {}
    """Of those to which the conversation may go back: how many messages came after each."""
    texts: Mapping[MessageId, str] = {}
    """Text so far of unfinished messages."""
    active: Container[ParticipantId] = frozenset()
    """Members with a session, or a command in the last 15 minutes (RULES 5)."""
    offers: Mapping[str, AgentOffer] = {}
    people: Container[ParticipantId] = frozenset()
    """Those of the accounts named by an invitation that this server knows."""
    entitled: Container[tuple[ParticipantId, str | None]] = frozenset()
    """At a claim: who holds the effect's right on this server now (RULES 4)."""
