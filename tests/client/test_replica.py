"""A client's copy of a room: epochs, sessions, presence. Frames in, state out."""

from __future__ import annotations

from typing import Any

from pycrdt import Array, Doc

from jupyter_collabchat import wire
from jupyter_collabchat.client.replica import EMPTY_VECTOR, Replica
from tests.client.peer import ME, message


def room_of(*seqs: int) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    messages: Array[Any] = doc.get("messages", type=Array)
    messages.extend([message(seq) for seq in seqs])
    return doc


def welcome(epoch: str) -> dict[str, Any]:
    return {"session": "s", "me": ME, "room": "r", "epoch": epoch, "can": ["post_message"], "now": 1}


def whole(doc: Doc[Any]) -> bytes:
    return wire.sync_step_2(doc.get_update())


def seqs(replica: Replica) -> list[int]:
    return [found.seq for found in replica.document.messages]


def joined(epoch: str, doc: Doc[Any]) -> Replica:
    replica = Replica()
    replica.welcome(welcome(epoch))
    replica.sync(whole(doc))
    return replica


def test_the_first_session_asks_for_everything():
    replica = Replica()
    assert replica.epoch is None
    assert replica.welcome(welcome("e1")) == EMPTY_VECTOR
    assert not replica.is_synced
    assert replica.sync(whole(room_of(1, 2))) == {"messages"}
    assert (seqs(replica), replica.epoch, replica.me) == ([1, 2], "e1", ME)
    assert replica.is_synced


def test_the_same_epoch_is_resumed_by_its_vector():
    doc = room_of(1, 2)
    replica = joined("e1", doc)
    messages: Array[Any] = doc.get("messages", type=Array)
    messages.append(message(3))
    replica.disconnected()
    vector = replica.welcome(welcome("e1"))
    assert vector != EMPTY_VECTOR
    assert not replica.is_synced
    replica.sync(wire.sync_step_2(doc.get_update(vector)))
    assert seqs(replica) == [1, 2, 3]


def test_another_epoch_after_a_reconnect_replaces_everything():
    replica = joined("e1", room_of(1, 2))
    assert replica.welcome(welcome("e2")) == EMPTY_VECTOR
    assert seqs(replica) == [1, 2], "what was known stays until the new document is here"
    replica.sync(whole(room_of(1, 2, 3)))
    assert seqs(replica) == [1, 2, 3], "and is never merged with it"


def test_an_epoch_notice_replaces_everything_without_a_reconnect():
    replica = joined("e1", room_of(1, 2))
    replica.notice({"type": "epoch", "epoch": "e2"})
    assert (seqs(replica), replica.epoch) == ([1, 2], "e1")
    second = room_of(2, 3)
    replica.sync(whole(second))
    assert (seqs(replica), replica.epoch) == ([2, 3], "e2")
    vector = second.get_state()
    messages: Array[Any] = second.get("messages", type=Array)
    messages.append(message(4))
    replica.sync(wire.sync_update(second.get_update(vector)))
    assert seqs(replica) == [2, 3, 4]


def test_an_epoch_notice_before_the_first_document_counts():
    replica = Replica()
    replica.welcome(welcome("e1"))
    replica.notice({"type": "epoch", "epoch": "e2"})
    replica.sync(whole(room_of(5)))
    assert (seqs(replica), replica.epoch) == ([5], "e2")


def test_presence_is_complete_after_a_welcome_then_changes():
    replica = joined("e1", room_of())
    replica.show_presence({"user:ann": {"online": True}, "user:ben": {"online": True}})
    replica.show_presence({"user:ben": None, "user:cat": {"online": True}})
    assert set(replica.presence) == {"user:ann", "user:cat"}
    replica.welcome(welcome("e1"))
    replica.show_presence({"user:dan": {"online": True}})
    assert set(replica.presence) == {"user:dan"}


def test_nobody_is_known_to_be_here_while_the_connection_is_down():
    replica = joined("e1", room_of(1))
    replica.show_presence({"user:ann": {"online": True}})
    replica.disconnected()
    assert replica.presence == {}
    assert seqs(replica) == [1]


def test_rights_follow_the_welcome_and_notices():
    replica = joined("e1", room_of())
    assert replica.can == {"post_message"}
    assert replica.notice({"type": "can", "can": ["leave"]}) == {"can"}
    assert replica.can == {"leave"}


def test_unknown_notices_change_nothing():
    replica = joined("e1", room_of(1))
    assert replica.notice({"type": "weather", "fine": True}) == frozenset()
