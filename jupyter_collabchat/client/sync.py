"""The sync face: the same names as `Room` and `Server`, without `await`.

Each object has a background thread with its own event loop, so it works in scripts and in notebook cells alike. It may
be used from any thread; callbacks run in the background thread and must not call what waits.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from .portal import Portal
from .records import DecisionRecord
from .room import Room
from .server import OPENING_S, Server, connect
from .signals import OnChange, OnNotice, Stop
from .sync_people import SyncPeople
from .views import AccessToken, Invitation, Message, Person, Poll, RoomSummary

T = TypeVar("T")


class SyncRoom(SyncPeople):
    """An open room for code without `await`; `connect_sync` makes one. Its verbs are `Room`'s, and so are errors."""

    def __init__(self, portal: Portal, room: Room, *, owns_portal: bool) -> None:
        super().__init__(portal, room)
        self._owns_portal = owns_portal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """See `Room.close`; ends the background thread too."""
        self._portal.run(self._room.close())
        if self._owns_portal:
            self._portal.close()

    def wait_for(self, predicate: Callable[[Room], T | None], timeout: float | None = None) -> T:
        """See `Room.wait_for`. `predicate` is called in the background thread and gets the async `Room`."""
        return self._portal.run(self._room.wait_for(predicate, timeout))

    def on_change(self, callback: OnChange) -> Stop:
        """See `Room.on_change`. `callback` is called in the background thread."""
        return self._stopping(self._portal.read(lambda: self._room.on_change(callback)))

    def on_notice(self, callback: OnNotice) -> Stop:
        """See `Room.on_notice`. `callback` is called in the background thread."""
        return self._stopping(self._portal.read(lambda: self._room.on_notice(callback)))

    def _stopping(self, stop: Stop) -> Stop:
        return lambda: self._portal.read(stop)

    def incoming(self, *, after: int | None = None, mine: bool = False) -> Iterator[Message]:
        """See `Room.incoming`."""
        return self._following(self._portal.read(lambda: self._room.incoming(after=after, mine=mine)))

    def _following(self, found: AsyncIterator[T]) -> Iterator[T]:
        async def following() -> T | None:
            return await anext(found, None)

        while (one := self._portal.run(following())) is not None:
            yield one

    def command(self, type: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """See `Room.command`."""
        return self._portal.run(self._room.command(type, **fields))

    def post(self, body: str, *, to: str | None = None, reply_to: Message | str | None = None) -> Message:
        """See `Room.post`."""
        return self._portal.run(self._room.post(body, to=to, reply_to=reply_to))

    def edit(self, message: Message | str, body: str) -> None:
        """See `Room.edit`."""
        self._portal.run(self._room.edit(message, body))

    def redact(self, message: Message | str) -> None:
        """See `Room.redact`."""
        self._portal.run(self._room.redact(message))

    def rollback(self, message: Message | str) -> str | None:
        """See `Room.rollback`."""
        return self._portal.run(self._room.rollback(message))

    def fork(self, until: Message | str, name: str) -> str:
        """See `Room.fork`."""
        return self._portal.run(self._room.fork(until, name))

    def mark_read(self, seq: int | None = None) -> None:
        """See `Room.mark_read`."""
        self._portal.run(self._room.mark_read(seq))

    def typing(self, is_typing: bool = True) -> None:
        """See `Room.typing`."""
        self._portal.read(lambda: self._room.typing(is_typing))

    def open_poll(self, title: str, options: Sequence[str] | Mapping[str, str], *, deadline: int | None = None) -> Poll:
        """See `Room.open_poll`."""
        return self._portal.run(self._room.open_poll(title, options, deadline=deadline))

    def vote(
        self,
        poll: Poll | str,
        choice: str | Sequence[str],
        *,
        reason: str | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        """See `Room.vote`."""
        self._portal.run(self._room.vote(poll, choice, reason=reason, answers=answers))

    def history(self, *, before: int | None = None, after: int | None = None, limit: int = 50) -> list[Message]:
        """See `Room.history`."""
        return self._portal.run(self._room.history(before=before, after=after, limit=limit))

    def decisions(self) -> Iterator[DecisionRecord]:
        """See `Room.decisions`."""
        return self._following(self._room.decisions())

    def decision(self, poll: Poll | str) -> DecisionRecord:
        """See `Room.decision`."""
        return self._portal.run(self._room.decision(poll))

    def fetch(self, message: str) -> Message:
        """See `Room.fetch`."""
        return self._portal.run(self._room.fetch(message))


class SyncServer:
    """A server for code without `await`. Its verbs are `Server`'s, and so are arguments and errors."""

    def __init__(self, url: str | None = None, *, token: str | None = None) -> None:
        self._portal = Portal()
        try:
            self._server = self._portal.read(lambda: Server(url, token=token))
        except BaseException:
            self._portal.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """See `Server.close`; ends the background thread too."""
        self._portal.run(self._server.close())
        self._portal.close()

    def me(self) -> dict[str, Any]:
        """See `Server.me`."""
        return self._portal.run(self._server.me())

    def rooms(self) -> list[RoomSummary]:
        """See `Server.rooms`."""
        return self._portal.run(self._server.rooms())

    def people(self, q: str = "", *, room: str | None = None) -> list[Person]:
        """See `Server.people`."""
        return self._portal.run(self._server.people(q, room=room))

    def create_room(self, name: str, *, topic: str = "", visibility: Literal["private", "listed"] = "private") -> str:
        """See `Server.create_room`."""
        return self._portal.run(self._server.create_room(name, topic=topic, visibility=visibility))

    def join_room(self, room: str) -> None:
        """See `Server.join_room`."""
        self._portal.run(self._server.join_room(room))

    def join(self, link: str, *, name: str | None = None) -> list[RoomSummary]:
        """See `Server.join`."""
        return self._portal.run(self._server.join(link, name=name))

    def invitations(self) -> list[Invitation]:
        """See `Server.invitations`."""
        return self._portal.run(self._server.invitations())

    def accept_invite(self, invitation: Invitation | str) -> str:
        """See `Server.accept_invite`."""
        return self._portal.run(self._server.accept_invite(invitation))

    def decline_invite(self, invitation: Invitation | str) -> None:
        """See `Server.decline_invite`."""
        self._portal.run(self._server.decline_invite(invitation))

    def mint_token(
        self,
        label: str,
        rooms: list[str],
        *,
        scope: Literal["read", "post", "ask"] = "post",
        lifetime: timedelta = timedelta(days=30),
    ) -> AccessToken:
        """See `Server.mint_token`."""
        return self._portal.run(self._server.mint_token(label, rooms, scope=scope, lifetime=lifetime))

    def revoke_token(self, token: AccessToken | str) -> None:
        """See `Server.revoke_token`."""
        self._portal.run(self._server.revoke_token(token))

    def command(self, type: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """See `Server.command`."""
        return self._portal.run(self._server.command(type, **fields))

    def connect(self, room: str, *, timeout: float = OPENING_S) -> SyncRoom:
        """See `Server.connect`. The room shares this object's thread: close it first."""
        return SyncRoom(self._portal, self._portal.run(self._server.connect(room, timeout=timeout)), owns_portal=False)


def connect_sync(
    url: str | None = None, room: str | None = None, *, token: str | None = None, timeout: float = OPENING_S
) -> SyncRoom:
    """Open a room as `connect` does, for code without `await`: scripts, notebook cells, other threads."""
    portal = Portal()
    try:
        opened = portal.run(connect(url, room, token=token, timeout=timeout))
    except BaseException:
        portal.close()
        raise
    return SyncRoom(portal, opened, owns_portal=True)
