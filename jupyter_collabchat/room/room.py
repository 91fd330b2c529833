"""One open room: a single writer.

It takes all waiting commands, decides them in order, appends their events with one durable write, and only then folds,
shows, broadcasts and answers. Owns the state and the document. Knows the store and its sessions through ports, never
a socket or a database.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .. import wire
from ..core import window
from ..core.commands import AnyCommand, HostAct, MarkRead, PostMessage, Reopen
from ..core.decide import actor_of, decide
from ..core.draft import Draft
from ..core.errors import Rejection
from ..core.events import Entry
from ..core.evolve import replay
from ..core.facts import Facts
from ..core.ids import MessageId, ParticipantId
from ..core.model import Actor, RoomState
from . import consequences, epochs
from .ask import Ack, Ask, answers_of
from .document import MAX_BREAKS, Document
from .house import House as House
from .known import Known
from .ports import Clash, Loaded, StorageFailed, Write
from .presence import Presence
from .rates import Rates
from .receipts import Receipts
from .timers import Timers

if TYPE_CHECKING:
    from .session import Session

log = logging.getLogger(__name__)

_STORAGE = ("storage", "The server could not write this down. Nothing is lost; try again.")


class Room:
    """An open room. Make one with `Room.open`, end it with `close`."""

    def __init__(self, house: House, loaded: Loaded, hidden: Iterable[ParticipantId] = ()) -> None:
        self.house = house
        self.state = window.trim(replay(loaded.snapshot, loaded.tail), house.settings.limits)
        self.id = self.state.id
        self.texts: dict[MessageId, str] = dict(loaded.texts)
        self.sessions: set[Session] = set()
        self.presence = Presence(self)
        self.receipts = Receipts(self, loaded.receipts, hidden)
        self.known = Known(house.store, self.id)
        self.timers = Timers(self)
        self.rates = Rates(house.settings.rate_limit, house.settings.rate_burst)
        self.document = Document(self.state, self.receipts.shown(), {})
        self._inbox: list[Ask] = []
        self._drain: asyncio.Task[None] | None = None
        self._snapshot_seq = loaded.snapshot.seq
        self._in_doubt = False

    @classmethod
    async def open(cls, house: House, loaded: Loaded) -> Room:
        """Rebuild a room from its log; what cannot go on after the stop ends first (RULES 17)."""
        room = cls(house, loaded, await house.store.hidden_receipts(tuple(loaded.receipts)))
        await room.act(Reopen())
        room.timers.arm()
        room.texts.clear()
        room.timers.watch_absent(room.presence)
        return room

    # --- the only door

    def submit(self, ask: Ask) -> None:
        """Accept a command; its answer follows in order. Never waits."""
        if ask.actor.is_interactive and ask.refused is None and not isinstance(ask.command, HostAct):
            self.presence.acted(ask.actor.id, spoke=isinstance(ask.command, PostMessage))
        self._inbox.append(ask)
        if self._drain is None:
            self._drain = asyncio.ensure_future(self._drain_inbox())

    def request(self, actor: Actor, command: AnyCommand) -> asyncio.Future[Ack]:
        """Submit a command without a session. The future raises `Rejection`."""
        future: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self.submit(Ask(actor, command, future=future))
        return future

    def act(self, command: HostAct) -> asyncio.Future[Ack]:
        """Submit a command of the host: agents, timers, reopening; or of the server's operator."""
        return self.request(actor_of(command), command)  # type: ignore[arg-type]

    async def _drain_inbox(self) -> None:
        try:
            while self._inbox:
                batch, self._inbox = self._inbox, []
                try:
                    await self._settle(batch)
                except Exception as bug:
                    self._in_doubt = True
                    log.exception("room %s: a batch of %d commands failed", self.id, len(batch))
                    answers_of(batch, [bug] * len(batch))
        finally:
            self._drain = None

    # --- one batch

    async def _settle(self, batch: list[Ask]) -> None:
        try:
            if self._in_doubt:
                await self._reread()
            facts = await self.known.facts(self, batch)
            outcomes, state, write = await self._append(batch, facts)
        except StorageFailed as failure:
            await self._not_written(batch, failure)
            return
        self.known.keep(write)
        self._publish(batch, outcomes, state, write.entries)

    async def _append(self, batch: Sequence[Ask], facts: Facts) -> tuple[list[Draft | Exception], RoomState, Write]:
        """Decide and write; decide anew if an id turns out to exist."""
        while True:
            outcomes, state = self._decide(batch, facts)
            if await self.known.recall(batch, outcomes):
                continue
            write = self.known.write(outcomes)
            if not write.entries:
                return outcomes, state, write
            try:
                await self.house.store.append(write)
            except Clash as clash:
                self.known.learn(clash.claims)
            else:
                return outcomes, state, write

    def _decide(self, batch: Iterable[Ask], facts: Facts) -> tuple[list[Draft | Exception], RoomState]:
        """Decide each command against the state the earlier ones made. Synchronous: nothing interleaves."""
        now, state = self.house.clock.now(), window.trim(self.state, self.house.settings.limits)
        self.known.forget_drafts()
        outcomes: list[Draft | Exception] = []
        for ask in batch:
            if ask.refused is not None:
                outcomes.append(ask.refused)
                continue
            try:
                draft = decide(state, ask.actor, ask.command, now, facts)
            except Rejection as refused:
                outcomes.append(refused)
            except Exception as bug:
                log.exception("room %s: %s of %s failed", self.id, type(ask.command).__name__, ask.actor.id)
                outcomes.append(bug)
            else:
                state = draft.state
                self.known.note(draft)
                outcomes.append(draft)
        return outcomes, state

    def _publish(
        self, batch: Sequence[Ask], outcomes: Sequence[Draft | Exception], state: RoomState, entries: Sequence[Entry]
    ) -> None:
        """Fold, show, broadcast, answer: no await, so nobody sees half of it."""
        before = self.state
        if entries:
            self.state = state
        for ask, outcome in zip(batch, outcomes, strict=True):
            if type(ask.command) is MarkRead and isinstance(outcome, Draft):
                self.receipts.advance(ask.actor.id, ask.command.seq)
        answers = answers_of(batch, outcomes)
        consequences.dismiss(self, entries, answers)
        self.broadcast(epochs.show(self, entries), answers)
        if entries:
            consequences.follow(self, before, entries)
            for watcher in self.house.watchers:
                watcher.heard(self, entries)
            self.timers.arm()
            self._housekeep()

    # --- when the store fails

    async def _not_written(self, batch: list[Ask], failure: Exception) -> None:
        """Answer `storage`: the write may or may not have happened, so the log is read before anything else."""
        log.error("room %s: a batch of %d commands was not written: %s", self.id, len(batch), failure)
        self._in_doubt = True
        try:
            await self._reread()
        except StorageFailed:
            log.warning("room %s: the log cannot be read back yet", self.id)
        refused = [ask.refused or Rejection(*_STORAGE) for ask in batch]
        for session, frames in answers_of(batch, refused).items():
            session.send(frames)

    async def _reread(self) -> None:
        tail = await self.house.store.tail(self.id, self.state.seq)
        self._in_doubt = False
        if tail:
            self._publish((), (), replay(self.state, tail), tail)

    # --- sessions

    def enter(self, session: Session) -> None:
        """Let a session of a member in; its participant is here. A token's session is nobody's presence (RULES 27)."""
        self.sessions.add(session)
        if session.actor.is_interactive:
            self.presence.entered(session)
            self.timers.came(session.actor.id)

    def leave(self, session: Session) -> None:
        """A session ended."""
        self.sessions.discard(session)
        self.presence.left(session)
        if session.actor.is_interactive and not self.presence.is_here(session.actor.id):
            self.timers.went(session.actor.id)

    def sessions_of(self, who: ParticipantId) -> tuple[Session, ...]:
        """Return all sessions of a participant, those of their access tokens included."""
        return tuple(session for session in self.sessions if session.actor.id == who)

    def broadcast(self, update: bytes | None, answers: dict[Session, bytes] | None = None) -> None:
        """Frame `update` once and hand it to every session, with its own answers behind it in the same write."""
        frames = wire.binary_frame(wire.sync_update(update)) if update else b""
        answers = answers or {}
        if frames:
            for session in tuple(self.sessions):
                session.deliver(frames, answers.pop(session, None))
        for session, own in answers.items():
            session.send(own)

    def tell(self, text: bytes) -> None:
        """Send one text frame to every session."""
        frame = wire.text_frame(text)
        for session in tuple(self.sessions):
            session.send(frame)

    def stream(self, message: MessageId, text: str) -> None:
        """Append to a message that an agent is writing: broadcast, not logged."""
        update = self.document.append_text(message, text)
        if update is not None:
            self.texts[message] = self.texts.get(message, "") + text
            self.timers.checkpoint_soon()
            self.broadcast(update)

    # --- housekeeping

    def _housekeep(self) -> None:
        if self.texts:
            self.texts = {key: text for key, text in self.texts.items() if key in self.document.live_ids()}
        if self.document.breaks >= MAX_BREAKS:
            epochs.renew(self)
        self.house.lobby_changed(self)
        if self.state.seq - self._snapshot_seq >= self.house.settings.snapshot_every:
            self._snapshot_seq = self.state.seq
            self.timers.spawn(self.house.store.save_snapshot(self.state))

    @property
    def is_idle(self) -> bool:
        """Whether nobody and nothing needs this room in memory."""
        busy = self.sessions or self._inbox or self._drain or self.state.turns or self.state.queues
        return not busy and not any(poll.state == "open" for poll in self.state.polls.values())

    async def close(self) -> None:
        """Answer what waits, keep a snapshot, let go."""
        while self._drain is not None:
            await asyncio.wait([self._drain])
        for session in tuple(self.sessions):
            session.close(wire.RESTARTING, "The server is restarting.")
        await self.timers.close()
        await self.receipts.close()
        if self.state.seq > self._snapshot_seq and not self._in_doubt:
            await self.house.store.save_snapshot(self.state)
        self.presence.close()
        self.document.close()
