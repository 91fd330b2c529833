"""The pure projection: that it agrees with the core where it does not call it."""

from __future__ import annotations

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.evolve import evolve
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.model import Message, RoomState
from jupyter_collabchat.room.ports import Write
from jupyter_collabchat.storage import archive
from tests.contracts.log import ANN, BEN, Log, post, started

FULL = Message(
    MessageId("m1"),
    3,
    ANN,
    7,
    "secret",
    kind="output",
    edited_at=9,
    to=BEN,
    mentions=(BEN,),
    mime=({"a": 1},),
    via="token",
)


def test_an_emptied_message_is_what_the_fold_makes_of_a_redaction() -> None:
    before = RoomState("room", messages={FULL.id: FULL})
    after = evolve(before, e.Entry(9, 20, BEN, e.MessageRedacted(FULL.id, FULL.seq)))
    assert archive.emptied(FULL) == after.messages[FULL.id]


def test_blank_events_fold_to_the_same_room_once_the_redaction_follows() -> None:
    log = Log()
    log.created()
    log.write(
        post("m2", "hush", mentions=(BEN,), mime=({"a": 1},)), e.MessageEdited(MessageId("m2"), 2, "hush", (BEN,))
    )
    log.write(e.MessageRedacted(MessageId("m2"), 2))
    blank = [archive.blank(entry.event) for entry in log.entries]
    assert "hush" not in repr(blank)
    folded = RoomState(log.room)
    for entry, event in zip(log.entries, blank, strict=True):
        folded = evolve(folded, e.Entry(entry.seq, entry.at, entry.by, event))
    assert folded == log.state


def test_only_the_servers_own_messages_are_claimed_without_being_asked() -> None:
    log = Log()
    log.created()
    theirs = log.write(post("m2", "hi"))
    assert archive.claims_of(theirs) == theirs.claims
    own = Write(log.room, log.write(started("a1"), e.RoomRenamed("x")).entries)
    assert [claim.key for claim in archive.claims_of(own)] == ["message:a1"]


def test_scrub_leaves_a_state_without_redacted_messages_alone() -> None:
    state = RoomState("room", messages={FULL.id: FULL})
    assert archive.scrub(state, []) is state
    assert archive.scrub(state, [MessageId("other")]) is state
    assert archive.scrub(state, [FULL.id]).messages[FULL.id].body == ""
