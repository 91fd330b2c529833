"""A room with people in it: who may enter, what they are told, in which order."""

from __future__ import annotations

from tests.room.hall import law_2
from tests.room.person import fresh


async def test_a_post_reaches_everybody_before_its_ack(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    await bob.done("post_message", message_id=fresh("m"), body="hi")
    assert ann.read().bodies == bob.bodies == ["hi"]
    assert bob.updates == 2  # the whole document, then one update: it came with the ack
    law_2(room)
