"""What `GET me` says of agents: enough for a form to set all that a room may set, and the form's answers are taken."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from jupyter_collabchat.agents.acp.family import family as acp
from jupyter_collabchat.agents.openai.family import family as openai
from jupyter_collabchat.agents.runner import Runner
from jupyter_collabchat.agents.script import Script
from jupyter_collabchat.core.facts import AgentOffer, Budget
from jupyter_collabchat.server.offers import offer_value, settings_of

MODELS = openai.members({"models": ["small", "large"], "api_key": "secret"})
CODERS = acp.members({"agents": {"coder": {"command": "coder", "modes": ["ask", "edit"]}, "plain": {"command": "x"}}})
OFFERS = [agent.offer for agent in (Runner, Script, *MODELS.values(), *CODERS.values())]


def _named(offer: AgentOffer) -> dict[str, Any]:
    return {setting["name"]: setting for setting in settings_of(offer.options)}


def test_a_models_agent_says_what_a_room_may_choose() -> None:
    settings = _named(MODELS["openai"].offer)
    assert set(settings) == {"model", "plan_mode", "temperature", "context_messages"}
    assert [choice["id"] for choice in settings["model"]["choices"]] == ["", "small", "large"]
    assert settings["model"]["choices"][0]["label"] == "Default (small)"
    assert (settings["plan_mode"]["kind"], settings["plan_mode"]["default"]) == ("flag", False)
    temperature = settings["temperature"]
    assert (temperature["kind"], temperature["default"], temperature["min"], temperature["max"]) == (
        *("number", None),
        *(0, 2),
    )
    assert (settings["context_messages"]["step"], settings["context_messages"]["max"]) == (1, 200)


def test_a_coding_agent_offers_the_modes_that_its_server_allows() -> None:
    coder, plain = _named(CODERS["coder"].offer), _named(CODERS["plain"].offer)
    assert [choice["id"] for choice in coder["mode"]["choices"]] == ["", "ask", "edit"]
    assert "mode" not in plain, "nothing to choose"


def test_what_is_no_part_of_a_form_is_left_out() -> None:
    class Odd(msgspec.Struct):
        words: list[str] = []
        one: str = ""

    assert [setting["name"] for setting in settings_of(Odd)] == ["one"]
    assert settings_of(None) == []


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.id)
def test_every_setting_has_words_and_a_default_that_the_schema_takes(offer: AgentOffer) -> None:
    settings = settings_of(offer.options)
    assert settings
    assert all(setting["title"] and setting["help"] for setting in settings)
    assert offer.options is not None
    msgspec.convert({setting["name"]: setting["default"] for setting in settings}, offer.options)


def test_a_budget_is_told_with_its_period() -> None:
    told = offer_value(OFFERS[0], Budget(turns=3), can_add=True)
    assert told["budget"] == {"turns": 3, "per": "day"}
    assert "budget" not in offer_value(OFFERS[0], None, can_add=True)
