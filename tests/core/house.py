"""Given, when, then: a room and its clock in a few words. Everything goes through `decide`, as in the server."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import msgspec
import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.codec import encode_state
from jupyter_collabchat.core.decide import HOST_ACTOR, OPERATOR_ACTOR, decide
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.draft import Draft
from jupyter_collabchat.core.errors import HTTP_STATUS, Rejection
from jupyter_collabchat.core.facts import AgentOffer, Claim, Facts, Limits
from jupyter_collabchat.core.ids import InviteId, MessageId, ParticipantId, PollId, RoomId, ShareId
from jupyter_collabchat.core.model import Actor, Message, Poll, RoomState, Subject, Turn
from jupyter_collabchat.core.people import Invitation, Share

RUN = "kernels:execute"
WRITE = "contents:write"
AGENT = ParticipantId("agent:runner")


class Options(msgspec.Struct):
    """What the offered `runner` lets a room set."""

    kernel: str = ""
    lines: int = 100


OFFERS = {
    "runner": AgentOffer("runner", "Runner", resumable=True, options=Options),
    "script": AgentOffer("script", "Script"),
}


def user(name: str) -> ParticipantId:
    """Return the id of a participant; a bare name is a user's."""
    return ParticipantId(name if ":" in name else f"user:{name}")


class House:
    """A room being tested: its state, its clock, and what the server knows beside it.

    Attributes:
        here: Who has a session or was active lately.
        runners: Who has the right to run code on this server.
        writers: Who has the right to write files there.
        known: The accounts that this server knows.
        log: All entries so far.
    """

    def __init__(self, *, limits: Limits | None = None) -> None:
        self.state = RoomState(RoomId("room"))
        self.now = 1_000_000
        self.here: set[ParticipantId] = set()
        self.runners: set[ParticipantId] = set()
        self.writers: set[ParticipantId] = set()
        self.known = {user(name) for name in ("ann", "bob", "carl", "dora", "eve", "finn")}
        self.limits = limits or Limits()
        self.offers = dict(OFFERS)
        self.claims: dict[str, Claim] = {}
        self.archive: dict[MessageId, Message] = {}
        self.after: dict[MessageId, int] = {}
        self.texts: dict[MessageId, str] = {}
        self.log: list[e.Entry] = []
        self._ids = itertools.count(1)

    # --- what the server adds to a command

    def mint(self, prefix: str = "minted") -> str:
        """Return a fresh id."""
        return f"{prefix}-{next(self._ids):06}"

    def facts(self) -> Facts:
        """Return what a rule may know beside the state."""
        return Facts(
            mint=self.mint,
            limits=self.limits,
            claims=self.claims,
            messages=self.archive,
            after=self.after,
            texts=self.texts,
            active=self.here,
            offers=self.offers,
            people=self.known,
            entitled={(who, RUN) for who in self.runners} | {(who, WRITE) for who in self.writers},
        )

    def actor(self, who: str, scope: str | None = None) -> Actor:
        """Return the actor behind a name: a person at their login, or with a token of this scope."""
        participant = user(who)
        rights = {RUN: self.runners, WRITE: self.writers}
        held = frozenset(right for right, holders in rights.items() if participant in holders)
        return Actor(participant, who.partition(":")[2].title() or who.title(), scope, held)

    # --- when

    def decide(self, actor: Actor, command: c.AnyCommand) -> Draft:
        """Decide and keep what follows."""
        draft = decide(self.state, actor, command, self.now, self.facts())
        if draft.entries and draft.claim is not None:
            self.claims[draft.claim[0]] = draft.made()
        for entry in draft.entries:
            # Ids that nobody asked for are claimed by the store.
            if isinstance(entry.event, e.MessagePosted | e.MessageCopied):
                self.claims.setdefault(message_key(entry.event.id), Claim(entry.by, b"", entry.seq))
        self.state = draft.state
        self.log += draft.entries
        return draft

    def do(self, who: str, command: c.ClientCommand, scope: str | None = None) -> list[e.AnyEvent]:
        """Let a person send a command; return what happened."""
        return [entry.event for entry in self.decide(self.actor(who, scope), command).entries]

    def host(self, command: c.HostCommand) -> list[e.AnyEvent]:
        """Let the host act; return what happened."""
        return [entry.event for entry in self.decide(HOST_ACTOR, command).entries]

    def chown(self, to: str) -> list[e.AnyEvent]:
        """Let the server's operator give the room away; return what happened."""
        return [entry.event for entry in self.decide(OPERATOR_ACTOR, c.Chown(user(to), to.title())).entries]

    def refused(self, who: str, command: c.ClientCommand, scope: str | None = None) -> str:
        """Return the code with which a command is refused; nothing may change by it."""
        return self._refused(self.actor(who, scope), command)

    def host_refused(self, command: c.HostCommand) -> str:
        """Return the code with which a host command is refused; nothing may change by it."""
        return self._refused(HOST_ACTOR, command)

    def _refused(self, actor: Actor, command: c.AnyCommand) -> str:
        before = encode_state(self.state)
        with pytest.raises(Rejection) as refusal:
            self.decide(actor, command)
        assert encode_state(self.state) == before
        assert refusal.value.status == HTTP_STATUS[refusal.value.code]
        return refusal.value.code

    def later(self, seconds: float) -> list[e.AnyEvent]:
        """Let time pass, and what is due happen."""
        self.now += int(seconds * 1000)
        return self.host(c.Tick())

    # --- in short: people

    def invite(self, whom: str, role: str = "collaborator", *, by: str = "ann", **fields: object) -> Invitation:
        """Let somebody be invited."""
        draft = self.decide(self.actor(by), c.Invite(user(whom), role, **fields))  # type: ignore[arg-type]
        return self.state.invites[InviteId(str(draft.ack["invite"]))]

    def accept(self, who: str) -> list[e.AnyEvent]:
        """Let somebody accept the invitation that is pending for them."""
        return self.do(who, c.AcceptInvite(self.pending(who)))

    def pending(self, who: str) -> str:
        """Return the id of somebody's invitation, or one that is none."""
        return next((made.id for made in self.state.invites.values() if made.who == user(who)), "invite-none")

    def share(self, role: str = "collaborator", **fields: object) -> Share:
        """Let the owner make a share link."""
        asked = c.CreateShare(self.mint("request"), ("room",), role, **fields)  # type: ignore[arg-type]
        draft = self.decide(Actor(self.state.owner, "Owner"), asked)
        return self.state.shares[ShareId(str(draft.ack["share"]))]

    def redeem(self, who: str, share: Share, name: str = "") -> list[e.AnyEvent]:
        """Let somebody show the secret of `share`."""
        return self.host(self.redemption(who, share, name))

    def redemption(self, who: str, share: Share, name: str = "") -> c.RedeemShare:
        """Return what the host asks when somebody shows the secret of `share`."""
        return c.RedeemShare(user(who), name or who.title(), share.id)

    # --- in short: messages, turns, polls

    def say(self, who: str, body: str, *, to: str | None = None, scope: str | None = None) -> Message:
        """Post a message."""
        message = MessageId(self.mint("message"))
        self.do(who, c.PostMessage(message, body, to=to), scope)
        return self.state.messages[message]

    def ask(self, who: str = "ann", body: str = "@runner do it") -> Turn:
        """Prompt the agent, which is free, and return the turn it takes."""
        self.say(who, body)
        return self.turn

    @property
    def turn(self) -> Turn:
        """The turn of the only agent."""
        return self.state.turns[AGENT]

    def propose(
        self,
        subject: Subject = "execution",
        *,
        turn: Turn | None = None,
        detail: str = "print(1)",
        resource: str | None = None,
        right: str | None = None,
    ) -> Poll:
        """Let the agent of `turn` ask the room."""
        poll = PollId(self.mint("poll"))
        asked = c.OpenAgentPoll(
            poll,
            (turn or self.turn).id,
            subject,
            "May I?",
            detail,
            hash=hash_of(detail) if subject in ("execution", "permission", "write") else None,
            resource=resource,
            right=right,
        )
        self.host(asked)
        return self.state.polls[poll]

    def vote(self, who: str, poll: Poll, choice: str, reason: str | None = None, **fields: object) -> Poll:
        """Cast a ballot on the poll as it stands, and return the poll afterwards."""
        self.do(who, self.ballot(who, poll, choice, reason=reason, **fields))
        return self.state.polls[poll.id]

    def ballot(self, who: str, poll: Poll, choice: str, **fields: object) -> c.CastBallot:
        """Return a ballot that is up to date."""
        mine = self.state.polls[poll.id].ballots.get(user(who))
        ballot = c.CastBallot(
            poll.id, self.mint("ballot"), choice, replaces=mine.ballot_id if mine else None, hash=poll.hash
        )
        return msgspec.structs.replace(ballot, **fields)

    def poll(self, poll: Poll) -> Poll:
        """Return a poll as it is now."""
        return self.state.polls[poll.id]

    def role(self, who: str) -> str | None:
        """Return somebody's role, or None if they are not in the room."""
        member = self.state.present(user(who))
        return member.role if member else None


def room(  # noqa: PLR0913 - the givens of a test
    *people: str,
    policy: str = "unanimous",
    agents: Iterable[str] = (),
    runners: Iterable[str] = ("ann",),
    limits: Limits | None = None,
    **settings: object,
) -> House:
    """Given a listed room of Ann, who owns it, and of `people`, all of them here.

    Args:
        people: Names, or `name/role`; a bare name is a collaborator's.
        policy: How the room decides.
        agents: Agents that are running in it.
        runners: Who may run code on this server.
        limits: Sizes and times, if not the usual ones.
        settings: Further fields of `set_policy`.
    """
    house = House(limits=limits)
    house.do("ann", c.CreateRoom("request-1", "Lab", visibility="listed"))
    house.do("ann", c.SetPolicy(consensus=policy, **settings))  # type: ignore[arg-type]
    for person in people:
        name, _, role = person.partition("/")
        house.do(name, c.JoinRoom())
        if role:
            house.do("ann", c.SetRole(user(name), role))  # type: ignore[arg-type]
        house.here.add(user(name))
    house.here.add(user("ann"))
    house.runners = {user(name) for name in runners}
    for agent in agents:
        house.do("ann", c.AddAgent(agent))
        house.host(c.SetAgentStatus(ParticipantId(f"agent:{agent}"), "running"))
    return house


def effect(house: House, poll: str, detail: str = "x", subject: Subject = "execution") -> c.OpenAgentPoll:
    """Return what the agent asks for an effect with these bytes."""
    return c.OpenAgentPoll(PollId(poll), house.turn.id, subject, "Run?", detail, hash=hash_of(detail))


def claim(poll: Poll) -> c.ClaimEffect:
    """Return the claim of an effect by its own hash."""
    return c.ClaimEffect(poll.id, poll.hash or "")


def kinds(events: Iterable[e.AnyEvent]) -> list[str]:
    """Return the types of events."""
    return [type(event).__name__ for event in events]
