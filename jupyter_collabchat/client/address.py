"""Where a server is and who asks: the URL people paste, the environment's defaults. Pure but for `os.environ`."""

from __future__ import annotations

import os
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit, urlunsplit

URL_VARIABLE, TOKEN_VARIABLE = "COLLABCHAT_URL", "COLLABCHAT_TOKEN"
_API = "api/collabchat/"
_PAGES = ("/lab", "/tree", "/collabchat/join", "/collabchat/")


class Address(NamedTuple):
    """A server's API and the token that names the caller, if there is one."""

    api: str
    """Absolute URL of the API, with a slash at its end."""
    token: str | None

    @property
    def sockets(self) -> str:
        """The API's URL for WebSockets."""
        return "ws" + self.api.removeprefix("http")


def page_of(address: Address) -> str:
    """Return the page that a share link leads to, without the secret."""
    return address.api.removesuffix(_API) + "collabchat/join"


def address(url: str | None = None, token: str | None = None) -> Address:
    """Return where to ask, and as whom.

    Args:
        url: The server's base URL, or what Jupyter prints at its start (`http://host:8888/lab?token=...`, whose token
            is taken along), or a share link. Default: the environment's `COLLABCHAT_URL`.
        token: A Jupyter token, or an access token (`cc_...`). Default: the URL's, then `COLLABCHAT_TOKEN`.

    Raises:
        ValueError: There is no URL, or it is not one of http or https.
    """
    given = url or os.environ.get(URL_VARIABLE, "")
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"Say where the server is: pass its URL or set {URL_VARIABLE}; got {given!r}.")
    path = parts.path
    for page in _PAGES:
        path = path.removesuffix(page)
    path = path if path.endswith("/") else f"{path}/"
    printed = parse_qs(parts.query).get("token", [None])[0]
    return Address(
        urlunsplit((parts.scheme, parts.netloc, path + _API, "", "")),
        token or printed or os.environ.get(TOKEN_VARIABLE) or None,
    )
