"""What the room looks up for its rules: ids that exist, older messages that commands name, who may do an effect."""

from __future__ import annotations

import secrets
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from ..core import window
from ..core.claims import key_of
from ..core.commands import ClaimEffect, Invite, Rollback
from ..core.draft import Draft
from ..core.errors import Rejection
from ..core.events import Entry
from ..core.facts import Claim, Facts
from ..core.ids import MessageId, ParticipantId, RoomId
from ..core.model import Message
from ..core.polls import right_of
from .older import Older
from .ports import NamedClaim, Store, Write

if TYPE_CHECKING:
    from .ask import Ask
    from .room import Room

_REMEMBERED = 4_000


class Known:
    """Facts of one room that are not in its state.

    `claims` holds ids that clashed or were made lately, and those of the batch being decided. The store has the rest:
    a clash comes back from there, inside its transaction.
    """

    def __init__(self, store: Store, room: RoomId) -> None:
        self._store = store
        self._room = room
        self.claims: dict[str, Claim] = {}
        self._older = Older()
        self._drafted: list[str] = []

    def note(self, draft: Draft) -> None:
        """Let later commands of the same batch see the id that `draft` makes, and what it does to older messages."""
        self._older.note(draft)
        if draft.claim is not None and draft.entries:
            key = draft.claim[0]
            self.claims[key] = draft.made()
            self._drafted.append(key)

    def forget_drafts(self) -> None:
        """The batch is decided anew: the ids of the former try were not made, nor did it change anything."""
        self._older.forget_drafts()
        for key in self._drafted:
            self.claims.pop(key, None)
        self._drafted.clear()

    def learn(self, claims: Mapping[str, Claim]) -> None:
        """Take note of ids that exist already, as the store said."""
        self.forget_drafts()
        self.claims.update(claims)

    async def recall(self, batch: Iterable[Ask], outcomes: Iterable[Draft | Exception]) -> bool:
        """Look up ids of rejected commands; return whether one exists, so that the batch must be decided anew.

        What was sent before a restart and is sent again may be late by now; it still gets its first ack.
        """
        found: dict[str, Claim] = {}
        for ask, outcome in zip(batch, outcomes, strict=True):
            key = None if not isinstance(outcome, Rejection) or ask.refused else key_of(ask.actor.id, ask.command)
            if key is not None and key not in self.claims:
                first = await self._store.claim(self._room, key)
                if first is not None:
                    found[key] = first
        if found:
            self.learn(found)
        return bool(found)

    def keep(self, write: Write) -> None:
        """The write is durable: its ids stay, the oldest remembered ones go (the store still has them)."""
        self._drafted.clear()
        if len(self.claims) > 2 * _REMEMBERED:
            for key in tuple(self.claims)[:-_REMEMBERED]:
                del self.claims[key]

    def write(self, outcomes: Iterable[Draft | Exception]) -> Write:
        """Return everything that a batch's drafts say, as one append."""
        entries: list[Entry] = []
        claims: list[NamedClaim] = []
        for outcome in outcomes:
            if isinstance(outcome, Draft) and outcome.entries:
                entries += outcome.entries
                if outcome.claim is not None:
                    key = outcome.claim[0]
                    claims.append(NamedClaim(self._room, key, self.claims[key]))
        return Write(self._room, tuple(entries), tuple(claims))

    async def facts(self, room: Room, batch: Sequence[Ask]) -> Facts:
        """Return all that the rules may know for `batch`, besides the state."""
        proposed = _proposed(room)
        self._older.begin(await self.messages(room, batch, proposed))
        after = await self.after(batch, proposed)
        return Facts(
            mint=lambda: secrets.token_urlsafe(12),
            limits=room.house.settings.limits,
            claims=self.claims,
            messages=self._older.messages,
            after=after,
            texts=room.texts,
            active=room.presence,
            offers=room.house.offers,
            people=await self.people(batch),
            entitled=await self.entitled(room, batch),
        )

    async def messages(self, room: Room, batch: Iterable[Ask], proposed: Set[MessageId]) -> dict[MessageId, Message]:
        """Return the messages that the batch names outside the window, as it is when the batch is decided."""
        named = {name for ask in batch for name in _named(ask)} | proposed
        if named:
            named -= window.trim(room.state, room.house.settings.limits).messages.keys()
        return await self._store.messages(self._room, tuple(named)) if named else {}

    async def after(self, batch: Iterable[Ask], proposed: Set[MessageId]) -> dict[MessageId, int]:
        """Return how much came after those older messages to which the conversation may go back in this batch."""
        back_to = {MessageId(ask.command.message) for ask in batch if isinstance(ask.command, Rollback)}
        targets = [m for key in back_to | proposed if (m := self._older.messages.get(key)) is not None]
        return {message.id: await self._store.said_after(self._room, message.seq) for message in targets}

    async def people(self, batch: Iterable[Ask]) -> Container[ParticipantId]:
        """Return those of the accounts that the batch invites whom this server has seen."""
        invited = [ParticipantId(ask.command.who) for ask in batch if isinstance(ask.command, Invite)]
        return await self._store.known(invited) if invited else ()

    async def entitled(self, room: Room, batch: Iterable[Ask]) -> frozenset[tuple[ParticipantId, str | None]]:
        """Return who holds the rights to the effects that the batch claims, by this server's authorizer, now."""
        allowed: set[tuple[ParticipantId, str | None]] = set()
        for ask in batch:
            poll = room.state.polls.get(ask.command.poll) if isinstance(ask.command, ClaimEffect) else None
            right = right_of(poll, room.house.offers) if poll else None
            if poll is None or right is None:
                continue
            for who in {poll.sponsor, *poll.ballots} - {None}:
                if who is not None and await room.house.entitled(who, right):
                    allowed.add((who, right))
        return frozenset(allowed)


def _proposed(room: Room) -> set[MessageId]:
    """Return the messages to which an open poll would take the conversation back."""
    polls = room.state.polls.values()
    return {poll.message for poll in polls if poll.state == "open" and poll.then and poll.message is not None}


def _named(ask: Ask) -> Iterable[MessageId]:
    for field in ("reply_to", "message", "until"):
        name = getattr(ask.command, field, None)
        if name is not None:
            yield MessageId(name)
