"""One epoch of a room's document, mirrored into plain Python as updates arrive.

The messages Array is never read: its events say what changed. Observers only note; everything is applied after the
transaction. Knows nothing of presence or sockets.
"""

from __future__ import annotations

from typing import Any

import msgspec
from pycrdt import Array, Doc, Map, Text, handle_sync_message

from .views import Message

TABLES = ("room", "members", "turns", "polls", "ballots", "agents", "receipts")
_SYNC = 0


class Document:
    """A replica of the room's document: read only, and only ever of one epoch.

    `messages` is the window, ascending by seq; `tables` holds the Maps by root name, as plain JSON values.
    """

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.messages: list[Message] = []
        self.tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
        self._by_id: dict[str, Message] = {}
        self._live: dict[str, Text] = {}
        self._texts: dict[str, str] = {}
        self._doc: Doc[Any] = Doc()
        self._changed: set[str] = set()
        self._arrays: list[list[dict[str, Any]]] = []
        self._observe()

    def _observe(self) -> None:
        messages: Array[Any] = self._doc.get("messages", type=Array)
        live: Map[Any] = self._doc.get("live", type=Map)
        maps: dict[str, Map[Any]] = {name: self._doc.get(name, type=Map) for name in TABLES}
        self._subscriptions: list[tuple[Any, Any]] = [
            (messages, messages.observe(self._note_messages)),
            (live, live.observe_deep(self._note_live)),
            *((shared, shared.observe(self._noter(name))) for name, shared in maps.items()),
        ]

    def close(self) -> None:
        """Let go of the observers: their callbacks would keep the document alive."""
        for shared, subscription in self._subscriptions:
            shared.unobserve(subscription)
        self._subscriptions.clear()

    @property
    def vector(self) -> bytes:
        """What this replica has."""
        return self._doc.get_state()

    def apply(self, message: bytes) -> frozenset[str]:
        """Take a sync message of the server; return the names of the roots that changed.

        Raises:
            ValueError: The bytes are no sync message; the replica must be thrown away.
        """
        if len(message) < 3 or message[0] != _SYNC:
            raise ValueError("This is not a sync message.")
        handle_sync_message(message[1:], self._doc)
        arrays, self._arrays = self._arrays, []
        for delta in arrays:
            self._splice(delta)
        changed, self._changed = frozenset(self._changed), set()
        return changed

    # --- what is read

    def message(self, message: str) -> Message | None:
        """Return a message of the window, with the text written so far, or None."""
        found = self._by_id.get(message)
        return self._with_text(found) if found is not None else None

    def window(self) -> list[Message]:
        """Return the newest messages, ascending by seq, each with the text written so far."""
        return [self._with_text(message) for message in self.messages] if self._live else list(self.messages)

    def _with_text(self, message: Message) -> Message:
        text = self._live.get(message.id)
        if text is None:
            return message
        if message.id not in self._texts:
            self._texts[message.id] = str(text)
        return msgspec.structs.replace(message, body=self._texts[message.id])

    # --- what the observers note

    def _note_messages(self, event: Any) -> None:  # noqa: ANN401 - pycrdt does not type its events' attributes
        self._changed.add("messages")
        self._arrays.append(event.delta)

    def _noter(self, name: str) -> Any:  # noqa: ANN401 - a callback as pycrdt types it
        table = self.tables[name]

        def note(event: Any) -> None:  # noqa: ANN401 - as above
            self._changed.add(name)
            for key, change in event.keys.items():
                if change["action"] == "delete":
                    table.pop(key, None)
                else:
                    table[key] = integral(change["newValue"])

        return note

    def _note_live(self, events: list[Any]) -> None:
        self._changed.add("messages")
        for event in events:
            if event.path:  # within a text: it grew
                self._texts.pop(event.path[0], None)
                continue
            for message, change in event.keys.items():
                self._texts.pop(message, None)
                if change["action"] == "delete":
                    self._live.pop(message, None)
                else:
                    self._live[message] = change["newValue"]

    def _splice(self, delta: list[dict[str, Any]]) -> None:
        """Apply a delta of the messages Array: keep some, insert some, delete some, in this order of positions."""
        at = 0
        gone: list[Message] = []
        new: list[Message] = []
        for step in delta:
            if "retain" in step:
                at += int(step["retain"])
            elif "delete" in step:
                end = at + int(step["delete"])
                gone += self.messages[at:end]
                del self.messages[at:end]
            else:
                inserted = [msgspec.convert(integral(value), Message) for value in step["insert"]]
                self.messages[at:at] = inserted
                new += inserted
                at += len(inserted)
        for message in gone:
            self._by_id.pop(message.id, None)
        self._by_id.update((message.id, message) for message in new)


def integral(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    """Return a JSON value with whole floats as integers: a CRDT has only floats, the wire's numbers are integers."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: integral(part) for key, part in value.items()}
    if isinstance(value, list):
        return [integral(part) for part in value]
    return value
