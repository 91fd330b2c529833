"""Collecting the outputs of one effect within its limits (RULES 20), as a notebook would show them at its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from jupyter_collabchat.core.model import MimeBundle

from . import outputs
from .kernels import KernelOutput


class OutputLimits(msgspec.Struct, frozen=True):
    """Per effect. `kept_bytes`: what of it a message keeps, since everybody in the room holds the message."""

    total_bytes: int = 1024 * 1024
    lines: int = 2_000
    displays: int = 20
    seconds: float = 600.0
    kept_bytes: int = 256 * 1024


_OVERWRITTEN = re.compile(r"[^\n]*\r(?!\n)")


class Collector:
    """The outputs so far.

    Attributes:
        over: Which limit was passed, as words for people; empty while none was.
        note: Why the outputs end before the code did, as a line for people; whoever runs it sets it.
        error: The last error the code raised, as one line; empty if none.
    """

    def __init__(self, limits: OutputLimits) -> None:
        self.over = ""
        self.note = ""
        self.error = ""
        self._limits = limits
        self._bytes = self._lines = self._displays = 0
        self._kept: list[MimeBundle] = []
        self._by_display: dict[str, int] = {}
        self._clear_next = False

    def add(self, output: KernelOutput) -> str:
        """Take an output; return what of it to show live, as plain text."""
        if output.type == "clear_output":
            self._clear(output.content)
            return ""
        bundle = self._bundle(output)
        self._count(output, bundle)
        if self.over or not bundle:
            return ""
        self._keep(output, bundle)
        return "" if output.type == "update_display_data" else outputs.plain(bundle)

    def bundles(self) -> list[MimeBundle]:
        """Return the outputs as they go into a message, large images whole; what has no room there is named."""
        kept: list[MimeBundle] = []
        size = 0
        for index, bundle in enumerate(map(_finished, self._kept)):
            images = outputs.images_of(bundle)
            size += outputs.size_of({key: part for key, part in bundle.items() if key not in images})
            if size > self._limits.kept_bytes:
                kept.append({outputs.STDERR: f"[{len(self._kept) - index} more outputs not shown]\n"})
                break
            kept.append(bundle)
        return kept

    def _bundle(self, output: KernelOutput) -> MimeBundle:
        content = output.content
        if output.type == "stream":
            name = outputs.STDERR if content.get("name") == "stderr" else outputs.STDOUT
            return {name: str(content.get("text", ""))}
        if output.type == "error":
            self.error = f"{content.get('ename')}: {content.get('evalue')}"[:300]
            return {outputs.ERROR: {key: content.get(key) for key in ("ename", "evalue", "traceback")}}
        return {key: value for key, value in content.get("data", {}).items() if key in outputs.DISPLAYED}

    def _count(self, output: KernelOutput, bundle: Mapping[str, Any]) -> None:
        limits, text = self._limits, outputs.plain(bundle)
        self._bytes += outputs.size_of(bundle)
        self._lines += text.count("\n")
        self._displays += output.type != "stream"
        if self._bytes > limits.total_bytes:
            self.over = f"{limits.total_bytes // 1024} KiB of output"
        elif self._lines > limits.lines:
            self.over = f"{limits.lines:,} lines of output"
        elif self._displays > limits.displays:
            self.over = f"{limits.displays} displays"

    def _keep(self, output: KernelOutput, bundle: MimeBundle) -> None:
        if self._clear_next:
            self._forget()
        display = output.content.get("transient", {}).get("display_id") if output.type != "stream" else None
        if output.type == "update_display_data":
            if display in self._by_display:
                self._kept[self._by_display[display]] = bundle
            return
        if output.type == "stream" and self._kept and self._kept[-1].keys() == bundle.keys():
            [(name, text)] = bundle.items()
            self._kept[-1] = {name: self._kept[-1][name] + text}
            return
        if display:
            self._by_display[display] = len(self._kept)
        self._kept.append(bundle)

    def _clear(self, content: Mapping[str, Any]) -> None:
        if content.get("wait"):
            self._clear_next = True
        else:
            self._forget()

    def _forget(self) -> None:
        self._clear_next = False
        self._kept.clear()
        self._by_display.clear()


def _finished(bundle: MimeBundle) -> MimeBundle:
    """Return a bundle as a message has it, but with its large images, for which the message may get references.

    Streams are as a terminal would leave them: what a carriage return overwrote is gone.
    """
    [name, *rest] = bundle
    if not rest and name in (outputs.STDOUT, outputs.STDERR):
        bundle = {name: _OVERWRITTEN.sub("", str(bundle[name]).replace("\r\n", "\n"))}
    parts = outputs.allowed(bundle)
    images = outputs.images_of(parts)
    return {**outputs.fitted({key: part for key, part in parts.items() if key not in images}), **images}
