"""A thousand named users: each token `bench-<name>` is the person `<name>`. Loaded by the server under measurement."""

from __future__ import annotations

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import RequestHandler

PREFIX = "bench-"


class BenchIdentityProvider(IdentityProvider):
    """For the benchmark only: anybody is who they say."""

    @property
    def auth_enabled(self) -> bool:
        """Say yes: without it Jupyter would let everybody in as one anonymous user."""
        return True

    async def get_user_token(self, handler: RequestHandler) -> User | None:
        """Return the person that the token names."""
        given = self.get_token(handler) or ""
        name = given.removeprefix(PREFIX)
        return User(username=name, name=name, display_name=name) if given.startswith(PREFIX) else None


def token(name: str) -> str:
    """Return the token of a person."""
    return PREFIX + name
