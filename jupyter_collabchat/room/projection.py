"""What of a room's state everybody may see, as plain JSON values: the document's layout (PROTOCOL, Document). Pure."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

import msgspec

from ..core.ids import MessageId, Millis, ParticipantId, RoomId, Seq, TurnId
from ..core.model import (
    UNFINISHED,
    AgentState,
    Ballot,
    Member,
    Message,
    Policy,
    Poll,
    QueuedPrompt,
    RoomState,
    Visibility,
)

HIDDEN: dict[type[msgspec.Struct], tuple[str, ...]] = {
    Poll: ("ballots", "needs_fresh", "sponsor", "resource"),
    Ballot: ("may_run",),
    Member: ("grants",),
}
"""Fields that no client sees. Of the others, those that are None are absent."""
ALWAYS: dict[type[msgspec.Struct], tuple[str, ...]] = {Message: ("body",)}
"""Fields that are there even if equal to their default."""


class RoomValue(TypedDict):
    """The room's settings. `first_seq`: seq of the window's oldest message, 0 if none; `older`: older ones exist."""

    id: RoomId
    name: str
    topic: str
    visibility: Visibility
    scope: str | None
    owner: ParticipantId
    collaboration: bool
    archived: bool
    policy: Policy
    created_at: Millis
    epoch: str
    first_seq: Seq
    older: bool


class TurnValue(TypedDict):
    """Who drives an agent and who waits; there only while it is held or queued for."""

    turn: NotRequired[TurnId]
    holder: NotRequired[ParticipantId]
    message: NotRequired[MessageId]
    since: NotRequired[Millis]
    settings: NotRequired[dict[str, Any]]
    queue: list[QueuedPrompt]


def message_value(message: Message) -> dict[str, Any]:
    """Return a message; fields equal to their default are absent, but for `body`."""
    value: dict[str, Any] = msgspec.to_builtins(message)
    value.setdefault("body", "")
    if message.status == "complete":
        value.pop("status", None)  # msgspec omits a default only if it is the same object
    if message.kind == "text":
        value.pop("kind", None)
    return value


def member_value(member: Member) -> dict[str, Any]:
    """Return a member; what else they are here by is the owner's business."""
    value: dict[str, Any] = msgspec.to_builtins(member)
    for field in HIDDEN[Member]:
        value.pop(field, None)
    return value


def agent_value(agent: AgentState) -> dict[str, Any]:
    """Return an agent; `detail` and `error` only if there is one."""
    return {key: value for key, value in msgspec.to_builtins(agent).items() if value is not None}


def poll_value(poll: Poll) -> dict[str, Any]:
    """Return a poll without its ballots, which have a root of their own."""
    value = msgspec.to_builtins(poll)
    for field in HIDDEN[Poll]:
        del value[field]
    return {key: part for key, part in value.items() if part is not None}


def ballot_value(ballot: Ballot) -> dict[str, Any]:
    """Return a ballot."""
    value: dict[str, Any] = msgspec.to_builtins(ballot)
    for field in HIDDEN[Ballot]:
        value.pop(field, None)
    return value


def turn_value(state: RoomState, agent: ParticipantId) -> TurnValue:
    """Return who drives `agent` and who waits."""
    queue = msgspec.to_builtins(state.queues.get(agent, ()))
    turn = state.turns.get(agent)
    if turn is None:
        return {"queue": queue}
    return {
        "turn": turn.id,
        "holder": turn.holder,
        "message": turn.message,
        "since": turn.since,
        "settings": turn.settings,
        "queue": queue,
    }


def turn_keys(state: RoomState) -> set[ParticipantId]:
    """Return the agents that are driven or waited for."""
    return {*state.turns, *state.queues}


def first_seq(state: RoomState) -> Seq:
    """Return the seq of the oldest message of the window, 0 if there is none."""
    return next(iter(state.messages.values())).seq if state.messages else 0


def room_value(state: RoomState, epoch: str) -> dict[str, Any]:
    """Return the room's settings: a `RoomValue`."""
    value: RoomValue = {
        "id": state.id,
        "name": state.name,
        "topic": state.topic,
        "visibility": state.visibility,
        "scope": state.scope,
        "owner": state.owner,
        "collaboration": state.collaboration,
        "archived": state.archived,
        "policy": msgspec.to_builtins(state.policy),
        "created_at": state.created_at,
        "epoch": epoch,
        "first_seq": first_seq(state),
        "older": state.older,
    }
    return dict(value)


def is_live(message: Message) -> bool:
    """Whether a message is being written by an agent."""
    return message.turn is not None and message.status in UNFINISHED


def picture(state: RoomState, epoch: str) -> dict[str, Any]:
    """Return the whole document as it must read for `state` (Law 2); live texts as an empty string each."""
    values = {
        "room": room_value(state, epoch),
        "members": {who: member_value(member) for who, member in state.members.items()},
        "messages": [message_value(message) for message in state.messages.values()],
        "live": {message.id: "" for message in state.messages.values() if is_live(message)},
        "turns": {agent: turn_value(state, agent) for agent in turn_keys(state)},
        "polls": {key: poll_value(poll) for key, poll in state.polls.items()},
        "ballots": {
            f"{poll.id} {who}": ballot_value(ballot)
            for poll in state.polls.values()
            for who, ballot in poll.ballots.items()
        },
        "agents": {agent: agent_value(how) for agent, how in state.agents.items()},
    }
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(values))
    return plain
