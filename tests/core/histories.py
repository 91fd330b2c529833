"""Random histories of a room, over every command there is: people of all roles, strangers, tokens, the host, the clock.

`next_step(state, rng)` proposes who sends what next; it looks at the state, so that most steps are worth deciding and
histories get deep: turns held, polls open, seats lost, effects claimed. It decides nothing and knows no room shell, so
that tests of the shell can walk the same way. `MAKERS` has one maker per command; a command without one fails a test.
A history is a list of seeds, one a step, so that hypothesis can make a failing one shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.agents import MOVES
from jupyter_collabchat.core.decide import actor_of
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.ids import MessageId, ParticipantId, PollId, RoomId, ShareId, TurnId
from jupyter_collabchat.core.model import UNFINISHED, Actor, AgentState, Message, Option, Origin, Poll, RoomState, Usage
from jupyter_collabchat.core.people import ShareTerms

T = TypeVar("T")

RUN = "kernels:execute"
PEOPLE = tuple(ParticipantId(f"user:{name}") for name in ("ann", "bob", "carl", "dora", "eve", "finn"))
RUNNERS = frozenset(PEOPLE[:3])
GUESTS = tuple(ParticipantId(f"guest:g{number}") for number in (1, 2, 3))
HUMANS = (*PEOPLE, *GUESTS)
OTHERS = (GUESTS[0], ParticipantId("user:stranger"))
NAMES = ("Bob", "Gül", "Runner", "Bоb", "​")
AGENTS = ("runner", "script")
CODE = *["print(1)", "print(2)", "print(3)"] * 3, "x" * 200
BODIES = (
    "hello",
    "@runner go",
    "@runner go",
    "@script go",
    "@script go",
    "@bob and @runner",
    "`@runner`",
    "> @bob\n\nno",
    "zoë 🐟",
    " ",
)


def histories(least: int = 30, most: int = 90) -> st.SearchStrategy[list[int]]:
    """Return the seeds of histories: `next_step(state, Random(seed))` for one after the other."""
    return st.lists(st.integers(0, 2**32 - 1), min_size=least, max_size=most)


def seeds(seed: int, steps: int) -> list[int]:
    """Return the seeds of one fixed history."""
    rng = Random(seed)
    return [rng.getrandbits(32) for _ in range(steps)]


class Step(NamedTuple):
    """One command on its way: who sends it, and how long after the last one."""

    actor: Actor
    command: c.AnyCommand
    wait_ms: int


class Made(NamedTuple):
    """A command, and the person it would come from, if one comes to mind."""

    command: Any
    by: ParticipantId | None = None


Maker = Callable[[RoomState, Random], Made]


def next_step(state: RoomState, rng: Random) -> Step:
    """Return what happens next in a room, or its creation if there is none yet."""
    if not state.owner and rng.random() < 0.85:
        return Step(actor(PEOPLE[0]), c.CreateRoom("request-1", "Lab", visibility="listed"), 0)
    if not state.owner or state.forming:
        command = _fill(state, rng) if state.owner else _begin_fork(state, rng)
        return Step(actor_of(command.command), command.command, 0)
    kind = rng.choices(_KINDS, _weights(state))[0]
    made = MAKERS[kind](state, rng)
    wait = rng.choice(_WAITS)
    if isinstance(made.command, c.HostAct):
        return Step(actor_of(made.command), made.command, wait)
    return Step(_sender(state, rng, made.by), made.command, wait)


def actor(who: ParticipantId, scope: str | None = None) -> Actor:
    """Return the actor behind a participant: the first three people may run code here."""
    name = who.partition(":")[2].title()
    return Actor(who, name, scope, frozenset({RUN}) if who in RUNNERS else frozenset())


def _sender(state: RoomState, rng: Random, by: ParticipantId | None) -> Actor:
    members = [who for who in state.members if who in HUMANS]
    chance = rng.random()
    if by is not None and chance < 0.7:
        return actor(by)
    if chance < 0.8:
        return actor(state.owner)
    if chance < 0.95 and members:
        return actor(rng.choice(members))
    return actor(rng.choice([*PEOPLE, *OTHERS]), rng.choice([None, "read", "post", "ask"]))


# --- what a maker may pick from


def _pick(rng: Random, options: Iterable[T], otherwise: T) -> T:
    """Return one of `options`, or sometimes, and if there is none, something made up."""
    known = list(options)
    return rng.choice(known) if known and rng.random() < 0.95 else otherwise


def _minted(rng: Random, known: Sequence[str], kind: str) -> str:
    """Return a fresh id, or sometimes one that exists."""
    if known and rng.random() < 0.05:
        return rng.choice(known)
    return f"{kind}-{rng.getrandbits(48):012x}"


def _message(state: RoomState, rng: Random) -> str:
    return _pick(rng, state.messages, MessageId("message-none"))


def _mine(state: RoomState, rng: Random) -> tuple[str, ParticipantId | None]:
    message = _message(state, rng)
    known = state.messages.get(MessageId(message))
    return message, known.author if known is not None and known.author in HUMANS else None


def _member(state: RoomState, rng: Random) -> str:
    return _pick(rng, [who for who in state.members if who != state.owner], OTHERS[1])


def _agent(state: RoomState, rng: Random) -> str:
    return _pick(rng, [agent.partition(":")[2] for agent in state.agents], "nobody")


def _turn(state: RoomState, rng: Random) -> TurnId:
    return _pick(rng, [turn.id for turn in state.turns.values()], TurnId("turn-none"))


def _poll(state: RoomState, rng: Random, wanted: Callable[[Poll], bool]) -> Poll | None:
    known = [poll for poll in state.polls.values() if wanted(poll)] or list(state.polls.values())
    return rng.choice(known) if known else None


def _open(poll: Poll) -> bool:
    return poll.state == "open"


def _outranker(state: RoomState, rng: Random) -> ParticipantId:
    return rng.choice([who for who, m in state.members.items() if m.role in ("owner", "moderator")] or [state.owner])


# --- makers: rooms and members


def _set_policy(state: RoomState, rng: Random) -> Made:
    fields: dict[str, Any] = {
        "consensus": rng.choice(["owner", "anyone", "majority", "unanimous"]),
        "prompts": rng.choice(["queue", "queue", "refuse"]),
        "answers": rng.choice(["addressed", "all"]),
        "visibility": rng.choice(["listed"] * 4 + ["private"]),
        "join_role": rng.choice(["collaborator", "observer"]),
        "absent_after": 60,
        "rollback": rng.choice(["moderators", "vote"]),
    }
    given = ["consensus", rng.choice(sorted(fields))]
    return Made(c.SetPolicy(**{field: fields[field] for field in given}), state.owner)


def _join(state: RoomState, rng: Random) -> Made:
    return Made(c.JoinRoom(), _pick(rng, [who for who in PEOPLE if state.present(who) is None], OTHERS[0]))


def _about_member(command: Callable[[str], Any]) -> Maker:
    return lambda state, rng: Made(command(_member(state, rng)), _outranker(state, rng))


def _set_role(state: RoomState, rng: Random) -> Made:
    role: Any = rng.choice(["moderator", "collaborator", "collaborator", "observer"])
    return Made(c.SetRole(_member(state, rng), role), state.owner)


def _leave(state: RoomState, rng: Random) -> Made:
    return Made(c.Leave(), ParticipantId(_member(state, rng)))


def _unmute(state: RoomState, rng: Random) -> Made:
    muted = [who for who, member in state.members.items() if member.muted]
    return Made(c.Unmute(_pick(rng, muted, OTHERS[1])), state.owner)


def _remove(state: RoomState, rng: Random) -> Made:
    return Made(c.RemoveMember(_member(state, rng), rng.random() < 0.3), _outranker(state, rng))


def _set_nickname(state: RoomState, rng: Random) -> Made:
    return Made(c.SetNickname(rng.choice(NAMES)), ParticipantId(_member(state, rng)))


# --- makers: invitations and shares


def _invite(state: RoomState, rng: Random) -> Made:
    whom = rng.choice([*PEOPLE, *PEOPLE, *OTHERS, *state.blocked])
    role: Any = rng.choice(["moderator", "collaborator", "observer"])
    end = rng.choice([None, None, None, 1])
    by = state.owner if whom in state.blocked else _outranker(state, rng)
    return Made(c.Invite(whom, role, end), by)


def _answer(command: Callable[[str], Any]) -> Maker:
    def make(state: RoomState, rng: Random) -> Made:
        pending = rng.choice(list(state.invites.values())) if state.invites else None
        return Made(command(pending.id if pending else "invite-none"), pending.who if pending else None)

    return make


def _revoke_invite(state: RoomState, rng: Random) -> Made:
    return Made(c.RevokeInvite(_pick(rng, state.invites, "invite-none")), _outranker(state, rng))  # type: ignore[type-var]


def _create_share(state: RoomState, rng: Random) -> Made:
    role: Any = rng.choice(["collaborator", "collaborator", "observer"])
    consensus: Any = rng.choice([None, "anyone", "majority"])
    asked = c.CreateShare(
        _minted(rng, ["request-1"], "request"),
        rng.choice([("room",), ("room", "attic"), ("attic",)]),
        role,
        label=rng.choice(["", "For Gül", "\u202e"]),
        consensus=consensus,
        votes=rng.random() < 0.5,
        expires_at=rng.choice([None, None, 1]),
        max_uses=rng.choice([None, 1, 2]),
    )
    return Made(asked, state.owner)


def _about_share(command: Callable[[str], Any]) -> Maker:
    return lambda state, rng: Made(command(_share(state, rng)), state.owner)


def _share(state: RoomState, rng: Random) -> ShareId:
    return _pick(rng, state.shares, ShareId("share-none"))


def _add_share(state: RoomState, rng: Random) -> Made:
    share = ShareId(_minted(rng, list(state.shares), "share"))
    by = rng.choice([state.owner] * 5 + [PEOPLE[5]])
    return Made(c.AddShare(share, by, ShareTerms("collaborator", 10_000_000, votes=True)))


def _redeem(state: RoomState, rng: Random) -> Made:
    return Made(c.RedeemShare(rng.choice([*HUMANS, *GUESTS]), rng.choice(NAMES), _share(state, rng)))


# --- makers: messages, turns, agents


def _post(state: RoomState, rng: Random) -> Made:
    to = rng.choice([None, None, None, _agent(state, rng)])
    reply_to = rng.choice([None, None, None, _message(state, rng)])
    message = _minted(rng, list(state.messages), "message")
    speakers = [who for who, member in state.members.items() if who in HUMANS and not member.muted]
    return Made(c.PostMessage(message, rng.choice(BODIES), to, reply_to), _pick(rng, speakers, OTHERS[1]))


def _edit(state: RoomState, rng: Random) -> Made:
    message, author = _mine(state, rng)
    return Made(c.EditMessage(message, rng.choice(BODIES)), author)


def _redact(state: RoomState, rng: Random) -> Made:
    message, author = _mine(state, rng)
    return Made(c.RedactMessage(message), author)


def _begin_fork(state: RoomState, rng: Random) -> Made:
    origin, runner = Origin(RoomId("room-zero"), 9), {ParticipantId("agent:runner"): AgentState("Runner", "running", 0)}
    return Made(c.BeginFork(origin, PEOPLE[0], "Ann", "Fork", "", None, state.policy, rng.choice([{}, runner])))


def _fill(state: RoomState, rng: Random) -> Made:
    copied = tuple(
        Message(
            MessageId(f"copied-{rng.getrandbits(48):012x}"),
            number,
            rng.choice([*PEOPLE, *GUESTS, ParticipantId("agent:script")]),
            number,
            rng.choice(BODIES),
            status=rng.choice(["complete", "complete", "queued", "redacted", "streaming"]),
        )
        for number in range(rng.randint(0, 4))
    )
    return Made(c.CopyMessages(copied, {PEOPLE[1]: "Bob"}, rng.random() < 0.5))


def _redact_copy(state: RoomState, rng: Random) -> Made:
    copies = [key for key, message in state.messages.items() if message.origin is not None]
    return Made(c.RedactCopy(_pick(rng, copies or state.messages, MessageId("message-none"))))


def _cancel(state: RoomState, rng: Random) -> Made:
    waiting = [prompt for queue in state.queues.values() for prompt in queue]
    prompt = rng.choice(waiting) if waiting else None
    return Made(c.CancelPrompt(prompt.message if prompt else "message-none"), prompt.holder if prompt else None)


def _stop_turn(state: RoomState, rng: Random) -> Made:
    turn = _turn(state, rng)
    holder = next((held.holder for held in state.turns.values() if held.id == turn), None)
    return Made(c.StopTurn(turn), holder)


def _add_agent(state: RoomState, rng: Random) -> Made:
    return Made(c.AddAgent(rng.choice([*AGENTS, "nobody"]), rng.choice([{}, {}, {"kernel": "k"}])), state.owner)


def _about_agent(command: Callable[[str], Any]) -> Maker:
    return lambda state, rng: Made(command(_agent(state, rng)), _outranker(state, rng))


def _configure(state: RoomState, rng: Random) -> Made:
    options: dict[str, Any] = rng.choice([{}, {"kernel": "k1"}, {"kernel": "k2"}, {"secret": 1}])
    return Made(c.ConfigureAgent(_agent(state, rng), options), state.owner)


# --- makers: polls


def _open_poll(state: RoomState, rng: Random) -> Made:
    options = tuple(Option(name, name.title()) for name in rng.choice([("tea", "cake"), ("tea", "deny"), ("x", "x")]))
    poll = _minted(rng, list(state.polls), "poll")
    deadline = rng.choice([None, None, 2**52, 1])
    return Made(c.OpenPoll(poll, "What?", options, deadline), ParticipantId(_member(state, rng)))


def _cast(state: RoomState, rng: Random) -> Made:
    poll = _poll(state, rng, _open)
    if poll is None:
        return Made(c.CastBallot("poll-none", "ballot-none", "approve"))
    voter = rng.choice(poll.seats)
    mine = poll.ballots.get(voter)
    replaces = mine.ballot_id if mine else None
    if rng.random() < 0.05:
        replaces = "ballot-none"  # type: ignore[assignment]
    options = [option.id for option in poll.options]
    choice = rng.choice([*[options[0]] * 3, *options, rng.choice([*options, "maybe"])])
    ballots = [ballot.ballot_id for ballot in poll.ballots.values()]
    ballot = c.CastBallot(
        poll.id,
        _minted(rng, ballots, "ballot"),
        choice,
        rng.choice([None, "because"]),
        rng.choice([None, {"file": "a"}, {"file": "b"}]),
        replaces,
        poll.hash,
        tuple(sorted({choice, options[-1]})) if poll.multiple else None,
    )
    return Made(ballot, voter)


def _override(state: RoomState, rng: Random) -> Made:
    poll = _poll(state, rng, _open)
    choice: Any = rng.choice(["approve", "deny"])
    return Made(c.OverridePoll(poll.id if poll else "poll-none", choice, "I say so"), state.owner)


def _close(state: RoomState, rng: Random) -> Made:
    poll = _poll(state, rng, _open)
    return Made(c.ClosePoll(poll.id if poll else "poll-none"), poll.by if poll and poll.by in HUMANS else None)


# --- makers: the host


def _start_message(state: RoomState, rng: Random) -> Made:
    message = MessageId(_minted(rng, list(state.messages), "answer"))
    return Made(c.StartMessage(message, _turn(state, rng), rng.choice(["thinking", "streaming"])))


def _unfinished(state: RoomState, rng: Random) -> MessageId:
    known = [message.id for message in state.messages.values() if message.status in UNFINISHED]
    return _pick(rng, known, MessageId(_message(state, rng)))


def _set_message_status(state: RoomState, rng: Random) -> Made:
    stage: Any = rng.choice(["processing", "thinking", "executing", "streaming"])
    return Made(c.SetMessageStatus(_unfinished(state, rng), stage))


def _end_message(state: RoomState, rng: Random) -> Made:
    ending: Any = rng.choice(["complete", "complete", "error"])
    body, usage = rng.choice(["42", "\ud800"]), rng.choice([None, Usage(10, 9, 3)])
    return Made(c.EndMessage(_unfinished(state, rng), ending, body, ({"text/plain": "42"},), usage))


def _set_agent_status(state: RoomState, rng: Random) -> Made:
    agent = ParticipantId(f"agent:{_agent(state, rng)}")
    how = state.agents.get(agent)
    onward = {"starting": "running", "stopping": "stopped"}.get(how.status if how else "", "running")
    legal = sorted(MOVES[how.status]) if how else ["error"]
    status: Any = onward if rng.random() < 0.9 else rng.choice(legal)
    return Made(c.SetAgentStatus(agent, status, rng.choice([None, "busy"])))


def _end_turn(state: RoomState, rng: Random) -> Made:
    end: Any = rng.choice(["done", "done", "error", "interrupted"])
    return Made(c.EndTurn(_turn(state, rng), end))


def _open_agent_poll(state: RoomState, rng: Random) -> Made:
    subject: Any = rng.choice(["execution", "execution", "write", "permission", "plan", "question"])
    poll, detail = PollId(_minted(rng, list(state.polls), "poll")), rng.choice(CODE)
    asked = c.OpenAgentPoll(
        poll,
        _turn(state, rng),
        subject,
        "May I?",
        detail,
        rng.choice([(), (Option("red", "Red"), Option("blue", "Blue"))]),
        hash=hash_of(detail) if subject in ("execution", "write", "permission") else None,
        resource=rng.choice([None, "kernel-1"]),
        multiple=detail == CODE[0],
    )
    return Made(asked)


def _claim(state: RoomState, rng: Random) -> Made:
    poll = _poll(state, rng, lambda poll: poll.effect == "pending")
    hash = rng.choice([poll.hash or "", poll.hash or "", hash_of(CODE[0])]) if poll else "none"
    return Made(c.ClaimEffect(poll.id if poll else PollId("poll-none"), hash))


def _end_effect(state: RoomState, rng: Random) -> Made:
    poll = _poll(state, rng, lambda poll: poll.effect in ("running", "pending"))
    end: Any = rng.choice(["done", "done", "failed", "unknown"])
    return Made(c.EndEffect(poll.id if poll else PollId("poll-none"), end, rng.choice([None, "target_changed"])))


MAKERS: dict[type, Maker] = {
    c.CreateRoom: lambda state, rng: Made(c.CreateRoom("request-2", "Mine")),
    c.RenameRoom: lambda state, rng: Made(c.RenameRoom(rng.choice(["Lab", "Fish", "\u200b"])), state.owner),
    c.SetTopic: lambda state, rng: Made(c.SetTopic(rng.choice(["", "Gills"])), state.owner),
    c.SetPolicy: _set_policy,
    c.SetCollaboration: lambda state, rng: Made(c.SetCollaboration(not state.collaboration), state.owner),
    c.ArchiveRoom: lambda state, rng: Made(c.ArchiveRoom(), state.owner),
    c.UnarchiveRoom: lambda state, rng: Made(c.UnarchiveRoom(), state.owner),
    c.ClearRoom: lambda state, rng: Made(c.ClearRoom(), state.owner),
    c.Rollback: lambda state, rng: Made(c.Rollback(_mine(state, rng)[0]), state.owner),
    c.ForkRoom: lambda state, rng: Made(
        c.ForkRoom(rng.choice(["request-1", "request-3"]), _mine(state, rng)[0], "Fork"), state.owner
    ),
    c.DeleteRoom: lambda state, rng: Made(c.DeleteRoom()),
    c.JoinRoom: _join,
    c.Leave: _leave,
    c.RemoveMember: _remove,
    c.SetRole: _set_role,
    c.Mute: _about_member(c.Mute),
    c.Unmute: _unmute,
    c.TransferOwnership: lambda state, rng: Made(c.TransferOwnership(_member(state, rng)), state.owner),
    c.SetNickname: _set_nickname,
    c.Invite: _invite,
    c.RevokeInvite: _revoke_invite,
    c.AcceptInvite: _answer(c.AcceptInvite),
    c.DeclineInvite: _answer(c.DeclineInvite),
    c.CreateShare: _create_share,
    c.RevokeShare: _about_share(c.RevokeShare),
    c.ConfirmShare: _about_share(c.ConfirmShare),
    c.PostMessage: _post,
    c.EditMessage: _edit,
    c.RedactMessage: _redact,
    c.MarkRead: lambda state, rng: Made(c.MarkRead(rng.choice([0, state.seq, state.seq + 1]))),
    c.CancelPrompt: _cancel,
    c.StopTurn: _stop_turn,
    c.AddAgent: _add_agent,
    c.RemoveAgent: _about_agent(c.RemoveAgent),
    c.StartAgent: _about_agent(c.StartAgent),
    c.StopAgent: _about_agent(c.StopAgent),
    c.RestartAgent: _about_agent(c.RestartAgent),
    c.ConfigureAgent: _configure,
    c.OpenPoll: _open_poll,
    c.CastBallot: _cast,
    c.OverridePoll: _override,
    c.ClosePoll: _close,
    c.StartMessage: _start_message,
    c.SetMessageStatus: _set_message_status,
    c.EndMessage: _end_message,
    c.SetAgentStatus: _set_agent_status,
    c.EndTurn: _end_turn,
    c.OpenAgentPoll: _open_agent_poll,
    c.ClaimEffect: _claim,
    c.EndEffect: _end_effect,
    c.LapseSeats: lambda state, rng: Made(c.LapseSeats(ParticipantId(_member(state, rng)))),
    c.AddShare: _add_share,
    c.RedeemShare: _redeem,
    c.Chown: lambda state, rng: Made(c.Chown(rng.choice(HUMANS), "Heir")),
    c.BeginFork: _begin_fork,
    c.CopyMessages: _fill,
    c.EndFork: lambda state, rng: Made(c.EndFork(rng.choice([*state.forks, RoomId("fork-none")]))),
    c.RedactCopy: _redact_copy,
    c.Tick: lambda state, rng: Made(c.Tick()),
    c.Reopen: lambda state, rng: Made(c.Reopen()),
}

_OFTEN: dict[type, float] = {
    c.PostMessage: 10,
    c.CastBallot: 30,
    c.OpenAgentPoll: 6,
    c.SetAgentStatus: 8,
    c.JoinRoom: 10,
    c.AddAgent: 10,
    c.ClaimEffect: 20,
    c.EndEffect: 5,
    c.StartMessage: 4,
    c.EndMessage: 2,
    c.OpenPoll: 3,
    c.SetRole: 2,
    c.Unmute: 4,
    c.SetPolicy: 2,
    c.TransferOwnership: 0.4,
    c.Mute: 0.6,
    c.Leave: 0.6,
    c.RemoveMember: 0.4,
    c.Invite: 2,
    c.AcceptInvite: 2,
    c.CreateShare: 2,
    c.RevokeShare: 0.3,
    c.RedeemShare: 6,
    c.Chown: 0.1,
    c.SetCollaboration: 0.15,
    c.ArchiveRoom: 0.15,
    c.UnarchiveRoom: 20,
    c.ClearRoom: 0.15,
    c.Rollback: 0.5,
    c.ForkRoom: 0.3,
    c.RedactCopy: 3,
    c.LapseSeats: 1.5,
    c.StopTurn: 0.3,
    c.EndTurn: 0.3,
    c.ClosePoll: 0.5,
    c.StopAgent: 0.2,
    c.RemoveAgent: 0.2,
    c.RestartAgent: 0.2,
    c.Reopen: 0.2,
    c.DeleteRoom: 0.03,
}
_KINDS = list(MAKERS)
_WAITS = [*[0] * 10, *[1_000] * 10, *[20_000] * 5, 400_000, 900_000]

_IN_A_TURN = (c.StartMessage, c.OpenAgentPoll, c.StopTurn, c.EndTurn)
_ON_A_POLL = (c.CastBallot, c.ClosePoll, c.OverridePoll)
_WHILE_WRITING = (c.SetMessageStatus, c.EndMessage)
_ON_AN_AGENT = (c.RemoveAgent, c.StartAgent, c.StopAgent, c.RestartAgent, c.ConfigureAgent, c.SetAgentStatus)


def _weights(state: RoomState) -> list[float]:
    """Return how likely each command is: what has something to act on is, the rest stays possible."""
    apt = {
        **dict.fromkeys(_IN_A_TURN, bool(state.turns)),
        **dict.fromkeys(_ON_A_POLL, any(poll.state == "open" for poll in state.polls.values())),
        **dict.fromkeys(_WHILE_WRITING, any(m.status in UNFINISHED for m in state.messages.values())),
        **dict.fromkeys(_ON_AN_AGENT, bool(state.agents)),
        c.AddAgent: len(state.agents) < len(AGENTS),
        c.CancelPrompt: bool(state.queues),
        c.JoinRoom: len(state.members) - len(state.agents) < 4,
        c.AcceptInvite: bool(state.invites),
        c.DeclineInvite: bool(state.invites),
        c.RevokeInvite: bool(state.invites),
        c.RevokeShare: bool(state.shares),
        c.ConfirmShare: any(share.suspended for share in state.shares.values()),
        c.RedeemShare: bool(state.shares),
        c.UnarchiveRoom: state.archived,
        c.Unmute: any(member.muted for member in state.members.values()),
        c.ClaimEffect: any(poll.effect == "pending" for poll in state.polls.values()),
        c.EndEffect: any(poll.effect == "running" for poll in state.polls.values()),
    }
    weights = {kind: _OFTEN.get(kind, 1.0) * (1.0 if apt.get(kind, True) else 0.05) for kind in _KINDS}
    if not state.collaboration:
        weights[c.SetCollaboration] = 20
    return list(weights.values())
