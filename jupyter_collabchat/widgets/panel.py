"""`RoomPanel`: a room inside a notebook.

Two halves that never meet: the *view* in each browser is that person, with their own login; the *traits* here in the
kernel are fed by a client of the kernel's own, only if the panel is given an access token. Nothing goes from a viewer's
browser to the kernel: in a shared kernel that would show a member's room to people who are not in it.
"""

from __future__ import annotations

import importlib.metadata
from typing import Any

import ipywidgets
import traitlets

from .feed import Feed

MODULE = "jupyter-collabchat"
_VERSION = "^" + importlib.metadata.version("jupyter_collabchat")


class RoomPanel(ipywidgets.DOMWidget):
    """A room as a widget.

    Args:
        room: The room's id, or its name if you can see just one of that name.
        token: An access token (`cc_...`) with which this kernel may read the room. Without one the panel works in the
            browser and the traits below stay empty.
        url: Base URL of the Jupyter server, for the kernel; found by itself on the server that started this kernel.
        height: CSS height of the panel; people can drag it.

    The traits, all read-only and observable (`panel.observe(f, "open_polls")`):
        participants: list of dicts `{id, name, role, kind, online}`.
        typing: list of the names of those who type now.
        open_polls: list of dicts `{id, subject, title, votes, seats}`; `votes` and `seats` are numbers.
        turn: dict `{agent, holder, since}` of the first held turn, or None; `since` in milliseconds since the epoch.
        status: `off` (no token), `connecting`, `connected`, `reconnecting` or `refused`.
        error: why it is refused: one sentence, else the empty string.
    """

    _model_name = traitlets.Unicode("RoomPanelModel").tag(sync=True)
    _model_module = traitlets.Unicode(MODULE).tag(sync=True)
    _model_module_version = traitlets.Unicode(_VERSION).tag(sync=True)
    _view_name = traitlets.Unicode("RoomPanelView").tag(sync=True)
    _view_module = traitlets.Unicode(MODULE).tag(sync=True)
    _view_module_version = traitlets.Unicode(_VERSION).tag(sync=True)

    room = traitlets.Unicode().tag(sync=True)
    height = traitlets.Unicode("480px").tag(sync=True)

    participants: traitlets.List[dict[str, Any]] = traitlets.List(read_only=True)
    typing: traitlets.List[str] = traitlets.List(read_only=True)
    open_polls: traitlets.List[dict[str, Any]] = traitlets.List(read_only=True)
    turn = traitlets.Dict(allow_none=True, default_value=None, read_only=True)
    status = traitlets.Unicode("off", read_only=True)
    error = traitlets.Unicode("", read_only=True)

    def __init__(self, room: str, *, token: str | None = None, url: str | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - ipywidgets' own arguments
        super().__init__(room=room, **kwargs)
        self._feed = Feed(self._show, room, token=token, url=url) if token else None

    def _show(self, name: str, value: object) -> None:
        if getattr(self, name) != value:
            self.set_trait(name, value)

    def close(self) -> None:
        """Close the panel, and the kernel's connection if there is one."""
        if self._feed is not None:
            self._feed.close()
            self._feed = None
        super().close()
