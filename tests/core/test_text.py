"""S2, S8, S9, M8: names, handles, mentions and cleaning, on their own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from jupyter_collabchat.core import mentions
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.facts import AgentOffer
from jupyter_collabchat.core.ids import ParticipantId
from jupyter_collabchat.core.model import Member
from jupyter_collabchat.core.names import reserved
from jupyter_collabchat.core.text import clean_name, readable, slug, whole, whole_object

HANDLES = ("ann", "ann-marie", "bob_2", "zoë", "i-stanbul", "李", "runner")
MEMBERS = {
    ParticipantId(f"agent:{handle}" if handle == "runner" else f"user:{handle}"): Member(
        handle, handle, "agent" if handle == "runner" else "user", "collaborator", 0
    )
    for handle in HANDLES
}


def mentioned(body: str) -> list[str]:
    return [who.partition(":")[2] for who in mentions.find(body, MEMBERS)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("@ann", ["ann"]),
        ("hello @ann, @bob_2!", ["ann", "bob_2"]),
        ("(@ann) [@zoë] *@李*", ["ann", "zoë", "李"]),
        ("@ann @ann", ["ann"]),
        ("@Ann @ZOË @zoe\u0308", ["ann", "zoë"]),
        ("@İstanbul", ["i-stanbul"]),
        ("@ann-marie", ["ann-marie"]),
        ("@ann- @ann.", ["ann"]),
        ("@ann-bob @annie", []),
        ("mail@ann me@ann.org x.@ann /@ann -@ann", []),
        ("@@ann", []),
        ("@", []),
        ("@ ann", []),
    ],
)
def test_S8_a_mention_is_a_handle_at_a_word_start(body: str, found: list[str]) -> None:
    assert mentioned(body) == found


@pytest.mark.parametrize(
    "body",
    [
        "`@ann`",
        "``a ` @ann``",
        "`two\nlines @ann`",
        "```\n@ann\n```",
        "```python\n@ann\ndef f(): ...\n```",
        "~~~\n@ann\n```\n@ann\n~~~",
        "````\n```\n@ann\n````",
        "   ```\n@ann",
        "```\nnever closed\n@ann",
        "> @ann",
        "  > @ann\n> @ann",
        "    @ann",
        "text\n\n    @ann\n    @ann",
        "\t@ann",
    ],
)
def test_S8_code_and_quotes_mention_nobody(body: str) -> None:
    assert mentioned(body) == []
    assert mentioned(f"@bob_2\n\n{body}") == ["bob_2"]


@pytest.mark.parametrize(
    "body",
    [
        "`code` @ann",
        "`unclosed @ann",
        "`` unequal ` @ann",
        "```\ncode\n```\n@ann",
        "```inline``` @ann",
        "> quoted\n\n@ann",
        "a > b @ann",
        "paragraph\n    @ann",
        "it's 5 o'clock ` @ann",
    ],
)
def test_S8_beside_code_and_quotes_people_are_mentioned(body: str) -> None:
    assert mentioned(body) == ["ann"]


@pytest.mark.parametrize(
    "body",
    [
        "x" + "`" * 16_000 + "@ann",
        "x" + " ".join("`" * length for length in range(1, 178)) + "@ann",
        "`` @ann`" * 2_000,
        "```\n" * 4_000 + "@ann",
        "> " * 8_000 + "@ann",
        "@" * 16_000,
        "@a" * 8_000,
        "\n" * 16_000 + "@ann",
        "    \n" * 3_000 + "@ann",
    ],
)
def test_S8_the_search_is_linear_in_the_text(body: str) -> None:
    assert lines_run(body) <= 10 * len(body) + 100


def lines_run(body: str) -> int:
    """Return how many lines of the module the search runs: a fact, where time would be an opinion."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename == mentions.__file__ else None

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        mentions.find(body, MEMBERS)
    finally:
        sys.settrace(former)
    return count


def test_S8_the_agent_is_meant_where_a_person_has_its_handle() -> None:
    agent, person = ParticipantId("agent:runner"), ParticipantId("user:eve")
    members = {agent: MEMBERS[agent], person: Member("Eve", "runner", "user", "collaborator", 0)}
    assert mentions.find("@runner", members) == (agent,)


# --- names


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("  Ann \t B\n", "Ann B"),
        ("Ann\u00a0\u2003B", "Ann B"),
        ("A\u200bn\u2060n\ufeff", "Ann"),
        ("\u202eevil\u2066", "evil"),
        ("zoe\u0308", "zoë"),
        ("A" + "\u0300\u0301" * 10, "À" + "\u0301\u0300\u0301\u0300"),
        ("\x00\x07Bell", "Bell"),
        ("a\u2028b", "a b"),
        ("x" * 200, "x" * 80),
        ("\ue000private", "private"),
        ("\ud800A", "\ufffdA"),
        ("李雷 🐟", "李雷 🐟"),
    ],
)
def test_M8_names_are_readable(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned
    assert readable(cleaned) == cleaned


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u202e\u2066", "\u3164\u115f", "\u0301\u0301", "\u2800", "\n"])
def test_M8_a_name_shows_something(name: str) -> None:
    assert readable(name) == ""
    with pytest.raises(Rejection):
        clean_name(name)


@pytest.mark.parametrize(
    ("name", "handle"),
    [("Ann B. Clark", "ann-b-clark"), ("ZOË", "zoë"), ("--x--", "x"), ("İ", "i"), ("🐟", "someone"), ("a_b", "a_b")],
)
def test_M8_a_handle_is_what_one_types(name: str, handle: str) -> None:
    assert slug(name) == handle
    assert mentions._MENTION.findall(f"@{handle}") == [handle]


def test_M8_handles_are_unique_bounded_and_not_reserved() -> None:
    taken = reserved({"runner": AgentOffer("runner", "Run Things"), "ann-2": AgentOffer("ann-2", "Second")})
    assert {"runner", "run-things", "ann-2", "second", "system"} <= taken
    assert mentions.free_handle("Ann", MEMBERS.values(), taken) == "ann-3"
    assert mentions.free_handle("System", (), taken) == "system-2"
    assert mentions.free_handle("x" * 39 + "-y", (), taken) == "x" * 39


# --- cleaning


def test_S9_whole_changes_nothing_but_lone_surrogates() -> None:
    assert whole("abc") == "abc"
    assert whole("zoë 🐟 \u200b") == "zoë 🐟 \u200b"
    assert whole("\ud800a\udfff") == "\ufffda\ufffd"
    assert whole_object({"\ud800": [1, None, "\udc00", {"k": ("\ud800",)}]}) == {
        "\ufffd": [1, None, "\ufffd", {"k": ["\ufffd"]}]
    }
