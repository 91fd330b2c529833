"""What of a room's state everybody may see, as plain JSON values: the document's layout (PROTOCOL, Document). Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from ..core.ids import ParticipantId, Seq
from ..core.model import UNFINISHED, AgentState, Ballot, Member, Message, Poll, RoomState

_HIDDEN_POLL_FIELDS = ("ballots", "needs_fresh", "sponsor", "resource")


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
    value.pop("grants", None)
    return value


def agent_value(agent: AgentState) -> dict[str, Any]:
    """Return an agent; `detail` and `error` only if there is one."""
    return {key: value for key, value in msgspec.to_builtins(agent).items() if value is not None}


def poll_value(poll: Poll) -> dict[str, Any]:
    """Return a poll without its ballots, which have a root of their own."""
    value = msgspec.to_builtins(poll)
    for field in _HIDDEN_POLL_FIELDS:
        del value[field]
    return {key: part for key, part in value.items() if part is not None}


def ballot_value(ballot: Ballot) -> dict[str, Any]:
    """Return a ballot."""
    value: dict[str, Any] = msgspec.to_builtins(ballot)
    value.pop("may_run", None)
    return value


def turn_value(state: RoomState, agent: ParticipantId) -> dict[str, Any]:
    """Return who drives `agent` and who waits."""
    turn = state.turns.get(agent)
    held = (
        {
            "turn": turn.id,
            "holder": turn.holder,
            "message": turn.message,
            "since": turn.since,
            "settings": turn.settings,
        }
        if turn
        else {}
    )
    return {**held, "queue": msgspec.to_builtins(state.queues.get(agent, ()))}


def turn_keys(state: RoomState) -> set[ParticipantId]:
    """Return the agents that are driven or waited for."""
    return {*state.turns, *state.queues}


def first_seq(state: RoomState) -> Seq:
    """Return the seq of the oldest message of the window, 0 if there is none."""
    return next(iter(state.messages.values())).seq if state.messages else 0


def room_value(state: RoomState, epoch: str) -> dict[str, Any]:
    """Return the room's settings."""
    return {
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
