"""Clearing a room: what was said is gone at once from everything that can be read; the record of decisions stays."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.evolve import replay
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import BallotId, MessageId, RoomId
from jupyter_collabchat.room.ports import Blob, Clash, Store

from .log import ANN, BEN, BOT, HOST, Log, begin, post, started
from .store_archive import poll_opened, search

HUSH = MessageId("said")
ANSWER = MessageId("answer")


async def talk(store: Store) -> Log:
    """Leave the word `hush` in every place where it can be."""
    log = await begin(store)
    await store.append(log.write(post(HUSH, "hush one", mime=({"text/plain": "hush"},), mentions=(BEN,))))
    await store.append(log.write(e.MessageEdited(HUSH, 3, "hush two", (BEN,)), *poll_opened("p-1", "plain", "Tea?")))
    await store.append(log.write(e.BallotCast("p-1", BEN, BallotId("b-1"), "approve"), by=BEN))
    await store.append(log.write(e.TurnStarted("turn-one", BOT, BEN, HUSH), started(ANSWER), by=HOST))
    await store.save_texts(log.room, {ANSWER: "hush so far"})
    assert await store.save_blob(log.room, Blob("blob-1", ANSWER, "image/png", b"hush"), 1_000)
    mime = ({"image/png": {"ref": "blob-1", "mime": "image/png", "bytes": 4}},)
    await store.append(log.write(e.MessageEnded(ANSWER, "complete", "hush three", mime), by=HOST))
    await store.append(log.write(e.PollResolved("p-1", "approve"), e.TurnEnded("turn-one", BOT, "done"), by=HOST))
    await store.save_snapshot(log.state)
    await search(store, log, "hush", 2)
    return log


async def until_untold(store: Store, log: Log, message: MessageId) -> Claim:
    """Wait for the claim of an id to tell nothing of the message: the digest goes with what it was made of, soon."""
    async with asyncio.timeout(10):
        while (claim := await store.claim(log.room, message_key(message))) is None or claim.digest:
            await asyncio.sleep(0.02)
    return claim


class ClearingContract:
    """`room_cleared`."""

    async def test_nothing_that_was_said_can_be_read(self, store: Store) -> None:
        log = await talk(store)
        await store.append(log.write(e.RoomCleared()))
        everything = (
            await store.load(log.room),
            await store.events(log.room, 0, 50),
            await store.tail(log.room, 0),
            await store.history(log.room, None, None, 50),
            await store.rooms_of(BEN),
        )
        assert "hush" not in repr(everything)
        assert (await store.history(log.room, None, 2, 50)).messages == ()
        assert await store.messages(log.room, [HUSH, ANSWER]) == {}
        assert await store.edits(log.room, HUSH) == ()
        assert await store.search([log.room], "hush", 10) == ()
        assert await store.blob(log.room, "blob-1") is None

    async def test_the_room_folds_to_the_same_state(self, store: Store) -> None:
        log = await talk(store)
        expected = [entry.seq for entry in log.entries]
        await store.append(log.write(e.RoomCleared(), post("after", "after")))
        loaded = await store.load(log.room)
        assert loaded is not None
        assert replay(loaded.snapshot, loaded.tail) == log.state
        assert [entry.seq for entry in await store.events(log.room, 0, 50)] == [*expected, log.seq - 1, log.seq]
        assert loaded.texts == {}

    async def test_polls_and_ballots_stay_on_record(self, store: Store) -> None:
        log = await talk(store)
        before = await store.polls(log.room, None, 10)
        await store.append(log.write(e.RoomCleared()))
        assert await store.polls(log.room, None, 10) == before
        assert before[0]["ballots"][BEN]["choice"] == "approve"

    async def test_ids_stay_taken_and_nothing_of_them_is_compared(self, store: Store) -> None:
        log = await talk(store)
        await store.append(log.write(e.RoomCleared()))
        before = log.seq
        with pytest.raises(Clash):
            await store.append(log.write(post(HUSH, "again")))
        assert [entry.seq for entry in await store.tail(log.room, before)] == []
        claim = await until_untold(store, log, HUSH)
        assert (claim.author, claim.seq) == (ANN, 3)

    async def test_what_is_said_later_is_there(self, store: Store) -> None:
        log = await talk(store)
        await store.append(log.write(e.RoomCleared(), post("same-write", "@ben fresh", mentions=(BEN,))))
        await store.append(
            log.write(post("later", "fresh too"), e.MessageEdited("later", log.seq + 1, "fresh as well"))
        )
        assert [message.id for message in (await store.history(log.room, None, None, 50)).messages] == [
            "same-write",
            "later",
        ]
        assert {hit.message.id for hit in await search(store, log, "fresh", 2)} == {"same-write", "later"}
        (row,) = await store.rooms_of(BEN)
        assert (row.unread, row.mentions, row.last and row.last.body) == (2, 1, "fresh as well")
        assert [edit.body for edit in await store.edits(log.room, MessageId("later"))] == ["fresh too"]

    async def test_an_empty_room_has_nothing_unread(self, store: Store) -> None:
        log = await talk(store)
        await store.append(log.write(e.RoomCleared()))
        (row,) = await store.rooms_of(BEN)
        assert (row.unread, row.mentions, row.last) == (0, 0, None)

    async def test_an_older_snapshot_brings_nothing_back(self, store: Store) -> None:
        log = await talk(store)
        older = log.state
        await store.append(log.write(e.RoomCleared()))
        await store.save_snapshot(older)
        loaded = await store.load(log.room)
        assert "hush" not in repr(loaded)
        assert loaded is not None
        assert replay(loaded.snapshot, loaded.tail) == log.state

    async def test_what_changes_a_message_that_is_gone_changes_nothing(self, store: Store) -> None:
        log = await talk(store)
        late = (e.MessageEdited(HUSH, 3, "late"), e.MessageRedacted(HUSH, 3))
        await store.append(log.write(e.RoomCleared(), *late))
        assert (await store.history(log.room, None, None, 50)).messages == ()
        assert await store.edits(log.room, HUSH) == ()
        loaded = await store.load(log.room)
        assert loaded is not None
        assert replay(loaded.snapshot, loaded.tail) == log.state

    async def test_a_room_may_be_cleared_again_and_others_are_not(self, store: Store) -> None:
        log, other = await talk(store), await begin(store, room="room-two")
        await store.append(other.posts(2))
        await store.append(log.write(e.RoomCleared(), post("second", "hush four"), e.RoomCleared()))
        assert "hush" not in repr(await store.tail(log.room, 0))
        assert (await store.history(log.room, None, None, 50)).messages == ()
        assert [m.seq for m in (await store.history(RoomId("room-two"), None, None, 50)).messages] == [3, 4]
        assert await store.tail(other.room, 0) == tuple(other.entries)
