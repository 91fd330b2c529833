"""One room of the memory store: its log, and the archive that the projection makes of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import InviteId, MessageId, ParticipantId, PollId, RoomId, Seq
from jupyter_collabchat.core.model import UNFINISHED, Invitation, Member, Message, Poll, RoomState, Turn
from jupyter_collabchat.room.ports import Blob, Edit, StorageFailed, Write

from . import archive

replace = msgspec.structs.replace


class MemoryRoom:
    """What is kept of one room. `row` has the room's own fields alone; the rest is beside it, as in any store."""

    def __init__(self, room: RoomId) -> None:
        self.row = RoomState(room)
        self.entries: list[e.Entry] = []
        self.messages: dict[MessageId, Message] = {}
        self.revisions: dict[MessageId, list[tuple[Seq, Edit | None]]] = {}
        self.members: dict[ParticipantId, Member] = {}
        self.removed: frozenset[ParticipantId] = frozenset()
        self.invites: dict[InviteId, Invitation] = {}
        self.invited: dict[str, ParticipantId] = {}
        """Whom every invitation was for, pending or not."""
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
        self._take_away(self.taken_by(entry.event))
        touched = archive.touched(entry.event, self.row.owner)
        if touched is None:
            return
        before = self._rows(touched)
        changes = archive.project(before, entry)
        if changes.room is not None:
            self.row = archive.own_row(changes.room)
        self._seat(changes)
        self.polls.update({poll.id: poll for poll in changes.polls})
        self.turns.update({turn.agent: turn for turn in changes.begun})
        self._revise(entry, before)
        self.messages.update({message.id: message for message in changes.messages})
        for message in changes.messages:
            self._drop_blobs(message)

    def _seat(self, changes: archive.Changes) -> None:
        self.members.update(changes.members)
        self.removed = self.removed - changes.members.keys() | changes.removed
        self.invites.update({made.id: made for made in changes.invited})
        self.invited.update({made.id: made.who for made in changes.invited})
        for key in changes.uninvited:
            del self.invites[key]

    def _rows(self, touched: archive.Touched) -> RoomState:
        return replace(
            self.row,
            messages={key: self.messages[key] for key in touched.messages if key in self.messages},
            members={who: self.members[who] for who in touched.members if who in self.members},
            removed=self.removed.intersection(touched.members),
            invites={key: self.invites[key] for key in touched.invites if key in self.invites},
            polls={key: self.polls[key] for key in touched.polls if key in self.polls},
            turns=self.turns if touched.turn is not None else {},
        )

    def _revise(self, entry: e.Entry, before: RoomState) -> None:
        for former in before.messages.values():
            match entry.event:
                case e.MessageEdited():
                    edit = Edit(former.body, entry.at)
                    self.revisions.setdefault(former.id, []).append((entry.seq, edit))
                case e.MessageEnded():
                    self.revisions.setdefault(former.id, []).append((entry.seq, None))
                    self.texts.pop(former.id, None)
                case e.MessageRedacted():
                    self._erase(former)
                case _:
                    continue

    def erased_by(self, event: e.AnyEvent) -> tuple[MessageId, ...]:
        """Return the messages whose content `event` takes away."""
        if isinstance(event, e.MessageRedacted):
            return (event.id,) if event.id in self.messages else ()
        return self.taken_by(event)

    def taken_by(self, event: e.AnyEvent) -> tuple[MessageId, ...]:
        """Return the messages that are no more after `event`."""
        match event:
            case e.RoomCleared() | e.RoomDeleted():
                return tuple(self.messages)
            case e.RolledBack(back_to=seq):
                return tuple(message.id for message in self.messages.values() if message.seq > seq)
            case _:
                return ()

    def _take_away(self, gone: tuple[MessageId, ...]) -> None:
        for key in gone:
            self._erase(self.messages.pop(key))
        if gone:
            self.blobs = {key: blob for key, blob in self.blobs.items() if blob.message in self.messages}

    def _erase(self, message: Message) -> None:
        for seq in (message.seq, *(seq for seq, _ in self.revisions.pop(message.id, []))):
            self.entries[seq - 1] = archive.blank_entry(self.entries[seq - 1])
        self.texts.pop(message.id, None)
        self.snapshot = archive.scrub(self.snapshot, [message.id])

    def keep_texts(self, texts: Mapping[MessageId, str]) -> None:
        """Keep checkpoints of messages that are being written; of one that ended meanwhile, nothing."""
        self.texts = {key: text for key, text in texts.items() if self._is_unfinished(key)}

    def _is_unfinished(self, key: MessageId) -> bool:
        return key in self.messages and self.messages[key].status in UNFINISHED

    def keep_blob(self, blob: Blob, most: int) -> bool:
        """Keep a blob of a message that is being written, if there is room for it."""
        total = len(blob.data) + sum(len(other.data) for other in self.blobs.values())
        if total > most or not self._is_unfinished(blob.message):
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
        """Keep a snapshot, without what was redacted or cleared since it was taken."""
        gone = [key for key in state.messages if key not in self.messages or self.messages[key].status == "redacted"]
        self.snapshot = archive.scrub(state, gone)

    def read_to(self, receipts: Mapping[ParticipantId, Seq]) -> None:
        """Move read positions forward."""
        for who, seq in receipts.items():
            self.receipts[who] = max(seq, self.receipts.get(who, 0))

    def names(self, messages: tuple[Message, ...]) -> dict[ParticipantId, str]:
        """Return what the authors are or were called."""
        return {m.author: self.members[m.author].name for m in messages if m.author in self.members}
