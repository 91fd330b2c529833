"""Server processes on a core of their own, and what they use of it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

REPOSITORY = Path(__file__).parents[1]
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0
_NICENESS = -15

_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = _CORES[0], _CORES[-1]
"""The same one where there is only one; the report says so."""


class Server:
    """A started process that listens on `port`."""

    def __init__(self, command: list[str], port: int, folder: Path, env: dict[str, str] | None = None) -> None:
        self.port = port
        self._log = folder / "server.log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=REPOSITORY, env=os.environ | (env or {}), stdout=log, stderr=log, start_new_session=True
            )
        os.sched_setaffinity(self._process.pid, {SERVER_CORE})
        prefer(self._process.pid)
        self._measured = psutil.Process(self._process.pid)
        self._wait_until_it_listens()

    def _wait_until_it_listens(self) -> None:
        give_up = time.monotonic() + START_TIMEOUT_S
        while self._process.poll() is None and time.monotonic() < give_up:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"The server did not start:\n{self._log.read_text(errors='replace')[-4000:]}")

    @property
    def pid(self) -> int:
        """The process id, for a profiler."""
        return self._process.pid

    def cpu_s(self) -> float:
        """Return the processor seconds used so far by all threads, to the nanosecond (clock_getcpuclockid(3))."""
        return time.clock_gettime((~self._process.pid << 3) | 2)

    def memory_bytes(self) -> int:
        """Return the resident memory."""
        return int(self._measured.memory_info().rss)

    def stop(self) -> None:
        """Stop it, by force if it must be."""
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()


def prefer(pid: int) -> None:
    """Let other work on this machine disturb a process less, where that is allowed; both servers get the same."""
    group = Path(f"/proc/{pid}/autogroup")
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICENESS)
        group.write_text(str(_NICENESS))


def bare(folder: Path) -> Server:
    """Start the bare broadcast."""
    port = _free_port()
    return Server([sys.executable, "-m", "bench.bare", str(port)], port, folder)


def collabchat(folder: Path, **traits: Any) -> Server:  # noqa: ANN401 - configuration
    """Start a real Jupyter server with rooms in `folder`; limits that would end a measurement are raised."""
    return _jupyter("jupyter_server", folder, traits)


def lab(folder: Path) -> Server:
    """Start a real JupyterLab with rooms in `folder`, which asks its users nothing about news."""
    settings = folder / "jupyter" / "settings"
    notification = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    notification.parent.mkdir(parents=True)
    notification.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))
    workspaces = folder / "jupyter" / "workspaces"
    env = {"JUPYTERLAB_SETTINGS_DIR": str(settings), "JUPYTERLAB_WORKSPACES_DIR": str(workspaces)}
    return _jupyter("jupyterlab", folder, {}, env)


def _jupyter(module: str, folder: Path, traits: dict[str, Any], env: dict[str, str] | None = None) -> Server:
    port = _free_port()
    (folder / "config.json").write_text(json.dumps(_config(folder, port, traits)))
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    isolated = {name: str(folder / "jupyter" / name.lower()) for name in names} | {"PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", module, f"--config={folder / 'config.json'}"]
    return Server(command, port, folder, isolated | (env or {}))


def _config(folder: Path, port: int, traits: dict[str, Any]) -> dict[str, dict[str, Any]]:
    limits = {"rate_limit": 0, "max_members": 5000, "max_sockets_per_room": 5000}
    return {
        "ServerApp": {
            "allow_root": True,
            "identity_provider_class": "bench.people.BenchIdentityProvider",
            "ip": "127.0.0.1",
            "jpserver_extensions": {"jupyter_collabchat": True},
            "open_browser": False,
            "port": port,
            "port_retries": 0,
            "root_dir": str(folder),
        },
        "CollabChatApp": {"store_url": store_url(folder), **limits, **traits},
    }


def store_url(folder: Path) -> str:
    """Return where the server of `folder` keeps its rooms."""
    return f"sqlite:///{folder / 'rooms.db'}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
