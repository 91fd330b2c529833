"""Who is at the door: from the credential of a request to an `Actor`. The only place where identity is made.

| credential                    | REST read | REST command      | socket upgrade | hello            |
|-------------------------------|-----------|-------------------|----------------|------------------|
| none, or one that is not valid| 401 or 403| 401 or 403 [1]    | 403            | -                |
| Jupyter token in the header   | the user  | the user          | the user       | no ticket needed |
| Jupyter cookie                | the user  | the user and XSRF | the user       | a ticket of theirs |
| access token in the header    | in scope  | in scope          | in scope       | no ticket needed |
| a guest's cookie              | the guest | the guest [2]     | the guest [3]  | a ticket of theirs |

[1] but `join`, from our own page. [2] from our own page. [3] from a page of this origin. `guests` says what that is.
A header that carries an access token decides alone: it never falls back to a cookie. A login wins over a guest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_server.auth.identity import User
from jupyter_server.utils import ensure_async

from ..core.errors import Rejection
from ..core.ids import ParticipantId, kind_of, local_name
from ..core.model import Actor
from ..room.clock import Clock
from ..room.ports import Store, TokenRow
from .agents_for import AgentsFor
from .guests import Guests, hashed
from .tickets import Tickets

if TYPE_CHECKING:
    from jupyter_server.auth.authorizer import Authorizer
    from jupyter_server.base.handlers import JupyterHandler

    _Login = tuple[Authorizer, JupyterHandler, User]

RESOURCE = "collabchat"
ACCESS_TOKEN_PREFIX = "cc_"
_SPONSOR_RIGHTS = (("kernels", "execute"), ("contents", "read"), ("contents", "write"))
_MOST_LOGINS = 2_000
NOBODY = ("auth/required", "Sign in to this server first.")


def access_token(handler: JupyterHandler) -> str | None:
    """Return the access token of a request, if its Authorization header carries one."""
    kind, _, secret = handler.request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    return secret if kind.lower() in ("token", "bearer") and secret.startswith(ACCESS_TOKEN_PREFIX) else None


def own_login(actor: Actor) -> None:
    """Let an account of this server pass that acts by itself (RULES 8).

    Raises:
        Rejection: `role/forbidden` for access tokens and guests.
    """
    if not actor.is_interactive:
        raise Rejection("role/forbidden", "An access token may not do this; use your own login.")
    if kind_of(actor.id) != "user":
        raise Rejection("role/forbidden", "You need an account on this server to do this.")


class Identity:
    """The identities of one server."""

    def __init__(self, store: Store, clock: Clock, agents_for: AgentsFor | None = None) -> None:
        self.tickets = Tickets()
        self.guests = Guests(store, clock)
        self._store = store
        self._clock = clock
        self._agents_for = agents_for or AgentsFor({})
        self._seen: dict[ParticipantId, str] = {}
        self._logins: dict[ParticipantId, _Login] = {}

    async def admit(self, handler: JupyterHandler, action: str) -> Actor:
        """Return who sends `handler`'s request, if they may do `action` (read or write) with rooms at all.

        Raises:
            Rejection: `auth/required`, `role/forbidden`.
        """
        actor = await self.recognise(handler, action)
        if actor is None:
            raise Rejection(*NOBODY)
        return actor

    async def recognise(self, handler: JupyterHandler, action: str) -> Actor | None:
        """Return who sends a request, or None if it carries no credential that is good. Raises like `admit`."""
        secret = access_token(handler)
        if secret is not None:
            return await self._delegated(secret, action)
        user = handler.current_user
        if user is not None:
            return await self._login(handler, user, action)
        return await self.guests.known(handler)

    async def _login(self, handler: JupyterHandler, user: User, action: str) -> Actor:
        authorizer = handler.authorizer
        rights = {
            f"{resource}:{right}"
            for resource, right in ((RESOURCE, "read"), (RESOURCE, "write"), *_SPONSOR_RIGHTS)
            if await ensure_async(authorizer.is_authorized(handler, user, right, resource))
        }
        if f"{RESOURCE}:{action}" not in rights:
            raise Rejection("role/forbidden", "This server does not let you use rooms.")
        who = ParticipantId(f"user:{user.username}")
        name = user.display_name or user.name or user.username
        self._note(who, (authorizer, handler, user))
        if self._seen.get(who) != name:
            await self._store.remember(who, name)
            self._seen[who] = name
        return Actor(who, name, rights=frozenset(rights | self._agents_for.rights_of(user)))

    def _note(self, who: ParticipantId, login: _Login) -> None:
        """Keep the newest login of those seen last: a client without cookies is somebody new at every request."""
        self._logins.pop(who, None)
        self._logins[who] = login
        if len(self._logins) > _MOST_LOGINS:
            oldest = next(iter(self._logins))
            del self._logins[oldest]
            self._seen.pop(oldest, None)

    async def _delegated(self, secret: str, action: str) -> Actor:
        row = await self._store.token(hashed(secret))
        if row is None or row.expires_at <= self._clock.now():
            raise Rejection("auth/required", "This access token is not valid, or no longer.")
        if action == "write" and row.scope == "read":
            raise Rejection("role/forbidden", "This access token may only read.")
        if row.owner in self._logins and not await self.entitled(row.owner, f"{RESOURCE}:{action}"):
            raise Rejection("role/forbidden", "This server does not let the owner of this token use rooms.")
        return self._of_token(row)

    def _of_token(self, row: TokenRow) -> Actor:
        rights = frozenset({f"{RESOURCE}:read"} | ({f"{RESOURCE}:write"} if row.scope != "read" else set()))
        return Actor(row.owner, row.owner_name, row.scope, rights, frozenset(row.rooms))

    async def is_current(self, handler: JupyterHandler, actor: Actor) -> bool:
        """Whether the access token of an open socket is still good; a login is checked at its doors."""
        secret = access_token(handler)
        if secret is None:
            return True
        row = await self._store.token(hashed(secret))
        return row is not None and row.owner == actor.id and row.expires_at > self._clock.now()

    async def entitled(self, who: ParticipantId, right: str) -> bool:
        """Whether a person may now do `resource:action`, by this server's authorizer (RULES 4)."""
        known = self._logins.get(who)
        if known is None or kind_of(who) != "user" or known[2].username != local_name(who):
            return False
        authorizer, handler, user = known
        resource, _, action = right.partition(":")
        return bool(await ensure_async(authorizer.is_authorized(handler, user, action, resource)))
