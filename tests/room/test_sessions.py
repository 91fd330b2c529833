"""What facts mean for sessions: who is told their rights, who must go, and what comes down when."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core import policy
from jupyter_collabchat.core.errors import Rejection
from tests.room.hall import Hall, settled
from tests.room.person import Person, actor, fresh


async def test_a_post_reaches_everybody_with_its_ack_behind_it(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    ann.read()
    frame = bob.post("hi")
    await settled(room)
    update, answer = bob.pipe.take()
    assert isinstance(update, bytes)
    assert answer["id"] == frame
    assert ann.read().bodies == ["hi"]


async def test_answers_come_in_command_order_rejections_too(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    frames = [bob.command("rename_room", name="x") if number % 2 else bob.post(str(number)) for number in range(20)]
    await settled(room)
    assert bob.read().order == frames
    assert ["reject" in bob.answers[frame] for frame in frames] == [False, True] * 10


async def test_nothing_is_sent_before_step_1_is_answered(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob", sync=False)
    await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="x")
    assert all(isinstance(frame, dict) for frame in bob.pipe.take())
    assert bob.updates == 0


@pytest.mark.parametrize("scope", [None, "post"])
async def test_removal_ends_every_session_before_anything_else_reaches_it(hall, scope):
    """S6, T42, T43: sessions of access tokens too, and what is posted in the same batch is none of theirs."""
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob", scope)
    other = await hall.enter(room, "bob")
    bob.read()
    mine = bob.post("last words")
    ann.command("remove_member", who="user:bob")
    ann.post("now that he is gone")
    late = bob.post("too late")
    await settled(room)
    assert bob.read().closed == other.closed == wire.NOT_ALLOWED
    assert "ack" in bob.answers[mine]
    assert bob.answers[late]["reject"]["code"] == "room/unknown" or late not in bob.answers
    assert bob.notices[-1]["type"] == other.read().notices[-1]["type"] == "removed"
    assert "now that he is gone" not in bob.bodies + other.bodies
    bob.post("after the end")
    bob.send_binary(wire.sync_step_1(b"\x00"))
    await settled(room)
    assert ann.read().bodies == ["last words", "now that he is gone"]
    assert not {bob.session, other.session} & room.sessions
    with pytest.raises(Rejection) as refused:
        await Person(actor("bob", scope)).enter(hall.registry, room.id)
    assert refused.value.code == "room/unknown"


async def test_leaving_ends_all_own_sessions_and_is_acknowledged(hall):
    room = await hall.make()
    bob, tab = await hall.enter(room, "bob"), await hall.enter(room, "bob")
    await bob.done("leave")
    assert bob.closed == tab.read().closed == wire.NOT_ALLOWED
    assert tab.notices[-1] == {"type": "removed", "how": "left", "message": "You left this room."}


async def test_deletion_closes_everybody_and_answers_its_owner(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    await ann.done("delete_room")
    assert ann.closed == bob.read().closed == wire.NO_SUCH_ROOM
    assert [notice["type"] for notice in bob.notices] == ["room_closed"]
    for again in (Person(actor("ann")), Person(actor("bob"))):
        with pytest.raises(Rejection) as refused:
            await again.enter(hall.registry, room.id)
        assert refused.value.code == "room/unknown"
    with pytest.raises(Rejection, match="no such room"):
        await hall.reopen(room)


async def test_everybody_hears_what_they_may_do_now(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    script = await hall.enter(room, "bob", "post")
    for kind, fields in (
        ("set_role", {"role": "moderator"}),
        ("mute", {}),
        ("unmute", {}),
        ("set_role", {"role": "observer"}),
        ("set_role", {"role": "collaborator"}),
    ):
        await ann.done(kind, who="user:bob", **fields)
        member = room.state.present(actor("bob").id)
        assert bob.read().notices[-1] == {"type": "can", "can": list(policy.can(member))}
        assert script.read().notices[-1] == {"type": "can", "can": list(policy.can(member, "post"))}
    await ann.done("transfer_ownership", who="user:bob")
    assert "delete_room" in bob.read().notices[-1]["can"]
    assert "delete_room" not in ann.read().notices[-1]["can"]


async def test_a_change_outside_the_window_is_a_notice_and_inside_none():
    hall = Hall(limits={"message_window": 4, "window_slack": 1})
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    ids = [fresh("m") for _ in range(10)]
    for message in ids:
        await ann.done("post_message", message_id=message, body="old")
    await ann.done("edit_message", message=ids[-1], body="in the window")
    assert bob.read().notices == []
    await ann.done("edit_message", message=ids[0], body="long gone")
    await ann.done("redact_message", message=ids[1])
    await asyncio.sleep(1)
    said = [notice["message"] for notice in bob.read().notices]
    assert [(message["id"], message["body"], message.get("status")) for message in said] == [
        (ids[0], "long gone", None),
        (ids[1], "", "redacted"),
    ]
    assert {notice["type"] for notice in bob.notices} == {"message"}


async def test_a_prompt_that_waited_until_it_left_the_window_is_told_too():
    hall = Hall(limits={"message_window": 4, "window_slack": 1})
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    await ann.done("add_agent", agent="runner")
    prompt = fresh("m")
    await ann.done("post_message", message_id=prompt, body="@runner later")  # still starting: it waits
    for _ in range(10):
        await ann.done("post_message", message_id=fresh("m"), body="talk")
    assert prompt not in room.state.messages
    await ann.done("cancel_prompt", message=prompt)
    await asyncio.sleep(1)
    (notice,) = bob.read().notices
    assert (notice["message"]["id"], notice["message"]["status"]) == (prompt, "cancelled")


async def test_read_positions_move_forward_only_and_are_shown_once_a_second(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    for _ in range(5):
        await ann.done("post_message", message_id=fresh("m"), body="x")
    seen, log = bob.read().updates, room.state.seq
    for seq in (3, 6, 2, 5):
        await bob.done("mark_read", seq=seq)
    assert bob.read().picture["receipts"] == {}
    await asyncio.sleep(1.1)
    assert bob.read().picture["receipts"] == ann.read().picture["receipts"] == {"user:bob": 6}
    assert (bob.updates, room.state.seq) == (seen + 1, log)  # one update for all, and nothing in the log
    await bob.done("mark_read", seq=1)
    await asyncio.sleep(2)
    assert bob.read().picture["receipts"] == {"user:bob": 6}


async def test_a_received_command_runs_even_if_its_socket_closes(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    bob.post("sent and gone")
    bob.session.ended()
    await settled(room)
    assert ann.read().bodies == ["sent and gone"]


async def test_at_most_so_many_sockets_of_one_person():
    hall = Hall(max_sockets_per_person=3)
    room = await hall.make()
    for scope in (None, "read", "post"):
        await hall.enter(room, "ann", scope)
    with pytest.raises(Rejection) as refused:
        await hall.enter(room, "ann", "post")
    assert refused.value.code == "overloaded"
    await hall.enter(room, "bob")


async def test_an_access_token_that_ended_closes_its_socket(hall):
    room = await hall.make()
    script = await hall.enter(room, "ann", "post")
    await asyncio.sleep(20)
    assert script.closed is None
    script.pipe.current = False
    await asyncio.sleep(20)
    assert script.closed == wire.NOT_AUTHENTICATED


async def test_a_reading_token_may_not_write(hall):
    room = await hall.make()
    script = await hall.enter(room, "ann", "read")
    assert script.welcome["can"] == []
    assert await script.refused("post_message", message_id=fresh("m"), body="x") == "role/forbidden"
    assert script.picture == room.document.read()
