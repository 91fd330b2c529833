"""Plug-ins: what is installed is offered, what is broken is named and harms nobody."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from jupyter_collabchat.agents.discovery import GROUP, discover, load
from jupyter_collabchat.agents.runner import Runner
from jupyter_collabchat.agents.script import Script


def test_the_built_in_agents_are_installed() -> None:
    found = discover()
    assert (found["runner"], found["script"]) == (Runner, Script)


def test_only_what_is_wanted_is_offered(caplog: pytest.LogCaptureFixture) -> None:
    assert discover(["script", "gone"]) == {"script": Script}
    assert "'gone' is not installed" in caplog.text


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("no.such.module:Agent", "cannot be loaded"),
        ("json:nothing", "cannot be loaded"),
        ("json:loads", "cannot be loaded"),
        ("jupyter_collabchat.agents.runner:Runner", "which another agent has"),
    ],
)
def test_a_broken_plug_in_is_named_and_not_offered(value: str, says: str, caplog: pytest.LogCaptureFixture) -> None:
    good = EntryPoint("runner", "jupyter_collabchat.agents.runner:Runner", GROUP)
    assert load([good, EntryPoint("bad", value, GROUP)]) == {"runner": Runner}
    assert says in caplog.text
    assert "'bad'" in caplog.text
