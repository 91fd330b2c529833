"""What the protocol reports, as the room is shown it: text, a line of thought, tool calls with their diffs. Pure."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from acp.schema import (
    ContentToolCallContent,
    FileEditToolCallContent,
    PlanEntry,
    TextContentBlock,
    UsageUpdate,
)

from ..code import fence
from ..contract import Status, Text, Thought, Utterance
from ..outputs import shortened
from .toolcalls import OVER, ToolCall

_DIFF = 6_000
_DIFF_LINES = 1_000
_RESULT = 2_000
_MARKS = {"completed": "✓", "in_progress": "…", "pending": "○"}


def text_of(block: Any) -> str:  # noqa: ANN401 - the protocol's blocks share no type
    """Return what people can read of a block of content; what is no text is named."""
    if isinstance(block, TextContentBlock):
        return block.text
    kind = getattr(block, "type", "content")
    name = getattr(block, "uri", None) or getattr(block, "mime_type", None) or ""
    return f"[{' '.join(filter(None, (kind, name)))}]"


def one_line(text: str, longest: int = 200) -> str:
    """Return `text` as one line that Markdown takes as plain inline code."""
    line = " ".join(text.replace("`", "'").split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def tool_call(call: ToolCall, is_new: bool, before: str) -> Iterator[Utterance]:
    """Yield how a tool call is shown after a report: when it begins, and when it is over with what it changed."""
    if is_new:
        yield Text(f"\n\n**{call.kind}** `{one_line(call.title)}`\n\n")
    if call.status == before and not is_new:
        return
    if call.status == "in_progress":
        yield Status("executing")
        yield Thought(one_line(call.title))
    elif call.status in OVER:
        yield from _result(call)


def _result(call: ToolCall) -> Iterator[Utterance]:
    mark = "✓" if call.status == "completed" else "✗ failed:"
    yield Status("thinking")
    yield Text(f"{mark} `{one_line(call.title)}`\n\n")
    for part in call.content:
        if isinstance(part, FileEditToolCallContent):
            yield Text(shown_diff(part.path, part.old_text or "", part.new_text) + "\n\n")
        elif isinstance(part, ContentToolCallContent) and (said := text_of(part.content).strip()):
            yield Text(fence(shortened(said, _RESULT), "text") + "\n\n")


def diff(name: str, old: str, new: str) -> str:
    """Return the change of a file as a unified diff; empty if that would take long."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > _DIFF_LINES:
        return ""
    return "\n".join(difflib.unified_diff(before, after, name, name, lineterm=""))


def shown_diff(name: str, old: str, new: str) -> str:
    """Return the change of a file as a block of Markdown."""
    change = diff(one_line(name), old, new)
    if not change and old != new:
        return f"`{one_line(name)}`: too long to show what changes."
    return fence(shortened(change, _DIFF), "diff")


def plan(entries: Sequence[PlanEntry], before: Sequence[str]) -> Iterator[Utterance]:
    """Yield a plan that is new, whole; of one that only went on, how far it is."""
    contents = [one_line(entry.content, 300) for entry in entries]
    if contents and contents != list(before):
        lines = [f"- {_MARKS.get(entry.status, '○')} {line}" for entry, line in zip(entries, contents, strict=True)]
        yield Text("\n\n" + "\n".join(lines) + "\n\n")
    done = sum(entry.status == "completed" for entry in entries)
    now = next((line for entry, line in zip(entries, contents, strict=True) if entry.status == "in_progress"), "")
    yield Thought(f"{done} of {len(entries)} done{': ' + now if now else ''}")


def usage(update: UsageUpdate) -> Thought:
    """Return how full the agent's memory is, and what it cost."""
    cost = f", {update.cost.amount:.2f} {one_line(update.cost.currency, 8)}" if update.cost else ""
    return Thought(f"{update.used:,} of {update.size:,} tokens of its context{cost}")


def arguments(call: ToolCall) -> dict[str, Any]:
    """Return everything an agent says about what a tool call will do."""
    said: dict[str, Any] = {"what": call.title, "kind": call.kind}
    if call.input is not None:
        said["input"] = _plain(call.input)
    if call.locations:
        said["files"] = list(call.locations)
    for part in call.content:
        if isinstance(part, FileEditToolCallContent):
            said.setdefault("changes", []).append(_change(part, whole=call.input is None))
        elif isinstance(part, ContentToolCallContent):
            said.setdefault("details", []).append(text_of(part.content))
    return said


def _change(part: FileEditToolCallContent, *, whole: bool) -> dict[str, str]:
    """Return a change as its diff. `whole`: nothing else has the new text."""
    change = diff(part.path, part.old_text or "", part.new_text)
    text = {"new_text": part.new_text} if whole or not change else {}
    return {"path": part.path, **text, "diff": change}


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON values
    """Return a value that is JSON however it came in: `NaN` and the like are said as text."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return str(value)
    return value
