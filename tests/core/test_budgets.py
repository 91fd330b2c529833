"""T: what agents may take in a room, and that nothing but people prompts them."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core import budgets
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.facts import Budget, Limits
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.model import Spent, Usage
from tests.core.house import AGENT, House, kinds, room, user

DAY_S = 86_400


def limited(*people: str, **budget: object) -> House:
    """Given a room whose agent has a budget."""
    return room(*people, agents=["runner"], limits=Limits(agent_budgets={"runner": Budget(**budget)}))  # type: ignore[arg-type]


def spent(house: House) -> Spent:
    found = budgets.taken(house.state, AGENT)
    assert found is not None
    return found


def answer(house: House, tokens: int, id: str = "answer-0001") -> None:
    """Let the agent say something that took `tokens`."""
    message = MessageId(id)
    house.host(c.StartMessage(message, house.turn.id))
    house.host(c.EndMessage(message, "complete", "here", usage=Usage(10, tokens - 1, 1)))


def asked_after(house: House) -> str:
    return house.refused("ann", c.PostMessage("message-over", "@runner more"))


def test_T13_turns_work_and_tokens_are_counted() -> None:
    house = room(agents=["runner"])
    began = house.now
    house.ask()
    assert spent(house) == Spent(began, turns=1)
    house.later(1.2)
    plan = house.propose("plan")
    house.later(500)
    house.vote("ann", plan, "approve")
    house.later(1)
    answer(house, 30)
    house.host(c.EndTurn(house.turn.id))
    assert spent(house) == Spent(began, turns=1, tokens=30, seconds=3)
    house.ask()
    house.do("ann", c.StopTurn(house.turn.id))
    assert spent(house) == Spent(began, turns=2, tokens=30, seconds=3)


def test_T13_the_time_when_the_server_was_stopped_is_no_work() -> None:
    house = room(agents=["runner"])
    house.ask()
    house.later(10)
    plan = house.propose("plan")
    house.vote("ann", plan, "approve")
    house.now += DAY_S * 1000
    house.host(c.Reopen())
    assert spent(house).seconds == 10


def test_T13_an_agent_that_is_removed_comes_back_with_what_it_took() -> None:
    house = limited(turns=1)
    house.host(c.EndTurn(house.ask().id))
    house.do("ann", c.RemoveAgent("runner"))
    house.do("ann", c.AddAgent("runner"))
    assert spent(house).turns == 1
    assert asked_after(house) == "agent/over-budget"


@pytest.mark.parametrize(("per", "seconds"), [("hour", 3_600), ("day", DAY_S), ("week", 7 * DAY_S)])
def test_T14_a_period_begins_with_the_first_turn_after_the_last(per: str, seconds: int) -> None:
    house = limited(turns=1, per=per)
    house.host(c.EndTurn(house.ask().id))
    house.later(seconds - 1)
    assert asked_after(house) == "agent/over-budget"
    house.later(500)
    house.host(c.EndTurn(house.ask().id))
    assert spent(house) == Spent(house.now, turns=1)
    house.later(seconds - 1)
    assert asked_after(house) == "agent/over-budget"


def test_T15_a_prompt_over_the_budget_is_not_posted_and_says_when_it_is_possible_again() -> None:
    house = limited(turns=2)
    until = house.now + DAY_S * 1000
    for _ in range(2):
        house.host(c.EndTurn(house.ask().id))
    with pytest.raises(Rejection, match="1970-01-02 00:16 UTC") as refusal:
        house.say("ann", "@runner more")
    assert refusal.value.details == {"until": until}
    house.say("ann", "just talking")


def test_T11_talk_asks_no_agent_that_has_used_up_its_budget() -> None:
    """People go on talking in a room that answers everything."""
    house = room(agents=["runner"], answers="all", limits=Limits(agent_budgets={"runner": Budget(turns=1)}))
    house.host(c.EndTurn(house.ask(body="what is 2 + 2?").id))
    assert house.say("ann", "and 3 + 3?").to is None


def test_T15_prompts_that_wait_count_and_none_waits_that_has_no_turn() -> None:
    house = limited("bob", turns=3)
    house.ask()
    house.say("bob", "@runner 2")
    house.say("bob", "@runner 3")
    assert asked_after(house) == "agent/over-budget"


def test_T15_what_waits_when_the_budget_is_used_up_goes_on_with_the_next_period() -> None:
    house = limited("bob", tokens=100)
    house.ask("ann")
    waits = house.say("bob", "@runner 2")
    answer(house, 100)
    assert (AGENT in house.state.turns, house.state.messages[waits.id].status) == (False, "queued")
    assert kinds(house.later(DAY_S - 1)) == []
    assert kinds(house.later(1)) == ["TurnStarted"]
    assert (house.turn.holder, spent(house).tokens) == (user("bob"), 0)


def test_T15_another_agent_and_another_room_have_budgets_of_their_own() -> None:
    limits = Limits(agent_budgets={"runner": Budget(turns=1), "script": Budget(turns=1)})
    house = room(agents=["runner", "script"], limits=limits)
    house.host(c.EndTurn(house.ask().id))
    house.say("ann", "@script go")
    assert asked_after(house) == "agent/over-budget"


def test_T16_a_turn_that_worked_for_all_that_is_left_ends_and_says_why() -> None:
    house = limited(seconds=60)
    house.host(c.StartMessage(MessageId("answer-0001"), house.ask().id))
    house.texts = {MessageId("answer-0001"): "so far"}
    house.later(20)
    plan = house.propose("plan")
    house.later(400)
    house.vote("ann", plan, "approve")
    assert kinds(house.later(39)) == []
    assert kinds(house.later(1)) == ["MessageEnded", "TurnEnded"]
    message = house.state.messages[MessageId("answer-0001")]
    assert (message.status, message.stopped_by) == ("cancelled", None)
    assert message.body.startswith("so far\n\nIt has used up what it may take in this room")
    assert asked_after(house) == "agent/over-budget"


def test_T16_a_turn_whose_tokens_are_used_up_ends_after_its_message() -> None:
    house = limited(tokens=100)
    turn = house.ask()
    answer(house, 60)
    assert house.turn == turn
    answer(house, 40, "answer-0002")
    assert not house.state.turns
    first, second = (house.state.messages[MessageId(f"answer-000{number}")] for number in (1, 2))
    assert first.body == "here"
    assert second.status == "complete"
    assert second.body.startswith("here\n\nIt has used up what it may take in this room")


def test_T16_the_longest_hold_is_still_the_longest() -> None:
    limits = Limits(max_hold_s=30, agent_budgets={"runner": Budget(seconds=60)})
    house = room(agents=["runner"], limits=limits)
    house.host(c.StartMessage(MessageId("answer-0001"), house.ask().id))
    assert kinds(house.later(30)) == ["MessageEnded", "TurnEnded"]
    assert house.state.messages[MessageId("answer-0001")].body == ""
    house.ask()


def test_T17_what_agents_say_prompts_nobody() -> None:
    """RULES 15: two agents that name each other, in a room that answers everything."""
    house = room(agents=["runner", "script"], answers="all")
    message = MessageId("answer-0001")
    house.host(c.StartMessage(message, house.ask().id))
    house.host(c.EndMessage(message, "complete", "@script your turn, and @runner mine again"))
    house.host(c.EndTurn(house.turn.id))
    assert not house.state.turns and not house.state.queues


def test_T17_an_edit_prompts_nobody() -> None:
    house = room(agents=["runner"], answers="all")
    said = house.say("ann", "hello `@runner`", scope="post")
    house.do("ann", c.EditMessage(said.id, "@runner go"))
    assert not house.state.turns
