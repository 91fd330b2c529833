"""What is aimed at JupyterLab: names of its globals, its buttons, the shapes of its advisories, text that hides."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.hostile.actions import AWAY, CALL, COMMAND, GLOBALS, HERE


def clobbering() -> Iterator[str]:
    for name in GLOBALS:
        yield f"<a id={name}></a><a id={name} name=src href=javascript:{CALL}>x</a>"
        yield f"<form name={name}><input name=innerHTML><button>x</button></form>"
        yield f"<img name={name} src=x>"
        yield f"<p class=jp-Dialog id={name}>x</p>"


def command_links() -> Iterator[str]:
    data = f"data-commandlinker-command='{COMMAND}' data-commandlinker-args='{{}}'"
    for tag in ("a", "a href=#", "button", "div", "span tabindex=0", "svg", "math", "jp-button", "summary", "label"):
        yield f"<{tag} {data}>x</{tag.split()[0]}>"
    yield f"<div {data} style='position:fixed;inset:0'>x</div>"
    yield f"<button {data.upper()}>x</button>"
    yield f"<a href='https://example.invalid' {data}>x</a>"
    yield f"[x](command:{COMMAND})"
    yield f"<a href='command:{COMMAND}'>x</a>"
    yield f"<button data-jp-command='{COMMAND}' commandfor=jupyterapp command=show-modal>x</button>"


COMPONENTS = (
    f"<template shadowrootmode=open><img src=x onerror={CALL}></template>",
    f"<div><template shadowrootmode=open><script>{CALL}</script></template></div>",
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    f"${{{CALL}}}",
    f"<p is=x-y v-on:click={CALL} @click={CALL} ng-click={CALL} x-init={CALL}>x</p>",
    f"<div data-mime-type=text/html data-bind='html:{CALL}'>x</div>",
    f'{{"dangerouslySetInnerHTML":{{"__html":"<img src=x onerror={CALL}>"}}}}',
    f"<slot onslotchange={CALL}></slot>",
    f"<portal src=http:{AWAY}></portal>",
    f"<fencedframe src=http:{AWAY}></fencedframe>",
)
ADVISORIES = (
    f"<form id=x></form><button form=x formaction=javascript:{CALL}>CVE-2021-32797</button>",
    f"<div class=jp-Cell><button data-commandlinker-command={COMMAND}>CVE-2026-42557</button></div>",
    f"# <a class=jp-InternalAnchorLink href=javascript:{CALL} target=_self>CVE-2024-22420</a>",
    f"<a class=jp-InternalAnchorLink href='{HERE}'>CVE-2024-22421</a>",
    f"<div id=MathJax></div><script type=text/x-mathjax-config>{CALL}</script>",
    f"<a id=MathJax><a id=MathJax name=startup href='javascript:{CALL}'>CVE-2024-43805</a></a>",
    f"<script type='math/tex'>\\href{{javascript:{CALL}}}{{x}}</script>",
    f"$$\\href{{http:{AWAY}}}{{\\text{{CVE-2025-59842}}}}$$",
    f"<pre class=mermaid>graph TD; A-->B; click A href 'javascript:{CALL}'</pre>",
    f"```mermaid\n%%{{init: {{'securityLevel':'loose'}}}}%%\ngraph TD\nA[<img src=x onerror={CALL}>]\n"
    f"click A call {CALL}\n```",
    f'```html"><img src=x onerror={CALL}>\nx\n```',
    f"<script type=application/vnd.jupyter.widget-view+json>{{}}</script><img src=x onerror={CALL}>",
    "<div class=jp-RenderedHTMLCommon data-mime-type=text/html>x</div>",
)
HIDDEN = (
    f"\u202e<img src=x onerror={CALL}>\u202c",
    f"\u2066[x](javascript:{CALL})\u2069",
    f"<\u200bscript>{CALL}</script>",
    f"\ufeff<svg onload={CALL}>",
    f"\uff1cscript\uff1e{CALL}\uff1c/script\uff1e",
    f"<img src=x on\u0131error={CALL}>",
    f"[x](java\u00adscript:{CALL})",
    f"[x](\u00a0javascript:{CALL})",
    f"[x](\u2028javascript:{CALL})",
    f"<a href='\u3000javascript:{CALL}'>x</a>",
)
