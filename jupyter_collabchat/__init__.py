"""Rooms where people and agents talk and decide together, inside Jupyter.

Owns the entry points that Jupyter looks up. Imports nothing heavy: a kernel that imports the package for its
client or its panels must not pay for the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_collabchat.client import Room as Room
    from jupyter_collabchat.client import Server as Server
    from jupyter_collabchat.client import connect as connect
    from jupyter_collabchat.client import connect_sync as connect_sync
    from jupyter_collabchat.widgets.panel import RoomPanel as RoomPanel

_CLIENT = frozenset({"Closed", "Rejection", "Room", "Server", "SyncServer", "Unreachable", "connect", "connect_sync"})


def __getattr__(name: str) -> Any:  # noqa: ANN401 - module attributes have no common type
    """Look up the version, the client and the panels only when asked: they are slow to import."""
    if name == "__version__":
        from importlib.metadata import version

        return version("jupyter_collabchat")
    if name in _CLIENT:
        from jupyter_collabchat import client

        return getattr(client, name)
    if name == "RoomPanel":
        from jupyter_collabchat.widgets.panel import RoomPanel

        return RoomPanel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the front end lies, and under which name."""
    return [{"src": "labextension", "dest": "jupyter-collabchat"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell the Jupyter server which application to load."""
    from jupyter_collabchat.server.app import CollabChatApp

    return [{"module": "jupyter_collabchat.server.app", "app": CollabChatApp}]
