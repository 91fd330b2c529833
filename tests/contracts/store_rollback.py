"""Rolling back: what was said after a message is gone at once, what was said before it stays as it became."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.claims import message_key
from jupyter_collabchat.core.evolve import replay
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.room.ports import Blob, Clash, Store

from .log import ANN, BEN, BOT, HOST, Log, begin, post, started
from .store_archive import search
from .store_clearing import until_untold

FIRST, HUSH, ANSWER = MessageId("first"), MessageId("said"), MessageId("answer")


def back_to(log: Log, message: MessageId) -> e.RolledBack:
    kept = log.state.messages[message]
    return e.RolledBack(message, kept.seq, sum(m.seq > kept.seq for m in log.state.messages.values()))


async def talk(store: Store) -> Log:
    """Leave the word `hush` in every place after `first`, which is itself edited, and answered, only then."""
    log = await begin(store)
    await store.append(log.write(post(FIRST, "fresh one"), e.TurnStarted("turn-one", BOT, BEN, FIRST)))  # type: ignore[arg-type]
    await store.append(log.write(post(HUSH, "hush one", mentions=(BEN,))))
    await store.append(log.write(e.MessageEdited(HUSH, log.seq, "hush two", (BEN,)), started(ANSWER), by=HOST))
    await store.append(log.write(e.MessageEdited(FIRST, 3, "fresh two", (BEN,))))
    assert await store.save_blob(log.room, Blob("blob-1", ANSWER, "image/png", b"hush"), 1_000)
    mime = ({"image/png": {"ref": "blob-1", "mime": "image/png", "bytes": 4}},)
    await store.append(log.write(e.MessageEnded(ANSWER, "complete", "hush three", mime), by=HOST))
    await store.append(log.write(e.TurnEnded("turn-one", BOT, "done"), by=HOST))  # type: ignore[arg-type]
    await store.save_snapshot(log.state)
    await search(store, log, "hush", 2)
    return log


class RollbackContract:
    """`rolled_back`."""

    async def test_nothing_that_was_said_after_it_can_be_read(self, store: Store) -> None:
        log = await talk(store)
        await store.append(log.write(back_to(log, FIRST)))
        everything = (
            await store.load(log.room),
            await store.events(log.room, 0, 50),
            await store.tail(log.room, 0),
            await store.history(log.room, None, None, 50),
            await store.rooms_of(BEN),
        )
        assert "hush" not in repr(everything)
        assert await store.messages(log.room, [HUSH, ANSWER]) == {}
        assert await store.edits(log.room, HUSH) == ()
        assert await store.search([log.room], "hush", 10) == ()
        assert await store.blob(log.room, "blob-1") is None
        assert await store.said_after(log.room, 3) == 0

    async def test_what_was_said_before_it_stays_as_it_became(self, store: Store) -> None:
        log = await talk(store)
        await store.append(log.write(back_to(log, FIRST), post("line", "fresh line", kind="system")))
        kept = (await store.history(log.room, None, None, 50)).messages
        assert [(message.id, message.body) for message in kept] == [(FIRST, "fresh two"), ("line", "fresh line")]
        assert kept == tuple(log.state.messages.values())
        assert [edit.body for edit in await store.edits(log.room, FIRST)] == ["fresh one"]
        assert {hit.message.id for hit in await search(store, log, "fresh", 2)} == {FIRST, "line"}
        assert await store.said_after(log.room, 3) == 1
        (row,) = await store.rooms_of(BEN)
        assert (row.unread, row.mentions, row.last and row.last.body) == (2, 1, "fresh line")

    async def test_the_room_folds_to_the_same_state(self, store: Store) -> None:
        log = await talk(store)
        older = log.state
        await store.append(log.write(back_to(log, FIRST), post("after", "after")))
        loaded = await store.load(log.room)
        assert loaded is not None and replay(loaded.snapshot, loaded.tail) == log.state
        await store.save_snapshot(older)
        loaded = await store.load(log.room)
        assert loaded is not None and replay(loaded.snapshot, loaded.tail) == log.state
        assert "hush" not in repr(loaded)

    async def test_ids_stay_taken_and_nothing_of_them_is_compared(self, store: Store) -> None:
        log = await talk(store)
        await store.append(log.write(back_to(log, FIRST)))
        with pytest.raises(Clash):
            await store.append(log.write(post(HUSH, "again")))
        claim = await until_untold(store, log, HUSH)
        kept = await store.claim(log.room, message_key(FIRST))
        assert (claim.author, kept is not None and kept.digest) == (ANN, b"digest")

    async def test_pages_go_over_what_is_gone(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.posts(4))
        await store.append(log.write(back_to(log, MessageId("m4"))))
        await store.append(log.posts(2))
        await store.append(log.write(back_to(log, MessageId("m8"))))
        await store.append(log.posts(2))
        all_of_them = [3, 4, 8, 11, 12]
        assert [m.seq for m in (await store.history(log.room, None, None, 50)).messages] == all_of_them
        below = await store.history(log.room, 12, None, 3)
        assert ([m.seq for m in below.messages], below.has_more) == ([4, 8, 11], True)
        above = await store.history(log.room, None, 3, 3)
        assert ([m.seq for m in above.messages], above.has_more) == ([4, 8, 11], True)
        await store.append(log.write(back_to(log, MessageId("m3"))))
        assert [m.seq for m in (await store.history(log.room, None, None, 50)).messages] == [3]
        loaded = await store.load(log.room)
        assert loaded is not None and replay(loaded.snapshot, loaded.tail) == log.state
