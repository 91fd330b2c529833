"""Streams of rooms against time: who comes late, lags or looks twice sees the same room.

The numbers are those of the races in docs/proofs.md, not of rules of the core.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.events import Entry
from jupyter_collabchat.core.model import Message
from jupyter_collabchat.room.registry import Registry
from jupyter_collabchat.room.room import Room
from tests.room.hall import Hall, command, settled
from tests.room.person import Person, actor, fresh, picture_of

AGENT = "agent:runner"


class Listener:
    """What stands beside the rooms on the server and hears of everything: the lobby, the agents' host."""

    def __init__(self) -> None:
        self.heard_of: list[Entry] = []

    def heard(self, room: Room, entries: Sequence[Entry]) -> None:
        self.heard_of += entries


async def _prompt(hall: Hall, room: Room) -> str:
    """Let Ann's prompt take the agent's turn; return the id of the message that it writes."""
    if AGENT not in room.state.agents:
        await hall.send(room, "ann", "add_agent", agent="runner")
        await room.act(c.SetAgentStatus(AGENT, "running"))
    await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="go", to=AGENT)
    message = fresh("a")
    await room.act(c.StartMessage(message, room.state.turns[AGENT].id))
    return message


async def _ask(room: Room) -> str:
    """Let the agent ask the room for an effect; return the poll's id."""
    poll = fresh("p")
    turn = room.state.turns[AGENT].id
    await room.act(c.OpenAgentPoll(poll, turn, "execution", "Run?", "print(1)", hash=hash_of("print(1)")))
    return poll


async def _archive(hall: Hall, room: Room) -> list[Message]:
    """Page the whole history, oldest first."""
    found: list[Message] = []
    while True:
        page = await hall.store.history(room.id, None, found[-1].seq if found else 0, 50)
        found += page.messages
        if not page.has_more:
            return found


async def test_race_T1_who_listens_at_the_server_hears_the_first_event_of_a_new_room(hall):
    listener = Listener()
    hall.house.watchers.append(listener)
    room = await hall.make()
    made = room.state.seq
    await hall.send(room, "ann", "post_message", message_id="the-first", body="@runner hello?")
    assert [entry.seq for entry in listener.heard_of] == [made + 1]
    assert listener.heard_of[0].event.id == "the-first"


async def test_race_T2_however_many_ask_at_once_one_room_is_opened_and_its_hook_called_once(hall):
    room = await hall.make()
    await hall.registry.close()
    hall.registry = Registry(hall.house)
    opened: list[Room] = []
    hall.registry.opened = opened.append
    asked = (hall.registry.open(room.id), hall.registry.member_room(room.id, actor("ann")))
    people = [Person(actor("ann")) for _ in range(5)]
    found = await asyncio.gather(*asked, *(person.enter(hall.registry, room.id) for person in people))
    assert opened == [found[0]]
    assert found[1] is found[0]
    assert all(person.picture == found[0].document.read() for person in people)


async def test_race_T3_what_is_said_and_streamed_to_nobody_is_there_for_who_comes(hall):
    room = await hall.make()
    message = await _prompt(hall, room)
    room.stream(message, "said to ")
    room.stream(message, "nobody")
    poll = await _ask(room)
    ann = await hall.enter(room, "ann")
    assert ann.picture["live"] == {message: "said to nobody"}
    assert ann.picture["polls"][poll]["state"] == "open"
    assert ann.picture == room.document.read()


@pytest.mark.parametrize("seed", range(5))
async def test_race_T4_a_reader_who_lags_again_and_again_ends_with_the_same_room_and_history(seed):
    rng = random.Random(seed)
    hall = Hall(limits={"message_window": 20, "window_slack": 5})
    room = await hall.make()
    slow, steady = await hall.enter(room, "bob"), await hall.enter(room, "cat")
    shown: dict[str, None] = {}
    for _ in range(25):
        slow.read().pipe.stalled = True
        message = await _prompt(hall, room)
        for number in range(rng.randint(0, 60)):
            room.stream(message, f"word {number} ")
        for _ in range(rng.randint(0, 12)):
            await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="x" * rng.randint(1, 500))
        if rng.random() < 0.8:
            await room.act(c.EndMessage(message, "complete", "whole"))
        await room.act(c.EndTurn(room.state.turns[AGENT].id))
        shown |= dict.fromkeys(said["id"] for said in steady.read().picture["messages"])
        slow.pipe.drain()
        assert slow.read().picture == steady.picture == room.document.read()
    assert [said.id for said in await _archive(hall, room)] == list(shown)


async def test_race_T5_an_older_snapshot_undoes_nothing_of_a_newer_event(hall):
    """A page or a document that was fetched before, and comes late, meets what has happened since."""
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    message = await _prompt(hall, room)
    room.stream(message, "half")
    poll = await _ask(room)
    older = room.document.whole()
    await hall.send(
        room, "ann", "cast_ballot", poll=poll, ballot_id=fresh("b"), choice="deny", hash=hash_of("print(1)")
    )
    await room.act(c.EndMessage(message, "complete", "half and half"))
    await room.act(c.EndTurn(room.state.turns[AGENT].id))
    now = bob.read().picture
    assert now["polls"][poll]["outcome"] == "denied"
    bob.doc.apply_update(older)
    assert picture_of(bob.doc) == now == room.document.read()


@pytest.mark.parametrize("is_rebuilt", [False, True])
async def test_race_T6_what_ended_meanwhile_is_gone_for_who_comes_back(hall, is_rebuilt):
    """Turn, holder, queue, open polls, live text: nothing of them stays on a screen that slept."""
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    message = await _prompt(hall, room)
    room.stream(message, "half")
    poll = await _ask(room)
    await hall.send(room, "bob", "post_message", message_id=fresh("m"), body="next", to=AGENT)
    before = bob.read().picture
    assert before["turns"][AGENT]["holder"] == "user:ann"
    assert before["live"] and before["turns"][AGENT]["queue"] and before["polls"][poll]["state"] == "open"
    bob.session.ended()
    await hall.send(room, "ann", "stop_agent", agent="runner")
    await room.act(c.SetAgentStatus(AGENT, "stopped"))
    if is_rebuilt:
        room = await hall.reopen(room)
    await bob.enter(hall.registry, room.id)
    assert bob.picture == room.document.read()
    assert (bob.picture["turns"], bob.picture["live"]) == ({}, {})
    assert (bob.picture["polls"][poll]["state"], bob.picture["agents"][AGENT]["status"]) == ("cancelled", "stopped")
    assert {said["status"] for said in bob.picture["messages"] if "status" in said} <= {"cancelled", "interrupted"}


async def test_race_T7_who_joins_during_a_stream_sees_text_holder_and_queue_and_then_the_same_as_all(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    message = await _prompt(hall, room)
    for number in range(30):
        room.stream(message, f"{number} ")
        if number == 10:
            await hall.send(room, "bob", "post_message", message_id=fresh("m"), body="me too", to=AGENT)
        if number == 15:
            late = await hall.enter(room, "cat")
            assert late.picture["live"][message].endswith(" 15 ")
            assert late.picture["turns"][AGENT]["holder"] == "user:ann"
            assert [waiting["holder"] for waiting in late.picture["turns"][AGENT]["queue"]] == ["user:bob"]
    assert late.read().picture == bob.read().picture
    assert late.picture["live"][message].endswith(" 29 ")


async def test_race_T9_coming_in_twice_and_leaving_in_between_is_one_membership(hall):
    room = await hall.make()
    joins = [hall.registry.request(room.id, actor("bob"), command("join_room")) for _ in range(5)]
    await asyncio.gather(*joins)
    for _ in range(3):
        bob = await hall.enter(room, "bob")
        leaving, coming = bob.command("leave"), hall.registry.request(room.id, actor("bob"), command("join_room"))
        await coming
        await settled(room)
        assert "ack" in bob.read().answers[leaving]
        assert bob.closed == 4403
    assert [who for who, member in room.state.members.items() if member.role != "left"] == ["user:ann", "user:bob"]
    entries = await hall.store.events(room.id, 0, 500)
    assert [type(entry.event).__name__ for entry in entries if entry.by == "user:bob"] == [
        "MemberJoined",
        *(["MemberLeft", "MemberJoined"] * 3),
    ]


async def test_race_T15_a_post_is_there_once_on_every_device_and_in_a_history_loaded_meanwhile(hall):
    room = await hall.make()
    desk, phone = await hall.enter(room, "ann"), await hall.enter(room, "ann")
    pages: list[asyncio.Future[list[Message]]] = []
    for number in range(40):
        message = f"from-the-desk-{number:02}"
        desk.post(str(number), message_id=message)
        if number % 3 == 0:
            phone.post(str(number), message_id=message)  # the same outbox, restored on another device
        pages.append(asyncio.ensure_future(_archive(hall, room)))
        if number % 7 == 0:
            await settled(room)
    histories = await asyncio.gather(*pages)
    await settled(room)
    expected = [f"from-the-desk-{number:02}" for number in range(40)]
    for device in (desk, phone):
        assert [said["id"] for said in device.read().picture["messages"]] == expected
        assert all("ack" in answer for answer in device.answers.values())
    for history in histories:
        loaded = [said.id for said in history]
        assert loaded == expected[: len(loaded)]
        merged = {said.id: said.seq for said in history} | {
            said["id"]: said["seq"] for said in desk.picture["messages"]
        }
        assert sorted(merged, key=merged.__getitem__) == expected


async def test_race_T19_a_holder_who_is_cut_off_keeps_the_turn_until_it_ends_and_no_longer(hall):
    """The agent goes on; neither the drop nor a long absence leaves the turn to nobody."""
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    message = await _prompt(hall, room)
    bob.post("me too", to=AGENT)
    await settled(room)
    ann.session.ended()
    await asyncio.sleep(15 * 60)  # on the virtual clock: far beyond any absence, short of the longest hold
    room.stream(message, "still here")
    assert bob.read().picture["turns"][AGENT]["holder"] == "user:ann"
    assert bob.picture["live"] == {message: "still here"}
    await ann.enter(hall.registry, room.id)
    assert ann.picture == room.document.read()
    ann.session.ended()
    await room.act(c.EndMessage(message, "complete", "still here"))
    await room.act(c.EndTurn(room.state.turns[AGENT].id))
    assert bob.read().picture["turns"][AGENT]["holder"] == "user:bob"


async def test_race_T53_a_rollback_in_the_middle_of_a_stream_and_a_vote_ends_both_everywhere(hall):
    room = await hall.make()
    await hall.send(room, "ann", "post_message", message_id="the-place", body="here we were")
    bob = await hall.enter(room, "bob")
    message = await _prompt(hall, room)
    turn = room.state.turns[AGENT].id
    room.stream(message, "half a ")
    poll = await _ask(room)
    await hall.send(room, "ann", "rollback", message="the-place")
    room.stream(message, "sentence")  # what the agent had on its tongue
    late = room.act(c.EndMessage(message, "complete", "half a sentence")), room.act(c.EndTurn(turn))
    await asyncio.gather(*late, return_exceptions=True)
    await bob.read().ask("cast_ballot", poll=poll, ballot_id=fresh("b"), choice="approve", hash=hash_of("print(1)"))
    cat = await hall.enter(room, "cat")
    for person in (bob.read(), cat):
        shown = person.picture
        assert [said["body"] for said in shown["messages"]][0] == "here we were"
        assert [said["kind"] for said in shown["messages"][1:]] == ["system"]
        assert (shown["turns"], shown["live"], shown["ballots"]) == ({}, {}, {})
        assert shown["polls"][poll]["state"] == "cancelled"
        assert shown == room.document.read()
