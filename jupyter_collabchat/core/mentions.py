"""Who a text mentions: `@handle` at a word start, outside code and quotes. Linear in the text, whatever it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping

from .ids import ParticipantId, kind_of
from .model import Member
from .text import slug

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_QUOTE = re.compile(r" {0,3}>")
_INDENTED = re.compile(r" {4}| {0,3}\t")
_TICKS = re.compile(r"`+")
_MENTION = re.compile(r"(?<![\w@./-])@(\w[\w-]*)")
MAX_HANDLE = 40


def spoken(body: str) -> str:
    """Return `body` without code blocks, code spans and quoted lines (CommonMark, but for nesting in lists)."""
    return _without_spans("\n".join(_prose(body.splitlines())))


def _prose(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines outside fences, quotes and indented blocks; an empty one for each that is inside."""
    fence, may_indent = "", True
    for line in lines:
        opening = _FENCE.match(line)
        if fence:
            fence = "" if opening and opening[1].startswith(fence) and not opening[2].strip() else fence
        elif opening and not (opening[1][0] == "`" and "`" in opening[2]):
            fence, may_indent = opening[1], True
        elif not _QUOTE.match(line) and not (may_indent and _INDENTED.match(line)):
            may_indent = not line.strip()
            yield line
            continue
        yield ""


def _without_spans(text: str) -> str:
    """Return `text` without code spans: a run of backticks ends at the next run of the same length."""
    if "`" not in text:
        return text
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    closes: list[int | None] = [None] * len(runs)
    for index in reversed(range(len(runs))):
        length = runs[index][1] - runs[index][0]
        closes[index] = following.get(length)
        following[length] = index
    kept, at, index = [], 0, 0
    while index < len(runs):
        closing = closes[index]
        if closing is not None:
            kept.append(text[at : runs[index][0]])
            at, index = runs[closing][1], closing
        index += 1
    return " ".join([*kept, text[at:]])


def find(body: str, members: Mapping[ParticipantId, Member]) -> tuple[ParticipantId, ...]:
    """S8: return the members mentioned in `body`, in order, each once; looks at `members` only if there is an `@`."""
    if "@" not in body:
        return ()
    names = [slug(match) for match in _MENTION.findall(unicodedata.normalize("NFC", spoken(body)))]
    if not names:
        return ()
    present = ((who, member.handle) for who, member in members.items() if member.role != "left")
    # Agents last: should somebody have an agent's id as a handle, the agent is meant.
    handles = {handle: who for who, handle in sorted(present, key=lambda item: kind_of(item[0]) == "agent")}
    return tuple(dict.fromkeys(handles[name] for name in names if name in handles))


def free_handle(name: str, members: Iterable[Member], reserved: Container[str]) -> str:
    """Return a handle made from `name` that no member has and nobody has reserved."""
    taken = {member.handle for member in members}
    base = slug(name)[:MAX_HANDLE].rstrip("-_")
    handle, number = base, 2
    while handle in taken or handle in reserved:
        handle, number = f"{base}-{number}", number + 1
    return handle
