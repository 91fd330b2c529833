"""A real Jupyter server in a process of its own, to be killed, starved and lied to.

Owns the process, its port and its folders. Seen through `tests.server.house.House`; knows nothing of rooms itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import psutil
from tornado.httpclient import AsyncHTTPClient

from tests.identity import USER_TOKENS
from tests.lab import REPOSITORY, free_port
from tests.server.house import MORE, MORE_PEOPLE, House

PATIENCE_S = 60.0
PEOPLE = tuple(USER_TOKENS)
VOTERS = (*PEOPLE, *MORE)
BASE_URL = "/user/x/"


class Driver:
    """One server on one port and one data folder for its whole life.

    Args:
        folder: Where everything of it lies.
        extensions: Server extensions it loads besides ours, in the order of their names.
    """

    def __init__(self, folder: Path, extensions: Sequence[str] = ()) -> None:
        self.folder = folder
        self._extensions = ("jupyter_collabchat", *extensions)
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder / "server.log"
        self._seen = 0
        (folder / "root").mkdir(parents=True)
        (folder / "config.json").write_text(json.dumps(self._config()))

    @property
    def house(self) -> House:
        """The server as the clients of the running loop see it."""
        return House(self.port, BASE_URL)

    @property
    def log(self) -> str:
        """What the server has written since `turn_page`."""
        return self._log.read_text(errors="replace")[self._seen :]

    def turn_page(self) -> None:
        """Begin the log anew."""
        self._seen = len(self._log.read_text(errors="replace"))

    @property
    def process(self) -> psutil.Process:
        """The running server."""
        assert self._process is not None, "the server is not running"
        return psutil.Process(self._process.pid)

    @property
    def is_alive(self) -> bool:
        """Whether the process that was started still runs."""
        return self._process is not None and self._process.poll() is None

    def rss_bytes(self) -> int:
        """Return the memory that the server holds."""
        return int(self.process.memory_info().rss)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        assert self._process is None, "the server is running already"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyter_server", f"--config={self.folder / 'config.json'}"],
                cwd=self.folder / "root",
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        give_up = time.monotonic() + PATIENCE_S
        with httpx.Client(trust_env=False) as client:  # one for all attempts: making one costs more than asking
            while self.is_alive and time.monotonic() < give_up:
                with contextlib.suppress(httpx.TransportError):
                    client.get(f"http://127.0.0.1:{self.port}{BASE_URL}api")  # any answer will do
                    return
                time.sleep(0.02)  # between two looks at the fact waited for
        raise RuntimeError(f"the server did not start:\n{self.log[-5_000:]}")

    def kill(self) -> None:
        """Kill as `kill -9` does: the server gets no chance to write anything."""
        self._end(signal.SIGKILL)

    def bury(self) -> None:
        """Wait until the server has died by itself."""
        assert self._process is not None, "the server is not running"
        self._process.wait(PATIENCE_S)
        self._process = None

    def stop(self) -> None:
        """Ask the server to stop; do nothing if it is down."""
        if self._process is not None:
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def check_log(self) -> None:
        """Assert that nothing went wrong that nobody saw: no traceback, no answer of 500."""
        text = self.log
        assert "Traceback (most recent call last)" not in text, text[text.index("Traceback") - 500 :][:3_000]
        assert not re.search(r"\b500 (GET|POST)", text), text[-3_000:]
        assert "never retrieved" not in text, text[-3_000:]

    def _config(self) -> dict[str, Any]:
        return {
            "ServerApp": {
                "allow_root": True,
                "allow_unauthenticated_access": False,
                "base_url": BASE_URL,
                "identity_provider_class": "tests.identity.TokenUsersIdentityProvider",
                "ip": "127.0.0.1",
                "open_browser": False,
                "port": self.port,
                "port_retries": 0,
                "root_dir": str(self.folder / "root"),
                "jpserver_extensions": dict.fromkeys(self._extensions, True),
            },
            "IdentityProvider": {"token": ""},
            **MORE_PEOPLE,
            "CollabChatApp": {"rate_limit": 0.0, "max_sockets_per_person": 5_000, "max_sockets_per_room": 5_000},
        }

    def _environment(self) -> dict[str, str]:
        folders = {name: str(self.folder / name.lower()) for name in _FOLDERS}
        return {**os.environ, **folders, "PYTHONPATH": str(REPOSITORY)}


_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")


def allow_many_sockets() -> None:
    """Let this process, and servers it starts from now on, hold thousands of sockets."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 16_384), hard))
    AsyncHTTPClient.configure(None, max_clients=200)
