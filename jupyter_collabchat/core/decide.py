"""The one decision: may this actor do this now, and what happens then. Order: visible, resent, role table, rule.

`decide(state, actor, command, now, facts)` returns a finished `Draft` or raises a `Rejection`; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import agents, claims, effects, members, messages, opening, policy, polls, rooms, time, turns
from . import commands as c
from .draft import Draft
from .evolve import evolve
from .facts import Facts
from .ids import HOST, Millis
from .model import Actor, RoomState

_Rule = Callable[[Draft, Any], None]

RULES: dict[type[c.AnyCommand], _Rule] = {
    c.CreateRoom: rooms.create,
    c.RenameRoom: rooms.rename,
    c.SetTopic: rooms.set_topic,
    c.SetPolicy: rooms.set_policy,
    c.DeleteRoom: rooms.delete,
    c.JoinRoom: members.join,
    c.Leave: members.leave,
    c.RemoveMember: members.remove,
    c.SetRole: members.set_role,
    c.Mute: members.mute,
    c.Unmute: members.unmute,
    c.TransferOwnership: members.transfer,
    c.MarkRead: members.mark_read,
    c.PostMessage: messages.post,
    c.EditMessage: messages.edit,
    c.RedactMessage: messages.redact,
    c.CancelPrompt: turns.cancel,
    c.StopTurn: turns.stop,
    c.AddAgent: agents.add,
    c.RemoveAgent: agents.remove,
    c.StartAgent: agents.start,
    c.StopAgent: agents.stop,
    c.RestartAgent: agents.restart,
    c.ConfigureAgent: agents.configure,
    c.OpenPoll: opening.open_plain,
    c.CastBallot: polls.cast,
    c.OverridePoll: polls.override,
    c.ClosePoll: polls.close,
    c.StartMessage: messages.start,
    c.SetMessageStatus: messages.set_status,
    c.EndMessage: messages.end,
    c.SetAgentStatus: agents.set_status,
    c.EndTurn: turns.end,
    c.OpenAgentPoll: opening.open_for_agent,
    c.ClaimEffect: effects.claim,
    c.EndEffect: effects.end,
    c.LapseSeats: polls.lapse,
    c.Tick: time.tick,
    c.Reopen: time.reopen,
}

HOST_ACTOR = Actor(HOST, "host")


def decide(state: RoomState, actor: Actor, command: c.AnyCommand, now: Millis, facts: Facts) -> Draft:  # noqa: PLR0913 - a decision has five inputs
    """Decide one command (L1, X7; I3: a rule whose effect already holds adds nothing).

    Returns:
        A draft: numbered entries, the state after them, and what the ack says.

    Raises:
        Rejection: with a code of `errors.HTTP_STATUS`; nothing has changed.
        PermissionError: a host command from anybody but the host (a bug in the shell).
    """
    if isinstance(command, c.HostAct):
        if actor.id != HOST:
            raise PermissionError(f"{type(command).__name__} is the host's")
    else:
        policy.admit(state, actor, command, is_resent=claims.is_resent(actor.id, command, facts))
    draft = Draft(state, actor, now, facts, evolve)
    RULES[type(command)](draft, command)
    return draft
