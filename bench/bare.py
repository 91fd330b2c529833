"""The yardstick: Tornado's own broadcast, `write_message` to everybody. Neither durable nor authorised.

Run as `python -m bench.bare PORT`. It sends back to all what it got from one, unread.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from tornado import web, websocket


class Broadcast(websocket.WebSocketHandler):
    """One connection; all of them are one room."""

    everybody: set[Broadcast]

    def initialize(self, everybody: set[Broadcast]) -> None:
        """Share the room."""
        self.everybody = everybody

    def open(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Tornado's signature
        """Come in. No Nagle: the comparison is with the better of the two."""
        self.set_nodelay(True)
        self.everybody.add(self)

    def on_message(self, message: str | bytes) -> None:
        """Tell everybody."""
        for connection in tuple(self.everybody):
            connection.write_message(message)

    def on_close(self) -> None:
        """Go."""
        self.everybody.discard(self)

    def check_origin(self, origin: str) -> bool:
        """Let everybody in."""
        return True


async def _serve(port: int) -> None:
    routes: list[Any] = [(r"/socket", Broadcast, {"everybody": set()})]
    web.Application(routes).listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
