"""The socket door: an authenticated upgrade, then bytes to a `Greeter` and bytes back. Knows no rule and no room."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web
from tornado.websocket import WebSocketHandler, WebSocketProtocol, WebSocketProtocol13

from .. import wire
from ..core.errors import Rejection
from ..core.ids import RoomId
from ..core.model import Actor
from ..room.greeter import Greeter, Receiver
from ..room.ports import Elsewhere, Refused, StorageFailed
from .connection import FrameReader, SocketConnection
from .guests import is_guest, is_same_origin
from .identity import RESOURCE, access_token
from .outages import as_rejection

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from .services import Services

log = logging.getLogger(__name__)


class SocketHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """`GET rooms/{room}/socket` and `GET lobby/socket`. The upgrade fails only for authentication and origin."""

    auth_resource = RESOURCE
    ping_interval = 25.0
    ping_timeout = 20.0
    max_message_size = wire.MAX_MESSAGE_BYTES

    _actor: Actor
    _unavailable: Rejection | None = None
    """Why nobody can be let in at all; said after the hello, where a page can read it."""
    _greeter: Greeter | None = None
    _room: RoomId | None = None

    @property
    def services(self) -> Services:
        """What the server consists of."""
        return cast("Services", self.settings["collabchat"])

    async def prepare(self) -> None:  # type: ignore[override]
        """Let Jupyter authenticate, unless an access token decides alone."""
        if access_token(self) is not None:
            self._token_authenticated = True
        prepared: Awaitable[None] | None = super().prepare()
        if prepared is not None:
            await prepared

    @allow_unauthenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Tornado's signature
        """Upgrade for somebody this server knows."""
        if access_token(self) is not None:
            self.current_user = None
        room = kwargs.get("room")
        self._room = RoomId(room) if room else None
        if "token" in self.request.query_arguments:
            raise web.HTTPError(403, "A token in a URL ends up in logs; use the Authorization header.")
        try:
            self._actor = await self.services.identity.admit(self, "read")
        except Rejection as refused:
            raise web.HTTPError(403, refused.message) from refused
        except (Elsewhere, Refused, StorageFailed) as failure:
            self._unavailable = as_rejection(failure)
        else:
            if is_guest(self._actor.id) and not is_same_origin(self.request):
                raise web.HTTPError(403, "A guest's connection comes from a page of this server.")
        await super().get(*args, **kwargs)

    def check_origin(self, origin: str | None = None) -> bool:
        """Refuse opaque origins besides what Jupyter refuses."""
        given = origin if origin is not None else self.request.headers.get("Origin")
        return given != "null" and bool(super().check_origin(origin))

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """Speak version 1."""
        return wire.PROTOCOL if wire.PROTOCOL in subprotocols else None

    def get_websocket_protocol(self) -> WebSocketProtocol | None:
        """Read frames in our cheaper way."""
        usual = super().get_websocket_protocol()
        return FrameReader(self, False, usual.params) if isinstance(usual, WebSocketProtocol13) else usual

    def open(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Tornado's signature
        """Start with a greeter; the room follows the hello."""
        self.set_nodelay(True)
        connection = self.ws_connection
        assert isinstance(connection, FrameReader)
        timeout = self.services.house.settings.hello_timeout
        self._transport = SocketConnection(self, connection.stream)
        self._greeter = Greeter(self._transport, self._admit, self._enter, timeout)

    async def _admit(self, hello: wire.Hello) -> Actor:
        if self._unavailable is not None:
            raise self._unavailable
        if not self.token_authenticated:
            self.services.identity.tickets.take(hello.ticket, self._actor.id, self._room)
        return self._actor

    async def _enter(self, actor: Actor, hello: wire.Hello) -> Receiver:
        try:
            if self._room is None:
                if not actor.is_interactive:
                    raise Rejection("role/forbidden", "The lobby is for people; a token has its rooms.")
                return await self.services.lobby.enter(actor, self._transport, hello)
            return await self.services.registry.enter(self._room, actor, self._transport, hello)
        except Exception as failure:
            refused = as_rejection(failure)
            if refused is None:
                raise
            raise refused from failure

    def on_message(self, message: str | bytes) -> None:
        """Pass a frame on; a bug ends this connection only."""
        if self._greeter is None:
            return
        try:
            self._greeter.receive(message)
        except Exception:
            log.exception("room %s: a frame of %s failed", self._room, self._actor.id)
            self._end(wire.INTERNAL, "Something went wrong on the server.")

    def drained(self) -> None:
        """The other side has read everything."""
        if self._greeter is not None:
            self._greeter.drained()

    async def recheck(self) -> None:
        """Close if the access token of this socket is no longer good."""
        try:
            current = await self.services.identity.is_current(self, self._actor)
        except StorageFailed:
            log.warning("room %s: an access token of %s could not be checked", self._room, self._actor.id)
            return
        if not current:
            self._end(wire.NOT_AUTHENTICATED, "This access token is not valid any more.")

    def _end(self, code: int, reason: str) -> None:
        """Close, and leave the room now rather than when the other side agrees."""
        self._transport.close(code, reason)
        self.on_close()

    def on_close(self) -> None:
        """The connection is gone."""
        if self._greeter is not None:
            self._greeter.ended()
            self._greeter = None


ROUTES: list[tuple[str, type[SocketHandler]]] = [
    (r"rooms/(?P<room>[A-Za-z0-9_-]{1,128})/socket", SocketHandler),
    (r"lobby/socket", SocketHandler),
]
