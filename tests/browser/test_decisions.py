"""Looking up what was decided: from the sidebar and from a tab, with its record, and as a file that one takes along."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.rooms import ANSWER_MS, Person
from tests.browser.support import Login, Shot
from tests.lab import Lab

ROOM = "Tides"
PETS = [{"id": "bars", "label": "Bars, stacked"}, {"id": "line", "label": "A line"}, {"id": "dots", "label": "Dots"}]
SCENARIO = {
    "pace_s": 0,
    "steps": [
        {"do": "plan", "entries": ["Load the gauges", "Draw what they say"]},
        {"do": "question", "title": "Which charts?", "options": PETS, "multiple": True},
        {"do": "run", "code": "import pandas as pd\npd.read_csv('brest.csv').plot()"},
    ],
}


@pytest.fixture(scope="module")
def lab_config(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A script that plans, asks and wants to run something."""
    folder = tmp_path_factory.mktemp("decisions")
    (folder / "charts.json").write_text(json.dumps(SCENARIO))
    return {"CollabChatApp": {"agent_config": {"script": {"folder": str(folder), "scenario": "charts"}}}}


def _vote_on_all(alice: Person, bob: Person) -> None:
    for person in (alice, bob):
        person.poll_about("Follow this plan?").get_by_role("button", name="Approve").click()
    for person in (alice, bob):
        question = person.poll_about("Which charts?")
        for label in ("A line", "Bars, stacked"):
            question.get_by_role("checkbox", name=label).check()
        question.get_by_role("button", name="Answer").click()
    bob.deny("That file is not ours")
    expect(alice.poll("decided").last).to_contain_text("Denied", timeout=ANSWER_MS)


def _opened(person: Person, title: str) -> Locator:
    """Open a decision of the history; return its line."""
    line = person.place.get_by_test_id("cc-history").get_by_role("listitem").filter(has_text=title).first
    line.get_by_role("button").first.click()
    expect(line.get_by_role("list", name="What happened")).to_be_visible(timeout=ANSWER_MS)
    return line


def _redact(person: Person, message: Locator) -> None:
    message.hover()
    message.get_by_role("button", name="Redact").click()
    person.place.get_by_role("group", name="Redact").get_by_role("button", name="Redact").click()


def test_what_was_decided_is_looked_up_and_taken_along(login: Login, lab: Lab, shot: Shot, tmp_path: Path) -> None:
    """RULES 14, FEATURES VO5 and VO11."""
    alice, bob = Person(login("tok-a", viewport=(1440, 900))), Person(login("tok-b", theme="dark"))
    for person in (alice, bob):
        person.open_sidebar()
    alice.create_room(ROOM)
    bob.join(ROOM)
    alice.add_agent("Script")
    alice.say("@script draw the gauges of Brest")
    _vote_on_all(alice, bob)
    _redact(alice, alice.message("draw the gauges").first)
    bob.sees("draw the gauges", times=0)

    bob.choose("Decisions")
    history = bob.place.get_by_test_id("cc-history")
    expect(history.get_by_role("listitem").first).to_contain_text("Denied: Run this code?", timeout=ANSWER_MS)
    expect(history).to_contain_text("“Bars, stacked”, “A line”")
    line = _opened(bob, "Run this code?")
    expect(line).to_contain_text("message redacted")
    expect(line).to_contain_text("brest.csv")
    expect(line.get_by_role("list", name="What happened")).to_contain_text("That file is not ours")
    shot(bob.page, "decisions-narrow-dark")

    alice.choose("Open in the main area")
    tab = Person(alice.page, alice.page.locator("#jp-main-dock-panel .jp-CollabChat"))
    tab.place.get_by_role("button", name="All, with their record").click()
    chosen = _opened(tab, "Which charts?").get_by_role("list", name="What happened")
    expect(chosen).to_contain_text("You chose “Bars, stacked”, “A line”")
    shot(alice.page, "decisions-wide")
    with alice.page.expect_download() as started:
        tab.place.get_by_test_id("cc-history").get_by_role("button", name="CSV").click()
    assert started.value.suggested_filename == f"Decisions of {ROOM}.csv"
    started.value.save_as(tmp_path / "decisions.csv")
    rows = list(csv.DictReader((tmp_path / "decisions.csv").read_text().splitlines()))
    denied = [row for row in rows if row["choice"] == "deny" or row["choice"] == "Deny"]
    assert [(row["who"], row["reason"]) for row in denied] == [("user:bob", "That file is not ours")]
    asked = next(row for row in rows if row["decision"] == denied[0]["decision"] and row["act"] == "opened")
    assert json.loads(asked["arguments"])["arguments"]["code"] == SCENARIO["steps"][2]["code"]  # type: ignore[index]
