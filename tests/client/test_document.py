"""One epoch of a document, mirrored as updates arrive: real documents on both sides, no socket."""

from __future__ import annotations

import random
from typing import Any

import pytest
from pycrdt import Array, Doc, Map, Text

from jupyter_collabchat import wire
from jupyter_collabchat.client.document import TABLES, Document, integral
from tests.client.peer import message


class Source:
    """The room's side, and a mirror that gets each change as one update."""

    def __init__(self) -> None:
        self.doc: Doc[Any] = Doc()
        self.messages: Array[Any] = self.doc.get("messages", type=Array)
        self.live: Map[Any] = self.doc.get("live", type=Map)
        self.mirror = Document("e1")
        self._sent = self.doc.get_state()

    def ship(self) -> frozenset[str]:
        update = self.doc.get_update(self._sent)
        self._sent = self.doc.get_state()
        return self.mirror.apply(wire.sync_update(update))

    def ids(self) -> list[str]:
        return [found.id for found in self.mirror.messages]


def test_messages_arrive_with_their_numbers_whole():
    source = Source()
    source.messages.append(message(1, body="hi", usage={"response_ms": 12, "cost": 0.25}, stopped_by="user:ann"))
    assert source.ship() == {"messages"}
    (found,) = source.mirror.window()
    assert (found.seq, found.at, found.body) == (1, 1_760_000_000_001, "hi")
    assert type(found.at) is int
    assert (found.usage, found.stopped_by) == ({"response_ms": 12, "cost": 0.25}, "user:ann")
    assert source.mirror.message("message-0001") is found


def test_what_a_newer_server_adds_is_ignored():
    source = Source()
    source.messages.append(message(1, status="pondering", sparkle=True))
    source.ship()
    assert source.mirror.window()[0].status == "pondering"


def test_trimming_at_the_head_takes_messages_away():
    source = Source()
    source.messages.extend([message(seq) for seq in range(1, 6)])
    source.ship()
    with source.doc.transaction():
        del source.messages[0:2]
        source.messages.append(message(6))
    source.ship()
    assert [found.seq for found in source.mirror.messages] == [3, 4, 5, 6]
    assert source.mirror.message("message-0001") is None


def test_a_replaced_message_keeps_its_place():
    source = Source()
    source.messages.extend([message(seq) for seq in range(1, 4)])
    source.ship()
    source.messages[1] = message(2, body="edited", edited_at=5)
    source.ship()
    assert source.ids() == ["message-0001", "message-0002", "message-0003"]
    found = source.mirror.message("message-0002")
    assert found is not None and found.body == "edited" and found.edited_at == 5


def test_an_update_costs_the_same_at_any_length(monkeypatch):
    """The Array is never read: only what an event says is touched."""
    source = Source()
    source.messages.extend([message(seq) for seq in range(1, 201)])
    source.ship()
    source.messages.append(message(201))
    for reading in ("to_py", "__getitem__", "__iter__", "__len__"):
        monkeypatch.delattr(Array, reading)
    source.ship()
    assert source.mirror.messages[-1].seq == 201


def test_live_text_shows_as_the_body_until_the_message_ends():
    source = Source()
    text = Text()
    with source.doc.transaction():
        source.messages.append(message(1, status="streaming", turn="t"))
        source.live["message-0001"] = text
    source.ship()
    for part, so_far in [("hé", "hé"), ("😀", "hé😀"), ("!", "hé😀!")]:
        text += part
        assert source.ship() == {"messages"}
        assert source.mirror.window()[0].body == so_far
        found = source.mirror.message("message-0001")
        assert found is not None and found.body == so_far and not found.is_finished
    with source.doc.transaction():
        source.messages[0] = message(1, body="hé😀!", turn="t")
        del source.live["message-0001"]
    source.ship()
    assert source.mirror.window()[0].is_finished
    assert source.mirror.window()[0].body == "hé😀!"


def test_tables_follow_by_key():
    source = Source()
    polls: Map[Any] = source.doc.get("polls", type=Map)
    polls["p"] = {"title": "Lunch?", "seq": 3, "options": [{"id": "y"}]}
    assert source.ship() == {"polls"}
    assert source.mirror.tables["polls"] == {"p": {"title": "Lunch?", "seq": 3, "options": [{"id": "y"}]}}
    polls["p"] = {"title": "Dinner?"}
    source.ship()
    assert source.mirror.tables["polls"] == {"p": {"title": "Dinner?"}}
    del polls["p"]
    source.ship()
    assert source.mirror.tables["polls"] == {}


@pytest.mark.parametrize("seed", range(20))
def test_any_history_reads_like_the_document(seed):
    chance, source, seq = random.Random(seed), Source(), 0
    for _ in range(60):
        with source.doc.transaction():
            for _ in range(chance.randrange(1, 4)):
                seq = _change(chance, source, seq)
        if chance.random() < 0.7:
            source.ship()
    source.ship()
    assert [(m.id, m.body) for m in source.mirror.messages] == [(m["id"], m["body"]) for m in source.messages.to_py()]
    for name in TABLES:
        assert source.mirror.tables[name] == source.doc.get(name, type=Map).to_py()
    assert all(source.mirror.message(found.id) is found for found in source.mirror.messages)


def _change(chance: random.Random, source: Source, seq: int) -> int:
    match chance.randrange(4):
        case 0:
            source.messages.append(message(seq + 1, body="new"))
            return seq + 1
        case 1 if len(source.messages):
            at = chance.randrange(len(source.messages))
            source.messages[at] = {**source.messages[at], "body": f"edited {chance.random()}"}
        case 2 if len(source.messages) > 3:
            del source.messages[0 : chance.randrange(1, 3)]
        case _:
            table: Map[Any] = source.doc.get(chance.choice(TABLES), type=Map)
            key = chance.choice("abc")
            if key in table and chance.random() < 0.4:
                del table[key]
            else:
                table[key] = {"n": chance.randrange(9)}
    return seq


@pytest.mark.parametrize("junk", [b"", b"\x00", b"\x01\x00\x00", b"\x00\x02\x03\xff\xff\xff"])
def test_junk_is_refused_aloud(junk):
    with pytest.raises(ValueError):
        Document("e1").apply(junk)


def test_whole_floats_become_integers_at_any_depth():
    value = integral({"a": 1.0, "b": [2.0, {"c": 2.5}], "d": True, "e": "1.0", "f": None})
    assert value == {"a": 1, "b": [2, {"c": 2.5}], "d": True, "e": "1.0", "f": None}
    assert type(value["a"]) is int and type(value["b"][0]) is int and value["d"] is True


def test_a_closed_document_lets_go_of_its_observers():
    source = Source()
    source.mirror.close()
    source.messages.append(message(1))
    assert source.ship() == frozenset()
    assert source.mirror.messages == []
