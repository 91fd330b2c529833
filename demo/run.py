"""Start JupyterLab on a free port with a demo folder, and say how to be two people in it.

Owns the folder `.demo` (or `DEMO_FOLDER`): kept between runs, and apart from your own Jupyter settings and rooms. The
room in it is `demo.welcome`'s.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from demo import welcome

CONTENT = Path(__file__).parent / "content"
FOLDER = Path(os.environ.get("DEMO_FOLDER", Path(__file__).parent.parent / ".demo"))
FIRST_PORT = 8888
START_TIMEOUT_S = 60.0

SETTINGS = {
    "themes": {"adaptive-theme": True},
    "notification": {"fetchNews": "false", "checkForUpdates": False},
}

WELCOME = """
JupyterLab runs at

    {url}

Open it, then open it again in a private window: that is a second person.
Everything lives in {folder}. Ctrl-C stops it.
"""


def main() -> int:
    """Run the demo until it is interrupted; return the exit status."""
    # `kill` stops the demo just as Ctrl-C does; a shell that runs it in the background turns Ctrl-C off.
    for stopping in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stopping, signal.default_int_handler)
    prepare()
    settle()
    with (FOLDER / "server.log").open("wb") as log:
        server = start(log.fileno())
        try:
            url, token = wait_for_url(server)
            print(WELCOME.format(url=f"{url}lab?token={token}", folder=FOLDER), flush=True)
            return asyncio.run(serve(server, url, token))
        except KeyboardInterrupt:
            return 0
        finally:
            stop(server)


async def serve(server: subprocess.Popen[bytes], url: str, token: str) -> int:
    """Host the demo room until the server ends; return its exit status."""
    ended = asyncio.ensure_future(asyncio.to_thread(server.wait))
    hosting = asyncio.ensure_future(welcome.host(url, token, FOLDER / "root"))
    try:
        await asyncio.wait([ended, hosting], return_when=asyncio.FIRST_COMPLETED)
        if hosting.done():
            hosting.result()
        return await ended
    finally:
        hosting.cancel()
        await asyncio.wait([hosting])
        server.terminate()


def prepare() -> None:
    """Fill the demo folder; what is there already stays as people left it."""
    root = FOLDER / "root"
    root.mkdir(parents=True, exist_ok=True)
    for file in sorted(CONTENT.iterdir()):
        if file != welcome.TEMPLATE and not (root / file.name).exists():
            shutil.copy(file, root)


def settle() -> None:
    """Keep JupyterLab from asking about news on the first page; the theme follows the browser."""
    settings = FOLDER / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    for name, values in SETTINGS.items():
        path = settings / f"{name}.jupyterlab-settings"
        if not path.exists():
            path.write_text(json.dumps(values))


def start(log: int) -> subprocess.Popen[bytes]:
    """Start JupyterLab in a process group of its own, so that Ctrl-C reaches it through `stop` alone."""
    arguments = [
        f"--ServerApp.root_dir={FOLDER / 'root'}",
        f"--port={FIRST_PORT}",
        "--no-browser",
        "--allow-root",
    ]
    environment = {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(FOLDER / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(FOLDER / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(FOLDER / "config"),
        "JUPYTER_DATA_DIR": str(FOLDER / "data"),
        "JUPYTER_RUNTIME_DIR": str(FOLDER / "runtime"),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def wait_for_url(server: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Return the base address and the token, once the server has noted it down.

    Raises:
        SystemExit: The server ended or never came up.
    """
    note = FOLDER / "runtime" / f"jpserver-{server.pid}.json"
    give_up = time.monotonic() + START_TIMEOUT_S
    while server.poll() is None and time.monotonic() < give_up:
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            facts = json.loads(note.read_text())
            return facts["url"], facts["token"]
        time.sleep(0.1)
    raise SystemExit(f"JupyterLab did not start; {FOLDER / 'server.log'} tells why.")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Let the server shut its kernels down, then be sure that it is gone."""
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
