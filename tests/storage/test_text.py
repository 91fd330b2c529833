"""Words and snippets of a search."""

from __future__ import annotations

import pytest

from jupyter_collabchat.storage.text import MAX_WORDS, contains, snippet, words_of


@pytest.mark.parametrize(
    ("query", "words"),
    [("", ()), (" two  words ", ("two", "words")), ("a_b-c", ("a", "b", "c")), ("x x", ("x",)), ('"OR*', ("OR",))],
)
def test_words(query: str, words: tuple[str, ...]) -> None:
    assert words_of(query) == words


def test_a_query_has_a_bounded_number_of_words() -> None:
    assert len(words_of(" ".join(f"w{n}" for n in range(1000)))) == MAX_WORDS


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert contains("cafe\u0301", words_of("CAFÉ"))
    assert not contains("cafes", words_of("cafe"))


def test_a_short_body_is_its_own_snippet() -> None:
    assert snippet("all of it", ("all",)) == "all of it"


def test_a_snippet_says_where_it_was_cut() -> None:
    shown = snippet("a " * 100 + "Needle" + " b" * 100, ("needle",))
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "Needle" in shown
