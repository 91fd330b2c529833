"""An authorizer that denies what its configuration says: what administrators of shared servers install."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_server.auth.authorizer import Authorizer
from traitlets import List, Unicode

if TYPE_CHECKING:
    from jupyter_server.auth.identity import User
    from jupyter_server.base.handlers import JupyterHandler


class DenyingAuthorizer(Authorizer):
    """Allows everything but what is listed as `username:resource:action`."""

    denied = List(Unicode(), help="What is denied, as username:resource:action.").tag(config=True)

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        return f"{user.username}:{resource}:{action}" not in self.denied
