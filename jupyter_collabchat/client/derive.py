"""Views made from a replica: people with their presence, polls with their ballots, turns, agents. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from .replica import Replica
from .views import Agent, Participant, Poll, Turn

LEFT = "left"


def participants(replica: Replica) -> list[Participant]:
    """Return the members, those online first, then by name."""
    members = replica.document.tables["members"]
    found = [_participant(replica, who, value) for who, value in members.items() if value["role"] != LEFT]
    return sorted(found, key=lambda person: (not person.is_online, person.name.casefold(), person.id))


def _participant(replica: Replica, who: str, member: dict[str, Any]) -> Participant:
    how = replica.presence.get(who, {})
    return Participant(
        id=who,
        name=member["name"],
        handle=member["handle"],
        kind=member["kind"],
        role=member["role"],
        joined_at=member["joined_at"],
        muted=member.get("muted", False),
        via=member.get("via"),
        is_online=how.get("online", False),
        is_typing=how.get("typing", False),
        is_me=who == replica.me,
        at=how.get("at"),
    )


def polls(replica: Replica) -> list[Poll]:
    """Return the polls of the document, oldest first: open ones and the newest decided."""
    tables = replica.document.tables
    ballots: dict[str, dict[str, Any]] = {}
    for key, ballot in tables["ballots"].items():
        poll, _, who = key.partition(" ")
        ballots.setdefault(poll, {})[who] = ballot
    found = [
        msgspec.convert({**value, "id": key, "ballots": ballots.get(key, {})}, Poll)
        for key, value in tables["polls"].items()
    ]
    return sorted(found, key=lambda poll: poll.seq)


def turns(replica: Replica) -> dict[str, Turn]:
    """Return who drives, or waits for, each agent that is driven or waited for."""
    table = replica.document.tables["turns"]
    return {agent: msgspec.convert({**value, "agent": agent}, Turn) for agent, value in table.items()}


def agents(replica: Replica) -> list[Agent]:
    """Return the agents of the room by id."""
    table = replica.document.tables["agents"]
    return [msgspec.convert({**value, "id": agent}, Agent) for agent, value in sorted(table.items())]
