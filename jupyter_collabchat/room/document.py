"""The room's CRDT document: a projection of the state that clients replicate. One writer, never a client's bytes.

`show` is total and makes one update: it writes what differs from the state shown before. An ordinary post only appends
to `messages`; any other write is a *break*, after enough of which the room rebuilds under a new epoch.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

from pycrdt import Array, Doc, Map, Text, TransactionEvent

from ..core.ids import MessageId, ParticipantId, Seq
from ..core.model import Message, RoomState
from ..core.text import whole
from . import projection

MAX_BREAKS = 1_000
MAX_CLIENT_ID = 127
"""The writer's id stands in every update, twice in those of live text: so it takes one byte, where pycrdt's own takes
eight, as many as two words. An epoch has one writer and epochs never mix, so any id is unique."""
ROOTS = ("room", "members", "turns", "polls", "ballots", "agents", "receipts", "live")


class Document:
    """One epoch of a room's document."""

    def __init__(self, state: RoomState, receipts: Mapping[ParticipantId, Seq], texts: Mapping[MessageId, str]) -> None:
        self.epoch = secrets.token_urlsafe(9)
        self.breaks = 0
        self._doc: Doc[Any] = Doc(client_id=1 + secrets.randbelow(MAX_CLIENT_ID))
        self._messages: Array[Any] = self._doc.get("messages", type=Array)
        self._maps: dict[str, Map[Any]] = {name: self._doc.get(name, type=Map) for name in ROOTS}
        self._updates: list[bytes] = []
        self._observer = self._doc.observe(self._collect)
        self._state = RoomState(state.id)
        self._listed: list[Message] = []
        self._live: dict[MessageId, Text] = {}
        self._whole: bytes | None = None
        self._room_fields: dict[str, Any] = {}
        self.show(state)
        self.show_receipts(receipts)
        for message, text in texts.items():
            if message in self._live and text:
                self.append_text(message, text)
        self.breaks = 0

    def _collect(self, event: TransactionEvent) -> None:
        self._updates.append(event.update)
        self._whole = None

    def _take(self) -> bytes | None:
        taken, self._updates = self._updates, []
        return taken[0] if taken else None

    # --- writing

    def show(self, state: RoomState) -> bytes | None:
        """Make the document read as `state`; return the update, or None if nothing differs."""
        before = self._state
        with self._doc.transaction():
            broke = self._show_messages(state)
            broke |= self._show_room(state)
            broke |= self._show_map("members", before.members, state.members, projection.member_value)
            broke |= self._show_map("agents", before.agents, state.agents, projection.agent_value)
            broke |= self._show_turns(before, state)
            broke |= self._show_polls(before, state)
        self._state = state
        self.breaks += broke
        return self._take()

    def _show_messages(self, state: RoomState) -> bool:
        new, old = list(state.messages.values()), self._listed
        gone = 0
        while gone < len(old) and old[gone].id not in state.messages:
            gone += 1
        if gone:
            del self._messages[0:gone]
            old = old[gone:]
        kept = len(old)
        broke = gone > 0
        if old != new[:kept]:
            broke = True
            for index, (was, now) in enumerate(zip(old, new, strict=False)):
                if was is not now:
                    self._messages[index] = projection.message_value(now)
        if len(new) > kept:
            # What `extend` does, without asking for the length again: a nested transaction each time.
            self._messages[kept:kept] = [projection.message_value(message) for message in new[kept:]]
        if broke or self._live or any(map(projection.is_live, new[kept:])):
            self._show_live(new)
        self._listed = new
        return broke

    def _show_live(self, messages: Iterable[Message]) -> None:
        wanted = {message.id for message in messages if projection.is_live(message)}
        for message in tuple(self._live):
            if message not in wanted:
                del self._maps["live"][message]
                del self._live[message]
        for message in wanted - self._live.keys():
            self._live[message] = Text()
            self._maps["live"][message] = self._live[message]

    def _show_room(self, state: RoomState) -> bool:
        before = self._state
        if (
            self._room_fields
            and before.policy is state.policy
            and (before.name, before.topic, before.owner, before.visibility, before.older)
            == (state.name, state.topic, state.owner, state.visibility, state.older)
            and (before.collaboration, before.archived) == (state.collaboration, state.archived)
            and self._room_fields["first_seq"] == projection.first_seq(state)
        ):
            return False
        fields = projection.room_value(state, self.epoch)
        for key, value in fields.items():
            if key not in self._room_fields or self._room_fields[key] != value:
                self._maps["room"][key] = value
        self._room_fields = fields
        return True

    def _show_map(
        self, root: str, before: Mapping[Any, Any], after: Mapping[Any, Any], value: Callable[[Any], dict[str, Any]]
    ) -> bool:
        if before is after:
            return False
        target, broke = self._maps[root], False
        for key, item in after.items():
            if before.get(key) is not item:
                target[key], broke = value(item), True
        for key in before:
            if key not in after:
                del target[key]
                broke = True
        return broke

    def _show_turns(self, before: RoomState, state: RoomState) -> bool:
        if before.turns is state.turns and before.queues is state.queues:
            return False
        was = {agent: projection.turn_value(before, agent) for agent in projection.turn_keys(before)}
        now = {agent: projection.turn_value(state, agent) for agent in projection.turn_keys(state)}
        same = {agent: was[agent] for agent in was if now.get(agent) == was[agent]}
        return self._show_map("turns", was, {**now, **same}, dict)

    def _show_polls(self, before: RoomState, state: RoomState) -> bool:
        if before.polls is state.polls:
            return False
        broke = self._show_map("polls", before.polls, state.polls, projection.poll_value)
        was, now = _ballots(before), _ballots(state)
        return self._show_map("ballots", was, now, projection.ballot_value) or broke

    def live_ids(self) -> Set[MessageId]:
        """Return the messages that are being written."""
        return self._live.keys()

    def append_text(self, message: MessageId, text: str) -> bytes | None:
        """Append to a message that is being written; return the update, or None if it is not (any more)."""
        live = self._live.get(message)
        if live is None:
            return None
        live += whole(text)
        return self._take()

    def show_receipts(self, receipts: Mapping[ParticipantId, Seq]) -> bytes | None:
        """Show read positions; return the update."""
        if not receipts:
            return None
        with self._doc.transaction():
            for who, seq in receipts.items():
                self._maps["receipts"][who] = seq
        self.breaks += 1
        return self._take()

    def hide_receipt(self, who: ParticipantId) -> bytes | None:
        """Show somebody's read position no more; return the update."""
        if who not in self._maps["receipts"]:
            return None
        del self._maps["receipts"][who]
        self.breaks += 1
        return self._take()

    # --- replication

    def vector(self) -> bytes:
        """Return the state vector: a few bytes, since there is one writer."""
        return self._doc.get_state()

    def whole(self) -> bytes:
        """Return the whole document as one update; encoded once for all who ask between two changes."""
        if self._whole is None:
            self._whole = self._doc.get_update()
        return self._whole

    def since(self, vector: bytes) -> bytes:
        """Return what a replica with `vector` lacks. The vector has passed `wire.decode_sync`."""
        return self._doc.get_update(vector)

    def read(self) -> dict[str, Any]:
        """Return the document's content, for checks (Law 2): O(document), not for the hot path."""
        found: dict[str, Any] = {name: root.to_py() for name, root in self._maps.items()}
        found["messages"] = self._messages.to_py()
        integers: dict[str, Any] = _integers(found)
        return integers

    def close(self) -> None:
        """Let go of the observer: its callback would keep the document alive."""
        self._doc.unobserve(self._observer)


def _ballots(state: RoomState) -> dict[str, Any]:
    return {f"{poll.id} {who}": ballot for poll in state.polls.values() for who, ballot in poll.ballots.items()}


def _integers(value: Any) -> Any:  # noqa: ANN401 - JSON values
    """Turn whole floats back into the integers they were: pycrdt returns every number as a float."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _integers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_integers(item) for item in value]
    return value
