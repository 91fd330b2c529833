"""Turns: who may drive an agent now, who waits, and everything a turn takes with it when it ends (RULES 15-18)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from . import budgets
from .commands import CancelPrompt, EndTurn, StopTurn
from .draft import Draft
from .errors import Rejection
from .events import (
    EffectEnded,
    Entry,
    MessageEnded,
    PollResolved,
    PromptCancelled,
    PromptQueued,
    TurnEnded,
    TurnStarted,
)
from .ids import MessageId, ParticipantId, PollId, TurnId, agent_participant
from .model import UNFINISHED, Ending, Message, MessageStatus, QueuedPrompt, RoomState, Turn, TurnEnd
from .policy import RANK, may_act
from .text import whole

replace = msgspec.structs.replace

_LAST_STATUS: dict[TurnEnd, Ending] = {
    "done": "complete",
    "error": "error",
    "stopped": "cancelled",
    "interrupted": "interrupted",
    "overtime": "cancelled",
}


def addressee(
    state: RoomState, to: str | None, mentioned: Iterable[ParticipantId], reply_to: Message | None
) -> ParticipantId | None:
    """T1: a prompt addresses one agent: `to`, else the first mentioned, else the author of what it replies to.

    Raises:
        Rejection: `agent/unknown` if `to` is no agent of this room.
    """
    if to is not None:
        return named_agent(state, to)
    asked = next((who for who in mentioned if who in state.agents), None)
    if asked is None and reply_to is not None and reply_to.author in state.agents:
        return reply_to.author
    return asked


def listener(draft: Draft) -> ParticipantId | None:
    """T11: under `answers: all` a lone idle agent takes what nobody else was asked, if its budget has a turn for it."""
    state = draft.state
    if state.policy.answers != "all" or len(state.agents) != 1:
        return None
    agent, how = next(iter(state.agents.items()))
    if how.status != "running" or agent in state.turns or agent in state.queues:
        return None
    return agent if budgets.renewed_at(state, agent, draft.now, draft.facts.limits) is None else None


def named_agent(state: RoomState, named: str) -> ParticipantId:
    """Return the agent of this room called `named` (its id, with or without `agent:`).

    Raises:
        Rejection: `agent/unknown`.
    """
    agent = ParticipantId(named) if named.startswith("agent:") else agent_participant(named)
    if agent not in state.agents:
        raise Rejection("agent/unknown", "There is no such agent in this room.")
    return agent


def must_wait(draft: Draft, agent: ParticipantId) -> bool:
    """T2, T3, T12, T15: whether a prompt has to queue now.

    Raises:
        Rejection: `role/forbidden` (a token that may not ask), `turn/held`, `agent/stopped`, `turn/queue-full`,
            `agent/over-budget`.
    """
    if draft.actor.scope == "post":
        raise Rejection("role/forbidden", "This access token may post, not ask agents.")
    state, limits = draft.state, draft.facts.limits
    budgets.check(state, agent, draft.now, limits)
    held, queue = state.turns.get(agent), state.queues.get(agent, ())
    if held is None and not queue and state.agents[agent].status == "running":
        return False
    if state.policy.prompts == "refuse":
        raise _refused(held)
    mine = sum(prompt.holder == draft.actor.id for prompt in queue)
    if len(queue) >= limits.queue or mine >= limits.queue_per_person:
        raise Rejection("turn/queue-full", "Too many prompts are waiting already; cancel one or try again later.")
    return True


def _refused(held: Turn | None) -> Rejection:
    if held:
        return Rejection("turn/held", "The agent is busy with another prompt.", holder=held.holder)
    return Rejection("agent/stopped", "The agent is not running; ask a moderator to start it.")


def prompt(draft: Draft, agent: ParticipantId, message: MessageId) -> None:
    """T2: an idle agent's turn starts at once; otherwise the prompt queues.

    T17: only a message that somebody posts comes here, never an edit or what an agent says.
    """
    if draft.state.messages[message].status == "queued":
        draft.add(PromptQueued(agent, draft.actor.id, message))
    else:
        _start(draft, agent, draft.actor.id, message)


def _start(draft: Draft, agent: ParticipantId, holder: ParticipantId, message: MessageId) -> None:
    settings = draft.state.agents[agent].settings
    anew = budgets.begins_anew(draft.state, agent, draft.now, draft.facts.limits)
    draft.add(TurnStarted(TurnId(draft.facts.mint()), agent, holder, message, settings, anew))


def next_prompt(draft: Draft, agent: ParticipantId) -> None:
    """T4, T15: a free, running agent takes the oldest waiting prompt whose asker still may ask, if it still may."""
    while (queue := draft.state.queues.get(agent)) and agent not in draft.state.turns:
        how = draft.state.agents.get(agent)
        if how is None or how.status != "running":
            return
        if budgets.renewed_at(draft.state, agent, draft.now, draft.facts.limits) is not None:
            return
        first = queue[0]
        if may_act(draft.state.present(first.holder)):
            _start(draft, agent, first.holder, first.message)
        else:
            draft.add(PromptCancelled(agent, first.message))


def running(state: RoomState, turn: str) -> Turn:
    """Return the turn called `turn` while it is held.

    Raises:
        Rejection: `turn/unknown`.
    """
    for held in state.turns.values():
        if held.id == turn:
            return held
    raise Rejection("turn/unknown", "This turn is over.")


def stop(draft: Draft, command: StopTurn) -> None:
    """T5: the holder, a moderator or the owner stops a turn; its text stays, its polls are cancelled."""
    turn = running(draft.state, command.turn)
    _own_or_moderator(draft, turn.holder, "Only who asked, a moderator or the owner can stop this.")
    finish(draft, turn, "stopped")
    next_prompt(draft, turn.agent)


def end(draft: Draft, command: EndTurn) -> None:
    """T5: the agent is done; ending a turn twice is once."""
    for turn in tuple(draft.state.turns.values()):
        if turn.id == command.turn:
            finish(draft, turn, command.end)
            next_prompt(draft, turn.agent)


def finish(draft: Draft, turn: Turn, how: TurnEnd, why: str = "") -> None:
    """T6: at any end, open polls are cancelled, unclaimed approvals void, messages ended, and the turn is released.

    `why` is added to the text so far.
    """
    for poll in tuple(draft.state.polls.values()):
        if poll.turn != turn.id:
            continue
        if poll.state == "open":
            cancel_poll(draft, poll.id, "the turn ended")
        elif poll.effect == "pending":
            draft.add(EffectEnded(poll.id, "failed", "the turn ended before it ran"))
    for message in tuple(draft.state.messages.values()):
        if message.turn == turn.id and message.status in UNFINISHED:
            body = whole(draft.facts.texts.get(message.id, ""))
            draft.add(MessageEnded(message.id, _LAST_STATUS[how], "\n\n".join(filter(None, (body, why)))))
    draft.add(TurnEnded(turn.id, turn.agent, how))


def halt(draft: Draft, agent: ParticipantId, how: TurnEnd) -> None:
    """T7: an agent that stops, or a room that ends, takes the agent's turn and queue with it."""
    for waiting in draft.state.queues.get(agent, ()):
        draft.add(PromptCancelled(agent, waiting.message))
    turn = draft.state.turns.get(agent)
    if turn is not None:
        finish(draft, turn, how)


def cancel(draft: Draft, command: CancelPrompt) -> None:
    """T8: the asker, a moderator or the owner takes a waiting prompt back."""
    for agent, queue in draft.state.queues.items():
        for waiting in queue:
            if waiting.message == command.message:
                _own_or_moderator(draft, waiting.holder, "Only who asked, a moderator or the owner can cancel this.")
                draft.add(PromptCancelled(agent, waiting.message))
                return
    raise Rejection("message/unknown", "This prompt is not waiting any more.")


def forget_prompt(draft: Draft, message: MessageId) -> None:
    """T8: a redacted prompt does not wait."""
    for agent, queue in draft.state.queues.items():
        if any(waiting.message == message for waiting in queue):
            draft.add(PromptCancelled(agent, message))
            return


def drop_people(draft: Draft, people: Collection[ParticipantId]) -> None:
    """T9: who loses the right to ask loses waiting prompts, and their turn stops (RULES 16)."""
    for agent, queue in tuple(draft.state.queues.items()):
        for waiting in queue:
            if waiting.holder in people:
                draft.add(PromptCancelled(agent, waiting.message))
    for turn in tuple(draft.state.turns.values()):
        if turn.holder in people:
            finish(draft, turn, "stopped")
            next_prompt(draft, turn.agent)


def cancel_poll(draft: Draft, poll: PollId, why: str) -> None:
    """P10: a cancelled poll grants nothing."""
    draft.add(PollResolved(poll, None, why))


def _own_or_moderator(draft: Draft, owner: ParticipantId, sentence: str) -> None:
    member = draft.state.members[draft.actor.id]
    if owner != draft.actor.id and RANK[member.role] < RANK["moderator"]:
        raise Rejection("role/forbidden", sentence)


# --- folds


def started(state: RoomState, entry: Entry, event: TurnStarted) -> RoomState:
    """The agent is taken; its prompt no longer waits."""
    held = (event.turn, event.agent, event.holder, event.message, entry.at, event.settings)
    turn = Turn(*held, working_since=entry.at, anew=event.anew)
    return replace(
        _unqueue(state, event.agent, event.message),
        turns={**state.turns, event.agent: turn},
        messages=_with_status(state, event.message, "complete"),
    )


def ended(state: RoomState, entry: Entry, event: TurnEnded) -> RoomState:
    """The agent is free; how long it worked counts, but not that the server was stopped meanwhile."""
    turn = state.turns.get(event.agent)
    counted = state
    if turn is not None and turn.id == event.turn:
        until = None if event.end == "interrupted" else turn.working_since
        counted = budgets.worked(state, event.agent, turn.worked_ms + (entry.at - until if until is not None else 0))
    return replace(counted, turns={agent: held for agent, held in state.turns.items() if held.id != event.turn})


def queued(state: RoomState, entry: Entry, event: PromptQueued) -> RoomState:
    """One more prompt waits."""
    waiting = QueuedPrompt(event.message, event.holder, entry.at)
    return replace(state, queues={**state.queues, event.agent: (*state.queues.get(event.agent, ()), waiting)})


def prompt_cancelled(state: RoomState, entry: Entry, event: PromptCancelled) -> RoomState:
    """One prompt less waits."""
    freed = _unqueue(state, event.agent, event.message)
    return replace(freed, messages=_with_status(state, event.message, "cancelled"))


def _unqueue(state: RoomState, agent: ParticipantId, message: MessageId) -> RoomState:
    if agent not in state.queues:
        return state
    rest = tuple(waiting for waiting in state.queues[agent] if waiting.message != message)
    others = {name: queue for name, queue in state.queues.items() if name != agent}
    return replace(state, queues={**others, agent: rest} if rest else others)


def _with_status(state: RoomState, message: MessageId, status: MessageStatus) -> dict[MessageId, Message]:
    known = state.messages.get(message)
    if known is None or known.status != "queued":
        return state.messages
    return {**state.messages, message: replace(known, status=status)}
