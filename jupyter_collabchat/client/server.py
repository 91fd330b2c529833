"""A server as a script has it: who I am there, my rooms, my access tokens; and the way into a room."""

from __future__ import annotations

from datetime import timedelta
from types import TracebackType
from typing import Any, Literal, Self

import msgspec

from ..core.errors import Rejection
from .address import address
from .commands import ending, given
from .rest import Rest, mint
from .room import Room
from .views import AccessToken, Invitation, Person, RoomSummary

OPENING_S = 30.0


class Server:
    """One person's door to one server. One object is one person, even where people are only told apart by a cookie.

    Args:
        url: The server's base URL, or what Jupyter prints at its start. Default: `COLLABCHAT_URL`.
        token: A Jupyter token or an access token. Default: the URL's, then `COLLABCHAT_TOKEN`.

    Raises (every verb):
        Rejection: The server refused; `code` says why.
        Unreachable: There is no answer.
    """

    def __init__(self, url: str | None = None, *, token: str | None = None) -> None:
        self._rest = Rest(address(url, token))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections kept open. Rooms opened here lose their way back too: close them first."""
        await self._rest.close()

    async def me(self) -> dict[str, Any]:
        """Return who this server takes me for: `id`, `kind`, `name`, `can_create_rooms`, ..."""
        found: dict[str, Any] = await self._rest.get("me")
        return found

    async def rooms(self) -> list[RoomSummary]:
        """Return my rooms and the listed ones (`member` False), newest activity first."""
        return msgspec.convert((await self._rest.get("rooms"))["rooms"], list[RoomSummary])

    async def people(self, q: str = "", *, room: str | None = None) -> list[Person]:
        """Return people this server knows whose name starts with `q`, without those in or invited to `room` (an id)."""
        return msgspec.convert((await self._rest.get("people", q=q, room=room))["people"], list[Person])

    async def create_room(
        self, name: str, *, topic: str = "", visibility: Literal["private", "listed"] = "private"
    ) -> str:
        """Make a room that I own and return its id. A `listed` room is one that everybody here may join."""
        ack = await self.command("create_room", request=mint(), name=name, topic=topic, visibility=visibility)
        room: str = ack["room"]
        return room

    async def join_room(self, room: str) -> None:
        """Become a member of a listed room, by its id."""
        await self._rest.command(f"rooms/{room}/commands", {"type": "join_room"})

    async def join(self, link: str, *, name: str | None = None) -> list[RoomSummary]:
        """Become a member of the rooms of a share link and return them.

        Without a token, on a server that asks for one, I am a guest from then on, as long as this object lives.

        Args:
            link: The whole link, or the secret after its `#`.
            name: What I am called as a guest.

        Raises:
            Rejection: `share/dead`, whatever the reason; `room/full`.
        """
        self._rest.come_as_page()
        secret = link.rpartition("#")[2]
        return msgspec.convert((await self.command("join", secret=secret, name=name))["rooms"], list[RoomSummary])

    async def invitations(self) -> list[Invitation]:
        """Return the invitations that wait for my answer, newest first."""
        return msgspec.convert((await self._rest.get("rooms"))["invitations"], list[Invitation])

    async def accept_invite(self, invitation: Invitation | str) -> str:
        """Become the member that I am invited to be; return the room's id."""
        room: str = (await self.command("accept_invite", invite=_named(invitation)))["room"]
        return room

    async def decline_invite(self, invitation: Invitation | str) -> None:
        """Give the place back."""
        await self.command("decline_invite", invite=_named(invitation))

    async def mint_token(
        self,
        label: str,
        rooms: list[str],
        *,
        scope: Literal["read", "post", "ask"] = "post",
        lifetime: timedelta = timedelta(days=30),
    ) -> AccessToken:
        """Make an access token that acts for me in some rooms (ids), for a script or a kernel.

        Args:
            label: What it is for.
            rooms: Where it is good.
            scope: `read`; `post`: messages too; `ask`: prompts to agents too. Never votes.
            lifetime: At most a year.
        """
        fields = {"label": label, "rooms": rooms, "scope": scope, "expires_at": ending(lifetime)}
        ack = await self.command("mint_token", request=mint(), **fields)
        return AccessToken(ack["token"], ack.get("secret"))

    async def revoke_token(self, token: AccessToken | str) -> None:
        """End an access token at once."""
        await self.command("revoke_token", token=token.id if isinstance(token, AccessToken) else token)

    async def command(self, type: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Send a command outside a room and return its ack."""
        return await self._rest.command("commands", {"type": type, **given(**fields)})

    async def connect(self, room: str, *, timeout: float = OPENING_S) -> Room:
        """Open one of my rooms and wait until its content is here.

        Args:
            room: Its id, or its name if only one of my rooms has it.
            timeout: Seconds to wait for the content.

        Raises:
            Rejection: `room/unknown`.
            TimeoutError: The content did not come in time.
        """
        return await _opened(Room(self._rest, await self._find(room)), timeout)

    async def _find(self, wanted: str) -> str:
        mine = [room for room in await self.rooms() if room.member]
        found = [room.id for room in mine if room.id == wanted] or [room.id for room in mine if room.name == wanted]
        if len(found) != 1:
            how = "No room" if not found else "More than one room"
            raise Rejection("room/unknown", f"{how} of yours has the id or name {wanted!r}.")
        return found[0]

    async def _connect_owned(self, room: str, timeout: float) -> Room:
        """Open a room that takes this server along when it closes."""
        return await _opened(Room(self._rest, await self._find(room), owns_rest=True), timeout)


def _named(invitation: Invitation | str) -> str:
    return invitation.id if isinstance(invitation, Invitation) else invitation


async def _opened(room: Room, timeout: float) -> Room:
    try:
        await room.wait_for(lambda found: found.status == "online", timeout)
    except BaseException:
        await room.close()
        raise
    return room


async def connect(
    url: str | None = None, room: str | None = None, *, token: str | None = None, timeout: float = OPENING_S
) -> Room:
    """Open a room and wait until its content is here.

    Args:
        url: The server's base URL, or what Jupyter prints at its start. Default: the environment's `COLLABCHAT_URL`.
        room: The room's id, or its name if only one of my rooms has it.
        token: A Jupyter token or an access token (`cc_...`). Default: the URL's, then `COLLABCHAT_TOKEN`. Without any,
            a server that asks for none takes the object for a new person.
        timeout: Seconds to wait for the content.

    Returns:
        The open room; use it with `async with`, or call its `close()`.

    Raises:
        ValueError: There is no URL or no room.
        Rejection: `auth/required`, `room/unknown`.
        Unreachable: There is no answer.
        TimeoutError: The content did not come in time.
    """
    if not room:
        raise ValueError("Say which room to open: its id or its name.")
    server = Server(url, token=token)
    try:
        return await server._connect_owned(room, timeout)
    except BaseException:
        await server.close()
        raise
