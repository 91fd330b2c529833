"""The end of a room: what was said there goes, also from the log; what was decided stays."""

from __future__ import annotations

import asyncio

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import BallotId, MessageId, PollId
from jupyter_collabchat.room.ports import Store
from jupyter_collabchat.storage import archive

from .log import ANN, BEN, HOST, NO, YES, Log, begin, post
from .store_blobs import ANSWER, MOST, blob, ending, writing
from .store_clearing import until_untold

POLL = PollId("poll-one")


async def full_room(store: Store) -> Log:
    """Make a room where everything was said that can be: posted, edited, written by an agent, decided."""
    log = await writing(store)
    assert await store.save_blob(log.room, blob("picture"), MOST)
    await store.save_texts(log.room, {ANSWER: "half an answer"})
    await store.append(log.write(ending("picture"), by=HOST))
    await store.append(log.write(post("m1", "needle", mentions=(BEN,)), post("m2", "more")))
    await store.append(log.write(e.MessageEdited(MessageId("m1"), log.seq - 1, "needles and pins", (BEN,))))
    seats = (ANN, BEN)
    await store.append(log.write(e.PollOpened(POLL, "plain", "Tea?", (YES, NO), "anyone", seats, ANN)))
    ballot = e.BallotCast(POLL, BEN, BallotId("ballot-1"), "approve", "because")
    await store.append(log.write(ballot, e.PollResolved(POLL, "approve"), by=BEN))
    await store.save_snapshot(log.state)
    await store.save_receipts(log.room, {BEN: log.seq})
    return log


async def until_erased(store: Store, log: Log) -> None:
    """Wait until a deleted room's log says nothing any more."""
    said = tuple(archive.blank(entry.event) for entry in log.entries)
    async with asyncio.timeout(20):
        while tuple(entry.event for entry in await store.tail(log.room, 0)) != said:
            await asyncio.sleep(0.02)


class DeletionContract:
    """`append` of `room_deleted`."""

    async def test_a_deleted_room_keeps_what_was_decided_and_not_what_was_said(self, store: Store) -> None:
        log, other = await full_room(store), await begin(store, room="room-two")
        await store.append(other.write(post("m1", "needles")))
        assert archive.blank(log.entries[6].event) != log.entries[6].event
        late = log.state
        await store.append(log.write(e.RoomDeleted()))
        await until_erased(store, log)
        await store.save_snapshot(late)
        await store.save_texts(log.room, {ANSWER: "late"})
        assert (await store.history(log.room, None, None, 10)).messages == ()
        assert await store.messages(log.room, [MessageId("m1"), ANSWER]) == {}
        assert (await store.edits(log.room, MessageId("m1")), await store.blob(log.room, "picture")) == ((), None)
        loaded = await store.load(log.room)
        assert loaded is not None
        assert {message.body for message in loaded.snapshot.messages.values()} == {""}
        assert loaded.texts == {}
        (poll,) = await store.polls(log.room, None, 10)
        assert (poll["outcome"], poll["ballots"][BEN]["reason"]) == ("approve", "because")
        assert [hit.room for hit in await store.search([log.room, other.room], "needles", 10)] in ([], [other.room])

    async def test_its_ids_stay_taken_and_tell_nothing(self, store: Store) -> None:
        log = await full_room(store)
        await store.append(log.write(e.RoomDeleted()))
        assert (await until_untold(store, log, MessageId("m1"))).author == ANN

    async def test_what_still_ends_in_it_is_written_down(self, store: Store) -> None:
        log = await full_room(store)
        await store.append(log.write(e.RoomDeleted()))
        await store.append(log.write(e.EffectEnded(POLL, "unknown", "the server stopped"), by=HOST))
        await until_erased(store, log)
        (poll,) = await store.polls(log.room, None, 10)
        assert poll["effect"] == "unknown"
