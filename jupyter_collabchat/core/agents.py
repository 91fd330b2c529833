"""Agents of a room: which are in it, and how each is. Legal moves only, every move an event."""

from __future__ import annotations

from typing import Any

import msgspec

from . import budgets, members, turns
from .commands import AddAgent, ConfigureAgent, RemoveAgent, RestartAgent, SetAgentStatus, StartAgent, StopAgent
from .draft import Draft
from .errors import Rejection
from .events import AgentAdded, AgentConfigured, AgentRemoved, AgentStatusSet, Entry
from .facts import AgentOffer, Limits
from .ids import Millis, ParticipantId, agent_participant, local_name
from .model import Actor, AgentState, AgentStatus, Member, RoomState
from .text import whole

replace = msgspec.structs.replace

MOVES: dict[AgentStatus, frozenset[AgentStatus]] = {
    "stopped": frozenset({"starting"}),
    "starting": frozenset({"running", "stopping", "error"}),
    "running": frozenset({"stopping", "error"}),
    "stopping": frozenset({"stopped", "error"}),
    "error": frozenset({"starting", "stopped"}),
}
"""The status machine (FEATURES AG1)."""

_RESTART: tuple[AgentStatus, ...] = ("stopping", "stopped", "starting")


class _NoOptions(msgspec.Struct):
    """The schema of an agent that has no settings."""


def add(draft: Draft, command: AddAgent) -> None:
    """A1, A7: only agents that this server offers, to whom it keeps them for; twice is once."""
    offer = _offer(draft, command.agent)
    if not may_add(offer, draft.actor):
        raise Rejection("role/forbidden", "This server keeps this agent for others.")
    agent, settings = agent_participant(offer.id), _settings(offer, command.options)
    if agent not in draft.state.agents:
        draft.add(AgentAdded(agent, offer.name, settings))


def remove(draft: Draft, command: RemoveAgent) -> None:
    """A2: its turn, polls and queue end first."""
    agent = turns.named_agent(draft.state, command.agent)
    turns.halt(draft, agent, "stopped")
    draft.add(AgentRemoved(agent))


def start(draft: Draft, command: StartAgent) -> None:
    """A3: a stopped or failed agent starts; starting twice is once."""
    agent = turns.named_agent(draft.state, command.agent)
    _move(draft, agent, "starting")


def stop(draft: Draft, command: StopAgent) -> None:
    """A2: its turn, polls and queue end first; stopping twice is once."""
    agent = turns.named_agent(draft.state, command.agent)
    turns.halt(draft, agent, "stopped")
    _move(draft, agent, "stopped" if draft.state.agents[agent].status == "error" else "stopping")


def restart(draft: Draft, command: RestartAgent) -> None:
    """A3: stop and start in one batch."""
    agent = turns.named_agent(draft.state, command.agent)
    turns.halt(draft, agent, "stopped")
    for status in _RESTART:
        _move(draft, agent, status)


def configure(draft: Draft, command: ConfigureAgent) -> None:
    """A4: settings of later turns; a running turn keeps its own (RULES 19)."""
    agent = turns.named_agent(draft.state, command.agent)
    settings = _settings(_offer(draft, local_name(agent)), command.options)
    if draft.state.agents[agent].settings != settings:
        draft.add(AgentConfigured(agent, settings))


def may_add(offer: AgentOffer, actor: Actor) -> bool:
    """A7: whether this server lets `actor` bring an agent into rooms."""
    return offer.adding is None or offer.adding in actor.rights


def _offer(draft: Draft, agent: str) -> AgentOffer:
    offer = draft.facts.offers.get(agent)
    if offer is None:
        raise Rejection("agent/unknown", "This server offers no such agent.")
    return offer


def _settings(offer: AgentOffer, options: dict[str, Any]) -> dict[str, Any]:
    """A6: settings are those of the agent's closed schema, defaults filled in (RULES 19)."""
    try:
        settings = msgspec.convert(options, offer.options or _NoOptions)
    except msgspec.ValidationError as error:
        raise Rejection("frame/invalid", f"The agent does not take these settings: {error}.") from None
    if unknown := options.keys() - set(settings.__struct_fields__):
        raise Rejection("frame/unknown-field", f"The agent has no setting `{min(unknown)}`.")
    kept: dict[str, Any] = msgspec.to_builtins(settings)
    return kept


def set_status(draft: Draft, command: SetAgentStatus) -> None:
    """A5: what the host reports; what is late, or no legal move, is dropped. A failed agent's turn has ended."""
    agent, known = command.agent, draft.state.agents.get(command.agent)
    if known is None or draft.state.deleted or (command.if_free and agent in draft.state.turns):
        return
    detail = whole(command.detail) if command.detail else None
    error = whole(command.error) if command.error else None
    if command.status == known.status:
        if (known.detail, known.error) != (detail, error):
            draft.add(AgentStatusSet(agent, command.status, detail, error))
    elif command.status in MOVES[known.status]:
        turn = draft.state.turns.get(agent)
        if turn is not None and command.status in ("error", "stopped"):
            turns.finish(draft, turn, "error")
        draft.add(AgentStatusSet(agent, command.status, detail, error))
        turns.next_prompt(draft, agent)


def give_up(draft: Draft) -> None:
    """A8: an agent that has not started or stopped in time is in error, whatever became of those who drive it."""
    for agent, how in tuple(draft.state.agents.items()):
        at = gives_up_at(how, draft.facts.limits)
        if at is not None and at <= draft.now:
            what = "start" if how.status == "starting" else "stop"
            minutes = draft.facts.limits.agent_move_s / 60
            set_status(draft, SetAgentStatus(agent, "error", error=f"It did not {what} within {minutes:g} minutes."))


def gives_up_at(how: AgentState, limits: Limits) -> Millis | None:
    """A8: return when an agent has been starting or stopping for too long; None if it does neither."""
    return how.since + limits.agent_move_s * 1000 if how.status in ("starting", "stopping") else None


def _move(draft: Draft, agent: ParticipantId, status: AgentStatus) -> None:
    if status in MOVES[draft.state.agents[agent].status]:
        draft.add(AgentStatusSet(agent, status))


# --- folds


def added(state: RoomState, entry: Entry, event: AgentAdded) -> RoomState:
    """The agent is a member and starts."""
    member = Member(event.name, local_name(event.agent), "agent", "collaborator", entry.at)
    spent = state.spent.get(event.agent)
    agent = AgentState(event.name, "starting", entry.at, settings=event.settings, spent=spent)
    return replace(state, agents={**state.agents, event.agent: agent}, members={**state.members, event.agent: member})


def removed(state: RoomState, entry: Entry, event: AgentRemoved) -> RoomState:
    """The agent is gone; its messages keep its name, and what it took counts when it comes back (T13)."""
    agents = {agent: how for agent, how in state.agents.items() if agent != event.agent}
    took = budgets.taken(state, event.agent)
    spent = state.spent if took is None else {**state.spent, event.agent: took}
    return replace(state, agents=agents, spent=spent, members=members.without(state, event.agent))


def configured(state: RoomState, entry: Entry, event: AgentConfigured) -> RoomState:
    """Other settings."""
    return _with(state, event.agent, settings=event.settings)


def status_set(state: RoomState, entry: Entry, event: AgentStatusSet) -> RoomState:
    """Another status, since now; or only another detail. What starts again after a stop of the server starts now."""
    same = state.agents[event.agent].status == event.status != "starting"
    since = state.agents[event.agent].since if same else entry.at
    return _with(state, event.agent, status=event.status, since=since, detail=event.detail, error=event.error)


def _with(state: RoomState, agent: ParticipantId, **changes: object) -> RoomState:
    return replace(state, agents={**state.agents, agent: replace(state.agents[agent], **changes)})
