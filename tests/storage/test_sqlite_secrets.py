"""Of what opens a door the file holds a hash alone, and what a person may read of it."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import ParticipantId, ShareId
from jupyter_collabchat.core.people import ShareTerms
from jupyter_collabchat.room.ports import GuestRow, NamedClaim, ShareRow, TokenRow
from jupyter_collabchat.storage.sqlite.store import SqliteStore
from tests.contracts.log import ANN, Log, begin

EVE = ParticipantId("guest:eve-1")


def hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def asked(key: str) -> NamedClaim:
    return NamedClaim(ANN, f"request:{key}", Claim(ANN, b"fields", 0, key))


async def keep(store: SqliteStore, log: Log, minted: list[str]) -> None:
    """Keep a delegation, a share link and a guest, whose secrets are `minted`."""
    token, share, guest = map(hashed, minted)
    await store.add_token(TokenRow("t-1", ANN, "Ann", "x", (log.room,), "post", 9, token, 1), asked("t-1"))
    await store.add_share(ShareRow(ShareId("share-1"), (log.room,), share, ANN, 1), asked("share-1"))
    await store.append(log.write(e.ShareCreated(ShareId("share-1"), ANN, ShareTerms("observer", 9, "class"))))
    await store.add_guest(GuestRow(EVE, "Eve", guest, 1))


async def test_a_secret_is_in_no_byte_and_opens_its_door_after_a_restart(tmp_path: Path) -> None:
    minted = [secrets.token_urlsafe(32) for _ in range(3)]
    store = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    await keep(store, await begin(store), minted)
    assert_no_secret(tmp_path, minted)
    await store.close()
    assert_no_secret(tmp_path, minted)
    again = SqliteStore.open(tmp_path / "rooms.db", holder="http://test")
    token, share, guest = map(hashed, minted)
    found = (await again.token(token), await again.share(share), await again.guest(guest))
    assert [row and row.id for row in found] == ["t-1", "share-1", EVE]
    await again.close()


def assert_no_secret(folder: Path, minted: list[str]) -> None:
    everything = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    assert hashed(minted[1]) in everything  # so the search would find one
    for secret in minted:
        assert secret.encode() not in everything
        assert secret.encode().hex().encode() not in everything
