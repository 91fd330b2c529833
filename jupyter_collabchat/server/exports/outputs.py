"""The outputs of a message as a notebook has them. Pure; a large image stays in the room, and is named instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_STREAMS = {"application/vnd.jupyter.stdout": "stdout", "application/vnd.jupyter.stderr": "stderr"}
_ERROR = "application/vnd.jupyter.error"


def outputs_of(bundles: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return notebook outputs, in order."""
    return [_output(bundle) for bundle in bundles]


def _output(bundle: Mapping[str, Any]) -> dict[str, Any]:
    for mime, name in _STREAMS.items():
        if mime in bundle:
            return {"output_type": "stream", "name": name, "text": bundle[mime]}
    if _ERROR in bundle:
        return {"output_type": "error", **bundle[_ERROR]}
    data = {mime: part for mime, part in bundle.items() if not _is_left_out(part)}
    left_out = [part for part in bundle.values() if _is_left_out(part)]
    for part in left_out:
        data.setdefault("text/plain", f"[{part['mime']}, {part['bytes']:,} bytes, in the room as {part['ref']}]")
    return {"output_type": "display_data", "metadata": {}, "data": data}


def _is_left_out(part: object) -> bool:
    """Whether a part was too large to travel inside its message."""
    return isinstance(part, dict) and part.keys() == {"ref", "mime", "bytes"}
