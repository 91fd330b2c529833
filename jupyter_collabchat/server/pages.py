"""The pages outside JupyterLab: joining by a link, and all my rooms. HTML of our own, with nothing of Jupyter's in it.

A page holds no data of any room: its script asks for that by the API, with the credential that the browser has. No
state changes by looking at one, and no other page may show one in a frame (SECURITY 7, 30).
"""

from __future__ import annotations

import asyncio
import html
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat

from . import bundle
from .guests import MARKER, PAGES_PATH

FOLDER = Path(__file__).parents[1] / "page"
"""What the bundler makes; not in the repository."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
_UNBUILT = "The page is not built: run `jlpm build` in labextension/, or install a release.\n"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Rooms</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{static}/app.css">
<script type="application/json" id="collabchat-config">{config}</script>
<script type="module" src="{static}/app.js"></script>
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
"""


class _Page(JupyterHandler):
    """The headers of everything here."""

    @property
    def content_security_policy(self) -> str:
        """What the page may load and who may show it."""
        return POLICY

    def set_default_headers(self) -> None:
        """Keep the address, whose fragment holds a secret, and the page to ourselves."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    def show(self) -> None:
        """Answer with the page, which knows where it is and who looks at it."""
        user = self.current_user
        if user is not None:
            _ = self.xsrf_token  # its cookie: the page's requests need it
        who = {"id": f"user:{user.username}", "name": user.display_name or user.name} if user else None
        config = {"baseUrl": self.base_url, "user": who, "labUrl": self._lab() if user else None}
        static = html.escape(url_path_join(self.base_url, PAGES_PATH, "static"))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(_PAGE.format(static=static, config=in_script(config)))

    def _lab(self) -> str | None:
        return url_path_join(self.base_url, "lab") if find_spec("jupyterlab") is not None else None


class JoinPage(_Page):
    """`GET collabchat/join`: for anybody; the secret of the link stays in the fragment, which no server sees."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the page."""
        self.show()


class RoomsPage(_Page):
    """`GET collabchat/`: for people with a login, and guests."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the page, or with the way to the login."""
        if self.current_user is None and self.get_cookie(MARKER) is None:
            self.redirect(url_concat(self.get_login_url(), {"next": self.request.uri}))
        else:
            self.show()


class StaticFile(_Page):
    """`GET collabchat/static/{file}`: what the page consists of."""

    @allow_unauthenticated
    async def get(self, name: str) -> None:
        """Answer with a file of the bundle; a browser asks each time whether it has changed."""
        file = await asyncio.to_thread(bundle.load, FOLDER / name, self.request.headers.get("Accept-Encoding", ""))
        self.set_header("Vary", "Accept-Encoding")
        if file is None:
            self.set_status(404)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish("There is no such file.\n" if FOLDER.is_dir() else _UNBUILT)
            return
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Content-Type", file.type)
        if file.encoding is not None:
            self.set_header("Content-Encoding", file.encoding)
        self.finish(file.content)


def in_script(value: Any) -> str:  # noqa: ANN401 - a JSON value
    """Return JSON that is text inside a script element, whatever names are in it."""
    text = json.dumps(value)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


ROUTES: list[tuple[str, type[JupyterHandler]]] = [
    (r"join", JoinPage),
    (r"?", RoomsPage),
    (r"static/([A-Za-z0-9_-][A-Za-z0-9_.-]{0,127})", StaticFile),
]
