"""Scripts and event handlers, and how filters are told that they are none."""

from __future__ import annotations

import html
from collections.abc import Iterator

from tests.browser.hostile.actions import AWAY, CALL

SCRIPTS = (
    f"<script>{CALL}</script>",
    f"<SCRIPT>{CALL}</SCRIPT >",
    f"<script\n>{CALL}</script\n>",
    f"<script src={AWAY}></script>",
    f"<script type=module>{CALL}</script>",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"<script x>{CALL}</script x>",
    f'<script src="data:text/javascript,{CALL}"></script>',
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><script href=data:,{CALL} /></svg>",
    f"<math><script>{CALL}</script></math>",
    f"</div></article><script>{CALL}</script>",
    f"<script>alert(@@)//<!--\n{CALL}",
    f"```\n</code></pre><script>{CALL}</script>\n```",
    f"`</code><script>{CALL}</script>`",
)

_ELEMENTS = (
    ("img src=x", "error load click"),
    ("svg", "load click"),
    ("body", "load pageshow focus"),
    ("input autofocus", "focus blur beforeinput"),
    ("video src=x", "error"),
    ("audio src=x", "error"),
    ("video><source", "error"),
    ("details open", "toggle"),
    ("marquee", "start"),
    ("object data=x", "error"),
    ("embed src=x", "load"),
    ("iframe src=about:blank", "load"),
    ("iframe srcdoc=x", "load"),
    ("style", "load"),
    ("link rel=stylesheet href=x", "error"),
    ("a tabindex=0", "focus click pointerdown mouseover keydown auxclick contextmenu"),
    ("div style=animation-name:x", "animationstart animationend"),
    ("div style=transition:all", "transitionend"),
    ("p contenteditable", "beforeinput paste focusin drop"),
    ("div draggable=true", "dragstart wheel scroll selectstart"),
    ("button popovertarget=x", "click beforetoggle"),
    ("dialog open", "close toggle"),
    ("svg><animate attributeName=x dur=1s", "begin end repeat"),
    ("math><mtext", "click mouseover"),
    ("custom-element tabindex=1", "focus pointerenter"),
)

_BASES = (
    f"<img src=x onerror={CALL}>",
    f"<svg onload={CALL}>",
    f"<a href=javascript:{CALL}>x</a>",
    f"<details open ontoggle={CALL}>x</details>",
    f"<input autofocus onfocus={CALL}>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'></iframe>",
    f"<video><source onerror={CALL}></video>",
    f"<object data=javascript:{CALL}></object>",
)


def handlers() -> Iterator[str]:
    for element, events in _ELEMENTS:
        for event in events.split():
            yield f"<{element} on{event}={CALL}>x"


def spellings() -> Iterator[str]:
    """The same eight, as filters that look for a spelling do not know them."""
    for base in _BASES:
        name, _, rest = base[1:].partition(" ")
        yield base.replace(" on", " oN").replace(name, name.title(), 1)
        yield f"<{name}/{rest.replace(' on', '/on')}"
        yield f"<{name}\n\t{rest.replace('=', chr(12) + '=' + chr(9), 1)}"
        yield base.removesuffix(">")
        yield f"<<{base[1:]}"
        yield f'"><x y="{base}'
        yield f"'>\"`-->]]>{base}"
        yield html.escape(base)
        yield html.escape(html.escape(base))
        yield base.replace("__xss", "&#95;&#x5f;xss")
        yield f"[{base}](https://example.invalid '{base}')"
        yield f"<title>{base}</title>"
        yield f"<textarea>{base}"
        yield f"<noscript><p title='</noscript>{base}'></noscript>"
