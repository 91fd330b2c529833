"""The one decision: may this actor do this now, and what happens then. Order: visible, resent, role table, rule.

`decide(state, actor, command, now, facts)` returns a finished `Draft` or raises a `Rejection`; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import (
    agents,
    checkpoints,
    claims,
    effects,
    forks,
    invites,
    life,
    members,
    messages,
    moderation,
    opening,
    ownership,
    policy,
    polls,
    redemption,
    rooms,
    shares,
    time,
    turns,
)
from . import commands as c
from .draft import Draft
from .evolve import evolve
from .facts import Facts
from .ids import HOST, OPERATOR, Millis
from .model import Actor, RoomState

_Rule = Callable[[Draft, Any], None]

RULES: dict[type[c.AnyCommand], _Rule] = {
    c.CreateRoom: rooms.create,
    c.RenameRoom: rooms.rename,
    c.SetTopic: rooms.set_topic,
    c.SetPolicy: rooms.set_policy,
    c.SetCollaboration: life.set_collaboration,
    c.ArchiveRoom: life.archive,
    c.UnarchiveRoom: life.unarchive,
    c.ClearRoom: life.clear,
    c.DeleteRoom: life.delete,
    c.Rollback: checkpoints.rollback,
    c.ForkRoom: forks.fork,
    c.JoinRoom: members.join,
    c.Leave: members.leave,
    c.RemoveMember: moderation.remove,
    c.SetRole: moderation.set_role,
    c.Mute: moderation.mute,
    c.Unmute: moderation.unmute,
    c.TransferOwnership: ownership.transfer,
    c.SetNickname: members.set_nickname,
    c.Invite: invites.invite,
    c.RevokeInvite: invites.revoke,
    c.AcceptInvite: invites.accept,
    c.DeclineInvite: invites.decline,
    c.CreateShare: shares.create,
    c.RevokeShare: shares.revoke,
    c.ConfirmShare: shares.confirm,
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
    c.AddShare: shares.add,
    c.RedeemShare: redemption.redeem,
    c.Chown: ownership.chown,
    c.BeginFork: forks.begin,
    c.CopyMessages: forks.copy,
    c.EndFork: forks.end,
    c.RedactCopy: forks.redact,
    c.Tick: time.tick,
    c.Reopen: time.reopen,
}

HOST_ACTOR = Actor(HOST, "host")
OPERATOR_ACTOR = Actor(OPERATOR, "operator")


def actor_of(command: c.HostAct) -> Actor:
    """X7: return who alone sends this host command."""
    return OPERATOR_ACTOR if isinstance(command, c.Chown) else HOST_ACTOR


def decide(state: RoomState, actor: Actor, command: c.AnyCommand, now: Millis, facts: Facts) -> Draft:  # noqa: PLR0913 - a decision has five inputs
    """Decide one command (L1, X7; I3: a rule whose effect already holds adds nothing).

    Returns:
        A draft: numbered entries, the state after them, and what the ack says.

    Raises:
        Rejection: with a code of `errors.HTTP_STATUS`; nothing has changed.
        PermissionError: a host command from anybody but the host, or `chown` but the operator (a bug in the shell).
    """
    if isinstance(command, c.HostAct):
        if actor.id != actor_of(command).id:
            raise PermissionError(f"{type(command).__name__} is not for {actor.id}")
    else:
        policy.admit(state, actor, command, is_resent=claims.is_resent(actor.id, command, facts))
    draft = Draft(state, actor, now, facts, evolve)
    RULES[type(command)](draft, command)
    checkpoints.carry_out(draft)
    return draft
