"""What is arranged beforehand over REST: rooms and their members."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any

from tornado.httpclient import AsyncHTTPClient

from .dialect import Dialect, fresh_key
from .people import token

API = "/api/collabchat/"


class Rest:
    """A server's REST side."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._base = f"http://127.0.0.1:{port}{API}"
        self._client = AsyncHTTPClient()

    async def get(self, who: str, path: str) -> Any:  # noqa: ANN401 - JSON
        """Return what is at `path`, for `who`."""
        answer = await self._client.fetch(self._base + path, headers=_headers(who))
        return json.loads(answer.body)

    async def command(self, who: str, path: str, command: Mapping[str, object]) -> dict[str, Any]:
        """Send a command and return its ack."""
        body = json.dumps({"id": "rest", "command": command})
        answer = await self._client.fetch(self._base + path, method="POST", headers=_headers(who), body=body)
        ack: dict[str, Any] = json.loads(answer.body)["ack"]
        return ack

    async def make_room(self, names: Iterable[str]) -> str:
        """Return a new room with these members; the first one owns it."""
        owner, *others = names
        asked = {"type": "create_room", "request": fresh_key(), "name": "Bench", "visibility": "listed"}
        room = str((await self.command(owner, "commands", asked))["room"])
        path = f"rooms/{room}/commands"
        await asyncio.gather(*(self.command(other, path, {"type": "join_room"}) for other in others))
        return room

    def dialect(self, room: str) -> Dialect:
        """Return how the room's socket is spoken to."""
        return Dialect(self._port, f"{API}rooms/{room}/socket", greets=True)


def _headers(who: str) -> dict[str, str]:
    return {"Authorization": f"token {token(who)}", "Content-Type": "application/json"}


def names(many: int) -> list[str]:
    """Return that many people."""
    return [f"p{number:04d}" for number in range(many)]
