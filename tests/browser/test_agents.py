"""Agents as people see them: their cards and settings, a change before the room, a long answer while one reads it."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.agents.models import calls
from tests.browser.model import Model
from tests.browser.people import card, close_card
from tests.browser.rooms import ANSWER_MS, Person
from tests.browser.support import Login, Shot, write_notebook
from tests.lab import Lab

ALICE, BOB = "tok-a", "tok-b"
NARROW = 260
LINE = "is **here** and says something that fills a line or two."
TALK = "\n\n".join(f"Paragraph {number} {LINE}" for number in range(60))
SCENARIO = {"pace_s": 0.01, "steps": [{"do": "say", "text": f"# A long answer\n\n{TALK}\n\nThe last word."}]}
BEFORE = "import pandas as pd\n\ndf = pd.read_csv('churn.csv')\ndf.shape"
AFTER = "import pandas as pd\n\ndf = pd.read_csv('churn.csv').drop_duplicates()\nassert len(df) > 0\ndf.shape"


@pytest.fixture(scope="module")
def lab_config(model: Model, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A model with two sizes and a budget, and a script that talks at length."""
    folder = tmp_path_factory.mktemp("agents")
    (folder / "talk.json").write_text(json.dumps(SCENARIO))
    models = [{"name": "small", "input_price": 20, "output_price": 80}, "large"]
    agents = {"openai": {**model.config, "models": models}, "script": {"folder": str(folder), "scenario": "talk"}}
    budgets = {"openai": {"tokens": 100, "turns": 20}}
    return {"CollabChatApp": {"agent_config": agents, "agent_budgets": budgets}}


def test_a_card_says_how_an_agent_is_set_and_what_it_took(login: Login, model: Model, shot: Shot) -> None:
    alice, bob = _together(login, "settings")
    _add_with_settings(alice, shot)
    expect(card(bob, "Model")).to_contain_text("Plan firston")
    expect(card(bob, "Model").get_by_role("button", name="Change settings…")).to_have_count(0)
    close_card(bob)
    _change(alice, shot)
    model.script(model.held("Four hundred ", "and two rows."))
    bob.say("@openai how many rows has the table?")
    turn = alice.place.get_by_test_id("cc-turn-bar")
    expect(turn).to_contain_text("Bob is asking Model · large", timeout=ANSWER_MS)
    expect(card(alice, "Model")).to_contain_text("Busy with a prompt of Bob")
    card(alice, "Model").get_by_role("button", name="Change settings…").click()
    expect(card(alice, "Model")).to_contain_text("keeps the settings it began with")
    shot(alice.page, "agents-busy")
    shot(bob.page, "agents-turn-dark")
    model.go_on()
    expect(bob.message("and two rows.")).to_contain_text("11 tokens read, 7 written", timeout=ANSWER_MS)
    _ask_about(bob, "and two rows.")
    card(alice, "Model").get_by_role("button", name="Cancel").click()
    expect(card(alice, "Model")).to_contain_text("18 of 100 tokens", timeout=ANSWER_MS)
    shot(alice.page, "agents-card")


def _add_with_settings(alice: Person, shot: Shot) -> None:
    alice.place.get_by_role("button", name="Add an agent").click()
    alice.place.get_by_role("button", name="Settings of Model").click()
    alice.place.get_by_label("Plan first").check()
    shot(alice.place, "agents-add")
    alice.place.get_by_role("button", name="Add Model").click()


def _change(alice: Person, shot: Shot) -> None:
    card(alice, "Model").get_by_role("button", name="Change settings…").click()
    form = card(alice, "Model").get_by_role("form", name="Settings of Model")
    form.get_by_role("combobox", name="Model").select_option("large")
    form.get_by_label("Plan first").uncheck()
    shot(alice.place, "agents-settings")
    form.get_by_role("button", name="Save").click()
    expect(card(alice, "Model")).to_contain_text("Modellarge")


def _ask_about(bob: Person, text: str) -> None:
    """A reply asks who wrote it; about a message of a person the agent is named."""
    bob.message(text).get_by_role("button", name="Ask Model about this").click()
    expect(bob.composer).to_be_focused()
    expect(bob.place.get_by_test_id("cc-composer-hint")).to_contain_text("This asks Model")
    bob.message("how many rows").first.get_by_role("button", name="Ask Model about this").click()
    expect(bob.composer).to_have_value("@openai ")
    expect(bob.composer).to_be_focused()


def test_a_change_is_read_as_a_diff_before_it_is_approved(login: Login, lab: Lab, model: Model, shot: Shot) -> None:
    write_notebook(lab.root, "churn.ipynb", BEFORE)
    cell = nbformat.read(lab.root / "churn.ipynb", as_version=4).cells[0]["id"]
    alice, bob = _together(login, "changes")
    _narrow(alice.page)
    alice.add_agent("Model")
    bob = _in_the_main_area(bob)
    steps = ["Drop the rows that are there twice", "Check that some are left", "Show the shape"]
    edit = {"path": "churn.ipynb", "cell": cell, "source": AFTER}
    model.script(calls(("propose_plan", {"steps": steps})), calls(("edit_cell", edit)))
    bob.say("@openai the rows are doubled, clean them")
    plan = alice.poll_about("Follow this plan?")
    expect(plan.locator("ol > li")).to_have_text(steps, timeout=ANSWER_MS)
    shot(alice.place, "agents-plan")
    alice.approve()
    expect(plan).to_contain_text("1 of 2")
    bob.approve()
    change = alice.poll_about("Edit this cell?")
    expect(change.locator("ins")).to_have_text(AFTER_LINES, timeout=ANSWER_MS)
    expect(change.locator("del")).to_have_count(1)
    change.locator("ins").first.scroll_into_view_if_needed()
    shot(alice.place, "agents-diff-narrow")
    shot(bob.page, "agents-diff")
    change.focus()
    expect(change.get_by_role("button", name="Approve")).to_be_enabled()
    alice.page.keyboard.press("a")
    expect(change).to_contain_text("1 of 2", timeout=ANSWER_MS)
    bob.deny("Keep the file as it is.")
    expect(alice.poll("decided")).to_contain_text("Keep the file as it is.")
    assert nbformat.read(lab.root / "churn.ipynb", as_version=4).cells[0]["source"] == BEFORE


AFTER_LINES = ["+df = pd.read_csv('churn.csv').drop_duplicates()", "+assert len(df) > 0"]


def test_a_long_answer_leaves_its_reader_alone(login: Login, shot: Shot) -> None:
    [alice] = _people(login, ALICE)
    alice.create_room("reading")
    alice.add_agent("Script")
    alice.say("@script go")
    answer = alice.message("A long answer").last
    first = answer.locator(".cc-Block p").first
    expect(answer).to_contain_text("Paragraph 8", timeout=ANSWER_MS)
    log = alice.place.get_by_test_id("cc-log")
    assert _below(log) < 60, "who was at the end stays there"
    first.evaluate("node => { node.mark = 1; getSelection().selectAllChildren(node) }")
    log.hover()
    alice.page.mouse.wheel(0, -400)
    expect(alice.place.get_by_role("button", name="To the newest message")).to_be_visible()
    top = log.evaluate("log => log.scrollTop")
    shot(alice.page, "agents-streaming")
    expect(answer).to_contain_text("The last word.", timeout=ANSWER_MS * 3)
    assert log.evaluate("log => log.scrollTop") == top, "who reads further up stays there"
    assert first.evaluate("node => node.mark") == 1, "a finished block is not rendered again"
    assert alice.page.evaluate("() => getSelection().toString()").startswith("Paragraph 0 is here")
    alice.add_agent("Runner")
    alice.message("@script go").first.get_by_role("button", name="Ask an agent about this").click()
    expect(alice.place.get_by_role("listbox", name="Mention").get_by_role("option")).to_have_count(2)


def _below(log: Locator) -> float:
    """How far the end of the log is below what is shown."""
    below: float = log.evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight")
    return below


def _people(login: Login, *tokens: str) -> list[Person]:
    people = [Person(login(token, theme="light" if token == ALICE else "dark")) for token in tokens]
    for person in people:
        person.open_sidebar()
    return people


def _together(login: Login, room: str) -> tuple[Person, Person]:
    alice, bob = _people(login, ALICE, BOB)
    alice.create_room(room)
    bob.join(room)
    return alice, bob


def _in_the_main_area(person: Person) -> Person:
    person.choose("Open in the main area")
    page = person.page
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    return Person(page, page.locator("#jp-main-dock-panel"))


def _narrow(page: Page) -> None:
    """Drag the sidebar to the least width that has to work."""
    handle = page.locator("#jp-main-content-panel #jp-main-split-panel > .lm-SplitPanel-handle").first
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(33 + NARROW, box["y"] + 300, steps=4)
    page.mouse.up()
