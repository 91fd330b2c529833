"""One room of the memory store: its log, and the archive that the projection makes of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import MessageId, ParticipantId, PollId, RoomId, Seq
from jupyter_collabchat.core.model import UNFINISHED, Member, Message, Poll, RoomState, Turn
from jupyter_collabchat.room.ports import Blob, Edit, RoomRow, StorageFailed, Write

from . import archive

replace = msgspec.structs.replace
_MOST = 100


class MemoryRoom:
    """What is kept of one room. `row` has the room's own fields alone; the rest is beside it, as in any store."""

    def __init__(self, room: RoomId) -> None:
        self.row = RoomState(room)
        self.entries: list[e.Entry] = []
        self.messages: dict[MessageId, Message] = {}
        self.revisions: dict[MessageId, list[tuple[Seq, Edit | None]]] = {}
        self.members: dict[ParticipantId, Member] = {}
        self.removed: frozenset[ParticipantId] = frozenset()
        self.polls: dict[PollId, Poll] = {}
        self.turns: dict[ParticipantId, Turn] = {}
        self.snapshot = RoomState(room)
        self.texts: dict[MessageId, str] = {}
        self.receipts: dict[ParticipantId, Seq] = {}
        self.blobs: dict[str, Blob] = {}

    def check(self, write: Write) -> None:
        """Raise `StorageFailed` unless `write` continues the log."""
        expected = range(len(self.entries) + 1, len(self.entries) + 1 + len(write.entries))
        if [entry.seq for entry in write.entries] != list(expected):
            raise StorageFailed(f"Room {write.room} ends at {len(self.entries)}; the write does not continue it.")

    def apply(self, entry: e.Entry) -> None:
        """Append a log line and bring the archive up to it."""
        self.entries.append(entry)
        touched = archive.touched(entry.event, self.row.owner)
        if touched is None:
            return
        before = self._rows(touched)
        changes = archive.project(before, entry)
        if changes.room is not None:
            self.row = replace(changes.room, members={}, messages={}, polls={}, turns={})
        self.members.update(changes.members)
        self.removed = self.removed - changes.members.keys() | changes.removed
        self.polls.update({poll.id: poll for poll in changes.polls})
        self.turns.update({turn.agent: turn for turn in changes.begun})
        self._revise(entry, before)
        self.messages.update({message.id: message for message in changes.messages})
        for message in changes.messages:
            self._drop_blobs(message)

    def _rows(self, touched: archive.Touched) -> RoomState:
        return replace(
            self.row,
            messages={key: self.messages[key] for key in touched.messages if key in self.messages},
            members={who: self.members[who] for who in touched.members if who in self.members},
            polls={key: self.polls[key] for key in touched.polls if key in self.polls},
            turns=self.turns if touched.turn is not None else {},
        )

    def _revise(self, entry: e.Entry, before: RoomState) -> None:
        match entry.event:
            case e.MessageEdited(id=key):
                former = Edit(before.messages[key].body, entry.at)
                self.revisions.setdefault(key, []).append((entry.seq, former))
            case e.MessageEnded(id=key):
                self.revisions.setdefault(key, []).append((entry.seq, None))
                self.texts.pop(key, None)
            case e.MessageRedacted(id=key):
                self._erase(before.messages[key])
            case e.RoomDeleted():
                self._erase_all()
            case _:
                return

    def _erase(self, message: Message) -> None:
        for seq in (message.seq, *(seq for seq, _ in self.revisions.pop(message.id, []))):
            entry = self.entries[seq - 1]
            self.entries[seq - 1] = replace(entry, event=archive.blank(entry.event))
        self.texts.pop(message.id, None)
        self.snapshot = archive.scrub(self.snapshot, [message.id])

    def _erase_all(self) -> None:
        """What was said goes, what was decided stays (RULES 14)."""
        for message in self.messages.values():
            self._erase(message)
        self.messages.clear()
        self.blobs.clear()
        self.keep_texts({})

    def keep_texts(self, texts: Mapping[MessageId, str]) -> None:
        """Keep checkpoints of unfinished messages; a deleted room has none."""
        self.texts = {} if self.row.deleted else dict(texts)

    def keep_blob(self, blob: Blob, most: int) -> bool:
        """Keep a blob of a message that is being written, if there is room for it."""
        message = self.messages.get(blob.message)
        total = len(blob.data) + sum(len(other.data) for other in self.blobs.values())
        if message is None or message.status not in UNFINISHED or total > most:
            return False
        self.blobs[blob.id] = blob
        return True

    def _drop_blobs(self, message: Message) -> None:
        """A finished message owns what it names, and a redacted one names nothing."""
        if message.status not in UNFINISHED:
            gone = [b.id for b in self.blobs.values() if b.message == message.id and b.id not in archive.refs(message)]
            for key in gone:
                del self.blobs[key]

    def keep_snapshot(self, state: RoomState) -> None:
        """Keep a snapshot, without what was redacted since it was taken; of a deleted room, without anything said."""
        if self.row.deleted:
            self.snapshot = archive.scrub(state, state.messages)
            return
        gone = [key for key in state.messages if key in self.messages and self.messages[key].status == "redacted"]
        self.snapshot = archive.scrub(state, gone)

    def read_to(self, receipts: Mapping[ParticipantId, Seq]) -> None:
        """Move read positions forward."""
        for who, seq in receipts.items():
            self.receipts[who] = max(seq, self.receipts.get(who, 0))

    def names(self, messages: tuple[Message, ...]) -> dict[ParticipantId, str]:
        """Return what the authors are or were called."""
        return {m.author: self.members[m.author].name for m in messages if m.author in self.members}

    def row_for(self, person: ParticipantId) -> RoomRow | None:
        """Return the room in somebody's list, or None if they may not see it."""
        member = self.members.get(person)
        role = None if member is None or member.role == "left" else member.role
        if self.row.deleted or (role is None and (self.row.visibility != "listed" or person in self.removed)):
            return None
        return self._row(role, self._news(person) if role is not None else {})

    def _row(self, role: str | None, news: dict[str, object]) -> RoomRow:
        row = self.row
        people = sum(m.role != "left" and m.kind != "agent" for m in self.members.values())
        fields = {name: getattr(row, name) for name in ("id", "name", "topic", "visibility", "scope", "owner")}
        return RoomRow(**fields, owner_name=self.members[row.owner].name, members=people, role=role, **news)  # type: ignore[arg-type]

    def _news(self, person: ParticipantId) -> dict[str, object]:
        read_seq = self.receipts.get(person, 0)
        news = [message for message in self.messages.values() if message.seq > read_seq]
        last = max(self.messages.values(), key=lambda message: message.seq, default=None)
        return {
            "read_seq": read_seq,
            "unread": min(_MOST, sum(m.author != person and m.status != "redacted" for m in news)),
            "mentions": min(_MOST, sum(person in m.mentions for m in news)),
            "last": last,
            "last_name": self.names((last,)).get(last.author, "") if last is not None else "",
        }
