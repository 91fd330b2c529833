"""How much a browser loads, of the bundles that an installation ships: a checkout has larger ones."""

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
_COMMANDS = (
    ["node_modules/.bin/tsc"],
    [sys.executable, "-m", "jupyter_builder.main", "build", "."],
    ["node", "bundler/page.mjs"],
)
"""What `jlpm build:prod` runs."""


async def measure(session: Session) -> list[Figure]:
    """Build the production bundles aside and sum up what is in them, whether loaded at once or when needed."""
    if not (_SOURCE / "node_modules").is_dir():
        return [Figure("labextension", "not installed: make install")]
    with session.folder() as folder:
        package = _build(folder)
        scripts = _contents(package / "labextension" / "static", "*.js")
        page = _contents(package / "page", "*.js") + _contents(package / "page", "*.css")
        first = _contents(package / "page", "app.*")
    return [
        Figure("labextension, scripts", f"{sum(map(len, scripts)) / 1000:,.0f} kB"),
        at_most("labextension, scripts, gzip", _packed(scripts) / 1000, 150, unit="kB"),
        Figure("page, scripts and styles, gzip", f"{_packed(page) / 1000:,.0f} kB"),
        Figure("page, before its first paint, gzip", f"{_packed(first) / 1000:,.0f} kB"),
    ]


def _contents(folder: Path, names: str) -> list[bytes]:
    return [path.read_bytes() for path in folder.glob(names)]


def _packed(files: list[bytes]) -> int:
    return sum(len(gzip.compress(content)) for content in files)


def _build(folder: Path) -> Path:
    copy = folder / "labextension"
    shutil.copytree(_SOURCE, copy, ignore=_LEFT_OUT)
    (copy / "node_modules").symlink_to(_SOURCE / "node_modules")
    for command in _COMMANDS:
        subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return folder / "jupyter_collabchat"
