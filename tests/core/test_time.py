"""D: ticks and reopening."""

from __future__ import annotations

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import MessageId, ParticipantId, PollId
from jupyter_collabchat.core.model import Option
from jupyter_collabchat.core.time import deadline
from tests.core.house import AGENT, House, claim, kinds, room

ANSWER = MessageId("answer-0001")
TEA = (Option("y", "Yes"), Option("n", "No"))


def busy(agent: str = "runner") -> House:
    """Given an agent in its turn, writing."""
    house = room("bob", policy="anyone", agents=["runner", "script"])
    house.say("ann", f"@{agent} go")
    turn = next(iter(house.state.turns.values()))
    house.host(c.StartMessage(ANSWER, turn.id))
    house.texts = {ANSWER: "so far"}
    return house


def test_D1_a_tick_does_what_is_due_and_nothing_else() -> None:
    house = busy()
    assert house.host(c.Tick()) == []
    poll = house.propose()
    effect = house.propose(detail="print(2)")
    house.vote("ann", effect, "approve")
    assert kinds(house.later(10 * 60)) == ["EffectEnded"]
    assert kinds(house.later(5 * 60)) == ["PollResolved"]
    assert house.poll(poll).outcome == "expired"
    assert kinds(house.later(30 * 60)) == ["MessageEnded", "TurnEnded"]
    assert house.host(c.Tick()) == []


def test_D1_the_next_prompt_goes_on_after_overtime() -> None:
    house = busy()
    house.say("bob", "@runner next")
    assert kinds(house.later(30 * 60)) == ["MessageEnded", "TurnEnded", "TurnStarted"]


def test_D2_a_turn_that_only_waited_goes_on() -> None:
    """RELIABILITY T35, over a restart."""
    house = busy()
    poll = house.propose()
    turn = house.turn
    assert kinds(house.host(c.Reopen())) == ["AgentStatusSet", "AgentStatusSet"]
    assert house.turn == turn
    assert house.poll(poll).state == "open"
    assert house.state.messages[ANSWER].status == "streaming"


def test_D2_a_turn_that_worked_ends_interrupted_with_its_text() -> None:
    house = busy()
    assert kinds(house.host(c.Reopen()))[:2] == ["MessageEnded", "TurnEnded"]
    message = house.state.messages[ANSWER]
    assert (message.status, message.body) == ("interrupted", "so far")
    assert not house.state.turns


def test_D2_a_waiting_turn_of_an_agent_that_cannot_resume_ends_with_its_polls() -> None:
    house = busy("script")
    turn = next(iter(house.state.turns.values()))
    poll = house.propose("plan", turn=turn)
    house.host(c.Reopen())
    assert house.poll(poll).state == "cancelled"
    assert not house.state.turns


def test_D2_plain_polls_stay() -> None:
    house = busy()
    house.do("bob", c.OpenPoll("plain-001", "Tea?", TEA))
    house.host(c.Reopen())
    assert house.state.polls[PollId("plain-001")].state == "open"


def test_D2_expired_polls_close_before_anything_else() -> None:
    house = busy()
    poll = house.propose()
    house.now += 15 * 60 * 1000
    assert kinds(house.host(c.Reopen()))[0] == "PollResolved"
    assert house.poll(poll).outcome == "expired"
    assert not house.state.turns, "a turn whose poll expired works again, and so it was interrupted"


def test_D2_a_claimed_effect_is_unknown_and_never_run_twice() -> None:
    house = busy()
    poll = house.propose()
    house.vote("ann", poll, "approve")
    house.host(claim(poll))
    house.host(c.Reopen())
    assert house.poll(poll).effect == "unknown"
    assert house.host_refused(claim(poll)) == "effect/refused"


def test_D2_an_approval_that_was_not_claimed_fails_with_its_turn() -> None:
    house = busy()
    poll = house.propose()
    house.vote("ann", poll, "approve")
    house.host(c.Reopen())
    assert house.poll(poll).effect == "failed"


def test_D3_agents_that_ran_start_again_and_their_queues_wait() -> None:
    house = busy()
    prompt = house.say("bob", "@runner next")
    house.do("ann", c.StopAgent("script"))
    house.host(c.Reopen())
    status = {agent: how.status for agent, how in house.state.agents.items()}
    assert status == {AGENT: "starting", "agent:script": "stopped"}
    assert house.state.messages[prompt.id].status == "queued"
    house.host(c.SetAgentStatus(AGENT, "running"))
    assert house.turn.message == prompt.id


def test_D3_an_agent_no_longer_offered_is_in_error() -> None:
    house = busy()
    poll = house.propose()
    house.say("bob", "@runner next")
    del house.offers["runner"]
    house.host(c.Reopen())
    assert house.state.agents[AGENT].status == "error"
    assert house.poll(poll).state == "cancelled"
    moved = house.host(c.Reopen())
    assert moved == [e.AgentStatusSet(ParticipantId("agent:script"), "starting")], "only what starts does so anew"


def test_D4_the_deadline_is_the_earliest_moment_at_which_a_tick_does_something() -> None:
    house = busy()
    house.do("bob", c.OpenPoll("plain-001", "Tea?", TEA, house.now + 123))
    house.propose("plan")
    house.vote("ann", house.propose(detail="print(2)"), "approve")
    house.invite("carl", expires_at=house.now + 456)
    moments = 0
    while (due := deadline(house.state, house.limits)) is not None:
        house.now = due - 1
        assert house.host(c.Tick()) == []
        house.now = due
        assert house.host(c.Tick()) != []
        moments += 1
    assert moments == 5
