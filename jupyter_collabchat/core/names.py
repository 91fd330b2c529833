"""What a member is called in a room: a name and a handle that nobody else there has. Decoration, never a key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .errors import Rejection
from .facts import AgentOffer
from .ids import local_name
from .lookalike import skeleton
from .mentions import free_handle
from .model import Actor, Member
from .text import readable, slug

RESERVED = frozenset({"agent", "host", "server", "system"})
"""Handles that would speak for the house; those of agents are reserved besides (RULES 15)."""


def reserved(offers: Mapping[str, AgentOffer]) -> frozenset[str]:
    """Return the handles that no person may have."""
    return RESERVED.union(*({slug(offer.id), slug(offer.name)} for offer in offers.values()))


def name_and_handle(actor: Actor, others: Iterable[Member], offers: Mapping[str, AgentOffer]) -> tuple[str, str]:
    """M8: a login's name, cleaned; one that looks like somebody else's or an agent's is followed by the own handle.

    A login whose name shows nothing is called by its username.
    """
    others = tuple(others)
    name = readable(actor.name) or readable(local_name(actor.id)) or "Someone"
    handle = free_handle(name, others, reserved(offers))
    taken = _taken(others, offers)
    shown, number = name, 1
    while skeleton(shown) in taken:
        shown = f"{name} ({handle})" if number == 1 else f"{name} ({handle}, {number})"
        number += 1
    return shown, handle


def check_free(name: str, others: Iterable[Member], offers: Mapping[str, AgentOffer]) -> None:
    """M12: a name that somebody chooses looks like nobody else's, no handle and no agent's.

    Raises:
        Rejection: `name/taken`.
    """
    if skeleton(name) in _taken(tuple(others), offers):
        raise Rejection("name/taken", "This name, or one that looks like it, is somebody else's here.")


def _taken(others: Iterable[Member], offers: Mapping[str, AgentOffer]) -> set[str]:
    return {skeleton(used) for member in others for used in (member.name, member.handle)} | {
        skeleton(name) for name in reserved(offers)
    }
