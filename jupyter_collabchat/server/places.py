"""Where things are kept unless an administrator says otherwise."""

from __future__ import annotations

from pathlib import Path

from jupyter_core.paths import jupyter_data_dir


def default_store_url() -> str:
    """Return the URL of the rooms' store: a file in the folder that Jupyter keeps its data in."""
    return f"sqlite:///{Path(jupyter_data_dir()) / 'collabchat' / 'rooms.db'}"
