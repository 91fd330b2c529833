"""The store's first duty: a gap-free log, unique ids, and what a room is rebuilt from."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.evolve import replay
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import MessageId, RoomId
from jupyter_collabchat.core.model import RoomState
from jupyter_collabchat.room.ports import Clash, NamedClaim, StorageFailed, Store, Write

from .log import ANN, BEN, BOT, HOST, Log, begin, post, started


class LogContract:
    """`append`, `load`, `tail`, `events`, `claim` and what a room saves beside its log."""

    async def test_an_unknown_room_is_none(self, store: Store) -> None:
        assert await store.load(RoomId("nowhere")) is None
        assert await store.tail(RoomId("nowhere"), 0) == ()
        assert await store.events(RoomId("nowhere"), 0, 10) == ()

    async def test_load_returns_everything_that_was_appended(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.posts(3))
        loaded = await store.load(log.room)
        assert loaded is not None
        assert loaded.snapshot == RoomState(log.room)
        assert loaded.tail == tuple(log.entries)
        assert (loaded.texts, loaded.receipts) == ({}, {})

    async def test_tail_and_events_continue_after_a_seq(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.posts(5))
        assert await store.tail(log.room, 4) == tuple(log.entries[4:])
        assert await store.tail(log.room, log.seq) == ()
        assert await store.events(log.room, 1, 3) == tuple(log.entries[1:4])

    async def test_rooms_do_not_see_each_other(self, store: Store) -> None:
        one, two = await begin(store), await begin(store, room="room-two")
        await asyncio.gather(store.append(one.posts(20)), store.append(two.posts(20, by=BEN)))
        assert await store.tail(one.room, 0) == tuple(one.entries)
        assert await store.tail(two.room, 0) == tuple(two.entries)

    async def test_a_snapshot_shortens_the_tail(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.posts(10))
        await store.save_snapshot(log.state)
        await store.append(log.posts(2))
        loaded = await store.load(log.room)
        assert loaded is not None
        assert loaded.snapshot.seq == 12
        assert len(loaded.tail) == 2
        assert replay(loaded.snapshot, loaded.tail) == log.state

    async def test_a_later_snapshot_replaces_the_earlier(self, store: Store) -> None:
        log = await begin(store)
        for _ in range(3):
            await store.append(log.posts(2))
            await store.save_snapshot(log.state)
        loaded = await store.load(log.room)
        assert loaded is not None
        assert (loaded.snapshot, loaded.tail) == (log.state, ())

    async def test_texts_are_replaced_and_end_with_their_message(self, store: Store) -> None:
        log = await begin(store)
        turn = e.TurnStarted("turn-one", BOT, ANN, "m4")
        await store.append(log.write(e.AgentAdded(BOT, "Bot"), post("m4", "go"), turn, started("a1"), started("a2")))
        await store.save_texts(log.room, {MessageId("a0"): "old"})
        await store.save_texts(log.room, {MessageId("a1"): "Hel", MessageId("a2"): "Wo"})
        await store.append(log.write(e.MessageEnded(MessageId("a1"), "complete", "Hello"), by=HOST))
        loaded = await store.load(log.room)
        assert loaded is not None
        assert loaded.texts == {"a2": "Wo"}

    async def test_a_receipt_never_moves_back(self, store: Store) -> None:
        log = await begin(store)
        await store.save_receipts(log.room, {ANN: 5, BEN: 2})
        await store.save_receipts(log.room, {ANN: 3, BEN: 4})
        loaded = await store.load(log.room)
        assert loaded is not None
        assert loaded.receipts == {ANN: 5, BEN: 4}

    @pytest.mark.parametrize("seq", [1, 2, 4])
    async def test_a_write_that_does_not_continue_the_log_is_refused(self, store: Store, seq: int) -> None:
        log = await begin(store)
        entry = e.Entry(seq, 1, ANN, post("stray", "lost"))
        with pytest.raises(StorageFailed):
            await store.append(Write(log.room, (entry,)))
        assert await store.tail(log.room, 0) == tuple(log.entries)

    async def test_a_write_to_a_room_that_was_never_created_is_refused(self, store: Store) -> None:
        with pytest.raises(StorageFailed):
            await store.append(Write(RoomId("nowhere"), (e.Entry(1, 1, ANN, post("stray", "lost")),)))
        assert await store.load(RoomId("nowhere")) is None

    # --- ids

    async def test_a_claim_is_found_by_scope_and_key(self, store: Store) -> None:
        log = Log()
        made = NamedClaim(ANN, "request:r-1", Claim(ANN, b"fields", 1, log.room))
        await store.append(log.write(e.RoomCreated(log.room, "Room", ANN, "Ann", "ann"), claims=(made,)))
        await store.append(log.posts(1))
        assert await store.claim(ANN, "request:r-1") == made.claim
        assert await store.claim(log.room, "message:m2") == Claim(ANN, b"digest", 2)
        assert await store.claim(BEN, "request:r-1") is None
        assert await store.claim("nowhere", "message:m2") is None

    async def test_a_clash_says_who_was_first_and_writes_nothing(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(post("same", "mine")))
        before = tuple(log.entries)
        with pytest.raises(Clash) as clash:
            await store.append(log.write(post("fresh", "a"), post("same", "yours"), by=BEN))
        assert clash.value.claims == {"message:same": Claim(ANN, b"digest", 3)}
        assert await store.tail(log.room, 0) == before
        assert await store.claim(log.room, "message:fresh") is None
        assert (await store.messages(log.room, [MessageId("same")]))[MessageId("same")].body == "mine"

    async def test_an_id_twice_in_one_write_is_a_clash(self, store: Store) -> None:
        log = await begin(store)
        with pytest.raises(Clash):
            await store.append(log.write(post("twin", "a"), post("twin", "b")))

    async def test_a_clash_harms_no_write_beside_it(self, store: Store) -> None:
        logs = [await begin(store, room=f"room-{n}") for n in range(6)]
        for log in logs:
            await store.append(log.write(post("same", "first")))
        before = [tuple(log.entries) for log in logs]
        writes = [
            log.write(post("same" if n % 2 else "new", "second"), post("more", "x")) for n, log in enumerate(logs)
        ]
        done = await asyncio.gather(*(store.append(write) for write in writes), return_exceptions=True)
        assert [type(result) for result in done] == [type(None), Clash] * 3
        for n, log in enumerate(logs):
            assert await store.tail(log.room, 0) == (before[n] if n % 2 else tuple(log.entries))

    async def test_the_same_id_may_be_used_in_two_rooms(self, store: Store) -> None:
        one, two = await begin(store), await begin(store, room="room-two")
        await store.append(one.write(post("same", "one")))
        await store.append(two.write(post("same", "two")))
        assert (await store.messages(two.room, [MessageId("same")]))[MessageId("same")].body == "two"

    async def test_nobody_can_take_the_id_of_an_agents_message(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(e.TurnStarted("turn-one", BOT, ANN, "m1"), started("answer"), by=HOST))
        with pytest.raises(Clash):
            await store.append(log.write(post("answer", "forged")))

    async def test_a_closed_store_accepts_nothing(self, store: Store) -> None:
        log = await begin(store)
        await store.close()
        with pytest.raises(StorageFailed):
            await store.append(log.posts(1))
