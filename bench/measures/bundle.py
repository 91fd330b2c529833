"""How much JavaScript a browser loads, of the bundle that an installation ships: a checkout has a larger one."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
from pathlib import Path

from ..figures import Figure, at_most
from ..process import REPOSITORY
from ..session import Session

_SOURCE = REPOSITORY / "labextension"
_LEFT_OUT = shutil.ignore_patterns("node_modules", "lib", ".yarn", "*.tsbuildinfo")
_COMMANDS = (["node_modules/.bin/tsc"], [sys.executable, "-m", "jupyter_builder.main", "build", "."])
"""What `jlpm build:prod` runs."""


async def measure(session: Session) -> list[Figure]:
    """Build the production bundle aside and sum up its scripts, whether loaded at once or when needed."""
    if not (_SOURCE / "node_modules").is_dir():
        return [Figure("labextension", "not installed: make install")]
    with session.folder() as folder:
        scripts = [path.read_bytes() for path in _build(folder).glob("*.js")]
    packed = sum(len(gzip.compress(script)) for script in scripts)
    return [
        Figure("labextension, scripts", f"{sum(map(len, scripts)) / 1000:,.0f} kB"),
        at_most("labextension, scripts, gzip", packed / 1000, 150, unit="kB"),
    ]


def _build(folder: Path) -> Path:
    copy = folder / "labextension"
    shutil.copytree(_SOURCE, copy, ignore=_LEFT_OUT)
    (copy / "node_modules").symlink_to(_SOURCE / "node_modules")
    for command in _COMMANDS:
        subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return folder / "jupyter_collabchat" / "labextension" / "static"
