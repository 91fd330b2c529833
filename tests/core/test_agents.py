"""A: agents."""

from __future__ import annotations

from itertools import product
from typing import get_args

import msgspec
import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.agents import MOVES
from jupyter_collabchat.core.ids import ParticipantId, RoomId
from jupyter_collabchat.core.model import Actor, AgentState, AgentStatus, Origin, Policy
from tests.core.house import AGENT, House, kinds, room, user

PATHS: dict[str, list[AgentStatus]] = {
    "stopped": ["running", "stopping", "stopped"],
    "starting": [],
    "running": ["running"],
    "stopping": ["running", "stopping"],
    "error": ["error"],
}


def agent_in(status: str) -> House:
    house = room()
    house.do("ann", c.AddAgent("runner"))
    for step in PATHS[status]:
        house.host(c.SetAgentStatus(AGENT, step))
    assert status_of(house) == status
    return house


def status_of(house: House) -> str:
    return house.state.agents[AGENT].status


def test_A1_only_offered_agents_are_added_and_once() -> None:
    house = room("bob")
    assert house.refused("ann", c.AddAgent("hal")) == "agent/unknown"
    assert house.refused("bob", c.AddAgent("runner")) == "role/forbidden"
    house.do("ann", c.AddAgent("runner"))
    assert status_of(house) == "starting"
    member = house.state.members[AGENT]
    assert (member.kind, member.handle) == ("agent", "runner")
    assert house.do("ann", c.AddAgent("runner")) == []


@pytest.mark.parametrize("status", PATHS)
def test_A2_stopping_is_legal_everywhere_and_twice_is_once(status: str) -> None:
    house = agent_in(status)
    house.do("ann", c.StopAgent("runner"))
    stops_at_once = status in ("error", "stopped")
    assert status_of(house) == ("stopped" if stops_at_once else "stopping")
    assert house.do("ann", c.StopAgent("runner")) == []


def test_A2_a_removed_agent_leaves_its_name_on_what_it_wrote() -> None:
    house = room(agents=["runner"])
    turn = house.ask()
    house.host(c.StartMessage("answer-0001", turn.id))  # type: ignore[arg-type]
    house.do("ann", c.RemoveAgent("runner"))
    assert AGENT not in house.state.agents
    assert house.state.members[AGENT].role == "left"
    assert house.refused("ann", c.RemoveAgent("runner")) == "agent/unknown"
    house.do("ann", c.AddAgent("runner"))
    assert house.state.members[AGENT].role == "collaborator"


@pytest.mark.parametrize("status", PATHS)
def test_A3_starting_is_for_the_stopped_and_the_failed(status: str) -> None:
    house = agent_in(status)
    moved = house.do("ann", c.StartAgent("runner"))
    assert bool(moved) == (status in ("stopped", "error"))
    assert house.do("ann", c.StartAgent("runner")) == []


@pytest.mark.parametrize("status", PATHS)
def test_A3_restarting_ends_in_starting_by_legal_moves(status: str) -> None:
    house = agent_in(status)
    moves = [event.status for event in house.do("ann", c.RestartAgent("runner"))]
    assert moves[-1] == "starting"
    for before, after in zip([status, *moves], moves, strict=False):
        assert after in MOVES[before]  # type: ignore[index]


def test_A4_a_running_turn_keeps_its_settings() -> None:
    house = room(agents=["runner"])
    turn = house.ask()
    house.do("ann", c.ConfigureAgent("runner", {"kernel": "k2"}))
    assert house.turn.settings == turn.settings == {"kernel": "", "lines": 100}
    house.host(c.EndTurn(turn.id))
    assert house.ask().settings == {"kernel": "k2", "lines": 100}


@pytest.mark.parametrize(("before", "after"), [*product(PATHS, get_args(AgentStatus))])
def test_A5_only_legal_moves_count(before: AgentStatus, after: AgentStatus) -> None:
    house = agent_in(before)
    events = house.host(c.SetAgentStatus(AGENT, after, detail="why"))
    assert status_of(house) == (after if after in MOVES[before] else before)
    assert bool(events) == (after in MOVES[before] or after == before)


def test_A5_a_failed_agents_turn_has_ended_and_its_queue_waits() -> None:
    """RELIABILITY T18: a crash releases the turn."""
    house = room("bob", agents=["runner"])
    house.ask()
    house.say("bob", "@runner next")
    assert kinds(house.host(c.SetAgentStatus(AGENT, "error", error="boom"))) == ["TurnEnded", "AgentStatusSet"]
    assert list(house.state.queues) == [AGENT]
    assert house.state.agents[AGENT].error == "boom"


def test_A5_a_late_report_about_a_removed_agent_is_dropped() -> None:
    house = room(agents=["runner"])
    house.do("ann", c.RemoveAgent("runner"))
    assert house.host(c.SetAgentStatus(AGENT, "stopped")) == []


def test_A6_settings_are_those_of_the_agents_closed_schema() -> None:
    house = room()
    assert house.refused("ann", c.AddAgent("runner", {"command": "rm"})) == "frame/unknown-field"
    assert house.refused("ann", c.AddAgent("runner", {"lines": "many"})) == "frame/invalid"
    assert house.refused("ann", c.AddAgent("script", {"kernel": "k"})) == "frame/unknown-field"
    house.do("ann", c.AddAgent("runner", {"kernel": "k1"}))
    assert house.state.agents[AGENT].settings == {"kernel": "k1", "lines": 100}
    assert house.refused("ann", c.ConfigureAgent("runner", {"key": "sk"})) == "frame/unknown-field"
    del house.offers["runner"]
    assert house.refused("ann", c.ConfigureAgent("runner", {})) == "agent/unknown"


def test_A7_an_agent_that_is_kept_for_some_is_added_by_them_only() -> None:
    house = room("dora/moderator")
    house.offers["runner"] = msgspec.structs.replace(house.offers["runner"], adding="agents:runner")
    allowed = Actor(user("dora"), "Dora", rights=frozenset({"agents:runner"}))
    assert house.refused("ann", c.AddAgent("runner")) == "role/forbidden"
    house.do("ann", c.AddAgent("script"))
    house.decide(allowed, c.AddAgent("runner"))
    house.host(c.SetAgentStatus(AGENT, "running"))
    house.do("ann", c.ConfigureAgent("runner", {"lines": 3}))
    assert house.ask("ann").settings["lines"] == 3


@pytest.mark.parametrize("status", PATHS)
def test_A8_what_takes_too_long_to_start_or_stop_is_in_error(status: str) -> None:
    house = agent_in(status)
    moves = status in ("starting", "stopping")
    assert house.later(119) == []
    assert (kinds(house.later(1)) == ["AgentStatusSet"]) is moves
    assert status_of(house) == ("error" if moves else status)
    if moves:
        assert "within 2 minutes" in str(house.state.agents[AGENT].error)
        house.do("ann", c.StartAgent("runner"))
        assert status_of(house) == "starting"


def test_A8_a_stop_of_the_server_is_not_counted() -> None:
    house = agent_in("starting")
    house.now += 3_600_000
    house.host(c.Reopen())
    assert house.later(119) == []


def test_A5_an_end_between_prompts_says_nothing_of_a_turn_that_has_begun() -> None:
    house = room(agents=["runner"])
    lost = c.SetAgentStatus(AGENT, "error", error="gone", if_free=True)
    turn = house.ask()
    assert house.host(lost) == []
    house.host(c.EndTurn(turn.id))
    assert kinds(house.host(lost)) == ["AgentStatusSet"]


def test_A7_it_comes_along_to_no_fork() -> None:
    """Else whoever owns a room that somebody brought it into would have it in as many rooms as they like."""
    house = House()
    house.offers["runner"] = msgspec.structs.replace(house.offers["runner"], adding="agents:runner")
    agents = {ParticipantId(f"agent:{agent}"): AgentState(agent, "running", 0) for agent in ("runner", "script")}
    origin = Origin(RoomId("room-zero"), 9)
    house.host(c.BeginFork(origin, user("ann"), "Ann", "Fork", "", None, Policy(), agents))
    assert set(house.state.agents) == {"agent:script"}
