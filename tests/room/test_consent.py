"""Votes among people who come, go and act at once: what RELIABILITY lists, in rooms with real sessions."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core.commands import OpenAgentPoll, SetAgentStatus
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.events import PollResolved
from jupyter_collabchat.core.ids import ParticipantId, PollId
from jupyter_collabchat.room.room import Room
from tests.room.hall import Hall, law_2, until
from tests.room.person import Person, actor, fresh

AGENT, POLL = ParticipantId("agent:runner"), PollId("poll-one")
CODE = "print('all of it')"
APPROVE = {"poll": POLL, "choice": "approve", "hash": hash_of(CODE)}


async def proposal(hall: Hall, *others: str, policy: str = "unanimous") -> tuple[Room, dict[str, Person]]:
    """Given a room of Ann and `others`, all here, whom the agent asks whether it may run `CODE`."""
    room = await hall.make()
    people = {name: await hall.enter(room, name) for name in ("ann", *others)}
    await people["ann"].done("set_policy", consensus=policy)
    await people["ann"].done("add_agent", agent="runner")
    await room.act(SetAgentStatus(AGENT, "running"))
    await people["ann"].done("post_message", message_id=fresh("m"), body="@runner go")
    turn = room.state.turns[AGENT].id
    await room.act(OpenAgentPoll(POLL, turn, "execution", "Run?", CODE, hash=hash_of(CODE)))
    return room, people


def approve(person: Person, **fields: str) -> str:
    """Send an approval; return the frame's id."""
    return person.command("cast_ballot", ballot_id=fresh("b"), **APPROVE, **fields)


async def ends(hall: Hall, room: Room) -> int:
    """Return how often the log ends the vote."""
    return sum(isinstance(entry.event, PollResolved) for entry in await hall.store.tail(room.id, 0))


@pytest.mark.parametrize("first", ["vote", "removal"])
async def test_a_vote_and_the_removal_of_another_voter_at_once(hall, first):
    """RELIABILITY T34: in one batch, in either order, there is one end at most, and a taken seat approves nothing."""
    room, people = await proposal(hall, "bob", "carl")
    await people["ann"].done("cast_ballot", ballot_id=fresh("b"), **APPROVE)
    sent = {
        "vote": lambda: approve(people["bob"]),
        "removal": lambda: people["ann"].command("remove_member", who="user:carl"),
    }
    order = ["vote", "removal"] if first == "vote" else ["removal", "vote"]
    answers = [(people["bob"] if name == "vote" else people["ann"], sent[name]()) for name in order]
    await until(lambda: all(frame in person.read().answers for person, frame in answers))
    poll = room.state.polls[POLL]
    assert set(poll.seats) == {"user:ann", "user:bob"}
    assert (poll.outcome, poll.needs) == ((None, "ballot") if first == "vote" else ("approved", None))
    assert await ends(hall, room) == (first == "removal")
    law_2(room)


async def test_two_last_votes_at_once_are_one_end(hall):
    """RELIABILITY T32: the later of two is told that the vote is over; nobody sees a second end."""
    room, people = await proposal(hall, "bob", policy="anyone")
    frames = {name: approve(people[name]) for name in ("ann", "bob")}
    await until(lambda: all(frame in people[name].read().answers for name, frame in frames.items()))
    told = [people[name].answers[frame] for name, frame in frames.items()]
    assert [answer.get("reject", {}).get("code") for answer in told] == [None, "poll/closed"]
    assert set(room.state.polls[POLL].ballots) == {"user:ann"}
    assert await ends(hall, room) == 1


async def test_who_comes_back_in_the_middle_sees_votes_and_bytes_and_votes(hall):
    """RELIABILITY T35: a lost connection costs neither the seat nor the picture of the vote."""
    room, people = await proposal(hall, "bob")
    bob = people["bob"]
    bob.session.ended()
    await people["ann"].done("cast_ballot", ballot_id=fresh("b"), reason="looks right", **APPROVE)
    await bob.enter(hall.registry, room.id)
    shown = bob.picture
    assert shown["polls"][POLL]["detail"] == CODE and shown["polls"][POLL]["state"] == "open"
    assert shown["ballots"][f"{POLL} user:ann"]["reason"] == "looks right"
    await bob.done("cast_ballot", ballot_id=fresh("b"), **APPROVE)
    assert bob.read().picture["polls"][POLL]["outcome"] == "approved"


async def test_a_vote_is_there_after_a_restart(hall):
    """RELIABILITY T35 and RULES 17: ballots, bytes and deadline are those from before."""
    room, people = await proposal(hall, "bob")
    await people["ann"].done("cast_ballot", ballot_id=fresh("b"), **APPROVE)
    before = room.state.polls[POLL]
    again = await hall.reopen(room)
    assert again.state.polls[POLL] == before
    bob = await Person(actor("bob")).enter(hall.registry, room.id)
    await bob.done("cast_ballot", ballot_id=fresh("b"), **APPROVE)
    assert again.state.polls[POLL].outcome == "approved"


async def test_without_consensus_whoever_may_vote_approves_and_nobody_else(hall):
    """RELIABILITY T36: under `anyone` one of those with a seat is enough; observers and muted people have none."""
    room = await hall.make()
    ann, bob, carl = [await hall.enter(room, name) for name in ("ann", "bob", "carl")]
    await ann.done("set_role", who="user:carl", role="observer")
    await ann.done("set_policy", consensus="anyone")
    await ann.done("add_agent", agent="runner")
    await room.act(SetAgentStatus(AGENT, "running"))
    await ann.done("post_message", message_id=fresh("m"), body="@runner go")
    await room.act(OpenAgentPoll(POLL, room.state.turns[AGENT].id, "execution", "Run?", CODE, hash=hash_of(CODE)))
    refused = await carl.ask("cast_ballot", ballot_id=fresh("b"), **APPROVE)
    assert refused["reject"]["code"] == "role/forbidden"
    await bob.done("cast_ballot", ballot_id=fresh("b"), **APPROVE)
    assert room.state.polls[POLL].outcome == "approved"


async def test_a_script_with_a_token_never_decides(hall):
    """RULES 8: a ballot needs a person at their own login, whoever's token it is."""
    room, people = await proposal(hall, "bob")
    script = await hall.enter(room, "ann", scope="ask")
    for kind, fields in (
        ("cast_ballot", {"ballot_id": fresh("b"), **APPROVE}),
        ("override_poll", {"poll": POLL, "choice": "approve", "reason": "me"}),
        ("close_poll", {"poll": POLL}),
    ):
        assert (await script.ask(kind, **fields))["reject"]["code"] == "role/forbidden"
    assert not room.state.polls[POLL].ballots
