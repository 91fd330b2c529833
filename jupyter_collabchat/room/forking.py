"""Making rooms from rooms: copies what was said, in the background if it is much, and lets redactions reach the copies.

What a fork is, the rules say (`core.forks`). Here it is made: written as a log of its own that nobody sees before it is
complete. A stop loses nothing: the room it comes from knows what is not done, and is read on from the last copy.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from ..core import window
from ..core.claims import request_key
from ..core.commands import AnyCommand, BeginFork, CopyMessages, EndFork, ForkRoom, HostCommand, RedactCopy
from ..core.decide import HOST_ACTOR, decide
from ..core.errors import Rejection
from ..core.events import Entry, MessageRedacted
from ..core.evolve import replay
from ..core.facts import Facts
from ..core.ids import MessageId, RoomId, Seq, local_name
from ..core.model import Actor, Fork, Message, Origin, RoomState
from . import copies
from .ask import Ack
from .ports import StorageFailed, Write
from .room import Room

if TYPE_CHECKING:
    from .registry import Registry

log = logging.getLogger(__name__)

STEP = 100
"""Messages per write: some milliseconds, while others wait to write."""
_RETRY_S = 0.5
_STORAGE = ("storage", "The server cannot reach its storage; send this again, and it goes on where it was cut off.")


class Forking:
    """The forks of one server."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._house = registry.house
        self._store = registry.house.store
        self._making: dict[RoomId, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._house.watchers.append(self)

    def detour(self, room: Room, actor: Actor, command: AnyCommand) -> Awaitable[Ack] | None:
        """Return the making of a fork, if that is what is asked."""
        return self._submit(room, actor, command) if isinstance(command, ForkRoom) else None

    async def _submit(self, room: Room, actor: Actor, command: ForkRoom) -> Ack:
        """Decide and make a fork, from whichever door; once answered, the room is there. Raises `Rejection`."""
        self._registry.count_creation(actor)
        try:
            if actor.is_interactive and await self._store.claim(actor.id, request_key(command.request)) is not None:
                raise Rejection("id/taken", "This request was used before for something else.")
            ack = await room.request(actor, command)
            await self._made(room, RoomId(str(ack.result["room"])))
        except StorageFailed as failure:
            raise Rejection(*_STORAGE) from failure
        return ack

    async def _made(self, room: Room, fork: RoomId) -> None:
        known = room.state.forks.get(fork)
        if known is None or known.done:
            return
        if fork not in self._making:
            self._making[fork] = self._spawn(self._make(room.id, fork, known))
            self._making[fork].add_done_callback(lambda _: self._making.pop(fork))
        await asyncio.shield(self._making[fork])

    # --- making

    async def _make(self, source: RoomId, fork: RoomId, known: Fork) -> None:
        loaded = await self._store.load(fork)
        if loaded is None:
            state = await self._begin(source, fork, known)
        else:
            state = replay(loaded.snapshot, loaded.tail)
        if state.forming:
            state = await self._fill(state, known.until)
            await self._store.save_receipts(fork, {known.owner: state.seq})
            await self._store.save_snapshot(state)
        room = await self._registry.there(source)
        if room is not None:
            await room.act(EndFork(fork))
        made = await self._registry.there(fork)
        if made is not None:
            self._house.lobby_changed(made)

    async def _begin(self, source: RoomId, fork: RoomId, known: Fork) -> RoomState:
        of = (await self._registry.open(source)).state
        member = of.members.get(known.owner)
        name = member.name if member is not None else local_name(known.owner)
        origin = Origin(source, known.until)
        begin = BeginFork(origin, known.owner, name, known.name, of.topic, of.scope, of.policy, of.agents)
        return await self._write(RoomState(fork), begin)

    async def _fill(self, state: RoomState, until: Seq) -> RoomState:
        assert state.origin is not None
        source, kept = state.origin.room, state.seq
        after = _copied_until(state)
        while state.forming:
            page = await self._store.history(source, None, after, STEP)
            said = [message for message in page.messages if message.seq <= until]
            is_last = not page.has_more or len(said) < len(page.messages)
            mine = [await self._with_blobs(message, source, state.id) for message in said]
            state = await self._write(state, CopyMessages(tuple(mine), page.names, is_last))
            after = said[-1].seq if said else after
            await asyncio.sleep(0)  # a store in memory waits for nothing: let others in
            if state.seq - kept >= self._house.settings.snapshot_every:
                kept = state.seq
                await self._store.save_snapshot(state)
        return state

    async def _with_blobs(self, message: Message, source: RoomId, fork: RoomId) -> Message:
        """Return a message that names blobs of the fork's own."""
        for ref in copies.refs(message):
            await self._store.copy_blob(source, ref, fork, copies.ref_in(fork, ref))
        return copies.renamed(message, fork)

    async def _write(self, state: RoomState, command: HostCommand) -> RoomState:
        """Write to the log of a room that nobody has open: it is not there yet."""
        limits = self._house.settings.limits
        facts = Facts(mint=_nothing_minted, limits=limits, offers=self._house.offers)
        draft = decide(window.trim(state, limits), HOST_ACTOR, command, self._house.clock.now(), facts)
        if draft.entries:
            await self._store.append(Write(state.id, tuple(draft.entries)))
        return window.trim(draft.state, limits)

    # --- what goes on afterwards

    async def opened(self, room: Room) -> None:
        """A room was opened: go on with what a stop cut off, before anybody is in it."""
        for fork, known in room.state.forks.items():
            if not known.done:
                self._spawn(self._made(room, fork))
        if room.state.origin is not None and not room.state.deleted:
            for copy in await self._stale(room, room.state.origin):
                await room.act(RedactCopy(copy))

    async def _stale(self, room: Room, origin: Origin) -> list[MessageId]:
        """Return the copies whose originals were redacted, but they were not."""
        redacted = await self._store.redacted(origin.room, origin.seq)
        found = await self._store.messages(room.id, redacted)
        return [copy.id for copy in found.values() if copy.origin is not None and copy.status != "redacted"]

    def heard(self, room: Room, entries: Sequence[Entry]) -> None:
        """Carry redactions on to the forks of `room`, and through these to theirs."""
        for entry in entries if room.state.forks else ():
            if isinstance(entry.event, MessageRedacted):
                for fork in room.state.forks:
                    self._spawn(self._redact(fork, entry.event.id))

    async def _redact(self, fork: RoomId, message: MessageId) -> None:
        """K7: redact a copy, however often it takes; of a fork that is not there yet, `opened` does."""
        while True:
            try:
                room = await self._registry.there(fork)
                if room is not None:
                    await room.act(RedactCopy(message))
                return
            except Rejection as refused:
                if refused.code != "storage":
                    raise
            await asyncio.sleep(_RETRY_S)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A fork that fails is told to who asked for it, and goes on when its room is opened again."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("work on a fork was cut off: %s", error, exc_info=error)

    async def close(self) -> None:
        """Stop where it is: what is not done goes on when the room it comes from is opened."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _copied_until(state: RoomState) -> Seq:
    newest = next(reversed(state.messages.values()), None)
    return newest.origin.seq if newest is not None and newest.origin is not None else 0


def _nothing_minted() -> str:
    raise AssertionError("what a fork is made of has ids already")
