"""What secrets open: share links and guests, found by hash alone. Delegations are in `store_people`."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import ParticipantId, RoomId, ShareId
from jupyter_collabchat.room.ports import Clash, GuestRow, NamedClaim, ShareRow, StorageFailed, Store

from .log import ANN, BEN

EVE = ParticipantId("guest:eve-1")


def link(key: str, *rooms: str) -> ShareRow:
    return ShareRow(ShareId(key), tuple(map(RoomId, rooms)), key.encode() * 8, ANN, 7)


def asked(request: str, share: str) -> NamedClaim:
    return NamedClaim(ANN, f"request:{request}", Claim(ANN, b"fields", 3, share))


class KeysContract:
    """`add_share`, `share`, `share_named`, `add_guest`, `guest`, `forget_guest`."""

    async def test_a_link_is_found_by_hash_and_by_id(self, store: Store) -> None:
        one, two = link("share-1", "room-one"), link("share-2", "room-two", "room-one")
        await store.add_share(one, asked("r-1", "share-1"))
        await store.add_share(two, asked("r-2", "share-2"))
        assert [await store.share(row.hash) for row in (one, two)] == [one, two]
        assert [await store.share_named(row.id) for row in (one, two)] == [one, two]
        assert await store.share(b"share-1") is None
        assert await store.share_named("share-3") is None

    async def test_the_same_request_makes_one_link(self, store: Store) -> None:
        first = link("share-1", "room-one")
        await store.add_share(first, asked("r-1", "share-1"))
        with pytest.raises(Clash) as clash:
            await store.add_share(link("share-2", "room-one"), asked("r-1", "share-2"))
        assert clash.value.claims == {"request:r-1": Claim(ANN, b"fields", 3, "share-1")}
        assert await store.share_named("share-2") is None
        assert await store.claim(ANN, "request:r-1") == Claim(ANN, b"fields", 3, "share-1")

    async def test_a_guest_is_found_by_hash_until_forgotten(self, store: Store) -> None:
        eve, ida = GuestRow(EVE, "Eve", b"e" * 32, 5), GuestRow(ParticipantId("guest:ida-1"), "Ida", b"i" * 32, 6)
        await store.add_guest(eve)
        await store.add_guest(ida)
        assert [await store.guest(row.hash) for row in (eve, ida)] == [eve, ida]
        assert await store.guest(b"other") is None
        await store.forget_guest(EVE)
        await store.forget_guest(BEN)
        assert [await store.guest(row.hash) for row in (eve, ida)] == [None, ida]

    async def test_a_closed_store_keeps_no_key(self, store: Store) -> None:
        await store.close()
        with pytest.raises(StorageFailed):
            await store.add_share(link("share-1", "room-one"), asked("r-1", "share-1"))
        with pytest.raises(StorageFailed):
            await store.add_guest(GuestRow(EVE, "Eve", b"e" * 32, 5))
