"""What of a message is code."""

from __future__ import annotations

import pytest

from jupyter_collabchat.agents.code import blocks, fence, wanted


@pytest.mark.parametrize(
    ("prompt", "replied_to", "code"),
    [
        ("```python\na\n\n  b\n```", "", "a\n\n  b"),
        ("first\n~~~\na\n~~~\nand\n```\nb\n```", "", "a\nb"),
        ("```\nnever closed", "", "never closed"),
        ("run `x = 1` and ``y = '`'``", "", "x = 1\ny = '`'"),
        ("1 + 1", "", "1 + 1"),
        ("please", "see\n```\nquoted\n```", "quoted"),
        ("`mine`", "```\nquoted\n```", "mine"),
        ("  ", "only words", ""),
    ],
)
def test_the_code_of_a_prompt(prompt: str, replied_to: str, code: str) -> None:
    assert wanted(prompt, replied_to) == code


@pytest.mark.parametrize("code", ["x", "'```'", "a\n````\nb", "# ~~~"])
def test_nothing_in_quoted_code_ends_its_block(code: str) -> None:
    assert blocks(f"before\n\n{fence(code)}\n\nafter") == code
