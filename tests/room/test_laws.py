"""Laws 2 and 3 over random histories of every command: the document is the state, and every replica the document."""

from __future__ import annotations

import contextlib
import random
from collections.abc import AsyncIterator

import msgspec
import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.model import Option
from jupyter_collabchat.core.people import ShareTerms
from jupyter_collabchat.room.room import Room
from tests.room import histories
from tests.room.hall import Hall, law_2, settled
from tests.room.person import Person, actor

STEPS = 200
SEEDS = range(12)
AGENT = "agent:runner"


def test_every_command_has_a_maker():
    assert set(histories.MAKERS) == histories.ALL


@pytest.mark.parametrize("seed", SEEDS)
async def test_the_document_is_the_state_and_every_replica_the_document(seed, monkeypatch):
    monkeypatch.setattr("jupyter_collabchat.room.room.MAX_BREAKS", 60)
    rng = random.Random(seed)
    hall = Hall(limits={"message_window": 20, "window_slack": 5, "plain_polls": 4, "decided_polls": 6})
    hall.house.entitled = _everybody
    hall.house.detours.clear()  # the half of the room: the other is made beside it
    room = await hall.make()
    people = {name: await hall.enter(room, name) for name in histories.PEOPLE}
    follower = await hall.enter(room, "zoe")
    await hall.send(room, "ann", "set_role", who="user:zoe", role="observer")
    sleeper = await hall.enter(room, "zoe")
    for step in range(STEPS):
        await _act(room, hall, people, rng)
        law_2(room)
        if rng.random() < 0.3:
            _write_on(room, rng)
        if step % 8 == 7:
            await _law_3(hall, room, follower, sleeper, rng)
    assert (await _send(hall, room, room.state.owner.partition(":")[2], c.DeleteRoom())) is None
    law_2(room)
    await hall.registry.close()


async def _everybody(who, right):
    return True


async def _act(room: Room, hall: Hall, people: dict[str, Person], rng: random.Random) -> None:
    command = histories.draw(rng, room.state)
    if isinstance(command, c.HostAct):
        with contextlib.suppress(Rejection):
            await room.act(command)
        return
    who = histories.sender(rng, room.state, command)
    person = people[who]
    if person.closed is None and not isinstance(command, c.JoinRoom):
        frame = msgspec.json.encode({"id": (frame_id := f"h{rng.random()}"), "command": command}).decode()
        person.send_text(frame)
        await settled(room)
        assert person.read().answers[frame_id].keys() & {"ack", "reject"}
    else:
        await _send(hall, room, who, command)
    if person.closed is not None and room.state.present(person.who.id) is not None:
        people[who] = await Person(person.who).enter(hall.registry, room.id)


async def _send(hall: Hall, room: Room, who: str, command: object) -> str | None:
    try:
        await hall.registry.request(room.id, actor(who), command)
    except Rejection as refused:
        return refused.code
    return None


def _write_on(room: Room, rng: random.Random) -> None:
    for message in tuple(room.document.live_ids()):
        room.stream(message, rng.choice(("a", "é", "👋", "\ud800", "word ")))


async def _law_3(hall: Hall, room: Room, follower: Person, sleeper: Person, rng: random.Random) -> None:
    shown = room.document.read()
    if follower.read().closed is not None:  # the owner had the room to themselves
        if not room.state.collaboration:
            return
        await follower.enter(hall.registry, room.id)
    assert follower.read().picture == shown
    joined = await Person(follower.who).enter(hall.registry, room.id)
    assert joined.picture == shown
    joined.session.ended()
    if sleeper.session in room.sessions:
        assert sleeper.read().picture == shown
        if rng.random() < 0.7:
            sleeper.session.ended()
    else:
        await sleeper.enter(hall.registry, room.id)
        assert sleeper.read().picture == shown


async def test_every_command_taken_once_is_shown_to_all(monkeypatch):
    """One history in which every command of both unions takes effect; each is shown to who stayed and who comes."""
    hall = Hall()
    hall.house.entitled = _everybody
    hall.house.detours.clear()  # the half of the room: the other is made beside it
    room = await hall.make()
    follower = await hall.enter(room, "ann")
    await hall.join(room, "dan")
    taken: set[type] = {c.CreateRoom, *OF_A_FORK}
    async for who, command in _full_history(room):
        updates = follower.read().updates
        if isinstance(command, c.HostAct):
            await room.act(command)
        else:
            assert await _send(hall, room, who, command) is None, command
        taken.add(type(command))
        law_2(room)
        if not room.state.deleted:
            joined = await Person(follower.who).enter(hall.registry, room.id)
            assert joined.picture == follower.read().picture == room.document.read()
            assert follower.updates - updates <= 1, "a command is one update"
            joined.session.ended()
    assert taken == histories.ALL


OF_A_FORK = {c.BeginFork, c.CopyMessages, c.RedactCopy}
"""What takes effect in a room that is made from another, only: `test_forks`."""


async def _full_history(room: Room) -> AsyncIterator[tuple[str, object]]:
    def turn() -> str:
        return room.state.turns[AGENT].id

    await room.house.store.remember("user:cat", "Cat")
    yield "bob", c.JoinRoom()
    for answer in (c.DeclineInvite, c.AcceptInvite):
        yield "ann", c.Invite("user:cat")
        yield "cat", answer(next(iter(room.state.invites)))
    yield "cat", c.SetNickname("Käthe")
    yield "cat", c.Leave()
    yield "ann", c.Invite("user:cat")
    yield "ann", c.RevokeInvite(next(iter(room.state.invites)))
    yield "ann", c.CreateShare("request-share", (room.id,), "observer")
    share = next(iter(room.state.shares))
    yield "", c.AddShare("share-of-another-room", "user:ann", ShareTerms("observer", 2**52))
    yield "", c.RedeemShare("guest:one", "Zoë", share)
    yield "ann", c.SetCollaboration(False)
    yield "ann", c.SetCollaboration(True)
    yield "ann", c.ConfirmShare(share)
    yield "ann", c.RevokeShare(share)
    yield "ann", c.ArchiveRoom()
    yield "ann", c.UnarchiveRoom()
    yield "ann", c.RenameRoom("Räume")
    yield "ann", c.SetTopic("all things")
    yield "ann", c.SetPolicy(consensus="owner")
    yield "ann", c.SetRole("user:bob", "moderator")
    yield "ann", c.Mute("user:bob")
    yield "ann", c.Unmute("user:bob")
    yield "bob", c.PostMessage("message-1", "héllo 👋")
    yield "bob", c.EditMessage("message-1", "hello @ann")
    yield "ann", c.MarkRead(1)
    yield "ann", c.OpenPoll("poll-plain", "Which?", (Option("yes", "Yes"), Option("no", "No")))
    yield "ann", c.ClosePoll("poll-plain")
    yield "ann", c.AddAgent("runner", {"kernel": "a"})
    yield "ann", c.ConfigureAgent("runner", {"kernel": "b"})
    yield "", c.SetAgentStatus(AGENT, "running", "ready")
    yield "bob", c.PostMessage("message-2", "1 + 1", to=AGENT)
    yield "bob", c.PostMessage("message-3", "2 + 2", to=AGENT)
    yield "bob", c.CancelPrompt("message-3")
    yield "", c.StartMessage("agent-message-1", turn(), "thinking")
    yield "", c.SetMessageStatus("agent-message-1", "streaming")
    yield "", c.OpenAgentPoll("poll-1", turn(), "execution", "Run?", "1 + 1", hash=hash_of("1 + 1"))
    yield "ann", c.CastBallot("poll-1", "ballot-1", "approve", hash=hash_of("1 + 1"))
    yield "", c.ClaimEffect("poll-1", hash_of("1 + 1"))
    yield "", c.EndEffect("poll-1", "done")
    yield "", c.OpenAgentPoll("poll-2", turn(), "plan", "So?", "first this")
    yield "ann", c.OverridePoll("poll-2", "deny", "not now")
    yield "", c.EndMessage("agent-message-1", "complete", "2", ({"text/plain": "2"},))
    yield "", c.EndTurn(turn())
    yield "bob", c.PostMessage("message-4", "3 + 3", to=AGENT)
    yield "bob", c.StopTurn(turn())
    yield "ann", c.RestartAgent("runner")
    yield "", c.SetAgentStatus(AGENT, "running")
    yield "ann", c.StopAgent("runner")
    yield "", c.SetAgentStatus(AGENT, "stopped")
    yield "ann", c.StartAgent("runner")
    yield "ann", c.RemoveAgent("runner")
    yield "ann", c.OpenPoll("poll-seats", "Who?", (Option("yes", "Yes"), Option("no", "No")))
    yield "", c.LapseSeats("user:bob")
    yield "", c.Tick()
    yield "", c.Reopen()
    yield "ann", c.ForkRoom("request-fork", "message-1", "Fork")
    yield "", c.EndFork(next(iter(room.state.forks)))
    yield "ann", c.PostMessage("message-after", "too much")
    yield "bob", c.Rollback("message-1")
    yield "bob", c.RedactMessage("message-1")
    yield "ann", c.RemoveMember("user:dan")
    yield "ann", c.TransferOwnership("user:bob")
    yield "bob", c.TransferOwnership("user:ann")
    yield "", c.Chown("user:bob", "Bob")
    yield "bob", c.TransferOwnership("user:ann")
    yield "bob", c.Leave()
    yield "ann", c.ClearRoom()
    yield "ann", c.DeleteRoom()
