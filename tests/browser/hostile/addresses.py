"""Addresses that run, load or navigate, in all the places where an address may stand."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from tests.browser.hostile.actions import AWAY, CALL, HERE

_ADDRESSES = (
    f"javascript:{CALL}",
    f"JaVaScRiPt:{CALL}",
    f"java&#9;script:{CALL}",
    f"java&NewLine;script:{CALL}",
    f"&#106;avascript:{CALL}",
    f"&#x6A&#x61&#x76&#x61script&colon;{CALL}",
    f"&#1;javascript:{CALL}",
    f"javascript://%0a{CALL}",
    f"jav%61script:{CALL}",
    f"vbscript:{CALL}",
    f"data:text/html,<script>opener.{CALL}</script>",
    "data:text/html;base64," + b64encode(b"<script>alert(1)</script>").decode(),
    "data:image/svg+xml;base64," + b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").decode(),
    f"file://{AWAY}",
    AWAY,
    f"\\\\xss.invalid\\@@?{CALL}",
    HERE,
    "http:xss-beacon/@@",
    "?xss-beacon=@@",
    "#xss-beacon-@@",
    f"view-source:javascript:{CALL}",
)
_PLACES = (
    "[x]({})",
    "[x](<{}>)",
    "[x][r@@]\n\n[r@@]: {}",
    "<{}>",
    "![x]({})",
    '<a href="{}">x</a>',
    '<a xlink:href="{}">x</a>',
    '<svg><a xlink:href="{}"><text y=9>x</text></a></svg>',
    '<math><mtext href="{}">x</mtext></math>',
    '<form action="{}"><input type=submit></form>',
    '<button formaction="{}">x</button>',
    '<iframe src="{}"></iframe>',
    '<area href="{}" shape=default>',
    '<object data="{}"></object>',
    '<meta http-equiv=refresh content="0;url={}">',
    '<base href="{}">',
)


def links() -> Iterator[str]:
    """Every address in the common forms of a link; the other places take turns with the addresses."""
    for number, address in enumerate(_ADDRESSES):
        yield from (place.format(address) for place in _PLACES[:6])
        yield from (_PLACES[6 + (number + step) % 10].format(address) for step in range(0, 10, 2))


REMOTE = (
    f"![x]({HERE})",
    f"![x](http:{AWAY})",
    f"<img src=http:{AWAY}>",
    f"<img srcset='http:{AWAY} 1x'>",
    f"<picture><source srcset=http:{AWAY}><img></picture>",
    f"<img src={HERE}>",
    f"<img lowsrc=http:{AWAY} dynsrc=http:{AWAY}>",
    f"<video poster=http:{AWAY}></video>",
    f"<video src=http:{AWAY} autoplay></video>",
    f"<audio src=http:{AWAY} autoplay></audio>",
    f"<video><track default src={HERE}></video>",
    f"<link rel=stylesheet href=http:{AWAY}>",
    f"<link rel=preload as=image href=http:{AWAY}>",
    f"<link rel=prefetch href=http:{AWAY}>",
    f"<link rel=icon href=http:{AWAY}>",
    f"<link rel=manifest href=http:{AWAY}>",
    f"<style>@import 'http:{AWAY}';</style>",
    f"<style>*{{background:url(http:{AWAY})}}</style>",
    f"<style>@font-face{{font-family:x;src:url(http:{AWAY})}}*{{font-family:x}}</style>",
    f"<p style='background:url(http:{AWAY})'>x</p>",
    f"<p style='background:u\\72l(http:{AWAY})'>x</p>",
    f"<p style='list-style:url(http:{AWAY});display:list-item'>x</p>",
    f"<p style='cursor:url(http:{AWAY}),auto'>x</p>",
    f"<p style='position:fixed;inset:0;z-index:99999;background:url(http:{AWAY})'>x</p>",
    f"<table background=http:{AWAY}><tr><td background=http:{AWAY}>x</table>",
    f"<body background=http:{AWAY}>",
    f"<input type=image src=http:{AWAY}>",
    f"<svg><image href=http:{AWAY} /></svg>",
    f"<svg><use href=http:{AWAY}#x /></svg>",
    f"<svg><filter><feImage href=http:{AWAY} /></filter></svg>",
    f"<svg><style>*{{fill:url(http:{AWAY})}}</style></svg>",
    f"<embed src=http:{AWAY}>",
    f"<object data=http:{AWAY}></object>",
    f"<iframe src=http:{AWAY}></iframe>",
    f"<frameset><frame src=http:{AWAY}></frameset>",
    f"<a href=https://example.invalid ping=http:{AWAY}>x</a>",
    f"<meta http-equiv=refresh content='0;url=http:{AWAY}'>",
    f"<form action=http:{AWAY}><button>x</button></form>",
    f"<button form=x formaction=http:{AWAY}>x</button>",
    f"<blockquote cite=http:{AWAY}>x</blockquote>",
)
