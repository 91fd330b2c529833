"""Names of things. All are strings or integers on the wire; the types keep them from being mixed up."""

from __future__ import annotations

from typing import Annotated, NewType

import msgspec

RoomId = NewType("RoomId", str)
ParticipantId = NewType("ParticipantId", str)  # user:<username>, guest:<id>, agent:<id>, system:<what>
MessageId = NewType("MessageId", str)
PollId = NewType("PollId", str)
BallotId = NewType("BallotId", str)
TurnId = NewType("TurnId", str)
InviteId = NewType("InviteId", str)
ShareId = NewType("ShareId", str)

_MINTED = r"^[A-Za-z0-9_-]{8,64}(?![\s\S])"  # not `$`, which lets a line feed follow
MintedId = Annotated[str, msgspec.Meta(pattern=_MINTED)]
"""An id minted by a client: 8 to 64 characters of `A-Za-z0-9_-`."""

Seq = int
"""Position in a room's log, from 1; 0 means "before anything"."""
Millis = int
"""Milliseconds since the epoch, by the server's clock."""

HOST = ParticipantId("system:host")
"""Who acts when a timer, the agent host or a reopening room does."""

OPERATOR = ParticipantId("system:operator")
"""Who acts when somebody at the server's own command line does (RULES 32)."""


def agent_participant(agent: str) -> ParticipantId:
    """Return the participant id of the agent called `agent`."""
    return ParticipantId(f"agent:{agent}")


def kind_of(participant: str) -> str:
    """Return `user`, `guest`, `agent` or `system`."""
    return participant.partition(":")[0]


def local_name(participant: str) -> str:
    """Return the part after the kind: the username or the agent's id."""
    return participant.partition(":")[2]
