"""Bringing people into a room from Python: by name, by link, with and without an account. Against a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from jupyter_collabchat.client import Closed, Rejection, Room, Server, SyncServer
from tests.lab import Lab

PATIENCE_S = 30.0
"""Ends a test that would wait for ever; nothing is timed by it."""


@pytest.fixture(scope="module")
def lab_config() -> dict[str, Any]:
    return {"CollabChatApp": {"rate_limit": 0}}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLLABCHAT_TOKEN", raising=False)


@asynccontextmanager
async def people(lab: Lab) -> AsyncIterator[tuple[Server, Server, Room]]:
    """Alice, Bob, and a fresh private room of Alice's, open as she has it."""
    async with Server(lab.url, token="tok-a") as alice, Server(lab.url, token="tok-b") as bob:
        await bob.me()  # whom the server has never seen it does not find
        async with await alice.connect(await alice.create_room("People")) as room:
            yield alice, bob, room


def role_of(room: Room, who: str) -> str | None:
    return next((person.role for person in room.participants if person.id == who), None)


# --- by name


async def test_somebody_is_found_invited_and_comes(lab):
    async with people(lab) as (alice, bob, room):
        (person,) = await alice.people("bo", room=room.id)
        invite = await room.invite(person, role="moderator", lifetime=timedelta(days=2))
        assert await alice.people("bo", room=room.id) == [], "who is invited is not offered again"
        (pending,) = await room.invites()
        assert (pending.id, pending.who, pending.name, pending.role) == (invite, "user:bob", "Bob", "moderator")
        assert pending.expires_at - pending.at == pytest.approx(timedelta(days=2).total_seconds() * 1000, abs=60_000)
        invitation = next(found for found in await bob.invitations() if found.id == invite)
        assert (invitation.room, invitation.room_name, invitation.by) == (room.id, "People", "user:alice")
        assert await bob.accept_invite(invitation) == room.id
        await room.wait_for(lambda found: role_of(found, "user:bob") == "moderator", PATIENCE_S)
        assert await room.invites() == []


async def test_invitations_are_declined_and_taken_back(lab):
    async with people(lab) as (_, bob, room):
        declined = await room.invite("bob")
        await bob.decline_invite(declined)
        await room.invite("user:bob")
        (pending,) = await room.invites()
        await room.revoke_invite(pending)
        assert await room.invites() == []
        with pytest.raises(Rejection) as refused:
            await bob.accept_invite(pending.id)
        assert refused.value.code == "invite/unknown"


async def test_a_name_in_one_room(lab):
    async with people(lab) as (_, _, room):
        await room.set_nickname("Ada")
        await room.wait_for(lambda found: [person.name for person in found.participants] == ["Ada"], PATIENCE_S)


# --- by link


async def test_somebody_without_an_account_comes_by_a_link_and_goes_with_it(lab):
    async with people(lab) as (_, _, room):
        link = await room.create_share(
            "visitors", max_uses=3, votes=True, consensus="owner", lifetime=timedelta(hours=2)
        )
        assert link.url is not None
        assert link.url.startswith(f"{lab.url}collabchat/join#")
        assert link.url.partition("#")[2] not in repr(link)
        async with Server(link.url) as visitor:
            (joined,) = await visitor.join(link.url, name="Grace")
            assert (joined.id, joined.name, joined.role) == (room.id, "People", "collaborator")
            assert (await visitor.me())["kind"] == "guest"
            async with await visitor.connect(joined.id) as theirs:
                posted = await theirs.post("no account needed")
                heard = await room.wait_for(lambda found: found.message(posted.id), PATIENCE_S)
                assert heard.author == theirs.me
                guest = next(person for person in room.participants if person.id == theirs.me)
                assert (guest.name, guest.kind, guest.via) == ("Grace", "guest", link.id)
                (share,) = await room.shares()
                assert (share.id, share.state, share.uses, share.connections) == (link.id, "live", 1, 1)
                assert (share.label, share.max_uses, share.votes, share.consensus) == ("visitors", 3, True, "owner")
                assert share.expires_at - share.at == pytest.approx(7_200_000, abs=60_000)
                await room.revoke_share(share)
                with pytest.raises(Closed) as end:
                    await theirs.wait_for(lambda _: False, PATIENCE_S)
                assert end.value.code in (4403, 4404)
        assert await room.shares() == []
        async with Server(link.url) as late:
            with pytest.raises(Rejection) as refused:
                await late.join(link.url, name="Heidi")
            assert refused.value.code == "share/dead"


async def test_an_account_comes_by_a_link_as_itself_into_all_its_rooms(lab):
    async with people(lab) as (alice, bob, room):
        other = await alice.create_room("Another")
        link = await room.create_share(role="observer", rooms=[other])
        assert link.url is not None
        joined = await bob.join(link.url.partition("#")[2], name="not Bob")
        assert [(found.id, found.role) for found in joined] == [(room.id, "observer"), (other, "observer")]
        await room.wait_for(lambda found: role_of(found, "user:bob") == "observer", PATIENCE_S)
        assert {person.name for person in room.participants} == {"Alice", "Bob"}
        await room.revoke_share(link)
        assert [found.id for found in await bob.rooms() if found.id in (room.id, other)] == []


async def test_what_is_for_the_owner_is_refused_to_others(lab):
    async with people(lab) as (_, bob, room):
        await bob.accept_invite(await room.invite("bob"))
        async with await bob.connect(room.id) as his:
            for refused in (his.create_share, his.shares, his.invites):
                with pytest.raises(Rejection) as rejection:
                    await refused()
                assert rejection.value.code == "role/forbidden"


# --- without await


def test_the_sync_face_does_the_same(lab):
    with SyncServer(lab.url, token="tok-c") as carol, SyncServer(lab.url, token="tok-d") as dave:
        dave.me()
        with carol.connect(carol.create_room("Sync")) as room:
            first = room.invite("dave")
            dave.decline_invite(first)
            second = room.invite(carol.people("da", room=room.id)[0])
            room.revoke_invite(second)
            room.invite("dave", role="observer")
            assert [pending.who for pending in room.invites()] == ["user:dave"]
            assert dave.accept_invite(dave.invitations()[0]) == room.id
            room.set_nickname("Carla")
            link = room.create_share("sync", max_uses=1)
            with SyncServer(link.url) as visitor:
                assert [found.name for found in visitor.join(link.url, name="Grace")] == ["Sync"]
            assert [share.state for share in room.shares()] == ["used_up"]
            room.revoke_share(link)
            assert room.shares() == []
