"""T: turns and queues."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import MessageId, ParticipantId
from jupyter_collabchat.core.model import TurnEnd
from tests.core.house import AGENT, House, kinds, room, user

SCRIPT = ParticipantId("agent:script")


def waiting(house: House, agent: ParticipantId = AGENT) -> list[str]:
    return [prompt.holder.removeprefix("user:") for prompt in house.state.queues.get(agent, ())]


def test_T1_a_prompt_addresses_one_agent() -> None:
    house = room("bob", agents=["runner", "script"])
    assert house.say("ann", "do @script and @runner", to="runner").to == AGENT
    assert house.say("ann", "do @bob @script and @runner").to == SCRIPT
    house.host(c.StartMessage(MessageId("answer-0001"), house.turn.id))
    house.host(c.EndMessage(MessageId("answer-0001"), "complete", "done"))
    house.do("ann", c.PostMessage("message-1", "thanks", reply_to="answer-0001"))
    assert house.state.messages[MessageId("message-1")].to == AGENT
    assert house.say("ann", "hello @bob, `@runner`\n> @script").to is None
    assert house.say("ann", "as participant", to="agent:script").to == SCRIPT


@pytest.mark.parametrize("to", ["nobody", "user:bob", "agent:nobody"])
def test_T1_only_an_agent_of_this_room_is_addressed(to: str) -> None:
    for agents in ([], ["runner"]):
        house = room("bob", agents=agents)
        assert house.refused("ann", c.PostMessage("message-1", "do", to=to)) == "agent/unknown"


def test_T2_a_free_agent_takes_the_prompt_at_once() -> None:
    house = room("bob", agents=["runner"])
    events = house.do("bob", c.PostMessage("message-1", "@runner go"))
    assert kinds(events) == ["MessagePosted", "TurnStarted"]
    assert (house.turn.holder, house.turn.message) == (user("bob"), "message-1")


def test_T2_two_simultaneous_prompts_are_one_turn_and_one_in_the_queue() -> None:
    """RELIABILITY T16 and T17, under `queue`."""
    house = room("bob", agents=["runner"])
    house.ask("ann")
    prompt = house.say("bob", "@runner me too")
    assert (house.turn.holder, waiting(house), prompt.status) == (user("ann"), ["bob"], "queued")
    house.say("ann", "@runner and again")
    assert waiting(house) == ["bob", "ann"]


@pytest.mark.parametrize("status", ["starting", "stopped", "error", "stopping"])
def test_T2_a_prompt_waits_for_an_agent_that_does_not_run(status: str) -> None:
    house = room(agents=["runner"])
    path = {"starting": [], "stopped": ["stopping", "stopped"], "error": ["error"], "stopping": ["stopping"]}[status]
    if status == "starting":
        house.do("ann", c.RestartAgent("runner"))
    for step in path:
        house.host(c.SetAgentStatus(AGENT, step))  # type: ignore[arg-type]
    assert house.say("ann", "@runner go").status == "queued"


def test_T3_under_refuse_a_busy_agents_prompt_is_not_posted() -> None:
    """RELIABILITY T16: the loser keeps its draft and gets the holder's name."""
    house = room("bob", agents=["runner"], prompts="refuse")
    house.ask("ann")
    for who in ("bob", "ann"):
        assert house.refused(who, c.PostMessage("message-1", "@runner go")) == "turn/held"
    house.do("bob", c.PostMessage("message-1", "just talking"))


def test_T3_under_refuse_a_stopped_agents_prompt_is_not_posted() -> None:
    house = room(agents=["runner"], prompts="refuse")
    house.do("ann", c.StopAgent("runner"))
    assert house.refused("ann", c.PostMessage("message-1", "@runner go")) == "agent/stopped"


def test_T3_a_queue_is_bounded_in_all_and_per_person() -> None:
    house = room("bob", "carl", agents=["runner"], limits=Limits(queue=4, queue_per_person=3))
    house.ask()
    for _ in range(3):
        house.say("bob", "@runner more")
    assert house.refused("bob", c.PostMessage("message-1", "@runner more")) == "turn/queue-full"
    house.say("carl", "@runner me")
    assert house.refused("carl", c.PostMessage("message-1", "@runner me")) == "turn/queue-full"
    assert len(waiting(house)) == 4


def test_T4_the_next_prompt_in_order_takes_the_free_agent() -> None:
    house = room("bob", "carl", agents=["runner"])
    house.ask()
    first, _ = house.say("bob", "@runner 1"), house.say("carl", "@runner 2")
    assert kinds(house.host(c.EndTurn(house.turn.id))) == ["TurnEnded", "TurnStarted"]
    assert (house.turn.holder, waiting(house)) == (user("bob"), ["carl"])
    assert house.state.messages[first.id].status == "complete"


def test_T4_the_queue_survives_a_stopped_agent_and_runs_in_order_after_the_start() -> None:
    house = room("bob", agents=["runner"])
    house.host(c.SetAgentStatus(AGENT, "error", error="crash"))
    house.say("ann", "@runner 1")
    house.say("bob", "@runner 2")
    house.do("ann", c.StartAgent("runner"))
    assert not house.state.turns
    house.host(c.SetAgentStatus(AGENT, "running"))
    assert (house.turn.holder, waiting(house)) == (user("ann"), ["bob"])


def test_T4_rights_are_checked_again_when_the_turn_comes() -> None:
    """Defence in depth: rule T9 has cancelled such prompts already, so the state is made by hand."""
    house = room("bob", "carl", agents=["runner"])
    house.ask()
    lost = house.say("bob", "@runner 1")
    house.say("carl", "@runner 2")
    members = dict(house.state.members)
    del members[user("bob")]
    house.state = type(house.state)(
        **{name: getattr(house.state, name) for name in house.state.__struct_fields__} | {"members": members}
    )
    house.host(c.EndTurn(house.turn.id))
    assert house.turn.holder == user("carl")
    assert house.state.messages[lost.id].status == "cancelled"


@pytest.mark.parametrize("end", ["done", "error", "stopped", "interrupted", "overtime"])
def test_T5_a_turn_ends_by_its_id_and_once(end: TurnEnd) -> None:
    """RELIABILITY T18."""
    house = room("bob", agents=["runner"])
    first = house.ask()
    house.say("bob", "@runner next")
    house.host(c.EndTurn(first.id, end))
    second = house.turn
    assert house.host(c.EndTurn(first.id, end)) == []
    assert house.turn == second


def test_T5_holder_moderator_and_owner_stop_a_turn() -> None:
    """RELIABILITY T20."""
    house = room("bob", "carl", "dora/moderator", "eve", agents=["runner"])
    for who in ("bob", "dora", "ann"):
        turn = house.ask("bob")
        assert house.refused("carl", c.StopTurn(turn.id)) == "role/forbidden"
        house.do(who, c.StopTurn(turn.id))
        assert not house.state.turns
        assert house.refused(who, c.StopTurn(turn.id)) == "turn/unknown"
    house.ask("bob")
    house.do("ann", c.Mute(user("eve")))
    assert house.refused("eve", c.StopTurn(house.turn.id)) == "member/muted"


def test_T6_a_stop_resolves_everything_the_turn_holds() -> None:
    """RELIABILITY T20: stop while an approval is pending resolves it everywhere."""
    house = room("bob", agents=["runner"])
    turn = house.ask("bob")
    house.host(c.StartMessage(MessageId("answer-0001"), turn.id))
    house.texts = {MessageId("answer-0001"): "so far"}
    approved, plan = house.propose(), house.propose("plan")
    house.vote("bob", approved, "approve")
    house.vote("ann", approved, "approve")
    events = house.do("bob", c.StopTurn(turn.id))
    assert kinds(events) == ["EffectEnded", "PollResolved", "MessageEnded", "TurnEnded"]
    assert house.poll(plan).state == "cancelled"
    assert house.poll(approved).effect == "failed"
    message = house.state.messages[MessageId("answer-0001")]
    assert (message.status, message.body, message.stopped_by) == ("cancelled", "so far", user("bob"))


def test_T7_an_agent_that_stops_loses_its_queue_and_its_turn() -> None:
    for command in (c.StopAgent("runner"), c.RestartAgent("runner"), c.RemoveAgent("runner")):
        house = room("bob", agents=["runner"])
        house.ask()
        prompt = house.say("bob", "@runner me")
        assert kinds(house.do("ann", command))[:2] == ["PromptCancelled", "TurnEnded"]
        assert not house.state.turns and not house.state.queues
        assert house.state.messages[prompt.id].status == "cancelled"


def test_T8_asker_moderator_and_owner_take_a_prompt_back() -> None:
    house = room("bob", "carl", "dora/moderator", agents=["runner"])
    house.ask()
    for who in ("bob", "dora", "ann"):
        prompt = house.say("bob", "@runner me")
        assert house.refused("carl", c.CancelPrompt(prompt.id)) == "role/forbidden"
        house.do(who, c.CancelPrompt(prompt.id))
        assert house.refused(who, c.CancelPrompt(prompt.id)) == "message/unknown"
        assert house.state.messages[prompt.id].status == "cancelled"


def test_T9_the_next_goes_on_when_the_holder_loses_the_right_to_ask() -> None:
    """RELIABILITY T19: the turn never leaks with its holder."""
    house = room("bob", "carl", agents=["runner"])
    house.ask("bob")
    house.say("bob", "@runner more")
    house.say("carl", "@runner me")
    house.do("ann", c.RemoveMember(user("bob")))
    assert (house.turn.holder, waiting(house)) == (user("carl"), [])


def test_T10_waiting_for_a_poll_is_not_holding_the_turn() -> None:
    house = room(agents=["runner"], limits=Limits(max_hold_s=60, poll_deadline_s=900))
    turn = house.ask()
    house.later(40)
    poll, other = house.propose("plan"), house.propose("plan")
    house.later(500)
    house.vote("ann", poll, "approve")
    house.later(300)
    assert house.turn.working_since is None
    house.vote("ann", other, "approve")
    assert kinds(house.later(19)) == []
    assert kinds(house.later(1)) == ["TurnEnded"]
    assert house.refused("ann", c.StopTurn(turn.id)) == "turn/unknown"


def test_T11_under_answers_all_a_lone_agent_listens() -> None:
    house = room("bob", agents=["runner"], answers="all")
    first = house.say("bob", "hi @ann")
    assert first.to is None
    house.do("bob", c.PostMessage("message-1", "sure", reply_to=first.id))
    assert not house.state.turns
    assert house.say("bob", "what is 2 + 2?").to == AGENT
    assert house.say("ann", "we are talking").to is None


def test_T11_two_agents_or_a_token_that_only_posts_are_not_asked_by_talk() -> None:
    house = room("bob", agents=["runner"], answers="all")
    assert house.say("bob", "build done", scope="post").to is None
    house.do("ann", c.AddAgent("script"))
    assert house.say("bob", "hello").to is None


def test_T12_a_token_prompts_only_with_scope_ask() -> None:
    house = room(agents=["runner"])
    assert house.refused("ann", c.PostMessage("message-1", "@runner go"), "post") == "role/forbidden"
    house.do("ann", c.PostMessage("message-1", "@runner go"), "ask")
    assert house.turn.holder == user("ann")
