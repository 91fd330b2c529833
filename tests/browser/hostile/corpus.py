"""What attackers write: hundreds of texts that would run a script, load something or press a button, if shown raw.

Made from families, so that each way to say it meets each place to say it. Knows nothing of rooms or browsers. What a
payload does when it works is to call `__xss(number)`, open a dialog, ask the host `xss.invalid` or the path
`xss-beacon` for something, or execute the JupyterLab command `COMMAND`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from tests.browser.hostile import addresses, elements, jupyter, parsers

SWALLOWING = (
    "form iframe math noembed noframes noscript plaintext pre script select style svg table template textarea title xmp"
).split()


class Payload(NamedTuple):
    """One hostile text. `alone`: it swallows what follows it, so it has a message of its own."""

    number: int
    family: str
    text: str
    alone: bool = False


def corpus() -> list[Payload]:
    """Return every payload, numbered from 1."""
    families = {
        "script": elements.SCRIPTS,
        "handler": tuple(elements.handlers()),
        "spelling": tuple(elements.spellings()),
        "link": tuple(addresses.links()),
        "remote": addresses.REMOTE,
        "clobber": tuple(jupyter.clobbering()),
        "command": tuple(jupyter.command_links()),
        "formula": tuple(f"${text}$" for text in parsers.FORMULAS),
        "mutation": parsers.MUTATIONS,
        "component": jupyter.COMPONENTS,
        "advisory": jupyter.ADVISORIES,
        "hidden": jupyter.HIDDEN,
    }
    texts = ((family, text) for family, several in families.items() for text in several)
    return [_numbered(number, family, text) for number, (family, text) in enumerate(texts, 1)]


def short(longest: int, most: int = 24) -> list[str]:
    """Return payloads that fit into one line of so many characters, evenly from all families."""
    fitting = [payload.text for payload in corpus() if len(payload.text) <= longest and "\n" not in payload.text]
    return fitting[:: max(1, len(fitting) // most)][:most]


def batches(payloads: list[Payload], size: int = 10) -> list[str]:
    """Return bodies of messages that hold all payloads, each behind a blank line."""
    together = [payload.text for payload in payloads if not payload.alone]
    bodies = ["\n\n".join(chunk) for chunk in _chunks(together, size)]
    return bodies + [payload.text for payload in payloads if payload.alone]


def _numbered(number: int, family: str, text: str) -> Payload:
    lower = text.lower()
    swallows = any(f"<{tag}" in lower and f"</{tag}" not in lower for tag in SWALLOWING)
    return Payload(number, family, text.replace("@@", str(number)), swallows or "<!--" in text or "```" in text)


def _chunks(texts: list[str], size: int) -> Iterator[list[str]]:
    each = iter(texts)
    while chunk := list(itertools.islice(each, size)):
        yield chunk
