"""A real JupyterLab in a process of its own, which tests may kill and start again.

Owns the process, its port and its folders, all isolated from the settings of whoever runs the tests. Knows nothing
of rooms or browsers.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import psutil

REPOSITORY = Path(__file__).parent.parent
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 15.0

# Below the ephemeral range: no outgoing connection can take the port while the server is down.
FIRST_PORT, PORT_COUNT = 22_000, 8_000

SETTINGS = {
    # The theme follows the browser, so two people on one server can have different ones.
    "themes": {"adaptive-theme": True},
    "notification": {"fetchNews": "false", "checkForUpdates": False},
}


class Lab:
    """One JupyterLab server, named users, on one port and one data folder for its whole life."""

    def __init__(self, folder: Path, config: dict[str, Any] | None = None) -> None:
        """Prepare `folder`; `config` is merged into the server's configuration, class by class."""
        self.folder = folder
        self.root = folder / "root"
        self.data = folder / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/user/x/"
        self._log_path = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._kernels: list[psutil.Process] = []
        self._prepare(config or {})

    def __enter__(self) -> Lab:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    @property
    def log(self) -> str:
        """Everything the server has written, over all its starts."""
        return self._log_path.read_text(errors="replace")

    @property
    def pid(self) -> int:
        """Process id of the running server."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def http(self, token: str) -> httpx.Client:
        """Return a client that is the person of `token` and resolves paths against the base URL."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"token {token}"}, timeout=30, trust_env=False)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        assert self._process is None, "the server is running already"
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", f"--config={self.folder / 'config.json'}"],
                cwd=self.root,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Stop the server and its kernels; do nothing if it is down."""
        if self._process is not None:
            self._remember_kernels()
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_TIMEOUT_S)
            self.kill()
        for kernel in self._kernels:
            with contextlib.suppress(psutil.NoSuchProcess):
                kernel.kill()
        self._kernels.clear()

    def kill(self) -> None:
        """Kill the server as `kill -9` does: it gets no chance to write anything."""
        assert self._process is not None, "the server is not running"
        self._remember_kernels()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def restart(self) -> None:
        """Stop the server if it runs, and start it on the same port and folders."""
        self.stop()
        self.start()

    def _prepare(self, config: dict[str, Any]) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        merged = self._config()
        for name, traits in config.items():
            merged[name] = merged.get(name, {}) | traits
        (self.folder / "config.json").write_text(json.dumps(merged))
        settings = self.folder / "settings" / "@jupyterlab" / "apputils-extension"
        settings.mkdir(parents=True, exist_ok=True)
        for name, values in SETTINGS.items():
            (settings / f"{name}.jupyterlab-settings").write_text(json.dumps(values))

    def _config(self) -> dict[str, dict[str, Any]]:
        return {
            "ServerApp": {
                "allow_root": True,
                "allow_unauthenticated_access": False,
                "base_url": "/user/x/",
                "identity_provider_class": "tests.identity.TokenUsersIdentityProvider",
                "ip": "127.0.0.1",
                "open_browser": False,
                "port": self.port,
                "port_retries": 0,
                "root_dir": str(self.root),
            },
            "IdentityProvider": {"token": ""},
            "LabApp": {"expose_app_in_browser": True, "news_url": None},
        }

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "IPYTHONDIR": str(self.folder / "ipython"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.folder / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.folder / "workspaces"),
            "JUPYTER_CONFIG_DIR": str(self.folder / "config"),
            "JUPYTER_DATA_DIR": str(self.data),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "PYTHONPATH": str(REPOSITORY),
        }

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        give_up = time.monotonic() + START_TIMEOUT_S
        with httpx.Client(trust_env=False) as client:  # one for all attempts: making one costs more than asking
            while self._process.poll() is None and time.monotonic() < give_up:
                with contextlib.suppress(httpx.TransportError):
                    client.get(f"{self.url}api")  # any answer will do
                    return
                time.sleep(0.05)  # between two looks at the fact waited for
        self.kill()
        raise RuntimeError(f"JupyterLab did not start:\n{self.log}")

    def _remember_kernels(self) -> None:
        """Kernels lead sessions of their own, out of reach of the server's process group."""
        assert self._process is not None
        with contextlib.suppress(psutil.NoSuchProcess):
            self._kernels += psutil.Process(self._process.pid).children(recursive=True)


def free_port() -> int:
    """Return a port that nobody listens on; test processes beside this one begin far from it."""
    for step in range(PORT_COUNT):
        port = FIRST_PORT + (os.getpid() * 97 + step) % PORT_COUNT
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port")
