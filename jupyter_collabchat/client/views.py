"""What a script sees of a room: immutable structs with the wire's field names (PROTOCOL, "Document").

Times are integer milliseconds since the epoch by the server's clock, participants are ids such as `user:alice`.
Enumerations are plain strings and unknown fields are ignored, so a newer server's additions break nothing.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..core.model import UNFINISHED


class Origin(msgspec.Struct, frozen=True):
    """Where a copied message comes from: a message of another room, by its seq."""

    room: str
    seq: int


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message. `body` of one that is being written holds the text so far; `mime`: one bundle per output."""

    id: str
    seq: int
    author: str
    at: int
    body: str = ""
    kind: str = "text"
    status: str = "complete"
    edited_at: int | None = None
    to: str | None = None
    reply_to: str | None = None
    mentions: tuple[str, ...] = ()
    mime: tuple[dict[str, Any], ...] = ()
    usage: dict[str, Any] | None = None
    turn: str | None = None
    via: str | None = None
    origin: Origin | None = None
    stopped_by: str | None = None

    @property
    def is_finished(self) -> bool:
        """Whether its author has stopped writing it."""
        return self.status not in UNFINISHED


class Participant(msgspec.Struct, frozen=True):
    """A member of the room and how they are now. `role`: owner, moderator, collaborator or observer."""

    id: str
    name: str
    handle: str
    kind: str
    role: str
    joined_at: int
    muted: bool = False
    via: str | None = None
    """The share link they came by."""
    is_online: bool = False
    is_typing: bool = False
    is_me: bool = False
    at: dict[str, str] | None = None
    """Which notebook (`path`) and `cell` they are in, where the room tells."""


class Option(msgspec.Struct, frozen=True):
    """One choice of a poll."""

    id: str
    label: str


class Ballot(msgspec.Struct, frozen=True):
    """One member's current vote."""

    ballot_id: str
    choice: str
    at: int
    reason: str | None = None
    answers: dict[str, Any] | None = None
    choices: tuple[str, ...] = ()
    """Of a question that takes several options: all that were chosen."""


class Poll(msgspec.Struct, frozen=True):
    """A question before the room. `seats`: who may vote; `ballots` by participant; `choice`s are option ids."""

    id: str
    subject: str
    title: str
    options: tuple[Option, ...]
    policy: str
    seats: tuple[str, ...]
    by: str
    seq: int
    opened_at: int
    detail: str = ""
    message: str | None = None
    turn: str | None = None
    deadline: int | None = None
    hash: str | None = None
    state: str = "open"
    outcome: str | None = None
    effect: str | None = None
    reason: str | None = None
    resolved_at: int | None = None
    needs: str | None = None
    """What an open poll lacks that enough approve: a `sponsor` who may run it here, or one more `ballot`."""
    asker: str | None = None
    """Whose prompt an agent's poll comes from."""
    prompt: str | None = None
    multiple: bool | None = None
    """A question that takes several options."""
    ballots: dict[str, Ballot] = {}

    @property
    def is_open(self) -> bool:
        """Whether ballots still count."""
        return self.state == "open"


class QueuedPrompt(msgspec.Struct, frozen=True):
    """A prompt that waits for its agent, and whose it is."""

    message: str
    holder: str
    at: int


class Turn(msgspec.Struct, frozen=True):
    """Who drives `agent` (`turn`, `holder`, `message`, `since`: None while nobody does) and who waits."""

    agent: str
    turn: str | None = None
    holder: str | None = None
    message: str | None = None
    since: int | None = None
    settings: dict[str, Any] = {}
    queue: tuple[QueuedPrompt, ...] = ()


class Agent(msgspec.Struct, frozen=True):
    """An agent of the room. `status`: stopped, starting, running, stopping or error.

    `spent`: what it has taken since its period began (`since`, `turns`, `tokens`, `seconds`).
    """

    id: str
    name: str
    status: str
    since: int
    detail: str | None = None
    error: str | None = None
    settings: dict[str, Any] = {}
    spent: dict[str, int] | None = None


class RoomSummary(msgspec.Struct, frozen=True):
    """One row of my list of rooms. `member` is False for a listed room I have not joined."""

    id: str
    name: str
    topic: str = ""
    visibility: str = "private"
    member: bool = True
    role: str | None = None
    owner: str | None = None
    owner_name: str = ""
    collaboration: bool = True
    """False: solo, its owner's alone."""
    archived: bool = False
    members: int = 0
    online: int = 0
    unread: int = 0
    mentions: int = 0


class Invitation(msgspec.Struct, frozen=True):
    """A room that somebody keeps a place for me in. `members`: how many people are there."""

    id: str
    room: str
    room_name: str
    by: str
    by_name: str
    role: str
    members: int
    at: int
    expires_at: int


class PendingInvite(msgspec.Struct, frozen=True):
    """A place kept in a room for `who`, who has not answered yet."""

    id: str
    who: str
    name: str
    role: str
    by: str
    by_name: str
    at: int
    expires_at: int


class Share(msgspec.Struct, frozen=True):
    """A share link as its owner sees it. `state`: live, expired, used_up or suspended; `connections`: open by it."""

    id: str
    label: str
    rooms: tuple[str, ...]
    role: str
    by: str
    at: int
    expires_at: int
    state: str
    uses: int = 0
    max_uses: int | None = None
    votes: bool = False
    consensus: str | None = None
    suspended: str | None = None
    """What suspended it: transferred, blocked, solo, archived or deleted."""
    connections: int = 0


class ShareLink(msgspec.Struct, frozen=True):
    """A new share link. `url` is shown once: None when the same request was answered before."""

    id: str
    url: str | None = None

    def __repr__(self) -> str:
        """Keep the secret in the link out of logs and tracebacks."""
        return f"ShareLink(id={self.id!r})"


class Person(msgspec.Struct, frozen=True):
    """Somebody this server knows."""

    id: str
    name: str


class AccessToken(msgspec.Struct, frozen=True):
    """A delegation. `secret` (`cc_...`) is shown once: None when the same request was answered before."""

    id: str
    secret: str | None = None
