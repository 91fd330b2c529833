"""Outputs of a message: which MIME types pass (RULES 21), how large they may be (RULES 20), and how they are written.

Each output of a message is one bundle in `mime`, in order:

- a stream: `{"application/vnd.jupyter.stdout": text}` or `{"application/vnd.jupyter.stderr": text}`; ANSI is kept;
- an error: `{"application/vnd.jupyter.error": {"ename", "evalue", "traceback": [lines]}}`; ANSI is kept;
- a display or a result: its bundle, with the types of `DISPLAYED` only. An image that makes it too large is a
  reference, `{"ref", "mime", "bytes"}`, to bytes that the room keeps beside the message (see `large`).

`body` of the message is the same as plain text without ANSI: shown while it runs, for search and previews, and in
place of `mime` if there is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from jupyter_collabchat.core.model import MimeBundle
from jupyter_collabchat.core.text import whole
from jupyter_collabchat.room.blobs import TYPES as IMAGES

STDOUT = "application/vnd.jupyter.stdout"
STDERR = "application/vnd.jupyter.stderr"
ERROR = "application/vnd.jupyter.error"
DISPLAYED = frozenset({"text/plain", "text/html", "application/json", *IMAGES})
ALLOWED = DISPLAYED | {STDOUT, STDERR, ERROR}
BUNDLE_BYTES = 32 * 1024
"""Largest bundle inside a message (PROTOCOL)."""

_CUT = "\n[cut]\n"
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]")


def admit(bundle: Mapping[str, Any]) -> MimeBundle:
    """Return what of a bundle may stand in a message; empty if nothing may. Too large parts are cut, or named."""
    return fitted(allowed(bundle))


def allowed(bundle: Mapping[str, Any]) -> MimeBundle:
    """Return the parts of a bundle that a message may show, however large. An image is base64, as kernels say it."""
    kept = {key: _joined(value) for key, value in bundle.items() if key in ALLOWED}
    return {key: value for key, value in kept.items() if key not in IMAGES or isinstance(value, str)}


def fitted(bundle: MimeBundle) -> MimeBundle:
    """Return allowed parts so that they fit into a message."""
    return bundle if is_light(bundle) else _smaller(bundle)


def is_light(bundle: Mapping[str, Any]) -> bool:
    """Whether a bundle may be inside a message as it is."""
    return size_of(bundle) <= BUNDLE_BYTES


def images_of(bundle: Mapping[str, Any]) -> MimeBundle:
    """Return the images that make a bundle too large for a message; none if it is not."""
    return {} if is_light(bundle) else {key: value for key, value in bundle.items() if key in IMAGES}


def size_of(bundle: Mapping[str, Any]) -> int:
    """Return the size of a bundle in bytes of JSON."""
    return len(msgspec.json.encode(bundle))


def _joined(value: Any) -> Any:  # noqa: ANN401 - JSON values
    """Text of notebooks may be a list of lines; whatever it is, it must be encodable."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_joined(item) for item in value]
    if isinstance(value, dict):
        return {whole(str(key)): _joined(item) for key, item in value.items()}
    return value


def _smaller(bundle: MimeBundle) -> MimeBundle:
    """Keep the types that fit, the plainest first; the plainest is cut if even that is too large."""
    named = {key: size_of({key: value}) for key, value in bundle.items()}
    kept: MimeBundle = {}
    for key in sorted(bundle, key=lambda key: (key in IMAGES, named[key])):
        if size_of({**kept, key: bundle[key]}) <= BUNDLE_BYTES - 256:
            kept[key] = bundle[key]
    lost = [key for key in IMAGES if key in bundle and key not in kept]
    if lost:
        return {STDERR: f"[{lost[0]} of {named[lost[0]] // 1024} kB not shown: too large for a message]\n"}
    return kept or _cut(bundle)


def _cut(bundle: MimeBundle) -> MimeBundle:
    for key in (STDOUT, STDERR, "text/plain"):
        if key in bundle:
            return {key: shortened(str(bundle[key]), BUNDLE_BYTES // 2)}
    if ERROR in bundle:
        error = dict(bundle[ERROR])
        last = shortened("\n".join(map(str, error.get("traceback", ()))), BUNDLE_BYTES // 4)
        named = {key: str(error.get(key, ""))[:1000] for key in ("ename", "evalue")}
        return {ERROR: {**named, "traceback": last.split("\n")}}
    return {STDERR: f"[an output of {size_of(bundle) // 1024} kB not shown: too large for a message]\n"}


def shortened(text: str, limit: int) -> str:
    """Return the head and the tail of `text` so that its JSON has at most about `limit` bytes."""
    size = len(msgspec.json.encode(text))
    if size <= limit:
        return text
    keep = max(1, int(len(text) * limit / size) - len(_CUT))
    return text[: keep * 3 // 4] + _CUT + text[len(text) - keep // 4 :]


def plain(bundle: Mapping[str, Any]) -> str:
    """Return a bundle as plain text without ANSI."""
    if STDOUT in bundle or STDERR in bundle:
        return _ANSI.sub("", str(bundle.get(STDOUT) or bundle.get(STDERR)))
    if ERROR in bundle:
        lines = bundle[ERROR].get("traceback") or [f"{bundle[ERROR].get('ename')}: {bundle[ERROR].get('evalue')}"]
        return _ANSI.sub("", "\n".join(map(str, lines))) + "\n"
    if "text/plain" in bundle:
        return _ANSI.sub("", str(bundle["text/plain"])) + "\n"
    shown = next((key for key in bundle if key in DISPLAYED), None)
    return f"[{shown}]\n" if shown else ""
