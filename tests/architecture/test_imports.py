"""The direction of imports, and what importing the package costs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import REPOSITORY

HEAVY = ["IPython", "httpx", "importlib.metadata", "ipywidgets", "jupyter_server", "msgspec", "pycrdt", "tornado"]


def test_imports_point_one_way() -> None:
    """The contracts stand in `pyproject.toml`."""
    command = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert command, "import-linter is not installed"
    linter = subprocess.run([command, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert linter.returncode == 0, linter.stdout + linter.stderr


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = f"import sys, jupyter_collabchat; print([name for name in {HEAVY} if name in sys.modules])"
    # Isolated and without `site`, whose .pth files import things of their own.
    python = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert python.stdout.strip() == "[]"
