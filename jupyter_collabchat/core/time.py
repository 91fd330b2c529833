"""Time and interruption as commands: what is due happens at a tick, what cannot go on ends at reopening."""

from __future__ import annotations

from . import agents, effects, invites, overtime, polls, turns
from .commands import Reopen, Tick
from .draft import Draft
from .events import AgentStatusSet, EffectEnded
from .facts import Limits
from .ids import Millis, ParticipantId, local_name
from .model import AgentStatus, RoomState


def tick(draft: Draft, command: Tick) -> None:
    """D1: what is open expires, unused approvals lapse, turns and agents that take too long end, budgets renew."""
    polls.expire(draft)
    invites.expire(draft)
    effects.expire(draft)
    overtime.end(draft)
    agents.give_up(draft)
    for agent in tuple(draft.state.queues):
        turns.next_prompt(draft, agent)


def reopen(draft: Draft, command: Reopen) -> None:
    """D2: due polls expire first; claimed effects are unknown; a turn goes on only if it just waited (RULES 17)."""
    polls.expire(draft)
    invites.expire(draft)
    effects.expire(draft)
    for poll in tuple(draft.state.polls.values()):
        if poll.effect == "running":
            draft.add(EffectEnded(poll.id, "unknown", "the server stopped while it ran"))
    for turn in tuple(draft.state.turns.values()):
        offer = draft.facts.offers.get(local_name(turn.agent))
        if offer is None or not offer.resumable or turn.working_since is not None:
            turns.finish(draft, turn, "interrupted")
    if not draft.state.deleted:
        for agent, known in tuple(draft.state.agents.items()):
            _wake(draft, agent, known.status)


def _wake(draft: Draft, agent: ParticipantId, status: AgentStatus) -> None:
    """D3: an agent that ran before starts again; one that was stopping has stopped."""
    offered = local_name(agent) in draft.facts.offers
    if status in ("running", "starting") and not offered:
        draft.add(AgentStatusSet(agent, "error", error="This server no longer offers this agent."))
    elif status in ("running", "starting"):
        draft.add(AgentStatusSet(agent, "starting"))
    elif status == "stopping":
        draft.add(AgentStatusSet(agent, "stopped"))


def deadline(state: RoomState, limits: Limits) -> Millis | None:
    """D4: return when the next thing is due, or None if nothing is."""
    due: list[Millis] = []
    for poll in state.polls.values():
        if poll.state == "open" and poll.deadline is not None:
            due.append(poll.deadline)
        elif (void := effects.next_expiry(poll, limits.approval_ttl_s)) is not None:
            due.append(void)
    for turn in state.turns.values():
        if (ends := overtime.ends(state, turn, limits)) is not None:
            due.append(ends)
    due += [at for how in state.agents.values() if (at := agents.gives_up_at(how, limits)) is not None]
    if (ends := overtime.next_renewal(state, limits)) is not None:
        due.append(ends)
    if (ends := invites.next_expiry(state)) is not None:
        due.append(ends)
    return min(due, default=None)
