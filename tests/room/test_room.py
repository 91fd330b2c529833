"""A room with people in it: who may enter, what they are told, in which order."""

from __future__ import annotations

from jupyter_collabchat.core.commands import OpenAgentPoll, SetAgentStatus
from jupyter_collabchat.core.detail import hash_of
from jupyter_collabchat.core.ids import ParticipantId, PollId
from jupyter_collabchat.room.session import WRITE
from tests.room.hall import law_2
from tests.room.person import Person, actor, fresh


async def test_a_post_reaches_everybody_before_its_ack(hall):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    await bob.done("post_message", message_id=fresh("m"), body="hi")
    assert ann.read().bodies == bob.bodies == ["hi"]
    assert bob.updates == 2  # the whole document, then one update: it came with the ack
    law_2(room)


async def test_a_vote_that_enough_have_approved_shows_what_it_still_needs(hall):
    agent, poll = ParticipantId("agent:runner"), PollId("poll-one")
    room = await hall.make()
    ann = await Person(actor("ann", rights=frozenset({WRITE}))).enter(hall.registry, room.id)
    await ann.done("add_agent", agent="runner")
    await room.act(SetAgentStatus(agent, "running"))
    await ann.done("post_message", message_id=fresh("m"), body="@runner go")
    turn = room.state.turns[agent].id
    await room.act(OpenAgentPoll(poll, turn, "execution", "Run?", "1 + 1", hash=hash_of("1 + 1")))
    assert "needs" not in ann.read().picture["polls"][poll]
    await ann.done("cast_ballot", poll=poll, ballot_id="ballot-1", choice="approve", hash=hash_of("1 + 1"))
    assert ann.picture["polls"][poll]["needs"] == "sponsor"
    await ann.done("close_poll", poll=poll)
    assert "needs" not in ann.picture["polls"][poll]
    law_2(room)
