"""A JupyterHub as far as this package asks it: the users of its REST API, over HTTP, with a token."""

from __future__ import annotations

from urllib.parse import unquote

from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, HTTPError, RequestHandler

TOKEN = "hub-secret"


class Hub:
    """`names` are its users, `scopes` what its token may; set `down` and it answers nothing but errors."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.scopes = {"list:users", "read:users:name"}
        self.down = False
        self.asked: list[str] = []
        self._socket, self.port = bind_unused_port()
        self.url = f"http://127.0.0.1:{self.port}/hub/api"
        routes = [(r"/hub/api/users", _Users), (r"/hub/api/users/([^/]+)", _User)]
        self._server = HTTPServer(Application([(path, kind, {"hub": self}) for path, kind in routes]))

    def open(self) -> None:
        """Answer, on the loop that runs."""
        self._server.add_sockets([self._socket])

    def close(self) -> None:
        """Answer no more."""
        self._server.stop()
        self._socket.close()


class _Handler(RequestHandler):
    def initialize(self, hub: Hub) -> None:
        self.hub = hub

    def prepare(self) -> None:
        self.hub.asked.append(self.request.uri or "")
        if self.request.headers.get("Authorization") != f"token {TOKEN}":
            raise HTTPError(403)
        if self.hub.down:
            raise HTTPError(503)


class _Users(_Handler):
    def get(self) -> None:
        if "list:users" not in self.hub.scopes:
            raise HTTPError(403)
        wanted = self.get_argument("name_filter", "").lower()
        offset, limit = int(self.get_argument("offset", "0")), min(200, int(self.get_argument("limit", "50")))
        found = sorted(name for name in self.hub.names if wanted in name)
        end = offset + limit
        more = {"offset": end, "limit": limit} if end < len(found) else None
        items = [{"name": name, "kind": "user"} for name in found[offset:end]]
        self.write({"items": items, "_pagination": {"offset": offset, "total": len(found), "next": more}})


class _User(_Handler):
    def get(self, name: str) -> None:
        if unquote(name) not in self.hub.names:
            raise HTTPError(404)
        self.write({"name": unquote(name), "kind": "user"})
