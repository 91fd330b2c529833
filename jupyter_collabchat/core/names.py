"""What a member is called in a room: a name and a handle that nobody else there has. Decoration, never a key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .facts import AgentOffer
from .ids import local_name
from .mentions import free_handle
from .model import Actor, Member
from .text import readable, slug

RESERVED = frozenset({"agent", "host", "server", "system"})
"""Handles that would speak for the house; those of agents are reserved besides (RULES 15)."""


def reserved(offers: Mapping[str, AgentOffer]) -> frozenset[str]:
    """Return the handles that no person may have."""
    return RESERVED.union(*({slug(offer.id), slug(offer.name)} for offer in offers.values()))


def name_and_handle(actor: Actor, others: Iterable[Member], offers: Mapping[str, AgentOffer]) -> tuple[str, str]:
    """M8: a login's name, cleaned; somebody else's or an agent's name is followed by the own handle.

    A login whose name shows nothing is called by its username.
    """
    others = tuple(others)
    name = readable(actor.name) or readable(local_name(actor.id)) or "Someone"
    kept = reserved(offers)
    handle = free_handle(name, others, kept)
    used = {slug(member.name) for member in others} | kept
    return (f"{name} ({handle})" if slug(name) in used else name), handle
