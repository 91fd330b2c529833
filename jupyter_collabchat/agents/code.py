"""Code in the text of messages: what of a prompt is to be run, and how code is quoted. Pure."""

from __future__ import annotations

import re

_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n`]*\n(.*?)(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.M | re.S)
_INLINE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)


def blocks(text: str) -> str:
    """Return the fenced code blocks of `text`, one after the other; empty if there is none."""
    return "\n".join(match[2].rstrip("\n") for match in _FENCED.finditer(text)).strip("\n")


def spans(text: str) -> str:
    """Return the inline code of `text`, a line each; empty if there is none."""
    return "\n".join(match[2].strip() for match in _INLINE.finditer(text))


def wanted(prompt: str, replied_to: str) -> str:
    """Return the code that a prompt asks to run: its own, else that of the message it replies to, else all its text."""
    return blocks(prompt) or spans(prompt) or blocks(replied_to) or prompt.strip()


def fence(code: str, language: str = "python") -> str:
    """Return `code` as a Markdown block that nothing inside can end."""
    longest = max((len(ticks) for ticks in re.findall(r"`+", code)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{code}\n{ticks}"
