"""Random histories of one room: every command of both unions, filled in from what the room holds right now.

Mostly what would be accepted, sometimes what must be refused. A command without a maker fails the tests of the laws.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, get_args

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.model import APPROVAL_SUBJECTS, UNFINISHED, Option, Origin, RoomState
from jupyter_collabchat.core.people import ShareTerms
from tests.room.person import fresh

T = TypeVar("T")
Maker = Callable[[random.Random, RoomState], Any]

PEOPLE = ("ann", "bob", "cat", "dan", "eve")
BODIES = ("hello", "héllo 👋", "@bob look", "> quoted", "@runner 1 + 1", "x" * 300, "ask `@runner` not")
ALL = frozenset({*get_args(c.ClientCommand), *get_args(c.HostCommand)})


def _one(rng: random.Random, things: Iterable[T], otherwise: T) -> T:
    known = list(things)
    return rng.choice(known) if known else otherwise


def _person(rng: random.Random, state: RoomState) -> str:
    return f"user:{rng.choice(PEOPLE)}"


def _message(rng: random.Random, state: RoomState) -> str:
    return _one(rng, state.messages, "nothing-1")


def _unfinished(rng: random.Random, state: RoomState) -> str:
    return _one(rng, (m.id for m in state.messages.values() if m.status in UNFINISHED), "nothing-2")


def _turn(rng: random.Random, state: RoomState) -> str:
    return _one(rng, (turn.id for turn in state.turns.values()), "nothing-3")


def _poll(rng: random.Random, state: RoomState, subjects: Iterable[str] = ()) -> str:
    wanted = [p.id for p in state.polls.values() if p.state == "open" and (not subjects or p.subject in subjects)]
    return _one(rng, wanted, _one(rng, state.polls, "nothing-4"))


def _post(rng: random.Random, state: RoomState) -> c.PostMessage:
    reply = _message(rng, state) if rng.random() < 0.2 and state.messages else None
    to = "agent:runner" if rng.random() < 0.3 and state.agents else None
    return c.PostMessage(fresh("m"), rng.choice(BODIES), to=to, reply_to=reply)


def _cast(rng: random.Random, state: RoomState) -> c.CastBallot:
    poll = state.polls.get(_poll(rng, state))
    if poll is None:
        return c.CastBallot("nothing-5", fresh("b"), "yes")
    voter = _one(rng, poll.seats, "user:ann")
    mine = poll.ballots.get(voter)
    return c.CastBallot(
        poll.id,
        fresh("b"),
        rng.choice(poll.options).id,
        reason=rng.choice((None, "because")),
        answers={"why": [1, {"deep": True}]} if poll.subject == "question" else None,
        replaces=mine.ballot_id if mine else None,
        hash=poll.hash,
    )


def _agent_poll(rng: random.Random, state: RoomState) -> c.OpenAgentPoll:
    subject = rng.choice(("plan", "permission", "execution", "write", "question"))
    detail = f"print({rng.random()})"
    effect = subject in ("permission", "execution", "write")
    return c.OpenAgentPoll(
        fresh("p"),
        _turn(rng, state),
        subject,
        "May I?",
        detail,
        options=(Option("one", "One"), Option("two", "Two")) if subject == "question" else (),
        message=_one(rng, state.messages, None),
        hash=hash_of(detail) if effect else None,
        resource="kernel-1" if effect and rng.random() < 0.5 else None,
    )


def _claim(rng: random.Random, state: RoomState) -> c.ClaimEffect:
    poll = _one(rng, (poll for poll in state.polls.values() if poll.effect == "pending"), None)
    return c.ClaimEffect(poll.id, poll.hash or "") if poll is not None else c.ClaimEffect("nothing-6", "")


def _effect_end(rng: random.Random, state: RoomState) -> c.EndEffect:
    poll = _one(rng, (poll.id for poll in state.polls.values() if poll.effect in ("pending", "running")), "nothing-7")
    return c.EndEffect(poll, rng.choice(("done", "failed", "unknown")), rng.choice((None, "it broke")))


def _create_share(rng: random.Random, state: RoomState) -> c.CreateShare:
    role = rng.choice(("collaborator", "observer"))
    return c.CreateShare(fresh("r"), (state.id,), role, label="For us", votes=rng.random() < 0.5)


def _add_share(rng: random.Random, state: RoomState) -> c.AddShare:
    return c.AddShare(fresh("s"), state.owner, ShareTerms("observer", 2**52))


def _redeem(rng: random.Random, state: RoomState) -> c.RedeemShare:
    who = rng.choice(("guest:one", "guest:two", _person(rng, state)))
    return c.RedeemShare(who, "Somebody", _share(rng, state))


def _share(rng: random.Random, state: RoomState) -> str:
    return _one(rng, state.shares, "nothing-9")


def _invite(rng: random.Random, state: RoomState) -> str:
    return _one(rng, state.invites, "nothing-10")


MAKERS: dict[type, Maker] = {
    c.CreateRoom: lambda rng, state: c.CreateRoom(fresh("r"), "Inside another"),
    c.RenameRoom: lambda rng, state: c.RenameRoom(rng.choice(("Room", "Räume", "R" * 80))),
    c.SetTopic: lambda rng, state: c.SetTopic(rng.choice(("", "all things", "t" * 500))),
    c.SetPolicy: lambda rng, state: c.SetPolicy(
        consensus=rng.choice((None, "owner", "anyone", "majority", "unanimous")),
        prompts=rng.choice((None, "queue", "refuse")),
        answers=rng.choice((None, "addressed", "all")),
        join_role=rng.choice((None, "collaborator", "observer")),
        absent_after=rng.choice((None, 10, 600)),
        rollback=rng.choice((None, "moderators", "vote")),
    ),
    c.SetCollaboration: lambda rng, state: c.SetCollaboration(not state.collaboration),
    c.ArchiveRoom: lambda rng, state: c.ArchiveRoom(),
    c.UnarchiveRoom: lambda rng, state: c.UnarchiveRoom(),
    c.ClearRoom: lambda rng, state: c.ClearRoom(),
    c.Rollback: lambda rng, state: c.Rollback(_message(rng, state)),
    c.ForkRoom: lambda rng, state: c.ForkRoom(fresh("r"), _message(rng, state), "Fork"),
    c.DeleteRoom: lambda rng, state: c.DeleteRoom(),
    c.JoinRoom: lambda rng, state: c.JoinRoom(),
    c.Leave: lambda rng, state: c.Leave(),
    c.RemoveMember: lambda rng, state: c.RemoveMember(_person(rng, state), block=rng.random() < 0.5),
    c.SetRole: lambda rng, state: c.SetRole(
        _person(rng, state), rng.choice(("moderator", "collaborator", "collaborator", "observer"))
    ),
    c.Mute: lambda rng, state: c.Mute(_person(rng, state)),
    c.Unmute: lambda rng, state: c.Unmute(_one(rng, (w for w, m in state.members.items() if m.muted), "user:bob")),
    c.TransferOwnership: lambda rng, state: c.TransferOwnership(_person(rng, state)),
    c.SetNickname: lambda rng, state: c.SetNickname(rng.choice(("Ann", "Räume", "Zoë", "Cat 2"))),
    c.Invite: lambda rng, state: c.Invite(_person(rng, state), rng.choice(("moderator", "observer"))),
    c.RevokeInvite: lambda rng, state: c.RevokeInvite(_invite(rng, state)),
    c.AcceptInvite: lambda rng, state: c.AcceptInvite(_invite(rng, state)),
    c.DeclineInvite: lambda rng, state: c.DeclineInvite(_invite(rng, state)),
    c.CreateShare: _create_share,
    c.RevokeShare: lambda rng, state: c.RevokeShare(_share(rng, state)),
    c.ConfirmShare: lambda rng, state: c.ConfirmShare(_share(rng, state)),
    c.PostMessage: _post,
    c.EditMessage: lambda rng, state: c.EditMessage(_message(rng, state), rng.choice(BODIES)),
    c.RedactMessage: lambda rng, state: c.RedactMessage(_message(rng, state)),
    c.MarkRead: lambda rng, state: c.MarkRead(rng.randint(0, state.seq + 1)),
    c.CancelPrompt: lambda rng, state: c.CancelPrompt(
        _one(rng, (waiting.message for queue in state.queues.values() for waiting in queue), "nothing-8")
    ),
    c.StopTurn: lambda rng, state: c.StopTurn(_turn(rng, state)),
    c.AddAgent: lambda rng, state: c.AddAgent(rng.choice(("runner", "runner", "nobody")), {"kernel": "k"}),
    c.RemoveAgent: lambda rng, state: c.RemoveAgent("runner"),
    c.StartAgent: lambda rng, state: c.StartAgent("runner"),
    c.StopAgent: lambda rng, state: c.StopAgent("runner"),
    c.RestartAgent: lambda rng, state: c.RestartAgent("runner"),
    c.ConfigureAgent: lambda rng, state: c.ConfigureAgent("runner", {"kernel": rng.choice(("a", "b"))}),
    c.OpenPoll: lambda rng, state: c.OpenPoll(
        fresh("p"), "Which?", (Option("yes", "Yes"), Option("no", "Nö")), deadline=rng.choice((None, 2**53))
    ),
    c.CastBallot: _cast,
    c.OverridePoll: lambda rng, state: c.OverridePoll(
        _poll(rng, state, APPROVAL_SUBJECTS), rng.choice(("approve", "approve", "deny")), "I say so"
    ),
    c.ClosePoll: lambda rng, state: c.ClosePoll(_poll(rng, state)),
    c.StartMessage: lambda rng, state: c.StartMessage(
        fresh("a"), _turn(rng, state), rng.choice(("thinking", "streaming"))
    ),
    c.SetMessageStatus: lambda rng, state: c.SetMessageStatus(
        _unfinished(rng, state), rng.choice(("executing", "streaming"))
    ),
    c.EndMessage: lambda rng, state: c.EndMessage(
        _unfinished(rng, state), rng.choice(("complete", "error")), "done \ud800", ({"text/plain": "4"},)
    ),
    c.SetAgentStatus: lambda rng, state: c.SetAgentStatus(
        "agent:runner",
        rng.choice(("running",) * 8 + ("stopped", "error")),
        detail=rng.choice((None, "ok")),
    ),
    c.EndTurn: lambda rng, state: c.EndTurn(_turn(rng, state), rng.choice(("done", "error"))),
    c.OpenAgentPoll: _agent_poll,
    c.ClaimEffect: _claim,
    c.EndEffect: _effect_end,
    c.LapseSeats: lambda rng, state: c.LapseSeats(_person(rng, state)),
    c.AddShare: _add_share,
    c.RedeemShare: _redeem,
    c.Chown: lambda rng, state: c.Chown(_person(rng, state), "Heir"),
    c.BeginFork: lambda rng, state: c.BeginFork(
        Origin(state.id, 1), state.owner, "Ann", "Fork", "", None, state.policy, state.agents
    ),
    c.CopyMessages: lambda rng, state: c.CopyMessages(tuple(state.messages.values())[:3], {}),
    c.EndFork: lambda rng, state: c.EndFork(_one(rng, state.forks, "nothing-11")),
    c.RedactCopy: lambda rng, state: c.RedactCopy(_message(rng, state)),
    c.Tick: lambda rng, state: c.Tick(),
    c.Reopen: lambda rng, state: c.Reopen(),
}

RARE = {
    c.DeleteRoom: 0.0,
    c.RemoveMember: 0.05,
    c.SetCollaboration: 0.05,
    c.ArchiveRoom: 0.05,
    c.ClearRoom: 0.1,
    c.Rollback: 0.2,
    c.Chown: 0.05,
    c.TransferOwnership: 0.2,
    c.Mute: 0.2,
    c.Leave: 0.2,
    c.RemoveAgent: 0.1,
    c.StopAgent: 0.2,
    c.RestartAgent: 0.2,
    c.Reopen: 0.1,
    c.StopTurn: 0.3,
    c.EndTurn: 0.3,
    c.SetPolicy: 0.5,
    c.PostMessage: 5.0,
    c.AddAgent: 2.0,
    c.SetAgentStatus: 3.0,
    c.CastBallot: 5.0,
    c.OpenAgentPoll: 4.0,
    c.OverridePoll: 4.0,
    c.ClaimEffect: 4.0,
    c.EndEffect: 2.0,
    c.JoinRoom: 3.0,
}
"""How often a command comes, where that is not once: a room without people or agents would prove little."""


def draw(rng: random.Random, state: RoomState) -> Any:
    """Return the next command of a history; never the room's end."""
    kinds = [kind for kind in MAKERS if kind is not c.DeleteRoom]
    often = RARE | ({} if state.collaboration else {c.SetCollaboration: 20.0})
    often |= {c.UnarchiveRoom: 20.0} if state.archived else {}
    kind = rng.choices(kinds, [often.get(kind, 1.0) for kind in kinds])[0]
    return MAKERS[kind](rng, state)


def sender(rng: random.Random, state: RoomState, command: Any) -> str:
    """Return who sends it: mostly somebody who may."""
    likely = _likely(rng, state, command).partition(":")[2]
    return likely if likely in PEOPLE and rng.random() < 0.8 else rng.choice(PEOPLE)


def _likely(rng: random.Random, state: RoomState, command: Any) -> str:
    match command:
        case c.CastBallot(poll=poll) if poll in state.polls:
            ballots = state.polls[poll].ballots
            seats = [who for who in state.polls[poll].seats if who not in ballots or command.replaces]
            return _one(rng, seats, state.owner)
        case c.EditMessage(message=message) if message in state.messages:
            return state.messages[message].author
        case c.AcceptInvite(invite=invite) | c.DeclineInvite(invite=invite) if invite in state.invites:
            return state.invites[invite].who
        case c.JoinRoom() | c.Leave():
            return _person(rng, state)
        case _:
            return state.owner if rng.random() < 0.7 else _person(rng, state)
