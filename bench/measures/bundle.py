"""How much JavaScript a browser loads."""

from __future__ import annotations

import gzip

from ..figures import Figure, at_most
from ..process import REPOSITORY
from ..session import Session

_STATIC = REPOSITORY / "jupyter_collabchat" / "labextension" / "static"


async def measure(session: Session) -> list[Figure]:
    """Sum up the scripts of the labextension, as built here, whether loaded at once or when needed."""
    scripts = [path.read_bytes() for path in _STATIC.glob("*.js")]
    if not scripts:
        return [Figure("labextension", "not built")]
    packed = sum(len(gzip.compress(script)) for script in scripts)
    return [
        Figure("labextension, scripts", f"{sum(map(len, scripts)) / 1000:,.0f} kB"),
        at_most("labextension, scripts, gzip", packed / 1000, 150, unit="kB"),
    ]
