"""The story of consent: people, three agents and a server that dies; what runs is what was approved, once."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import expect

from tests.agents.models import calls
from tests.browser.model import Model
from tests.browser.people import card, close_card
from tests.browser.rooms import ANSWER_MS, KERNEL_MS, Person
from tests.browser.support import Login, Shot, dismiss_lost_server
from tests.lab import REPOSITORY, Lab

TOKENS = {"Alice": "tok-a", "Bob": "tok-b", "Carol": "tok-c", "Dave": "tok-d"}
PROGRAM = REPOSITORY / "tests" / "agents" / "acp_agents" / "stubborn.py"
LONG = " ".join(f"word-{number}" for number in range(3_000))
SCENARIO = {"pace_s": 0.02, "steps": [{"do": "plan", "entries": ["Talk", "At length"]}, {"do": "say", "text": LONG}]}


@pytest.fixture(scope="module")
def lab_config(model: Model, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Four agents: a model, a program that speaks ACP, a script, and the runner."""
    folder = tmp_path_factory.mktemp("consent")
    (folder / "talk.json").write_text(json.dumps(SCENARIO))
    coder = {"command": sys.executable, "args": [str(PROGRAM)], "name": "Coder"}
    agents = {
        "openai": model.config,
        "script": {"folder": str(folder), "scenario": "talk"},
        "acp": {"state": str(folder / "acp"), "agents": {"coder": coder}},
    }
    return {"CollabChatApp": {"agent_config": agents}}


def _people(login: Login, *names: str) -> list[Person]:
    people = [Person(login(TOKENS[name])) for name in names]
    for person in people:
        person.open_sidebar()
    return people


def _together(people: list[Person], room: str, *agents: str) -> None:
    host, *others = people
    host.create_room(room)
    for person in others:
        person.join(room)
    for agent in agents:
        host.add_agent(agent)
    for name in list(TOKENS)[1 : len(people)]:
        expect(host.face(name)).to_have_attribute("aria-label", re.compile("online"))


def _all_approve(people: list[Person], what: str) -> None:
    """Approve the open poll that says `what`, one after the other."""
    for number, person in enumerate(people):
        poll = person.poll_about(what)
        expect(poll).to_contain_text(f"{number} of {len(people)}", timeout=ANSWER_MS)
        poll.get_by_role("button", name="Approve").click()


def test_three_people_steer_a_model_and_a_late_joiner_watches(login: Login, lab: Lab, model: Model, shot: Shot) -> None:
    people = _people(login, "Alice", "Bob", "Carol")
    trace = Path(lab.root) / "consent.txt"
    code = f"open({str(trace)!r}, 'a').write('ran '); print('forty' + '-two')"
    model.script(
        calls(("propose_plan", {"steps": ["Delete the table", "Start anew"]})),
        calls(("propose_plan", {"steps": ["Count the rows", "Tell the number"]})),
        calls(("run_code", {"code": code})),
        model.held("The number of rows ", "is forty-two, all told."),
    )
    _together(people, "consent", "Model", "Script")
    _plan_is_denied_revised_and_approved(people, model)
    _all_approve(people, "Run this code?")
    for person in people:
        expect(person.message("forty-two").first).to_be_visible(timeout=KERNEL_MS)
        expect(person.message("The number of rows").last).to_be_visible(timeout=ANSWER_MS)
    assert trace.read_text() == "ran "
    dave = _late_joiner(login, people)
    shot(dave.page, "consent-late")
    model.go_on()
    for person in (*people, dave):
        expect(person.message("The number of rows is forty-two, all told.")).to_have_count(1, timeout=ANSWER_MS)
    _stopped_in_mid_stream([*people, dave])
    shot(people[0].page, "consent-stopped")
    assert trace.read_text() == "ran "


def _plan_is_denied_revised_and_approved(people: list[Person], model: Model) -> None:
    alice, bob, carol = people
    bob.say("@openai how many rows has the table?")
    expect(alice.poll_about("Delete the table")).to_contain_text("0 of 3", timeout=ANSWER_MS)
    alice.poll_about("Delete the table").get_by_role("button", name="Approve").click()
    expect(carol.poll_about("Delete the table")).to_contain_text("1 of 3", timeout=ANSWER_MS)
    carol.deny("Delete nothing, count")
    for person in people:  # bob was not even asked any more
        decided = person.place.locator("[data-testid=cc-poll][data-state=decided]").first
        expect(decided).to_contain_text("Delete nothing, count", timeout=ANSWER_MS)
    _all_approve(people, "Count the rows")
    assert "Delete nothing, count" in model.was_told(1)


def _late_joiner(login: Login, people: list[Person]) -> Person:
    """Come while one agent is in mid-sentence and another one's plan is open."""
    people[0].say("@script talk")
    for person in people:
        expect(person.poll_about("At length")).to_contain_text("0 of 3", timeout=ANSWER_MS)
    [dave] = _people(login, "Dave")
    dave.join("consent")
    expect(dave.message("The number of rows").last).not_to_contain_text("all told", timeout=ANSWER_MS)
    expect(dave.message("The number of rows").last).to_contain_text("writing")
    expect(dave.poll_about("At length")).to_contain_text("0 of 3")
    expect(dave.poll_about("At length")).to_contain_text("you observe")
    expect(dave.poll_about("At length").get_by_role("button", name="Approve")).to_have_count(0)
    return dave


def _stopped_in_mid_stream(people: list[Person]) -> None:
    """Let the script speak at length, and the owner stop it; what it said so far stays with everybody."""
    _all_approve(people[:3], "At length")
    for person in people:
        expect(person.message("word-9 ")).to_have_count(1, timeout=ANSWER_MS)
    people[0].place.get_by_test_id("cc-turn-bar").get_by_role("button", name="Stop").click()
    for person in people:
        expect(person.place.get_by_test_id("cc-turn-bar")).to_have_count(0, timeout=ANSWER_MS)
        expect(person.message("word-9 ")).to_contain_text("stopped", timeout=ANSWER_MS)
        expect(person.message("word-2999")).to_have_count(0)


def test_agents_and_servers_die_and_what_was_decided_stays(login: Login, lab: Lab, shot: Shot) -> None:
    people = _people(login, "Alice", "Bob")
    _together(people, "deaths", "Coder", "Runner")
    _an_agent_is_killed(people, lab, shot)
    _a_server_is_killed_during_a_vote(people, lab)


def _an_agent_is_killed(people: list[Person], lab: Lab, shot: Shot) -> None:
    """Kill the program in mid-turn; its room says so, and starts it again."""
    alice, bob = people
    bob.say("@coder polite")
    expect(alice.message("working").first).to_be_visible(timeout=ANSWER_MS)
    [program] = [p for p in psutil.Process(lab.pid).children(recursive=True) if str(PROGRAM) in p.cmdline()]
    program.kill()
    for person in people:
        expect(person.face("Coder")).to_have_attribute("aria-label", re.compile("failed"), timeout=ANSWER_MS)
        expect(person.message("It was ended by SIGKILL")).to_have_count(1, timeout=ANSWER_MS)
    expect(card(alice, "Coder")).to_contain_text("It was ended by SIGKILL")
    shot(alice.place, "consent-agent-killed")
    card(alice, "Coder").get_by_role("button", name="Start", exact=True).click()
    expect(alice.face("Coder")).to_have_attribute("aria-label", re.compile("running"), timeout=ANSWER_MS)
    close_card(alice)
    alice.say("@coder polite")
    expect(bob.message("working")).to_have_count(2, timeout=ANSWER_MS)
    alice.place.get_by_test_id("cc-turn-bar").get_by_role("button", name="Stop").click()
    expect(bob.place.get_by_test_id("cc-turn-bar")).to_have_count(0, timeout=ANSWER_MS)


def _a_server_is_killed_during_a_vote(people: list[Person], lab: Lab) -> None:
    """R24, as people see it: the poll and its ballot are there again, and the code runs once."""
    alice, bob = people
    trace = Path(lab.root) / "deaths.txt"
    bob.say(f"@runner open({str(trace)!r}, 'a').write('ran '); print('done' + '-it')")
    expect(bob.poll_about("done").get_by_role("button", name="Approve")).to_be_visible(timeout=ANSWER_MS)
    bob.approve()
    expect(alice.poll_about("done")).to_contain_text("1 of 2", timeout=ANSWER_MS)
    for person in people:
        dismiss_lost_server(person.page)
    lab.kill()
    expect(alice.place.get_by_test_id("cc-composer-state")).to_contain_text("econnecting", timeout=ANSWER_MS)
    lab.start()
    for person in people:
        expect(person.place.get_by_test_id("cc-composer-state")).not_to_contain_text("econnecting", timeout=KERNEL_MS)
        expect(person.poll_about("done")).to_contain_text("1 of 2", timeout=ANSWER_MS)
    assert not trace.exists()
    alice.approve()
    for person in people:
        expect(person.message("done-it").last).to_be_visible(timeout=KERNEL_MS)
    assert trace.read_text() == "ran "
