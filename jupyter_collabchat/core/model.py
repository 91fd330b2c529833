"""The state of one room, as the rules read it. Immutable: `evolve` makes a new one that shares what did not change.

Holds the newest window of messages; older ones are in the archive and reach a rule through `Facts`.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from .ids import BallotId, InviteId, MessageId, Millis, ParticipantId, PollId, RoomId, Seq, ShareId, TurnId
from .people import Consensus as Consensus
from .people import Invitation as Invitation
from .people import Member as Member
from .people import Role as Role
from .people import Share as Share

Visibility = Literal["private", "listed"]
MessageKind = Literal["text", "output", "system"]
MessageStatus = Literal[
    "queued",
    "processing",
    "thinking",
    "executing",
    "streaming",
    "complete",
    "error",
    "cancelled",
    "interrupted",
    "redacted",
]
Stage = Literal["processing", "thinking", "executing", "streaming"]
"""Where an unfinished message is."""
Ending = Literal["complete", "error", "cancelled", "interrupted"]
"""How an unfinished message may end."""
AgentStatus = Literal["stopped", "starting", "running", "stopping", "error"]
Subject = Literal["plan", "permission", "execution", "write", "question", "plain"]
PollState = Literal["open", "decided", "cancelled"]
EffectState = Literal["pending", "running", "done", "failed", "unknown"]
EffectEnd = Literal["done", "failed", "unknown"]
Need = Literal["sponsor", "ballot"]
"""What an open poll lacks that enough seats approve: somebody who may do the effect, or one more approval."""
Consented = Literal["rollback"]
TurnEnd = Literal["done", "error", "stopped", "interrupted", "overtime"]
MimeBundle = dict[str, Any]

EFFECT_SUBJECTS = frozenset({"permission", "execution", "write"})
APPROVAL_SUBJECTS = EFFECT_SUBJECTS | {"plan"}
UNFINISHED = frozenset({"processing", "thinking", "executing", "streaming"})


class Policy(msgspec.Struct, frozen=True, omit_defaults=False):
    """How a room decides and answers. `absent_after` in seconds."""

    consensus: Consensus = "unanimous"
    prompts: Literal["queue", "refuse"] = "queue"
    answers: Literal["addressed", "all"] = "addressed"
    join_role: Literal["collaborator", "observer"] = "collaborator"
    absent_after: int = 120
    rollback: Literal["moderators", "vote"] = "moderators"
    """Who takes back what was said: a moderator alone, or the room."""


class Usage(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an agent's message cost."""

    response_ms: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: float | None = None
    """By the prices of the server's configuration, in the currency of these."""


class Origin(msgspec.Struct, frozen=True):
    """Where a copied message comes from; of a forked room, up to where its copies go."""

    room: RoomId
    seq: Seq


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message as everybody sees it. `mime`: one bundle per output, in order."""

    id: MessageId
    seq: Seq
    author: ParticipantId
    at: Millis
    body: str = ""
    kind: MessageKind = "text"
    status: MessageStatus = "complete"
    edited_at: Millis | None = None
    to: ParticipantId | None = None
    reply_to: MessageId | None = None
    mentions: tuple[ParticipantId, ...] = ()
    mime: tuple[MimeBundle, ...] = ()
    usage: Usage | None = None
    turn: TurnId | None = None
    via: str | None = None
    origin: Origin | None = None
    """It is a copy: nobody edits it (RULES 28)."""
    stopped_by: ParticipantId | None = None
    """Who ended it before its agent did."""


class QueuedPrompt(msgspec.Struct, frozen=True):
    """A prompt that waits for its agent."""

    message: MessageId
    holder: ParticipantId
    at: Millis


class Turn(msgspec.Struct, frozen=True):
    """The exclusive right to drive one agent. Time spent waiting for polls is not held against it."""

    id: TurnId
    agent: ParticipantId
    holder: ParticipantId
    message: MessageId
    since: Millis
    settings: dict[str, Any] = {}
    worked_ms: int = 0
    working_since: Millis | None = None
    effect_polls: int = 0
    denied: frozenset[str] = frozenset()
    anew: bool = False
    """A period of the agent's budget begins with it."""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One choice of a poll."""

    id: str
    label: str


class Ballot(msgspec.Struct, frozen=True, omit_defaults=True):
    """One member's current vote. `may_run`: the voter had the right to do the effect when voting."""

    ballot_id: BallotId
    choice: str
    at: Millis
    reason: str | None = None
    answers: dict[str, Any] | None = None
    may_run: bool = False
    choices: tuple[str, ...] = ()
    """Of a question that takes several options: all that were chosen, in its order; `choice` is the first."""


class Poll(msgspec.Struct, frozen=True):
    """A question before the room. `detail` of an effect holds its exact bytes (RULES 1)."""

    id: PollId
    subject: Subject
    title: str
    detail: str
    options: tuple[Option, ...]
    policy: Consensus
    seats: tuple[ParticipantId, ...]
    by: ParticipantId
    seq: Seq
    opened_at: Millis
    message: MessageId | None = None
    turn: TurnId | None = None
    deadline: Millis | None = None
    hash: str | None = None
    state: PollState = "open"
    outcome: str | None = None
    effect: EffectState | None = None
    reason: str | None = None
    resolved_at: Millis | None = None
    ballots: dict[ParticipantId, Ballot] = {}
    needs_fresh: bool = False
    """A seat was taken or lapsed: an approval needs one more `approve` of a remaining seat (RULES 6)."""
    sponsor: ParticipantId | None = None
    resource: str | None = None
    """What the effect occupies while it runs, a kernel for example: one claim at a time (RULES 3)."""
    needs: Need | None = None
    """Why it is open although enough seats approve."""
    asker: ParticipantId | None = None
    """Whose prompt an agent's poll comes from."""
    prompt: MessageId | None = None
    multiple: bool | None = None
    """A question that takes several options."""
    then: Consented | None = None
    """What the room itself does once this is approved: `rollback`, to `message`."""
    right: str | None = None
    """What its sponsor must hold on this server, as `resource:action` (RULES 4)."""


class Spent(msgspec.Struct, frozen=True):
    """What an agent has taken in a room since its period began (`facts.Budget`). `seconds` of work, begun ones."""

    since: Millis
    turns: int = 0
    tokens: int = 0
    seconds: int = 0


class AgentState(msgspec.Struct, frozen=True):
    """An agent of this room and how it is."""

    name: str
    status: AgentStatus
    since: Millis
    detail: str | None = None
    error: str | None = None
    settings: dict[str, Any] = {}
    spent: Spent | None = None


class Fork(msgspec.Struct, frozen=True):
    """A room that was made from this one. `done`: everything is copied, and the room is there."""

    owner: ParticipantId
    name: str
    until: Seq
    done: bool = False


class RoomState(msgspec.Struct, frozen=True):
    """Everything the rules of one room read. `messages` is the newest window, ascending by seq."""

    id: RoomId
    name: str = ""
    topic: str = ""
    visibility: Visibility = "private"
    scope: str | None = None
    owner: ParticipantId = ParticipantId("")
    collaboration: bool = True
    """Off: solo, the room is its owner's alone until it is on again."""
    archived: bool = False
    deleted: bool = False
    """Not there for anybody."""
    origin: Origin | None = None
    """The room that this one was forked from."""
    forming: bool = False
    """It is being made from that one, and not there yet: `deleted` too, until everything is copied."""
    policy: Policy = Policy()
    created_at: Millis = 0
    seq: Seq = 0
    members: dict[ParticipantId, Member] = {}
    removed: frozenset[ParticipantId] = frozenset()
    """Those who come back only by an invitation (RULES 24)."""
    blocked: frozenset[ParticipantId] = frozenset()
    """Those of the removed whom only the owner may invite."""
    former: dict[ParticipantId, Member] = {}
    """Those who left with less than a newcomer has: they return no better (M9)."""
    invites: dict[InviteId, Invitation] = {}
    """Pending ones only."""
    shares: dict[ShareId, Share] = {}
    """Those that were not revoked."""
    messages: dict[MessageId, Message] = {}
    older: bool = False
    """Messages exist that are older than the window."""
    agents: dict[ParticipantId, AgentState] = {}
    spent: dict[ParticipantId, Spent] = {}
    """What agents had taken that were removed: it counts when they come back (T13)."""
    turns: dict[ParticipantId, Turn] = {}
    queues: dict[ParticipantId, tuple[QueuedPrompt, ...]] = {}
    polls: dict[PollId, Poll] = {}
    forks: dict[RoomId, Fork] = {}
    """The rooms made from this one: what is redacted here is redacted there (RULES 30)."""

    def present(self, participant: ParticipantId) -> Member | None:
        """Return the member called `participant`, or None if they are not (or no longer) in the room."""
        member = self.members.get(participant)
        return member if member is not None and member.role != "left" else None


class Actor(msgspec.Struct, frozen=True):
    """Who sends a command: always from the authenticated session, never from a frame.

    `scope` is set for access tokens (`read`, `post`, `ask`); `rights` are what the executing server's authorizer
    allows this person, as `resource:action`.
    """

    id: ParticipantId
    name: str
    scope: str | None = None
    rights: frozenset[str] = frozenset()
    rooms: frozenset[RoomId] | None = None
    """The only rooms an access token reaches; None for a login."""

    def reaches(self, room: RoomId) -> bool:
        """Whether this actor's credential is good for `room` at all."""
        return self.rooms is None or room in self.rooms

    @property
    def is_interactive(self) -> bool:
        """A person at their own login: the only kind of actor that may decide (RULES 8)."""
        return self.scope is None
