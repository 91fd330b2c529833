"""For whom a server keeps its agents: `CollabChatApp.agents_for`, as rights of the people it names.

Knows names and groups; whether a right is needed, the core says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..core.facts import AgentOffer


class Circle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Those who may add an agent: by username, or by a group that the identity provider tells of."""

    users: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def has(self, user: Any) -> bool:  # noqa: ANN401 - providers give users of their own kinds
        """Whether `user`, as the identity provider knows them, is among them."""
        return user.username in self.users or not self.groups.isdisjoint(groups_of(user))


class AgentsFor:
    """The agents that are not for everybody.

    Raises:
        msgspec.ValidationError: the configuration is wrong.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._circles = msgspec.convert(dict(config), dict[str, Circle])

    def rights_of(self, user: Any) -> set[str]:  # noqa: ANN401 - as in `Circle.has`
        """Return the rights to add agents that are kept for `user` and others."""
        return {_right(agent) for agent, circle in self._circles.items() if circle.has(user)}

    def restricted(self, offer: AgentOffer) -> AgentOffer:
        """Return an offer with the right that one needs to add it."""
        return msgspec.structs.replace(offer, adding=_right(offer.id)) if offer.id in self._circles else offer

    @property
    def names(self) -> frozenset[str]:
        """The ids of these agents."""
        return frozenset(self._circles)


def groups_of(user: Any) -> frozenset[str]:  # noqa: ANN401 - as in `Circle.has`
    """Return the groups of a user: an attribute of some providers' users, in the Hub's model of a JupyterHub's."""
    named = getattr(user, "groups", None) or (getattr(user, "hub_user", None) or {}).get("groups") or ()
    return frozenset(str(name) for name in named)


def _right(agent: str) -> str:
    return f"agents:{agent}"
