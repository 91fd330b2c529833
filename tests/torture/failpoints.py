"""A server extension that kills its own server at one named moment: `before` or `after` an event is on disk.

The environment variable `COLLABCHAT_FAILPOINT` names a file. While it says `before effect_claimed`, say, the first
batch with such an event ends the process as `kill -9` does. For tests only; it knows one method of the store.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_collabchat.core.policy import tag_of

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

    from jupyter_collabchat.room.ports import Write

VARIABLE = "COLLABCHAT_FAILPOINT"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "tests.torture.failpoints"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Stand between the rooms and their store."""
    store = server.web_app.settings["collabchat"].store
    append, file = store.append, Path(os.environ[VARIABLE])

    async def append_or_die(write: Write) -> None:
        _die_at(file, "before", write)
        await append(write)
        _die_at(file, "after", write)

    store.append = append_or_die


def _die_at(file: Path, when: str, write: Write) -> None:
    armed = file.read_text().split() if file.exists() else []
    if armed and armed[0] == when and armed[1] in {tag_of(type(entry.event)) for entry in write.entries}:
        os.kill(os.getpid(), signal.SIGKILL)
