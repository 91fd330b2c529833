"""Outputs: what passes, what is cut, and what a notebook would show at the end (RULES 20, 21)."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_collabchat.agents.collector import Collector, OutputLimits
from jupyter_collabchat.agents.kernels import KernelOutput
from jupyter_collabchat.agents.outputs import BUNDLE_BYTES, ERROR, STDERR, STDOUT, admit, plain, size_of

FORBIDDEN = ["application/javascript", "image/svg+xml", "application/vnd.jupyter.widget-view+json", "text/markdown"]


@pytest.mark.parametrize("mime", FORBIDDEN)
def test_what_could_act_is_dropped(mime: str) -> None:
    assert admit({mime: "x", "text/plain": "y"}) == {"text/plain": "y"}
    assert admit({mime: "x"}) == {}


def test_text_is_cleaned_everywhere() -> None:
    assert admit({"application/json": {"\ud800": ["\udfff", 1]}}) == {"application/json": {"\ufffd": ["\ufffd", 1]}}


@pytest.mark.parametrize(
    "bundle",
    [
        {STDOUT: "é" * 100_000},
        {STDERR: '"' * 100_000},
        {"text/plain": "x" * 100_000, "text/html": "y" * 100_000},
        {ERROR: {"ename": "E", "evalue": "v" * 50_000, "traceback": ["t" * 50_000]}},
        {"image/png": "A" * 100_000, "text/plain": "<Figure>"},
        {"application/json": ["x" * 100_000]},
    ],
)
def test_no_bundle_is_too_large_and_none_vanishes(bundle: dict[str, Any]) -> None:
    admitted = admit(bundle)
    assert 0 < size_of(admitted) <= BUNDLE_BYTES
    assert "cut" in plain(admitted) or "not shown" in plain(admitted)


def test_a_large_type_gives_way_to_a_plainer_one() -> None:
    assert admit({"text/html": "y" * 100_000, "text/plain": "short"}) == {"text/plain": "short"}


def _stream(text: str, name: str = "stdout") -> KernelOutput:
    return KernelOutput("stream", {"name": name, "text": text})


def _display(text: str, *, id: str | None = None, type: Any = "display_data") -> KernelOutput:
    return KernelOutput(type, {"data": {"text/plain": text}, "transient": {"display_id": id} if id else {}})


def _collected(*outputs: KernelOutput) -> list[dict[str, Any]]:
    collector = Collector(OutputLimits())
    for output in outputs:
        collector.add(output)
    return collector.bundles()


def test_pieces_of_a_stream_are_one_output() -> None:
    assert _collected(_stream("a"), _stream("b"), _stream("c", "stderr"), _stream("d")) == [
        {STDOUT: "ab"},
        {STDERR: "c"},
        {STDOUT: "d"},
    ]


def test_a_progress_bar_ends_as_its_last_state() -> None:
    assert _collected(_stream("  0%\r"), _stream(" 50%\r"), _stream("100%\ndone\r\n")) == [{STDOUT: "100%\ndone\n"}]


def test_a_display_is_updated_in_its_place() -> None:
    update = _display("new", id="d", type="update_display_data")
    assert _collected(_display("old", id="d"), _stream("x"), update) == [{"text/plain": "new"}, {STDOUT: "x"}]


@pytest.mark.parametrize("wait", [False, True])
def test_cleared_outputs_are_gone(wait: bool) -> None:
    clear = KernelOutput("clear_output", {"wait": wait})
    assert _collected(_stream("x"), clear, _display("y")) == [{"text/plain": "y"}]
    assert _collected(_stream("x"), clear) == ([{STDOUT: "x"}] if wait else [])


def test_a_message_keeps_only_so_much() -> None:
    collector = Collector(OutputLimits(kept_bytes=100))
    for number in range(5):
        collector.add(_display(f"{number}" * 40))
    assert [plain(bundle).strip() for bundle in collector.bundles()] == ["0" * 40, "[4 more outputs not shown]"]
