"""The openai agent's parts alone: events out of bytes, answers out of chunks, configuration that is refused."""

from __future__ import annotations

import logging
import re
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from traitlets.config import Config

from jupyter_collabchat.agents.contract import AgentServices
from jupyter_collabchat.agents.discovery import GROUP, load
from jupyter_collabchat.agents.openai.budget import Budget
from jupyter_collabchat.agents.openai.completions import MOST_CALLS, Answer, Chunk, TooMuch
from jupyter_collabchat.agents.openai.config import (
    ConfigError,
    Model,
    OpenAIConfig,
    Secrets,
    TurnLimits,
    endpoint_url,
    secrets_of,
)
from jupyter_collabchat.agents.openai.family import OpenAIFactory, family
from jupyter_collabchat.agents.openai.sse import EventStream, TooLong
from jupyter_collabchat.core.model import Usage

KEY = "sk-canary-0123456789"


# --- events


def events(*received: bytes) -> list[str]:
    stream = EventStream(1000)
    return [data for piece in received for data in stream.feed(piece)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_events_are_their_data_whatever_ends_the_lines(end: bytes) -> None:
    lines = [
        b": comment",
        b"event: message",
        b"data: one",
        b"",
        b"data:two",
        b"data: three",
        b"id: 7",
        b"",
        b"",
        b"data",
    ]
    assert events(end.join([*lines, b"", b"data: x"])) == ["one", "two\nthree"]


@given(st.lists(st.sampled_from([b"data: ", b"x", b"\n", b"\r", b"\r\n", b": ", "é".encode(), b"\n\n"])), st.data())
def test_it_does_not_matter_how_bytes_arrive(parts: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)))))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    end = b"\n\ndata: end\n\n"
    assert events(*pieces, end) == events(whole + end)


@pytest.mark.parametrize("endless", [b"data: " + b"x" * 2000, b"data: x\n" * 2000, b"x" * 2000])
def test_an_event_that_does_not_end_is_refused(endless: bytes) -> None:
    with pytest.raises(TooLong):
        events(*(endless[at : at + 100] for at in range(0, len(endless), 100)))


# --- answers


def answer(*chunks: dict[str, Any]) -> Answer:
    made = Answer()
    for chunk in chunks:
        made.add(msgspec.convert(chunk, Chunk))
    return made


def call(**fields: Any) -> dict[str, Any]:
    return {"choices": [{"delta": {"tool_calls": [fields]}}]}


def test_a_call_is_put_together_from_its_parts() -> None:
    made = answer(
        call(index=0, id="a", function={"name": "run_", "arguments": ""}),
        call(index=1, id="b", function={"name": "other"}),
        call(index=0, function={"name": "code", "arguments": '{"a"'}),
        call(index=0, id="a", function={"arguments": ":1}"}),
    )
    assert [(one.id, one.name, one.arguments) for one in made.calls] == [
        ("a", "run_code", '{"a":1}'),
        ("b", "other", ""),
    ]


def test_calls_without_index_or_id_are_one_call() -> None:
    made = answer(call(function={"name": "a"}), call(function={"arguments": "{}"}))
    assert [(one.name, one.arguments) for one in made.calls] == [("a", "{}")]


def test_there_is_an_end_to_calls_and_arguments() -> None:
    with pytest.raises(TooMuch):
        answer(*(call(index=n, id=str(n)) for n in range(MOST_CALLS + 1)))
    with pytest.raises(TooMuch):
        answer(*(call(index=0, id="a", function={"arguments": "x" * 10_000}) for _ in range(7)))


def test_odd_chunks_are_no_trouble() -> None:
    made = answer(
        {}, {"choices": None}, {"choices": []}, {"choices": [{}]}, {"choices": [{"delta": {"content": None}}]}
    )
    assert (made.text, made.calls, made.finish) == ("", [], None)


def test_tokens_are_guessed_where_the_endpoint_does_not_tell() -> None:
    budget = Budget(TurnLimits(tokens=1_000), Model("small"))
    usage = budget.answered(answer({"choices": [{"delta": {"content": "x" * 400}}]}), 4_000, 0.5)
    assert (usage.input_tokens, usage.output_tokens, usage.response_ms) == (None, None, 500)
    assert budget.over == "1,000 tokens"


def test_an_answer_tells_its_cost_where_the_configuration_has_prices() -> None:
    """FEATURES MS7."""
    told = answer({"choices": [], "usage": {"prompt_tokens": 2_000, "completion_tokens": 100}})
    priced, free = Model("small", input_price=0.25, output_price=2.0), Model("small")
    assert Budget(TurnLimits(), priced).answered(told, 0, 0.5) == Usage(500, 2_000, 100, pytest.approx(0.0007))
    assert Budget(TurnLimits(), free).answered(told, 0, 0.5).cost is None


# --- configuration


def config(**fields: Any) -> OpenAIConfig:
    return msgspec.convert({"models": ["small"], **fields}, OpenAIConfig)


def test_without_configuration_there_is_no_agent_and_with_it_there_is_one() -> None:
    assert family.members({}) == {}
    entry = EntryPoint("openai", "jupyter_collabchat.agents.openai.family:family", GROUP)
    [factory] = load([entry], {"openai": {"models": ["small", {"name": "large"}], "name": "Ada"}}).values()
    assert (factory.offer.id, factory.offer.name) == ("openai", "Ada")
    assert factory.offer.description == "Answers with small or large; what it does, the room decides."


@pytest.mark.parametrize(
    "wrong",
    [
        {"models": []},
        {"modles": ["small"]},
        {"endpoint": f"https://{KEY}@models.example/v1"},
        {"endpoint": f"https://models.example/v1?key={KEY}"},
        {"endpoint": "file:///etc"},
        {"endpoint": "models.example"},
        {"api_key": f"{KEY}\r\nX-Evil: 1"},
        {"headers": {"X-Key": KEY + "\n"}},
        {"headers": {"X-Key": KEY + "é"}},
        {"headers": {"X-Key": [KEY]}},
        {"api_key_env": "COLLABCHAT_TEST_NOT_SET", "api_key": KEY},
        {"free_tools": ["run_code"]},
        {"limits": {"rounds": 0}},
        {"api_key": 7, "headers": {"a": KEY}},
    ],
)
def test_wrong_configuration_is_refused_without_the_key(
    wrong: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    entry = EntryPoint("openai", "jupyter_collabchat.agents.openai.family:family", GROUP)
    assert load([entry], {"openai": {"models": ["small"], "api_key": "", **wrong}}) == {}
    assert "cannot be loaded" in caplog.text
    assert KEY not in caplog.text


def test_the_key_comes_from_the_environment_and_is_shown_by_nothing() -> None:
    environ = {"MODEL_KEY": f" {KEY}\n"}
    given = {"models": ["small"], "api_key_env": "MODEL_KEY"}
    secrets = secrets_of(config(api_key_env="MODEL_KEY"), environ)
    assert secrets.headers == {"Authorization": f"Bearer {KEY}"}
    factory = OpenAIFactory(given, environ)
    shown = [secrets, config(api_key=KEY), factory, factory(AgentServices("room", given))]
    assert KEY not in f"{shown!r} {shown!s}"


def test_the_configurations_in_the_guide_are_good() -> None:
    page = (Path(__file__).parents[2] / "docs" / "agents.md").read_text()
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)
    told = [block for block in blocks if 'agent_config = {\n    "openai"' in block]
    assert len(told) == 3
    for block in told:
        names = {"c": Config()}
        exec(compile(block, "docs/agents.md", "exec"), names)  # noqa: S102
        given = names["c"].CollabChatApp.agent_config["openai"]
        assert OpenAIFactory(given, {"OPENAI_API_KEY": KEY}).offer.options is not None


def test_no_key_no_header() -> None:
    assert secrets_of(config(), {}).headers == {}


def test_what_an_endpoint_says_is_one_short_line_without_secrets() -> None:
    secrets = Secrets({"Authorization": f"Bearer {KEY}", "X-Team": "team", "X-Empty": ""})
    assert secrets.clean(f"no\n {KEY}, Bearer {KEY}, team!") == "no [secret], [secret], [secret]!"
    assert len(secrets.clean("x" * 1000)) == 300


def test_an_address_is_used_as_it_stands() -> None:
    assert endpoint_url(config(endpoint="http://localhost:11434/v1/")) == "http://localhost:11434/v1/chat/completions"


def test_a_model_that_is_not_offered_any_more_is_named() -> None:
    assert config().model("").name == "small"
    with pytest.raises(ConfigError, match="does not offer the model 'gone'; it offers small"):
        config().model("gone")
