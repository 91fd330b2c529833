"""The version is written once, in `labextension/package.json`."""

from __future__ import annotations

import json

import jupyter_collabchat
from tests.architecture.sources import REPOSITORY


def test_python_and_front_end_agree() -> None:
    package = json.loads((REPOSITORY / "labextension" / "package.json").read_text())
    assert jupyter_collabchat.__version__ == package["version"], "reinstall: pip install --editable ."


def test_changelog_tells_of_this_version() -> None:
    headings = [line for line in (REPOSITORY / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    assert headings[0].split()[1] == jupyter_collabchat.__version__
