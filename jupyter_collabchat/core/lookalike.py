"""Names that look alike: two of one skeleton may be taken for each other (after Unicode UTS 39, its commonest part)."""

from __future__ import annotations

import unicodedata

from .text import slug

_TWINS = {
    "a": "аαɑ",
    "b": "ьƅ",
    "c": "сϲᴄ",
    "d": "ԁ",
    "e": "еєҽ",
    "g": "ɡց",
    "h": "һհ",
    "i": "іıɩιӏǀ1l|",
    "j": "јϳ",
    "k": "кκ",
    "m": "м",
    "n": "ոռ",
    "o": "оοօσ0",
    "p": "рρ",
    "q": "ԛգ",
    "s": "ѕꜱ",
    "t": "тτ",
    "u": "υսʋ",
    "v": "ѵν",
    "w": "ԝѡա",
    "x": "хχ",
    "y": "уγү",
    "z": "ᴢ",
}
_TO_LATIN = str.maketrans({twin: letter for letter, twins in _TWINS.items() for twin in twins})


def skeleton(name: str) -> str:
    """Return what `name` is told apart by: without case, width, punctuation, and with look-alike letters made one.

    A name without letters and digits, of emoji for example, is told apart as it is.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_TO_LATIN)
    return slug(folded) if any(char.isalnum() for char in folded) else folded
