"""Large parts of messages: who owns them, how much a room may have, when they go."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import MessageId, RoomId
from jupyter_collabchat.room.ports import Blob, StorageFailed, Store

from .log import ANN, BEN, HOST, Log, begin, post, started

MOST = 1_000
ANSWER = MessageId("answer")
FIRST_SEQ = 4
"""Of the message being written."""


def blob(key: str, data: bytes = b"picture", message: str = ANSWER) -> Blob:
    return Blob(key, MessageId(message), "image/png", data)


def ending(*refs: str) -> e.MessageEnded:
    mime = tuple({"image/png": {"ref": ref, "mime": "image/png", "bytes": 7}, "text/plain": "x"} for ref in refs)
    return e.MessageEnded(ANSWER, "complete", "x", mime)


async def writing(store: Store, room: str = "room-one") -> Log:
    """Make a room where an agent is writing a message."""
    log = await begin(store, room=room)
    await store.append(log.write(e.TurnStarted("turn-one", BEN, ANN, "m1"), started(ANSWER), by=HOST))
    return log


class BlobContract:
    """`save_blob`, `blob`."""

    async def test_a_blob_is_found_in_its_room_alone(self, store: Store) -> None:
        log, other = await writing(store), await writing(store, "room-two")
        assert await store.save_blob(log.room, blob("one", b"\0\xff"), MOST)
        assert await store.blob(log.room, "one") == blob("one", b"\0\xff")
        for room, key in ((other.room, "one"), (log.room, "two"), (RoomId("nowhere"), "one")):
            assert await store.blob(room, key) is None

    async def test_only_a_message_being_written_gets_one(self, store: Store) -> None:
        log = await writing(store)
        await store.append(log.write(post("done", "done")))
        for message in ("done", "unknown"):
            assert not await store.save_blob(log.room, blob("one", message=message), MOST)
        await store.append(log.write(ending(), by=HOST))
        assert not await store.save_blob(log.room, blob("one"), MOST)
        assert await store.blob(log.room, "one") is None
        with pytest.raises(StorageFailed):
            await store.save_blob(RoomId("nowhere"), blob("one"), MOST)

    async def test_a_room_has_only_so_much(self, store: Store) -> None:
        log, other = await writing(store), await writing(store, "room-two")
        assert await store.save_blob(log.room, blob("one", b"x" * 600), MOST)
        assert not await store.save_blob(log.room, blob("two", b"x" * 401), MOST)
        assert await store.save_blob(log.room, blob("three", b"x" * 400), MOST)
        assert await store.save_blob(other.room, blob("four", b"x" * 1000), MOST)
        assert await store.blob(log.room, "two") is None

    async def test_an_ended_message_keeps_what_it_names(self, store: Store) -> None:
        log = await writing(store)
        for key in ("one", "two", "three"):
            assert await store.save_blob(log.room, blob(key), MOST)
        await store.append(log.write(ending("one", "three"), by=HOST))
        found = [await store.blob(log.room, key) for key in ("one", "two", "three")]
        assert found == [blob("one"), None, blob("three")]

    async def test_redaction_deletes_them_and_makes_room(self, store: Store) -> None:
        log = await writing(store)
        assert await store.save_blob(log.room, blob("one", b"x" * MOST), MOST)
        await store.append(log.write(ending("one"), by=HOST))
        await store.append(log.write(e.MessageRedacted(ANSWER, FIRST_SEQ)))
        assert await store.blob(log.room, "one") is None
        await store.append(log.write(started("next"), by=HOST))
        assert await store.save_blob(log.room, blob("two", b"x" * MOST, "next"), MOST)
