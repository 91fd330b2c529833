"""Named users by token: the least that gives one Jupyter server several people.

For tests only; the product takes people from whatever identity provider the server has.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from jupyter_server.auth.identity import IdentityProvider, User
from traitlets import Dict, Unicode

if TYPE_CHECKING:
    from jupyter_server.base.handlers import JupyterHandler

USER_TOKENS = {"alice": "tok-a", "bob": "tok-b", "carol": "tok-c", "dave": "tok-d"}


class TokenUsersIdentityProvider(IdentityProvider):
    """Each token is one person; any other token is nobody.

    JupyterLab prints the server-wide token in every page, so whoever opens one could use it: it must name no one.
    """

    user_tokens = Dict(
        key_trait=Unicode(), value_trait=Unicode(), default_value=USER_TOKENS, help="Username -> token"
    ).tag(config=True)

    @property
    def auth_enabled(self) -> bool:
        return True

    async def get_user_token(self, handler: JupyterHandler) -> User | None:
        given = self.get_token(handler)
        if not given:
            return None
        for name, token in self.user_tokens.items():
            if hmac.compare_digest(given.encode(), token.encode()):
                return User(username=name, name=name.title(), display_name=name.title())
        return None
