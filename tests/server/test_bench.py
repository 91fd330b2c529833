"""The benchmark itself, in short: what it measures is documented, and the streams it watches arrive whole.

No figure is judged here: that is for a person on a quiet machine.
"""

from __future__ import annotations

import re
import subprocess
import sys

from bench.measures import MEASURES
from tests.lab import REPOSITORY

PAGE = (REPOSITORY / "docs" / "benchmarks.md").read_text()


def test_every_measure_is_documented() -> None:
    assert set(re.findall(r"[ `]([a-z][a-z-]+)`", PAGE.split("measures one thing")[0])) >= set(MEASURES)


def test_streams_to_many_viewers_and_in_many_rooms_arrive_whole() -> None:
    command = [sys.executable, "-m", "bench", "--quick", "--only", "viewers", "--only", "busy-rooms"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    for figure in ("lag beyond", "bytes per byte", "post to ack", "a ping in another one, p99"):
        assert re.search(rf"^\| [^|]*{figure}[^|]*\| +[\d.]+ ", done.stdout, re.M), done.stdout
