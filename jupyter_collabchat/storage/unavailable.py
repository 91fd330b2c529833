"""A store that cannot be used: every call says why. The server stays up to tell people, and touches nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from ..room.ports import Elsewhere, Refused, Store


class _Unavailable:
    def __init__(self, failure: Elsewhere | Refused) -> None:
        self._failure = failure

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def refuse(*args: object, **kwargs: object) -> None:
            raise self._failure

        return refuse

    async def close(self) -> None:
        """Nothing was opened."""


def unavailable_store(failure: Elsewhere | Refused) -> Store:
    """Return a store whose every method raises `failure`."""
    return cast(Store, _Unavailable(failure))
