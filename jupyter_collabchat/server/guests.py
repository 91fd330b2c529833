"""Guests: people without an account here, known by a cookie that only our own routes look at (RULES 33).

Owns that cookie, and what a request without a login must carry before it may change anything. To every other route of
the server a guest is nobody: `current_user` stays None.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jupyter_server.utils import url_path_join

from ..core.ids import ParticipantId, kind_of
from ..core.model import Actor
from ..core.text import clean_name
from ..room.clock import Clock
from ..room.ports import GuestRow, Store

if TYPE_CHECKING:
    from jupyter_server.base.handlers import JupyterHandler
    from tornado.httputil import HTTPServerRequest

COOKIE = "collabchat-guest"
MARKER = "collabchat-visitor"
"""A cookie that says nothing but that there is the other one, whose path keeps it from the pages."""
HEADER = "X-Collabchat"
NAME = "Guest"
_RIGHTS = frozenset({"collabchat:read", "collabchat:write"})
_LONGEST_SECRET = 100
_DAYS = 30
API_PATH, PAGES_PATH = "api/collabchat", "collabchat"


def hashed(secret: str) -> bytes:
    """Return how a secret is kept."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def is_guest(who: str) -> bool:
    """Whether a participant is here without an account."""
    return kind_of(who) == "guest"


def is_json(request: HTTPServerRequest) -> bool:
    """Whether a request calls its body JSON, which a foreign page cannot do without being asked first."""
    return request.headers.get("Content-Type", "").split(";")[0].strip() == "application/json"


def is_same_origin(request: HTTPServerRequest) -> bool:
    """Whether a page of this very origin says that it sends a request; to say nothing is not enough."""
    origin = urlsplit(request.headers.get("Origin", ""))
    host = request.headers.get("Host", "")
    return origin.scheme in ("http", "https") and bool(host) and origin.netloc.lower() == host.lower()


def is_of_our_page(request: HTTPServerRequest) -> bool:
    """Whether a script of our own page sent a request: what stands in for the XSRF token where there is no login."""
    return request.headers.get(HEADER) == "1" and is_json(request) and is_same_origin(request)


class Guests:
    """The guests of one server."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def known(self, handler: JupyterHandler) -> Actor | None:
        """Return the guest whose cookie a request carries, if it is good."""
        secret = handler.get_cookie(COOKIE)
        if not secret or len(secret) > _LONGEST_SECRET:
            return None
        wanted = hashed(secret)
        row = await self._store.guest(wanted)
        if row is None or not hmac.compare_digest(row.hash, wanted):
            return None
        return Actor(row.id, row.name, rights=_RIGHTS)

    async def welcome(self, name: str | None) -> tuple[Actor, str]:
        """Make a guest; return them, and the secret that their cookie shall hold. Raises `Rejection`."""
        called = clean_name(name) if name else NAME
        who, secret = ParticipantId(f"guest:{secrets.token_urlsafe(9)}"), secrets.token_urlsafe(32)
        await self._store.add_guest(GuestRow(who, called, hashed(secret), self._clock.now()))
        return Actor(who, called, rights=_RIGHTS), secret

    async def farewell(self, handler: JupyterHandler, who: ParticipantId) -> None:
        """Have the browser of a guest who has left their last room forget that they were one."""
        rows = await self._store.rooms_of(who)
        if not any(row.role is not None for row in rows):
            for name, path in ((COOKIE, API_PATH), (MARKER, PAGES_PATH)):
                handler.clear_cookie(name, path=url_path_join(handler.base_url, path))


def give_cookie(handler: JupyterHandler, secret: str) -> None:
    """Let a browser be the guest who has `secret`; scripts cannot read it, and no other site's page sends it."""
    secure = handler.request.protocol == "https"
    for name, value, path in ((COOKIE, secret, API_PATH), (MARKER, "1", PAGES_PATH)):
        handler.set_cookie(
            name,
            value,
            path=url_path_join(handler.base_url, path),
            max_age=_DAYS * 24 * 3600,
            httponly=True,
            secure=secure,
            samesite="Strict",
        )
