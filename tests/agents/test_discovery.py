"""Plug-ins: what is installed is offered, what is broken is named and harms nobody."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from jupyter_collabchat.agents.contract import AgentFactory
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


class Twins:
    """A family: as many agents as its configuration names."""

    def members(self, config: Mapping[str, Any]) -> Mapping[str, AgentFactory]:
        return {name: {"runner": Runner, "script": Script}[name] for name in config["names"]}


twins = Twins()


def test_a_family_offers_what_its_configuration_names(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = EntryPoint("twins", "twins:twins", GROUP)
    monkeypatch.setitem(sys.modules, "twins", sys.modules[__name__])
    assert load([family], {"twins": {"names": ["script", "runner"]}}) == {"script": Script, "runner": Runner}
    assert load([family], {"twins": {"names": []}}) == {}
    assert load([family], {"twins": {"names": ["nobody"]}}) == {}
    assert "'twins' cannot be loaded" in caplog.text
