"""What happens around agents: their status, turns, polls, effects. `events` has the whole union."""

from __future__ import annotations

from typing import Any

from .ids import BallotId, MessageId, Millis, ParticipantId, PollId, TurnId
from .model import AgentStatus, Consensus, Consented, EffectEnd, Option, Subject, TurnEnd
from .room_events import Event


class AgentAdded(Event, frozen=True, tag="agent_added"):
    """An agent is in the room and about to start."""

    agent: ParticipantId
    name: str
    settings: dict[str, Any] = {}


class AgentRemoved(Event, frozen=True, tag="agent_removed"):
    """An agent is no longer in the room."""

    agent: ParticipantId


class AgentConfigured(Event, frozen=True, tag="agent_configured"):
    """An agent's settings for its next turns."""

    agent: ParticipantId
    settings: dict[str, Any]


class AgentStatusSet(Event, frozen=True, tag="agent_status_set"):
    """An agent is in another state."""

    agent: ParticipantId
    status: AgentStatus
    detail: str | None = None
    error: str | None = None


class TurnStarted(Event, frozen=True, tag="turn_started"):
    """`holder` drives `agent` with the prompt `message`."""

    turn: TurnId
    agent: ParticipantId
    holder: ParticipantId
    message: MessageId
    settings: dict[str, Any] = {}
    anew: bool = False
    """The first of a period: what was taken before does not count against the agent's budget any more."""


class TurnEnded(Event, frozen=True, tag="turn_ended"):
    """The turn is over, whatever its end was."""

    turn: TurnId
    agent: ParticipantId
    end: TurnEnd


class PromptQueued(Event, frozen=True, tag="prompt_queued"):
    """A prompt waits for its agent."""

    agent: ParticipantId
    holder: ParticipantId
    message: MessageId


class PromptCancelled(Event, frozen=True, tag="prompt_cancelled"):
    """A waiting prompt will not be asked."""

    agent: ParticipantId
    message: MessageId


class PollOpened(Event, frozen=True, tag="poll_opened"):
    """A question is before the room; policy, options, hash and seats are fixed (RULES 11)."""

    id: PollId
    subject: Subject
    title: str
    options: tuple[Option, ...]
    policy: Consensus
    seats: tuple[ParticipantId, ...]
    by: ParticipantId
    detail: str = ""
    message: MessageId | None = None
    turn: TurnId | None = None
    deadline: Millis | None = None
    hash: str | None = None
    resource: str | None = None
    asker: ParticipantId | None = None
    prompt: MessageId | None = None
    multiple: bool | None = None
    then: Consented | None = None
    right: str | None = None


class BallotCast(Event, frozen=True, tag="ballot_cast"):
    """A seat has voted, or voted anew."""

    poll: PollId
    who: ParticipantId
    ballot_id: BallotId
    choice: str
    reason: str | None = None
    answers: dict[str, Any] | None = None
    may_run: bool = False
    choices: tuple[str, ...] = ()


class SeatLost(Event, frozen=True, tag="seat_lost"):
    """A seat and its ballot are gone. `why`: left, removed, muted, role, grant, absent or transferred."""

    poll: PollId
    who: ParticipantId
    why: str


class PollOverridden(Event, frozen=True, tag="poll_overridden"):
    """The owner decided alone; always followed by `poll_resolved`."""

    poll: PollId
    choice: str
    reason: str
    may_run: bool = False


class PollResolved(Event, frozen=True, tag="poll_resolved"):
    """A poll is over: exactly once per poll."""

    poll: PollId
    outcome: str | None
    """`approved`, `denied`, `expired`, `none` or an option id; None when cancelled."""
    reason: str | None = None
    sponsor: ParticipantId | None = None


class EffectClaimed(Event, frozen=True, tag="effect_claimed"):
    """An executor may now do what was approved, once."""

    poll: PollId
    sponsor: ParticipantId


class EffectEnded(Event, frozen=True, tag="effect_ended"):
    """How a claimed or unclaimable effect ended."""

    poll: PollId
    effect: EffectEnd
    reason: str | None = None
