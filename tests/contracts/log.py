"""Writing a room's log by hand: numbered, timed, with the claims a room would make."""

from __future__ import annotations

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.evolve import replay
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import MessageId, ParticipantId, RoomId, TurnId
from jupyter_collabchat.core.model import Option, RoomState
from jupyter_collabchat.room.ports import NamedClaim, Store, Write

ANN, BEN, CAT = ParticipantId("user:ann"), ParticipantId("user:ben"), ParticipantId("user:cat")
BOT = ParticipantId("agent:bot")
HOST = ParticipantId("system:host")
YES, NO = Option("approve", "Approve"), Option("deny", "Deny")


class Log:
    """The log of one room as it grows."""

    def __init__(self, room: str = "room-one", start: int = 1_000) -> None:
        self.room = RoomId(room)
        self.entries: list[e.Entry] = []
        self._start = start

    @property
    def seq(self) -> int:
        return len(self.entries)

    @property
    def state(self) -> RoomState:
        return replay(RoomState(self.room), self.entries)

    def write(self, *events: e.AnyEvent, by: ParticipantId = ANN, claims: tuple[NamedClaim, ...] = ()) -> Write:
        """Return the next write; it is taken to succeed."""
        first = self.seq + 1
        entries = tuple(e.Entry(seq, self._start + seq, by, event) for seq, event in enumerate(events, start=first))
        self.entries.extend(entries)
        made = [self.claim(entry) for entry in entries if isinstance(entry.event, e.MessagePosted)]
        return Write(self.room, entries, (*made, *claims))

    def claim(self, entry: e.Entry, digest: bytes = b"digest") -> NamedClaim:
        assert isinstance(entry.event, e.MessagePosted)
        return NamedClaim(self.room, message_key(entry.event.id), Claim(entry.by, digest, entry.seq))

    def created(self, **fields: object) -> Write:
        return self.write(e.RoomCreated(self.room, "Room", ANN, "Ann", "ann", **fields))  # type: ignore[arg-type]

    def posts(self, count: int, by: ParticipantId = ANN) -> Write:
        """Return one write of `count` plain messages, `m<seq>`."""
        first = self.seq + 1
        return self.write(*(post(f"m{seq}", f"text {seq}") for seq in range(first, first + count)), by=by)


def post(key: str, body: str, **fields: object) -> e.MessagePosted:
    return e.MessagePosted(MessageId(key), body, **fields)  # type: ignore[arg-type]


def joined(who: ParticipantId, name: str) -> e.MemberJoined:
    return e.MemberJoined(who, name, name.lower(), "collaborator")


def started(key: str, turn: str = "turn-one") -> e.MessageStarted:
    return e.MessageStarted(MessageId(key), "processing", TurnId(turn))


async def begin(store: Store, *, room: str = "room-one", **fields: object) -> Log:
    """Create a room with Ann as owner and Ben as a member."""
    log = Log(room)
    await store.append(log.created(**fields))
    await store.append(log.write(joined(BEN, "Ben"), by=BEN))
    return log
