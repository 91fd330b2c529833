"""A room as a script has it: read its state at once, await what one asks of it.

Reads come from the replica and never wait; everything that changes the room is a command, durable when it returns.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from .. import wire
from . import records
from .commands import checked, given, identified, options_of
from .errors import Closed
from .incoming import Incoming
from .link import Link
from .people import RoomPeople
from .records import DecisionRecord
from .rest import Rest, mint
from .signals import OnChange, OnNotice, Signals, Stop
from .views import Message, Poll

log = logging.getLogger(__name__)

T = TypeVar("T")
REMEMBERED_POSTS = 1_000
CLOSED_HERE = 1000


class Room(RoomPeople):
    """An open room; `connect` makes one. Belongs to the event loop it was opened in.

    Every awaited verb returns once the room's log has the change on disk. It waits through lost connections, resends
    (which is harmless) and slows down if the server asks for it; use `asyncio.timeout` to wait less. A verb that is
    cancelled may have taken effect or not.

    Raises (every awaited verb):
        Rejection: The room refused; `code` says why (PROTOCOL, "Codes"), `message` is for a person.
        Closed: The connection ended for good.
    """

    def __init__(self, rest: Rest, room: str, *, owns_rest: bool = False) -> None:
        super().__init__(room)
        self._rest = rest
        self._owns_rest = owns_rest
        self._signals = Signals()
        self._link = Link(rest, room, self._replica, self._signals.tell)
        self._frame_ids = map("c{}".format, itertools.count(1))
        self._posted: deque[str] = deque(maxlen=REMEMBERED_POSTS)
        self._end: Closed | None = None
        self._task = asyncio.create_task(self._run())

    # --- life

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Leave the connection, not the room. What still waits for an answer gets `Closed`."""
        self._task.cancel()
        await asyncio.wait([self._task])
        self._finish(Closed(CLOSED_HERE, "The connection was closed here."))
        if self._owns_rest:
            await self._rest.close()

    async def _run(self) -> None:
        """The boundary of the connection's task: a bug ends it aloud."""
        try:
            end = await self._link.run()
        except Exception as bug:
            log.exception("room %s: the connection ended after a bug", self.id)
            end = Closed(wire.INTERNAL, f"The client failed: {bug!r}.")
            end.__cause__ = bug
        self._finish(end)

    def _finish(self, end: Closed) -> None:
        if self._end is None:
            self._end = end
            self._link.end(end)

    @property
    def status(self) -> str:
        """How the connection is: connecting, online, reconnecting or closed."""
        return self._link.status

    # --- waiting

    async def wait_for(self, predicate: Callable[[Room], T | None], timeout: float | None = None) -> T:
        """Wait until `predicate(room)` holds and return what it returned. Called again after every change.

        Raises:
            TimeoutError: It did not hold within `timeout` seconds.
            Closed: The connection ended for good first.
        """
        async with asyncio.timeout(timeout):
            while not (found := predicate(self)):
                if self._end is not None:
                    raise self._end
                await self._signals.changed()
        return found

    async def next_change(self) -> bool:
        """Wait for the next change; return False if the room was closed here, raise `Closed` if by the server."""
        if self._end is None:
            await self._signals.changed()
        if self._end is not None and self._end.code != CLOSED_HERE:
            raise self._end
        return self._end is None

    def on_change(self, callback: OnChange) -> Stop:
        """Call `callback` after each change with the names of what changed; return a function that ends that.

        Names: `messages`, `members`, `polls`, `ballots`, `turns`, `agents`, `receipts`, `room`, `presence`, `can`,
        `status`.
        """
        return self._signals.on_change(callback)

    def on_notice(self, callback: OnNotice) -> Stop:
        """Call `callback` with each notice (PROTOCOL, "Socket"); return a function that ends that."""
        return self._signals.on_notice(callback)

    def incoming(self, *, after: int | None = None, mine: bool = False) -> AsyncIterator[Message]:
        """Iterate over new messages as they are finished, exactly once each, over lost connections too.

        Args:
            after: Begin above this seq; default: with what comes from now on.
            mine: Include what was posted through this object.
        """
        start = self._newest if after is None else after
        return self._incoming(Incoming(self, start), mine)

    async def _incoming(self, found: Incoming, mine: bool) -> AsyncIterator[Message]:
        async for message in found.messages():
            if mine or message.id not in self._posted:
                yield message

    @property
    def _newest(self) -> int:
        return self.messages[-1].seq if self.messages else 0

    # --- asking

    async def command(self, type: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Send any command of PROTOCOL and return its ack, with at least `seq`."""
        frame_id = next(self._frame_ids)
        frame = checked(frame_id, {"type": type, **fields})
        if self._end is not None:
            raise self._end
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._link.submit(frame_id, frame, answer)
        try:
            return await answer
        finally:
            self._link.outbox.withdraw(frame_id)

    async def post(self, body: str, *, to: str | None = None, reply_to: Message | str | None = None) -> Message:
        """Say something and return the message as the room has it.

        Args:
            body: Markdown, at most 16,384 characters.
            to: The agent that is asked: its participant id (`agent:runner`) or its name.
            reply_to: What this answers.
        """
        message_id = mint()
        self._posted.append(message_id)
        agent = f"agent:{to}" if to is not None and ":" not in to else to
        fields = given(to=agent, reply_to=identified(reply_to))
        await self.command("post_message", message_id=message_id, body=body, **fields)
        return self.message(message_id) or await self.fetch(message_id)

    async def edit(self, message: Message | str, body: str) -> None:
        """Change one of my messages."""
        await self.command("edit_message", message=identified(message), body=body)

    async def redact(self, message: Message | str) -> None:
        """Take a message's content away for ever."""
        await self.command("redact_message", message=identified(message))

    async def rollback(self, message: Message | str) -> str | None:
        """Take away everything that was said after a message; return the poll that decides on it, if the room votes."""
        ack = await self.command("rollback", message=identified(message))
        poll: str | None = ack.get("poll")
        return poll

    async def fork(self, until: Message | str, name: str) -> str:
        """Make a room of my own with what was said here up to a message; return its id. It is complete by then."""
        ack = await self.command("fork_room", request=mint(), until=identified(until), name=name)
        return str(ack["room"])

    async def mark_read(self, seq: int | None = None) -> None:
        """Have read up to `seq`; default: everything there is."""
        await self.command("mark_read", seq=self._newest if seq is None else seq)

    def typing(self, is_typing: bool = True) -> None:
        """Show that I am typing, until `typing(False)`. Not a command: nothing to wait for."""
        self._link.typing(is_typing)

    async def open_poll(
        self, title: str, options: Sequence[str] | Mapping[str, str], *, deadline: int | None = None
    ) -> Poll:
        """Ask the people something and return the poll.

        Args:
            title: The question.
            options: Labels, which then are the option ids too; or option id -> label. 2 to 12.
            deadline: When it ends, in milliseconds since the epoch.
        """
        poll_id = mint()
        fields = given(deadline=deadline)
        await self.command("open_poll", poll_id=poll_id, title=title, options=options_of(options), **fields)
        return await self.wait_for(lambda _: self.poll(poll_id))

    async def vote(
        self,
        poll: Poll | str,
        choice: str | Sequence[str],
        *,
        reason: str | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        """Cast my ballot, in place of my former one.

        Args:
            poll: What I vote on, as I saw it.
            choice: An option id (approvals: `approve`, `deny`); several, where a question takes them.
            reason: Why; everybody reads it.
            answers: My answer to a question in words, by any name.
        """
        shown = self.poll(poll) if isinstance(poll, str) else poll
        if shown is None:
            raise LookupError(f"There is no poll {poll!r} in this room's newest.")
        mine = shown.ballots.get(self.me)
        fields = given(reason=reason, replaces=mine and mine.ballot_id, hash=shown.hash, answers=answers)
        chosen = {"choice": choice} if isinstance(choice, str) else {"choice": choice[0], "choices": list(choice)}
        await self.command("cast_ballot", poll=shown.id, ballot_id=mint(), **chosen, **fields)

    # --- the archive

    async def history(self, *, before: int | None = None, after: int | None = None, limit: int = 50) -> list[Message]:
        """Return a page of all messages, ascending by seq; empty when there is nothing further.

        Args:
            before: The newest `limit` below this seq (default: the newest of all).
            after: The oldest `limit` above this seq instead.
            limit: 1 to 200.
        """
        page = await self._rest.get(f"rooms/{self.id}/messages", before=before, after=after, limit=limit)
        return msgspec.convert(page["messages"], list[Message])

    def decisions(self) -> AsyncIterator[DecisionRecord]:
        """Iterate over the records of all decisions: who decided what, when, on exactly which bytes.

        Those that are over come first, in that order. Read as it comes: a room may have any number.
        """
        return records.every(self._rest, self.id)

    async def decision(self, poll: Poll | str) -> DecisionRecord:
        """Return the record of one poll, open or decided, however old."""
        return await records.one(self._rest, self.id, poll if isinstance(poll, str) else poll.id)

    async def fetch(self, message: str) -> Message:
        """Return one message, however old."""
        return msgspec.convert(await self._rest.get(f"rooms/{self.id}/messages/{message}"), Message)
