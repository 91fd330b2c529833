"""New messages one by one, over lost connections and windows that have moved on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from jupyter_collabchat.client import Closed, Message, Room, connect
from tests.client.peer import PATIENCE_S, ROOM, Peer, message


@asynccontextmanager
async def listening(after: int | None = None) -> AsyncIterator[tuple[Peer, Room, AsyncIterator[Message]]]:
    async with Peer() as peer:
        peer.post(message(1, body="before"))
        async with await connect(peer.url, ROOM, token="tok") as room:
            yield peer, room, room.incoming(after=after)


async def test_messages_come_once_each_from_now_on():
    async with listening() as (peer, _, incoming):
        peer.post(message(2), message(3))
        assert [(await anext(incoming)).seq for _ in range(2)] == [2, 3]
        peer.drop()
        peer.post(message(4))
        assert (await anext(incoming)).seq == 4


async def test_one_may_begin_earlier():
    async with listening(after=0) as (_, _, incoming):
        assert (await anext(incoming)).body == "before"


async def test_what_i_posted_is_left_out_unless_wanted():
    async with listening() as (peer, room, incoming):
        everything = room.incoming(mine=True)
        await room.post("mine")
        peer.post(message(9, body="theirs"))
        assert (await anext(incoming)).body == "theirs"
        assert [(await anext(everything)).body for _ in range(2)] == ["mine", "theirs"]


async def test_an_agents_message_comes_when_it_is_finished_and_holds_up_nobody():
    async with listening() as (peer, room, incoming):
        text = peer.start(message(2))
        text += "half"
        await room.wait_for(lambda found: found.messages[-1].body == "half", PATIENCE_S)
        waiting = room.incoming(after=1)
        peer.finish(message(2, body="whole"))
        assert (await anext(incoming)).body == "whole"
        assert (await anext(waiting)).body == "whole"


async def test_a_window_that_moved_on_is_filled_from_the_archive():
    async with listening() as (peer, room, incoming):
        peer.drop()
        missed = [message(seq) for seq in range(2, 500)]
        peer.archive += missed
        peer.rebuild(missed[-20:])
        peer.room["older"] = True
        assert [(await anext(incoming)).seq for _ in missed] == [found["seq"] for found in missed]
        assert len(room.messages) == 20


async def test_a_message_finished_after_it_left_the_window_is_not_lost():
    async with listening() as (peer, _, incoming):
        peer.start(message(2))
        peer.post(message(3))
        assert (await anext(incoming)).seq == 3
        with peer.doc.transaction():
            del peer.messages[0:2]
        peer.post(message(4))
        peer.tell({"notice": {"type": "message", "message": message(2, body="whole at last")}})
        assert sorted([(await anext(incoming)).seq for _ in range(2)]) == [2, 4]


async def test_a_message_finished_unseen_is_asked_for_after_a_reconnect():
    async with listening() as (peer, _, incoming):
        peer.start(message(2))
        peer.post(message(3))
        assert (await anext(incoming)).seq == 3
        peer.drop()
        peer.archive.append(message(2, body="whole"))
        peer.rebuild([message(3)])
        assert (await anext(incoming)).body == "whole"


async def test_it_ends_with_the_room():
    async with listening() as (_, room, incoming):
        await room.close()
        assert [found async for found in incoming] == []


async def test_it_says_so_if_the_server_ended_it():
    async with listening() as (peer, _, incoming):
        peer.close(4403)
        with pytest.raises(Closed):
            await anext(incoming)
