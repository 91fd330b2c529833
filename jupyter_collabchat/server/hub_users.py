"""The users of the JupyterHub that this server belongs to, by its REST API: a port to the outside.

Knows no rooms and no store. Whatever goes wrong at the Hub means that nobody is found there, for a while; the log says
so once, until it works again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote

import httpx
import msgspec

from ..storage.text import fold

log = logging.getLogger(__name__)

_TIMEOUT_S = 5.0
_REST_S = 30.0
"""How long the Hub is left alone after it failed: nobody's search waits for it meanwhile."""
_KEPT_S = 60.0
_KEPT = 256
_PAGE = 200
_PAGES = 5
_AT_ONCE = 2
_PAGINATED = "application/jupyterhub-pagination+json"

T = TypeVar("T")


class _User(msgspec.Struct, frozen=True):
    name: str


class _Pagination(msgspec.Struct, frozen=True):
    next: dict[str, object] | None = None


class _Users(msgspec.Struct, frozen=True):
    items: list[_User]
    pagination: _Pagination = msgspec.field(default=_Pagination(), name="_pagination")


class HubUsers:
    """The accounts of one Hub, by name. A token that may not list them finds whole names alone."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        # Neither a redirect nor a proxy of the environment gets the token.
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"token {token}"}, timeout=_TIMEOUT_S, follow_redirects=False, trust_env=False
        )
        self._kept: OrderedDict[str, tuple[float, tuple[str, ...]]] = OrderedDict()
        self._few = asyncio.Semaphore(_AT_ONCE)
        self._may_list = True
        self._is_failing = False
        self._rests_until = 0.0

    async def close(self) -> None:
        """Close what is open."""
        await self._client.aclose()

    async def starting(self, prefix: str) -> tuple[str, ...]:
        """Return usernames that begin so, the first of many; as they were at most a minute ago."""
        wanted = fold(prefix)
        until, names = self._kept.get(wanted, (0.0, ()))
        if time.monotonic() < until:
            return names
        found = await self._search(prefix, wanted)
        if found is None:
            return ()
        self._kept[wanted] = (time.monotonic() + _KEPT_S, found)
        self._kept.move_to_end(wanted)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found

    async def has(self, name: str) -> bool:
        """Whether the Hub has a user of exactly this name, and can say so now."""
        if "/" in name or not name.strip("."):  # would lead to another place of its API
            return False
        user = await self._ask(f"users/{quote(name, safe='')}", _User)
        return user is not None and user.name == name

    async def _search(self, prefix: str, wanted: str) -> tuple[str, ...] | None:
        """Return the names of the first pages that begin so; None if the Hub cannot be asked."""
        if not self._may_list:
            return (prefix,) if prefix and await self.has(prefix) else ()
        names: list[str] = []
        for number in range(_PAGES):
            # The Hub filters by what is anywhere in a name; old ones do not filter.
            asked = {"name_filter": prefix, "sort": "name", "offset": str(number * _PAGE), "limit": str(_PAGE)}
            page = await self._ask("users", _Users, asked)
            if page is None:
                return None if self._may_list else await self._search(prefix, wanted)
            names += [user.name for user in page.items if fold(user.name).startswith(wanted)]
            if page.pagination.next is None:
                break
        return tuple(names)

    async def _ask(self, path: str, kind: type[T], query: Mapping[str, str] | None = None) -> T | None:
        """Return an answer of the Hub, or None: there is no such thing, or the Hub does not say."""
        async with self._few:
            if time.monotonic() < self._rests_until:
                return None
            try:
                answer = await self._client.get(f"{self._url}/{path}", params=query, headers={"Accept": _PAGINATED})
                found = self._read(answer, kind)
            except (httpx.HTTPError, httpx.InvalidURL, msgspec.DecodeError) as failure:
                self._failed(failure)
                return None
        self._is_failing = False
        return found

    def _read(self, answer: httpx.Response, kind: type[T]) -> T | None:
        if answer.status_code == 404:
            return None
        if answer.status_code == 403 and kind is _Users:
            self._may_list = False
            log.error(
                "The JupyterHub does not let this server list its users: its token lacks the scope list:users. "
                "People find users of the Hub by their whole name only, until this server is restarted."
            )
            return None
        answer.raise_for_status()
        return msgspec.json.decode(answer.content, type=kind)

    def _failed(self, failure: Exception) -> None:
        self._rests_until = time.monotonic() + _REST_S
        if not self._is_failing:
            self._is_failing = True
            said = str(failure).partition("\n")[0] or type(failure).__name__
            log.error("The users of the JupyterHub cannot be asked for; only people seen here are found: %s", said)


def of_environment(environment: Mapping[str, str]) -> HubUsers | None:
    """Return the Hub that started this server, as it says in the environment; None, loudly, if none did."""
    url, token = environment.get("JUPYTERHUB_API_URL"), environment.get("JUPYTERHUB_API_TOKEN")
    if url and token:
        return HubUsers(url, token)
    log.error("c.CollabChatApp.hub_users is on, but no JUPYTERHUB_API_URL and JUPYTERHUB_API_TOKEN are set.")
    return None
