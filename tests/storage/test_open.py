"""Choosing a store by URL."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jupyter_collabchat.storage import open_store


@pytest.mark.parametrize("url", ["", "sqlite:", "sqlite:///", "postgres://x", "rooms.db"])
def test_an_unknown_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="No store of this kind"):
        open_store(url, holder="")


def test_the_memory_store_loads_no_database() -> None:
    code = "import sys; from jupyter_collabchat.storage import open_store; open_store('memory:', holder=''); "
    code += "sys.exit('sqlite3' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
