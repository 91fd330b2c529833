"""Members as agents see them."""

from __future__ import annotations

from jupyter_collabchat.core.ids import ParticipantId, kind_of, local_name
from jupyter_collabchat.core.model import Member

from .contract import Person


def person(who: ParticipantId, member: Member | None, name: str = "") -> Person:
    """Return `who` as an agent sees them; `name`: what somebody who is gone was called."""
    if member is None:
        return Person(who, name or local_name(who), "left", kind_of(who))
    return Person(who, member.name, member.role, member.kind)
