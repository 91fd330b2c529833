"""Presence: people, not sockets; stamped by the server; complete after the welcome, then changes."""

from __future__ import annotations

import asyncio

from tests.room.hall import Hall, until
from tests.room.person import Person, actor, fresh

HERE = {"online": True, "typing": False}


async def _time() -> float:
    return asyncio.get_running_loop().time()


async def test_presence_is_complete_directly_after_the_welcome(hall):
    room = await hall.make()
    await hall.enter(room, "ann")
    bob = Person(actor("bob"))
    await hall.join(room, "bob")
    await bob.enter(hall.registry, room.id, sync=False)
    assert bob.welcome["me"] == "user:bob"
    assert bob.presence == {"user:ann": HERE, "user:bob": HERE}


async def test_two_tabs_are_one_person_and_closing_one_changes_nothing(hall):
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    tabs = [await hall.enter(room, "bob") for _ in range(2)]
    await until(lambda: "user:bob" in ann.read().presence)
    tabs[0].session.ended()
    await asyncio.sleep(60)
    assert ann.read().presence["user:bob"] == HERE
    tabs[1].session.ended()
    began = await _time()
    await until(lambda: "user:bob" not in ann.read().presence)
    assert 10 <= await _time() - began < 11  # a short drop does not flicker


async def test_a_short_drop_is_not_told(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    await asyncio.sleep(1)
    sent = ann.read().pipe.sent_bytes
    for _ in range(5):
        bob.session.ended()
        await asyncio.sleep(9)
        await bob.enter(hall.registry, room.id)
        await asyncio.sleep(1)
    assert ann.pipe.sent_bytes == sent


async def _typing(hall: Hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    bob.send(presence={"typing": True})
    await until(lambda: ann.read().presence.get("user:bob", {}).get("typing"))
    return room, ann, bob


def _stopped(ann: Person) -> bool:
    return not ann.read().presence.get("user:bob", HERE)["typing"]


async def test_typing_ends_by_itself_after_eight_seconds(hall):
    room, ann, _ = await _typing(hall)
    began = await _time()
    await until(lambda: _stopped(ann))
    assert 7.5 < await _time() - began < 8.5


async def test_typing_goes_on_while_it_is_repeated_and_is_told_once(hall):
    _, ann, bob = await _typing(hall)
    await asyncio.sleep(0.5)
    sent = ann.read().pipe.sent_bytes
    for _ in range(10):
        await asyncio.sleep(3)
        bob.send(presence={"typing": True})
    assert not _stopped(ann)
    assert ann.pipe.sent_bytes == sent


async def test_typing_ends_with_the_post(hall):
    _, ann, bob = await _typing(hall)
    began = await _time()
    await bob.done("post_message", message_id=fresh("m"), body="there")
    await until(lambda: _stopped(ann))
    assert await _time() - began < 0.5


async def test_typing_outlasts_what_says_nothing(hall):
    """Reading on in another tab is no end of typing."""
    _, ann, bob = await _typing(hall)
    await bob.done("mark_read", seq=1)
    await asyncio.sleep(1)
    assert not _stopped(ann)


async def test_typing_ends_when_the_last_tab_goes(hall):
    _, ann, bob = await _typing(hall)
    bob.session.ended()
    await asyncio.sleep(0.5)
    assert _stopped(ann)


async def test_typing_ends_with_mute_and_demotion_and_cannot_begin_again(hall):
    for kind, fields in (("mute", {}), ("set_role", {"role": "observer"})):
        room, ann, bob = await _typing(hall)
        await ann.done(kind, who="user:bob", **fields)
        await asyncio.sleep(0.5)
        assert _stopped(ann)
        bob.send(presence={"typing": True})
        await asyncio.sleep(0.5)
        assert _stopped(ann)


async def test_who_leaves_or_is_removed_is_gone_at_once(hall):
    for act in (lambda ann, bob: bob.done("leave"), lambda ann, bob: ann.done("remove_member", who="user:bob")):
        _, ann, bob = await _typing(hall)
        await act(ann, bob)
        await asyncio.sleep(0.5)
        assert "user:bob" not in ann.read().presence


async def test_changes_are_told_at_most_ten_times_a_second(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    await asyncio.sleep(1)
    ann.read()
    frames = 0
    for second in range(3):
        for _ in range(8):
            bob.send(presence={"typing": second % 2 == 0})
            bob.send(presence={"typing": second % 2 == 1})
        await asyncio.sleep(1)
        frames += sum("presence" in frame for frame in ann.pipe.take() if isinstance(frame, dict))
    assert 0 < frames <= 30


async def test_presence_is_nothing_a_client_can_forge(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    for lie in ({"user:ann": None}, {"typing": True, "who": "user:ann"}, {"online": False}):
        bob.send(presence=lie)
        bob.send(ping=1)
    assert [refusal["code"] for refusal in bob.read().refusals] == ["frame/unknown-field"] * 3
    await asyncio.sleep(1)
    assert ann.read().presence == {"user:ann": HERE, "user:bob": HERE}


async def test_places_are_told_only_where_the_room_has_a_scope(hall):
    for scope, told in ((None, None), ("work/a.ipynb", {"path": "a.ipynb", "cell": "c1"})):
        room = await hall.make(scope=scope)
        ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
        bob.send(presence={"at": {"path": "a.ipynb", "cell": "c1"}})
        await asyncio.sleep(1)
        assert ann.read().presence["user:bob"].get("at") == told
        bob.send(presence={"at": None})
        await asyncio.sleep(1)
        assert "at" not in ann.read().presence["user:bob"]


async def test_an_access_token_is_nobodys_presence_and_gives_no_seat(hall):
    """RULES 5, 27: somebody else's script must not make a person's vote necessary."""
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    await hall.join(room, "bob")
    await asyncio.sleep(16 * 60)
    script = await Person(actor("bob", "post")).enter(hall.registry, room.id)
    script.send(presence={"typing": True})
    await script.done("post_message", message_id=fresh("m"), body="from a script")
    await ann.done("mark_read", seq=1)
    await ann.done(
        "open_poll", poll_id="poll-one", title="?", options=[{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    )
    assert ann.read().presence == {"user:ann": HERE}
    assert ann.picture["polls"]["poll-one"]["seats"] == ["user:ann"]
