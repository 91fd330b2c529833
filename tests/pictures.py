"""A picture too large for a message, as code for a kernel: noise, which nothing compresses."""

from __future__ import annotations

SIDE = 120
"""Pixels; at three bytes each, about 43 KB."""

CODE = f"""\
import os, struct, zlib
from IPython.display import Image, display
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
rows = b"".join(b"\\0" + os.urandom(3 * {SIDE}) for _ in range({SIDE}))
head = struct.pack(">IIBBBBB", {SIDE}, {SIDE}, 8, 2, 0, 0, 0)
png = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
display(Image(png))
"""
