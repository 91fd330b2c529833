"""What happens to a membership reaches open sessions at once: the end of it, its rights, its invitations (S6)."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core.commands import Chown, CreateShare, RedeemShare
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.ids import ParticipantId
from jupyter_collabchat.core.model import Actor
from jupyter_collabchat.room import epochs
from jupyter_collabchat.room.ask import Ack
from jupyter_collabchat.room.lobby import Lobby
from jupyter_collabchat.room.ports import Preferences
from jupyter_collabchat.room.room import Room
from tests.room.hall import Hall, law_2, settled, until
from tests.room.person import Person, actor, fresh
from tests.room.pipe import Pipe

GUEST = ParticipantId("guest:grace")


async def _share(hall: Hall, room: Room) -> str:
    wanted = {"request": fresh("s"), "rooms": [room.id], "role": "collaborator"}
    ack = await hall.send(room, "ann", "create_share", **wanted)
    return str(ack.result["share"])


async def _guest(hall: Hall, room: Room) -> Person:
    await room.act(RedeemShare(GUEST, "Grace", await _share(hall, room)))
    who = Actor(GUEST, "Grace", rights=frozenset({"collabchat:read", "collabchat:write"}))
    return await Person(who).enter(hall.registry, room.id)


# --- S6: after the ack nothing more


@pytest.mark.parametrize(
    ("act", "fields", "closed"),
    [
        ("remove_member", {"who": GUEST}, wire.NOT_ALLOWED),
        ("remove_member", {"who": GUEST, "block": True}, wire.NOT_ALLOWED),
        ("revoke_share", {}, wire.NOT_ALLOWED),
        ("set_collaboration", {"on": False}, wire.NOT_ALLOWED),
        ("delete_room", {}, wire.NO_SUCH_ROOM),
        ("mute", {"who": GUEST}, None),
        ("set_role", {"who": GUEST, "role": "observer"}, None),
        ("archive_room", {}, None),
    ],
)
async def test_nothing_of_theirs_follows_the_ack(hall, act, fields, closed):
    room = await hall.make()
    guest, ann = await _guest(hall, room), await hall.enter(room, "ann")
    if act == "revoke_share":
        fields = {"share": next(iter(room.state.shares))}
    guest.send(presence={"typing": True})
    for _ in range(3):
        guest.post("before")
    frame_id = ann.command(act, **fields)
    for _ in range(3):
        guest.post("after")
    await settled(room)
    done = ann.read().answers[frame_id]["ack"]["seq"]
    late = [e for e in await hall.store.events(room.id, 0, 1000) if e.by == GUEST and e.seq > done]
    assert late == []
    assert len([message for message in room.state.messages.values() if message.body == "before"]) == 3
    assert guest.read().closed == closed
    await until(lambda: not ann.read().presence.get(GUEST, {}).get("typing"))
    if closed is not None:
        before = guest.pipe.sent_bytes
        await hall.send(room, "ann", "set_topic", topic="only for us") if act != "delete_room" else None
        assert guest.pipe.sent_bytes == before, "the stream ends with the membership"
        assert room.sessions_of(GUEST) == ()
    else:
        assert await guest.refused("post_message", message_id=fresh("m"), body="late") in (
            "member/muted",
            "role/forbidden",
            "room/archived",
        )


async def test_who_is_shut_out_learns_why_before_the_end(hall):
    room = await hall.make()
    guest, bob = await _guest(hall, room), await hall.enter(room, "bob")
    script = await hall.enter(room, "bob", scope="post")
    own = await hall.enter(room, "ann", scope="read")
    await hall.send(room, "ann", "set_collaboration", on=False)
    for person in (guest, bob, script):
        assert (person.read().closed, person.notices[-1]["type"]) == (wire.NOT_ALLOWED, "removed")
        assert (person.notices[-1]["how"], person.pipe.closed[1]) == ("solo", person.notices[-1]["message"])
    assert own.read().closed is None, "the owner's own script stays"
    with pytest.raises(Rejection) as refused:
        await hall.enter(room, "bob")
    assert refused.value.code == "room/solo"


async def test_a_room_given_away_while_solo_shuts_its_former_owner_out(hall):
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    await hall.send(room, "ann", "set_collaboration", on=False)
    await room.act(Chown(ParticipantId("user:bob"), "Bob"))
    assert ann.read().closed == wire.NOT_ALLOWED
    assert (await hall.enter(room, "bob")).closed is None


# --- time


async def test_an_invitation_expires_in_a_room_that_was_opened_again(hall):
    """The room's clockwork runs from its opening, not from its first event."""
    await hall.store.remember(ParticipantId("user:bob"), "Bob")
    room = await hall.make()
    await hall.send(room, "ann", "invite", who="user:bob", expires_at=hall.house.clock.now() + 3_600_000)
    room = await hall.reopen(room)
    lobby = Lobby(hall.registry)
    hall.house.watchers.append(lobby)
    pipe = Pipe()
    await lobby.enter(actor("bob"), pipe, wire.Hello("test/1"))
    assert len(pipe.take()[0]["welcome"]["invitations"]) == 1
    ann = await hall.enter(room, "ann")
    await until(lambda: not room.state.invites)
    assert pipe.take()[-1]["notice"]["type"] == "invitation_gone"
    assert ann.read().notices[-1] == {"type": "invites"}


@pytest.mark.parametrize("shown", ["in a welcome", "in a notice"])
async def test_who_is_shown_an_invitation_is_told_its_end_though_nobody_has_the_room_open(hall, shown):
    await hall.store.remember(ParticipantId("user:bob"), "Bob")
    lobby, pipe = Lobby(hall.registry), Pipe()
    hall.house.watchers.append(lobby)
    room = await hall.make()
    end = hall.house.clock.now() + 3_600_000
    if shown == "in a notice":
        await lobby.enter(actor("bob"), pipe, wire.Hello("test/1"))
    invite = (await hall.send(room, "ann", "invite", who="user:bob", expires_at=end)).result["invite"]
    if shown == "in a welcome":
        await lobby.enter(actor("bob"), pipe, wire.Hello("test/1"))
    key = room.id
    await until(lambda: hall.registry.find(key) is None)
    assert hall.house.clock.now() < end
    pipe.take()
    await until(lambda: hall.house.clock.now() > end + 1_000)
    assert pipe.take() == [{"notice": {"type": "invitation_gone", "invitation": invite}}]
    assert hall.registry.find(key) is None


async def test_no_timer_is_kept_for_an_invitation_that_nobody_is_shown(hall):
    await hall.store.remember(ParticipantId("user:bob"), "Bob")
    lobby = Lobby(hall.registry)
    hall.house.watchers.append(lobby)
    room = await hall.make()
    invite = (await hall.send(room, "ann", "invite", who="user:bob")).result["invite"]
    tabs = [await lobby.enter(actor("bob"), Pipe(), wire.Hello("test/1")) for _ in range(2)]
    timer = lobby._endings._timers["user:bob"][invite]
    tabs[0].ended()
    assert not timer.cancelled()
    await hall.send(room, "bob", "decline_invite", invite=invite)
    assert timer.cancelled()
    await hall.send(room, "ann", "invite", who="user:bob")
    (timer,) = lobby._endings._timers["user:bob"].values()
    tabs[1].ended()
    assert timer.cancelled() and not lobby._endings._timers


async def test_what_expired_while_the_room_was_closed_ends_first(hall):
    await hall.store.remember(ParticipantId("user:bob"), "Bob")
    room = await hall.make()
    soon = hall.house.clock.now() + 60_000
    ack = await hall.send(room, "ann", "invite", who="user:bob", expires_at=soon)
    await hall.registry.close()
    await asyncio.sleep(120)
    room = await hall.reopen(room)
    assert room.state.invites == {}
    with pytest.raises(Rejection) as refused:
        await hall.send(room, "bob", "accept_invite", invite=ack.result["invite"])
    assert refused.value.code == "invite/unknown"


# --- where people are


async def test_nobodys_place_is_told_once_a_guest_is_there(hall):
    """RULES 29."""
    room = await hall.make(scope="notebook.ipynb")
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    at = {"path": "notebook.ipynb", "cell": "c1"}
    bob.send(presence={"at": at})
    await until(lambda: ann.read().presence.get("user:bob", {}).get("at") == at)
    guest = await _guest(hall, room)
    assert "at" not in guest.presence.get("user:bob", {})
    await until(lambda: "at" not in ann.read().presence.get("user:bob", {}))
    bob.send(presence={"at": at})
    await asyncio.sleep(1)
    assert "at" not in guest.read().presence.get("user:bob", {})
    await hall.send(room, "ann", "remove_member", who=GUEST)
    bob.send(presence={"at": at})
    await until(lambda: ann.read().presence.get("user:bob", {}).get("at") == at)


# --- read positions


async def test_a_hidden_read_position_stays_hidden_and_ones_own(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    await hall.store.save_preferences(bob.who.id, Preferences(receipts=False))
    await bob.done("mark_read", seq=1)
    await ann.done("mark_read", seq=1)
    await until(lambda: "user:ann" in ann.read().picture["receipts"])
    assert set(ann.picture["receipts"]) == {"user:ann"}
    assert room.receipts.of(bob.who.id) == 1
    room = await hall.reopen(room)
    ann = await hall.enter(room, "ann")
    assert set(ann.picture["receipts"]) == {"user:ann"} == set(room.receipts.shown())
    assert room.receipts.of(bob.who.id) == 1
    room.receipts.allow(bob.who.id, True)
    assert ann.read().picture["receipts"] == {"user:ann": 1, "user:bob": 1}
    room.receipts.allow(ann.who.id, False)
    assert ann.read().picture["receipts"] == {"user:bob": 1}
    epochs.renew(room)
    assert ann.read().picture["receipts"] == {"user:bob": 1}


# --- clearing


async def test_a_cleared_room_begins_a_new_epoch_for_everybody(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    late = await hall.enter(room, "bob", sync=False)
    for number in range(300):
        await hall.send(room, "ann", "post_message", message_id=fresh("m"), body=f"secret {number}")
    before = room.document.epoch
    frame_id = ann.command("clear_room")
    await settled(room)
    assert room.document.epoch != before
    assert b"secret" not in room.document.whole()
    law_2(room)
    for person in (ann, bob):
        kinds = [notice["type"] for notice in person.read().notices]
        assert kinds[-2:] == ["epoch", "missed"]
        assert (person.bodies, person.epoch) == ([], room.document.epoch)
    assert "ack" in ann.answers[frame_id]
    late.read().sync()
    assert late.bodies == []
    await ann.done("post_message", message_id=fresh("m"), body="anew")
    assert bob.read().bodies == ["anew"]


async def test_who_is_removed_sees_nothing_of_the_same_breath(hall):
    """Removed, the room cleared, something said: decided together, and the removed one hears of the first only."""
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    before = bob.read().updates
    ann.command("remove_member", who="user:bob")
    ann.command("clear_room")
    ann.post("now that we are alone")
    await settled(room)
    assert ann.read().bodies == ["now that we are alone"]
    assert (bob.read().updates, bob.closed) == (before, wire.NOT_ALLOWED)
    assert bob.notices[-1]["type"] == "removed"


# --- links that take several rooms


def _for_links(work):
    return lambda *asked: work(*asked) if isinstance(asked[2], CreateShare) else None


async def test_commands_behind_a_slow_one_keep_their_order_and_run_without_their_socket(hall):
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    go = asyncio.Event()

    async def slowly(where: Room, who: Actor, command: CreateShare) -> Ack:
        await go.wait()
        return await where.request(who, command)

    hall.house.detours = [_for_links(slowly)]
    link = {"rooms": [room.id], "role": "observer"}
    ids = [
        ann.command("set_topic", topic="one"),
        ann.command("create_share", request=fresh("s"), **link),
        ann.command("set_topic", topic="two"),
        ann.command("create_share", request=fresh("s"), **link),
        ann.command("rename_room", name="Three"),
    ]
    await settled(room)
    assert ann.read().order == ids[:1]
    go.set()
    await until(lambda: len(ann.read().order) == len(ids))
    assert ann.order == ids
    go.clear()
    ann.command("create_share", request=fresh("s"), **link)
    ann.command("set_topic", topic="received")
    ann.session.ended()
    go.set()
    await until(lambda: room.state.topic == "received")


async def test_a_bug_with_a_link_ends_that_session_alone(hall, caplog):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")

    async def broken(*_: object) -> Ack:
        raise ZeroDivisionError

    hall.house.detours = [_for_links(broken)]
    ann.command("create_share", request=fresh("s"), rooms=[room.id], role="observer")
    ann.command("set_topic", topic="received all the same")
    await until(lambda: ann.read().closed)
    assert ann.closed == wire.INTERNAL
    assert "ZeroDivisionError" in caplog.text
    await until(lambda: room.state.topic == "received all the same")
    assert await bob.done("mark_read", seq=1)


async def test_the_owner_hears_when_somebody_by_a_link_comes_or_goes(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    guest = await _guest(hall, room)
    await asyncio.sleep(1)
    ann.read().notices.clear()
    guest.session.ended()
    await until(lambda: {"type": "shares"} in ann.read().notices)
    assert {"type": "shares"} not in bob.read().notices
