"""One turn as its agent sees it: the question, the people, and how to ask back.

Poll ids are `<turn>-p1`, `<turn>-p2`, ...: a generator that is run again after a restart finds its polls as they
stand, open or decided, with every ballot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from jupyter_collabchat.core.commands import OpenAgentPoll
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.ids import MessageId, PollId, local_name
from jupyter_collabchat.core.model import Message, Option, Poll, RoomState, Turn

from .contract import AgentFailure, Answer, Claim, Decision, Effect, Person, Refused, Said, Target
from .desk import Desk
from .effects import claimed, effect_bytes
from .history import said_before
from .people import person
from .writer import Writer


class LiveTurn:
    """The context of a running turn."""

    def __init__(self, desk: Desk, turn: Turn, writer: Writer, *, resumed: bool) -> None:
        self._desk = desk
        self._turn = turn
        self._writer = writer
        self._resumed = resumed
        self._asked = 0
        self.prompt = ""
        self.replied_to: Message | None = None

    async def read(self) -> None:
        """Look up what was asked."""
        message = await self._message(self._turn.message)
        if message is None:
            raise AgentFailure("The prompt cannot be found.")
        self.prompt = _without_handle(message.body, local_name(self._turn.agent))
        self.replied_to = await self._message(message.reply_to) if message.reply_to else None

    async def _message(self, id: Any) -> Message | None:  # noqa: ANN401 - MessageId
        known = self._desk.state.messages.get(id)
        if known is None:
            room = self._desk.room
            known = (await room.house.store.messages(room.id, (id,))).get(id)
        return known

    # --- who and where

    @property
    def prompt_id(self) -> MessageId:
        """The message that the prompt is."""
        return self._turn.message

    @property
    def asker(self) -> Person:
        """Who asks."""
        known = self._desk.state.members.get(self._turn.holder)
        return person(self._turn.holder, known)

    @property
    def members(self) -> Sequence[Person]:
        """Who is in the room now."""
        members = self._desk.state.members
        return tuple(person(who, member) for who, member in members.items() if member.role != "left")

    @property
    def room(self) -> str:
        """The room's name."""
        return self._desk.state.name

    @property
    def topic(self) -> str:
        """The room's topic."""
        return self._desk.state.topic

    @property
    def scope(self) -> str | None:
        """Where the room belongs."""
        return self._desk.state.scope

    @property
    def settings(self) -> Mapping[str, Any]:
        """The agent's settings when the turn started."""
        return self._turn.settings

    async def history(self, limit: int) -> Sequence[Said]:
        """What was said before."""
        return await said_before(self._desk, self._turn, limit)

    # --- asking

    async def permission(self, effect: Effect) -> Decision:
        """Ask whether `effect` may be done."""
        detail = effect_bytes(self._desk.room.id, self._turn, effect)
        return await self._ask(
            OpenAgentPoll(
                self._next_id(),
                self._turn.id,
                effect.subject,
                effect.title,
                detail,
                hash=hash_of(detail),
                resource=effect.resource,
                right=effect.right,
            )
        )

    async def plan(self, entries: Sequence[str]) -> Decision:
        """Show a plan and wait."""
        detail = "\n".join(f"{number}. {entry}" for number, entry in enumerate(entries, 1))
        return await self._ask(OpenAgentPoll(self._next_id(), self._turn.id, "plan", "Follow this plan?", detail))

    async def question(self, title: str, options: Sequence[Option], *, multiple: bool = False) -> Decision:
        """Ask the people something."""
        return await self._ask(
            OpenAgentPoll(self._next_id(), self._turn.id, "question", title, options=tuple(options), multiple=multiple)
        )

    def claim(self, decision: Decision, target: Target | None = None) -> AbstractAsyncContextManager[Claim]:
        """Do an approved effect."""
        return claimed(self._desk, PollId(decision.poll), target)

    def _next_id(self) -> PollId:
        self._asked += 1
        return PollId(f"{self._turn.id}-p{self._asked}")

    async def _ask(self, question: OpenAgentPoll) -> Decision:
        self._writer.flush()
        known = self._desk.state.polls.get(question.id)
        if known is None:
            await self._open(question)
        elif (known.subject, known.hash, known.title) != (question.subject, question.hash, question.title):
            raise AgentFailure("This turn cannot go on after the restart: it asks for something else than before.")
        state = await self._desk.until(lambda state: not _is_open(state, question.id))
        return _decision(state, question.id)

    async def _open(self, question: OpenAgentPoll) -> None:
        if self._resumed and self._asked <= self._newest_poll():
            raise AgentFailure("This turn cannot go on after the restart: an earlier decision is not at hand any more.")
        command = OpenAgentPoll(
            **{field: getattr(question, field) for field in question.__struct_fields__ if field != "message"},
            message=self._writer.message,
        )
        try:
            await self._desk.act(command)
        except Rejection as refused:
            raise Refused(refused.code, refused.message) from refused

    def _newest_poll(self) -> int:
        """Return the number of the newest poll of this turn that the room knows."""
        mine = (poll.id for poll in self._desk.state.polls.values() if poll.turn == self._turn.id)
        return max((int(id.rpartition("-p")[2]) for id in mine), default=0)


def _is_open(state: RoomState, poll: PollId) -> bool:
    return poll in state.polls and state.polls[poll].state == "open"


def _decision(state: RoomState, poll_id: PollId) -> Decision:
    poll = state.polls.get(poll_id)
    if poll is None or poll.state == "cancelled" or poll.outcome is None:
        return Decision(poll_id, "cancelled", reason=poll.reason if poll else None)
    if poll.subject == "question" and poll.outcome != "expired":
        choice = None if poll.outcome == "none" else poll.outcome
        agreed = next(iter(poll.ballots.values())).choices if choice is not None else ()
        return Decision(poll_id, "answered", choice=choice, answers=_answers(state, poll), choices=agreed)
    answers = _answers(state, poll)
    denied_by = tuple(answer.name for answer in answers if answer.choice == "deny") if poll.outcome == "denied" else ()
    return Decision(
        poll_id,
        "approved" if poll.outcome == "approved" else "denied" if poll.outcome == "denied" else "expired",
        reason=None if poll.outcome == "approved" else poll.reason,
        denied_by=denied_by,
        answers=answers,
    )


def _answers(state: RoomState, poll: Poll) -> tuple[Answer, ...]:
    return tuple(
        Answer(person(who, state.members.get(who)).name, ballot.choice, ballot.reason, ballot.answers, ballot.choices)
        for who, ballot in poll.ballots.items()
    )


def _without_handle(body: str, handle: str) -> str:
    """Return a prompt without the mention that addressed it, where that stands in front."""
    return re.sub(rf"\A\s*@{re.escape(handle)}(?![\w-])[\s:,]*", "", body, flags=re.IGNORECASE)
