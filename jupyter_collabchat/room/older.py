"""Messages outside the window that a batch names: as the archive has them, then as the batch itself leaves them.

The archive is asked before the first command of a batch is decided; the last must not go by what the first took away.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..core import messages
from ..core.draft import Draft
from ..core.events import Entry, MessageEdited, MessageRedacted, RolledBack, RoomCleared
from ..core.ids import MessageId
from ..core.model import Message


class Older:
    """What rules may know of older messages. `messages` is the one mapping that `Facts` holds during a batch."""

    def __init__(self) -> None:
        self.messages: dict[MessageId, Message] = {}
        self._found: Mapping[MessageId, Message] = {}

    def begin(self, found: Mapping[MessageId, Message]) -> None:
        """A batch begins, and the archive has this of what it names."""
        self._found = found
        self.forget_drafts()

    def note(self, draft: Draft) -> None:
        """Let later commands of the same batch see what `draft` changes."""
        for entry in draft.entries if self.messages else ():
            self._follow(entry)

    def _follow(self, entry: Entry) -> None:
        match entry.event:
            case RoomCleared():
                self.messages.clear()
            case RolledBack(back_to=seq):
                for gone in [key for key, message in self.messages.items() if message.seq > seq]:
                    del self.messages[gone]
            case MessageEdited(id=key) as event if key in self.messages:
                self.messages[key] = messages.edited(self.messages[key], entry, event)
            case MessageRedacted(id=key) as event if key in self.messages:
                self.messages[key] = messages.redacted(self.messages[key], entry, event)
            case _:
                pass

    def forget_drafts(self) -> None:
        """The batch is decided anew."""
        self.messages.clear()
        self.messages.update(self._found)
