"""What the store knows about people: their rooms without opening them, unread counts, names, delegations."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.ids import ParticipantId, RoomId, ShareId
from jupyter_collabchat.core.model import Policy
from jupyter_collabchat.room.ports import Clash, NamedClaim, Preferences, RoomRow, Store, TokenRow

from .log import ANN, BEN, BOT, CAT, Log, begin, joined, post

EVE = ParticipantId("guest:eve-1")


async def one_row(store: Store, person: ParticipantId) -> RoomRow:
    (row,) = await store.rooms_of(person)
    return row


def delegation(key: str, owner: ParticipantId, at: int = 1) -> TokenRow:
    return TokenRow(key, owner, "Ann", "my script", (RoomId("room-one"),), "post", 9_999, key.encode() * 8, at)


def request(owner: ParticipantId, key: str) -> NamedClaim:
    return NamedClaim(owner, f"request:{key}", Claim(owner, b"fields", 0, key))


class PeopleContract:
    """`rooms_of`, `remember`, `people`, `known`, preferences, delegations."""

    async def test_a_member_sees_the_room(self, store: Store) -> None:
        log = await begin(store, topic="About", scope="nb.ipynb")
        await store.append(log.write(post("m1", "hello"), by=BEN))
        row = await one_row(store, ANN)
        assert (row.id, row.name, row.topic, row.visibility, row.scope) == (
            log.room,
            "Room",
            "About",
            "private",
            "nb.ipynb",
        )
        assert (row.owner, row.owner_name, row.members, row.role) == (ANN, "Ann", 2, "owner")
        assert row.last is not None
        assert (row.last.body, row.last_name) == ("hello", "Ben")
        assert (await one_row(store, BEN)).role == "collaborator"

    async def test_a_room_without_messages_has_no_last_one(self, store: Store) -> None:
        await begin(store)
        row = await one_row(store, ANN)
        assert (row.last, row.last_name, row.unread, row.mentions) == (None, "", 0, 0)

    async def test_a_stranger_sees_listed_rooms_only_and_nothing_said_there(self, store: Store) -> None:
        await begin(store)
        log = await begin(store, room="room-two", visibility="listed")
        await store.append(log.posts(2))
        row = await one_row(store, CAT)
        assert (row.id, row.role, row.last, row.unread, row.members) == (log.room, None, None, 0, 2)
        assert await store.rooms_of(CAT, RoomId("room-one")) == ()
        assert len(await store.rooms_of(CAT, log.room)) == 1
        assert [row.id for row in await store.rooms_of(ANN, RoomId("room-one"))] == ["room-one"]
        assert await store.rooms_of(ANN, RoomId("nowhere")) == ()

    async def test_my_rooms_come_before_listed_ones(self, store: Store) -> None:
        await begin(store, visibility="listed")
        two = Log("room-two")
        await store.append(two.write(e.RoomCreated(two.room, "Two", CAT, "Cat", "cat")))
        assert [(row.id, row.role) for row in await store.rooms_of(CAT)] == [("room-two", "owner"), ("room-one", None)]

    async def test_guests_see_the_rooms_they_are_in_and_no_listed_one(self, store: Store) -> None:
        await begin(store, room="room-two", visibility="listed")
        log = await begin(store)
        await store.append(log.write(joined(EVE, "Eve")))
        assert [(row.id, row.role) for row in await store.rooms_of(EVE)] == [(log.room, "collaborator")]
        assert await store.rooms_of(EVE, RoomId("room-two")) == ()
        assert (await one_row(store, EVE)).members == 3

    @pytest.mark.parametrize("block", [False, True])
    async def test_who_was_removed_sees_a_listed_room_only_as_a_member(self, store: Store, block: bool) -> None:
        log = await begin(store, visibility="listed")
        await store.append(log.write(e.MemberRemoved(BEN, block)))
        assert await store.rooms_of(BEN) == await store.rooms_of(BEN, log.room) == ()
        await store.append(log.write(joined(BEN, "Ben")))
        assert (await one_row(store, BEN)).role == "collaborator"
        await store.append(log.write(e.MemberLeft(BEN)))
        assert (await one_row(store, BEN)).role is None

    async def test_a_role_follows_the_grants_and_ends_with_the_last(self, store: Store) -> None:
        log = await begin(store)
        grants = {"personal": "observer", "share-1": "collaborator"}
        await store.append(log.write(e.GrantsSet(BEN, "collaborator", grants), e.NicknameSet(BEN, "Benny")))  # type: ignore[arg-type]
        await store.append(log.write(post("m1", "hi"), by=BEN))
        row = await one_row(store, BEN)
        assert (row.role, row.last_name) == ("collaborator", "Benny")
        await store.append(log.write(e.GrantsSet(BEN, "observer", {"personal": "observer"})))
        assert (await one_row(store, BEN)).role == "observer"
        await store.append(log.write(e.MembershipEnded(BEN, ShareId("share-1"))))
        assert await store.rooms_of(BEN) == ()
        assert (await one_row(store, ANN)).members == 1

    async def test_rows_say_whether_a_room_is_solo_or_archived(self, store: Store) -> None:
        log = await begin(store)
        seen = [await one_row(store, BEN)]
        for event in (e.CollaborationSet(False), e.RoomArchived(), e.CollaborationSet(True), e.RoomUnarchived()):
            await store.append(log.write(event))
            seen.append(await one_row(store, BEN))
        assert [(row.collaboration, row.archived) for row in seen] == [
            (True, False),
            (False, False),
            (False, True),
            (True, True),
            (True, False),
        ]

    @pytest.mark.parametrize("gone", [e.MemberLeft(BEN), e.MemberRemoved(BEN)])
    async def test_who_is_gone_sees_it_no_more(self, store: Store, gone: e.AnyEvent) -> None:
        log = await begin(store)
        await store.append(log.write(gone))
        assert await store.rooms_of(BEN) == ()
        assert (await one_row(store, ANN)).members == 1
        await store.append(log.write(joined(BEN, "Benjamin"), by=BEN))
        assert (await one_row(store, BEN)).role == "collaborator"
        assert (await one_row(store, ANN)).members == 2

    async def test_a_listed_room_is_unknown_to_who_was_removed_and_not_to_who_left(self, store: Store) -> None:
        log = await begin(store, visibility="listed")
        await store.append(log.write(joined(CAT, "Cat"), by=CAT))
        await store.append(log.write(post("m1", "bye"), e.MemberLeft(BEN), by=BEN))
        await store.append(log.write(post("m2", "gone?"), by=CAT))
        await store.append(log.write(e.MemberRemoved(CAT)))
        assert (await one_row(store, BEN)).role is None
        assert await store.rooms_of(CAT) == await store.rooms_of(CAT, log.room) == ()
        assert (await one_row(store, ANN)).members == 1
        page = await store.history(log.room, None, None, 1)
        assert page.names == {CAT: "Cat"}
        await store.append(log.write(joined(CAT, "Cat"), by=CAT))
        assert (await one_row(store, CAT)).role == "collaborator"
        await store.append(log.write(e.MemberLeft(CAT), by=CAT))
        assert (await one_row(store, CAT)).role is None

    async def test_rows_follow_the_room(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(e.RoomRenamed("New"), e.TopicSet("Topic"), e.RoleSet(BEN, "moderator")))
        await store.append(log.write(e.PolicySet(Policy(), "listed"), e.OwnershipTransferred(BEN)))
        row = await one_row(store, ANN)
        assert (row.name, row.topic, row.visibility, row.owner, row.owner_name) == (
            "New",
            "Topic",
            "listed",
            BEN,
            "Ben",
        )
        assert (row.role, (await one_row(store, BEN)).role) == ("moderator", "owner")

    async def test_agents_are_not_counted_among_the_people(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(e.AgentAdded(BOT, "Bot")))
        assert (await one_row(store, ANN)).members == 2

    async def test_a_deleted_room_is_in_nobodys_list(self, store: Store) -> None:
        log = await begin(store, visibility="listed")
        await store.append(log.write(e.RoomDeleted()))
        for person in (ANN, BEN, CAT):
            assert await store.rooms_of(person) == ()
        assert await store.tail(log.room, 0) == tuple(log.entries)

    async def test_unread_counts_what_others_said_since(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.posts(4, by=BEN))
        await store.append(log.posts(3, by=ANN))
        await store.append(log.write(e.MessageRedacted("m6", 6), by=BEN))
        assert ((await one_row(store, ANN)).unread, (await one_row(store, BEN)).unread) == (3, 3)
        await store.save_receipts(log.room, {ANN: 4})
        row = await one_row(store, ANN)
        assert (row.read_seq, row.unread) == (4, 1)

    async def test_unread_stops_at_a_hundred(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.posts(150, by=BEN))
        assert (await one_row(store, ANN)).unread == 100

    async def test_mentions_follow_reading_edits_and_redaction(self, store: Store) -> None:
        log = await begin(store)
        await store.append(
            log.write(post("m1", "@ann", mentions=(ANN, BOT)), post("m2", "@ann", mentions=(ANN,)), by=BEN)
        )
        await store.append(log.write(post("m3", "hm"), e.MessageEdited("m3", 5, "@ann", (ANN,)), by=BEN))
        assert ((await one_row(store, ANN)).mentions, (await one_row(store, BEN)).mentions) == (3, 0)
        await store.append(log.write(e.MessageEdited("m1", 3, "nobody"), e.MessageRedacted("m2", 4), by=BEN))
        assert (await one_row(store, ANN)).mentions == 1
        await store.save_receipts(log.room, {ANN: 5})
        assert (await one_row(store, ANN)).mentions == 0

    # --- people

    async def test_people_are_found_by_the_beginning_of_name_or_username(self, store: Store) -> None:
        await store.remember(ParticipantId("user:zoe"), "Émile Zola")
        await store.remember(ParticipantId("user:emma"), "Woodhouse")
        await store.remember(ANN, "Ann")
        found = await store.people("EM", 10)
        assert found == (("user:zoe", "Émile Zola"), ("user:emma", "Woodhouse"))
        assert await store.people("zola", 10) == ()
        assert await store.people("em", 1) == found[:1]
        assert len(await store.people("", 10)) == 3

    async def test_a_person_is_known_by_the_newest_name(self, store: Store) -> None:
        await store.remember(ANN, "Anne")
        await store.remember(ANN, "Bella")
        assert await store.people("b", 10) == ((ANN, "Bella"),)
        assert await store.people("anne", 10) == ()

    async def test_guests_are_known_by_name_but_not_found(self, store: Store) -> None:
        await store.remember(EVE, "Eve")
        await store.remember(ANN, "Eva")
        assert await store.people("ev", 10) == ((ANN, "Eva"),)
        assert await store.people("", 10) == ((ANN, "Eva"),)
        assert await store.known([EVE, BEN, ANN]) == {EVE: "Eve", ANN: "Eva"}
        assert await store.known([]) == {}

    # --- how they want to be in rooms

    async def test_who_never_said_how_wants_the_usual(self, store: Store) -> None:
        assert await store.preferences(ANN) == Preferences(nickname="", receipts=True)
        assert await store.hidden_receipts([ANN, BEN]) == frozenset()

    async def test_wishes_are_kept_per_person(self, store: Store) -> None:
        await store.save_preferences(ANN, Preferences("Annie", receipts=False))
        await store.save_preferences(BEN, Preferences(receipts=False))
        assert await store.preferences(ANN) == Preferences("Annie", receipts=False)
        assert await store.hidden_receipts([ANN, BEN, CAT]) == {ANN, BEN}
        assert await store.hidden_receipts([CAT]) == await store.hidden_receipts([]) == frozenset()
        await store.save_preferences(ANN, Preferences("Annie", receipts=True))
        assert await store.hidden_receipts([ANN, BEN]) == {BEN}

    # --- delegations

    async def test_a_delegation_is_found_by_its_hash_until_revoked(self, store: Store) -> None:
        token = delegation("t-1", ANN)
        await store.add_token(token, request(ANN, "r-1"))
        assert await store.token(token.hash) == token
        assert await store.token(b"other") is None
        assert await store.revoke_token(BEN, "t-1") is False
        assert await store.revoke_token(ANN, "t-1") is True
        assert await store.revoke_token(ANN, "t-1") is False
        assert await store.token(token.hash) is None

    async def test_my_delegations_come_newest_first(self, store: Store) -> None:
        for n in range(3):
            await store.add_token(delegation(f"t-{n}", ANN, at=n), request(ANN, f"r-{n}"))
        await store.add_token(delegation("t-9", BEN), request(BEN, "r-0"))
        assert [token.id for token in await store.tokens_of(ANN)] == ["t-2", "t-1", "t-0"]

    async def test_the_same_request_mints_once(self, store: Store) -> None:
        await store.add_token(delegation("t-1", ANN), request(ANN, "r-1"))
        with pytest.raises(Clash) as clash:
            await store.add_token(delegation("t-2", ANN), request(ANN, "r-1"))
        assert clash.value.claims["request:r-1"].ref == "r-1"
        assert [token.id for token in await store.tokens_of(ANN)] == ["t-1"]
        assert await store.claim(ANN, "request:r-1") is not None
