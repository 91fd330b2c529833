"""What all REST handlers share: who sends this, what went wrong as an answer, JSON in and out."""

from __future__ import annotations

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler
from tornado.web import HTTPError

from .. import wire
from ..core.errors import Rejection
from ..core.ids import RoomId
from ..core.model import Actor
from ..room.ports import Elsewhere, Refused, StorageFailed
from ..room.room import Room
from .guests import is_json, is_of_our_page
from .identity import RESOURCE, access_token
from .outages import as_rejection

if TYPE_CHECKING:
    from .services import Services

log = logging.getLogger(__name__)

P = ParamSpec("P")
A = TypeVar("A")
H = TypeVar("H", bound="Door")

_REFUSALS = {
    400: Rejection("frame/malformed", "This request cannot be read."),
    403: Rejection("auth/required", "This request does not come from a page of this server; reload it."),
    405: Rejection("frame/malformed", "This cannot be done to it."),
    415: Rejection("frame/malformed", "Send JSON, and say so in Content-Type."),
}
MAX_BODY_BYTES = wire.MAX_MESSAGE_BYTES


class Door(APIHandler):
    """A REST handler of rooms. Its methods are wrapped by `reads` or `commands`, which authenticate."""

    auth_resource = RESOURCE
    produces: tuple[str, ...] = ("application/json",)
    """Content types of what it answers."""

    @property
    def services(self) -> Services:
        """What the server consists of."""
        return cast("Services", self.settings["collabchat"])

    async def prepare(self) -> None:  # type: ignore[override]
        """Let Jupyter authenticate, unless an access token decides alone."""
        if access_token(self) is not None:
            self._token_authenticated = True
        await super().prepare()
        if access_token(self) is not None:
            self.current_user = None
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def check_xsrf_cookie(self) -> None:
        """Ask of a request without a login what only our own page's scripts can send, in place of Jupyter's token."""
        nobody = access_token(self) is None and getattr(self, "_jupyter_current_user", self) is None
        if not (nobody and is_of_our_page(self.request)):
            super().check_xsrf_cookie()

    async def member_room(self, actor: Actor, room: str) -> Room:
        """Return a room that the actor is in. Raises `Rejection`: `room/unknown`."""
        return await self.services.registry.member_room(RoomId(room), actor)

    def whole_number(self, name: str, default: int | None = None) -> int | None:
        """Return a query parameter that is a whole number. Raises `Rejection`: `frame/invalid`."""
        text = self.get_argument(name, None)
        if text is None:
            return default
        if not text.isascii() or not text.isdigit() or len(text) > 16:
            raise Rejection("frame/invalid", f"{name} is a whole number.")
        return int(text)

    def json_body(self) -> bytes:
        """Return the body of a command.

        A cookie's request must call itself JSON, which a foreign page cannot do without being asked first.

        Raises:
            Rejection: `frame/too-large`.
            HTTPError: 415.
        """
        if len(self.request.body) > MAX_BODY_BYTES:
            raise Rejection("frame/too-large", "A request may have at most 256 KiB.")
        if not is_json(self.request) and not self.token_authenticated:
            raise HTTPError(415)
        return self.request.body

    def write_error(self, status_code: int, **kwargs: Any) -> None:  # noqa: ANN401 - Tornado's signature
        """Answer what Tornado or Jupyter refuse before our code runs with the same body as our own refusals."""
        refused = _REFUSALS.get(status_code)
        if refused is None:
            super().write_error(status_code, **kwargs)
            return
        self.set_header("Content-Type", "application/json")
        self.finish(wire.encode(refused.body()))

    def answer(self, value: Any) -> None:  # noqa: ANN401 - a JSON value, or what `produces` says
        """Answer what was asked for."""
        self.finish(wire.encode(value))

    def refuse(self, refused: Rejection) -> None:
        """Answer with an error status and body."""
        self.set_status(refused.status)
        wait = refused.details.get("retry_after")
        if isinstance(wait, (int, float)):
            self.set_header("Retry-After", str(max(1, round(wait))))
        self.finish(wire.encode(refused.body()))


def _answering(
    sender: Callable[[Any], Awaitable[A]],
) -> Callable[[Callable[Concatenate[H, A, P], Awaitable[Any]]], Callable[Concatenate[H, P], Awaitable[None]]]:
    def decorate(
        method: Callable[Concatenate[H, A, P], Awaitable[Any]],
    ) -> Callable[Concatenate[H, P], Awaitable[None]]:
        @functools.wraps(method)
        async def answer(self: H, *args: P.args, **kwargs: P.kwargs) -> None:
            try:
                value = await method(self, await sender(self), *args, **kwargs)
            except (Rejection, Elsewhere, Refused, StorageFailed) as failure:
                refused = as_rejection(failure)
                assert refused is not None
                self.refuse(refused)
            else:
                self.answer(value)

        return cast(Callable[Concatenate[H, P], Awaitable[None]], allow_unauthenticated(answer))

    return decorate


def reads(method: Callable[Concatenate[H, Actor, P], Awaitable[Any]]) -> Callable[Concatenate[H, P], Awaitable[None]]:
    """Authenticate for reading; the method gets the actor and returns what to `answer`."""
    return _answering(_reader)(method)


def commands(
    method: Callable[Concatenate[H, Actor, P], Awaitable[Any]],
) -> Callable[Concatenate[H, P], Awaitable[None]]:
    """Authenticate for a command; the method gets the actor and returns a JSON value."""
    return _answering(_commander)(method)


def visits(
    method: Callable[Concatenate[H, Actor | None, P], Awaitable[Any]],
) -> Callable[Concatenate[H, P], Awaitable[None]]:
    """Let anybody in; the method gets the actor, or None for nobody, whom it must refuse unless they come to join."""
    return _answering(_visitor)(method)


async def _reader(door: Door) -> Actor:
    return await door.services.identity.admit(door, "read")


async def _commander(door: Door) -> Actor:
    return await door.services.identity.admit(door, "write")


async def _visitor(door: Door) -> Actor | None:
    return await door.services.identity.recognise(door, "write")
