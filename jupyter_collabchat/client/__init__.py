"""The Python client: a replica of a room and a connection that keeps itself alive, async with a sync face.

Imports the wire and the core only; needs no server of its own and no JupyterLab.
"""

from __future__ import annotations

from ..core.errors import Rejection
from .errors import Closed, Unreachable
from .records import DecisionRecord, Prompt
from .room import Room
from .server import Server, connect
from .sync import SyncRoom, SyncServer, connect_sync
from .views import (
    AccessToken,
    Agent,
    Ballot,
    Invitation,
    Message,
    Participant,
    PendingInvite,
    Poll,
    RoomSummary,
    Share,
    ShareLink,
    Turn,
)

__all__ = [
    "AccessToken",
    "Agent",
    "Ballot",
    "Closed",
    "DecisionRecord",
    "Invitation",
    "Message",
    "Participant",
    "PendingInvite",
    "Poll",
    "Prompt",
    "Rejection",
    "Room",
    "RoomSummary",
    "Server",
    "Share",
    "ShareLink",
    "SyncRoom",
    "SyncServer",
    "Turn",
    "Unreachable",
    "connect",
    "connect_sync",
]
