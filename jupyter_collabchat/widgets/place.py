"""Where the server is that started this kernel: for clients that run in the kernel."""

from __future__ import annotations

import os

URL_VARIABLE = "COLLABCHAT_URL"


def server_url() -> str:
    """Return the base URL of this kernel's Jupyter server.

    Raises:
        LookupError: no server on this machine says that it started this kernel.
    """
    given = os.environ.get(URL_VARIABLE)
    if given:
        return given
    from jupyter_server.serverapp import list_running_servers

    parent = os.environ.get("JPY_PARENT_PID")
    for server in list_running_servers():
        if str(server["pid"]) == parent:
            return str(server["url"])
    raise LookupError(f"This kernel's Jupyter server was not found; pass url=..., or set {URL_VARIABLE}.")
