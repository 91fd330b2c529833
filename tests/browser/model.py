"""A model beside Playwright: the model server of the agents' tests, on a thread and a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Any

from tests.agents.models import DONE, USAGE, ModelServer, Reply, delta, listen


class Model:
    """Answers prompts with the replies that `script` was given, in their order."""

    def __init__(self) -> None:
        self._server = ModelServer(listening=listen())
        self._loop = asyncio.new_event_loop()
        self._gate = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, name="model", daemon=True)

    def __enter__(self) -> Model:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._server.__aenter__(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._server.__aexit__(kind, error, trace), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def config(self) -> dict[str, Any]:
        """How a server is told of it."""
        return {"endpoint": self._server.url, "models": ["small"], "name": "Model"}

    def script(self, *replies: Reply) -> None:
        """Add what the next requests are answered with."""
        self._server.script += replies

    def held(self, before: str, after: str) -> Reply:
        """Return an answer that stops in its middle until `go_on`."""
        return Reply([delta(content=before), self._gate, delta(content=after), delta("stop"), USAGE, DONE])

    def go_on(self) -> None:
        """Let the answer that is held go on."""
        self._loop.call_soon_threadsafe(self._gate.set)

    def was_told(self, request: int) -> str:
        """Return everything that the request of this number said."""
        return str(self._server.requests[request])
