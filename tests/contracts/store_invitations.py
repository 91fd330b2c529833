"""Invitations beside the log: who is invited where, without opening a room."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import HOST, InviteId, ParticipantId
from jupyter_collabchat.core.people import InviteEnd
from jupyter_collabchat.room.ports import InvitationRow, Store

from .log import ANN, BEN, CAT, begin, joined

NOW, LATER = 2_000, 9_000
ONE, TWO = InviteId("invite-1"), InviteId("invite-2")


def invited(key: InviteId, who: ParticipantId = CAT, until: int = LATER) -> e.MemberInvited:
    return e.MemberInvited(key, who, "observer", until)


def ended(key: InviteId, how: InviteEnd = "declined", who: ParticipantId = CAT) -> e.InviteEnded:
    return e.InviteEnded(key, who, how)


class InvitationContract:
    """`invitation`, `invitations_of`."""

    async def test_an_invitation_tells_about_its_room_and_who_asks(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(invited(ONE), by=BEN))
        assert await store.invitations_of(CAT, NOW) == (
            InvitationRow(ONE, log.room, "Room", BEN, "Ben", "observer", 2, 1_003, LATER),
        )
        assert await store.invitations_of(ANN, NOW) == ()

    async def test_it_follows_the_room(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(invited(ONE), by=BEN))
        await store.append(log.write(e.RoomRenamed("New"), e.NicknameSet(BEN, "Benny"), e.MemberLeft(BEN)))
        (row,) = await store.invitations_of(CAT, NOW)
        assert (row.room_name, row.by_name, row.members) == ("New", "Benny", 1)

    @pytest.mark.parametrize("how", ["accepted", "declined", "revoked", "expired"])
    async def test_one_that_ended_is_pending_no_more_but_known(self, store: Store, how: InviteEnd) -> None:
        log = await begin(store)
        await store.append(log.write(invited(ONE), invited(TWO, ParticipantId("user:dan"))))
        await store.append(log.write(ended(ONE, how), by=HOST))
        assert await store.invitations_of(CAT, NOW) == ()
        assert await store.invitation(ONE) == (log.room, CAT)
        assert await store.invitation(TWO) == (log.room, "user:dan")
        assert len(await store.invitations_of(ParticipantId("user:dan"), NOW)) == 1

    async def test_one_that_is_over_is_not_shown_though_nobody_ended_it(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(invited(ONE, until=NOW)))
        assert await store.invitations_of(CAT, NOW) == ()
        assert len(await store.invitations_of(CAT, NOW - 1)) == 1
        assert await store.invitation(ONE) == (log.room, CAT)

    async def test_invitations_of_all_rooms_come_newest_first(self, store: Store) -> None:
        logs = [await begin(store, room=f"room-{n}") for n in range(3)]
        await store.append(logs[0].posts(5))
        for n in (1, 2, 0):
            await store.append(logs[n].write(invited(InviteId(f"invite-{n}"))))
        rows = await store.invitations_of(CAT, NOW)
        assert [row.room for row in rows] == ["room-0", "room-2", "room-1"]

    async def test_the_same_person_may_be_invited_again(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(invited(ONE), ended(ONE), invited(TWO)))
        assert [row.id for row in await store.invitations_of(CAT, NOW)] == [TWO]

    async def test_who_accepts_is_a_member_and_invited_no_more(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(invited(ONE)))
        assert await store.rooms_of(CAT) == ()
        await store.append(log.write(ended(ONE, "accepted"), joined(CAT, "Cat"), by=CAT))
        assert await store.invitations_of(CAT, NOW) == ()
        assert [row.role for row in await store.rooms_of(CAT)] == ["collaborator"]

    async def test_an_unknown_invitation_is_none(self, store: Store) -> None:
        assert await store.invitation("nothing") is None
