"""`python -m bench [--quick] [--only NAME]`: measure, and print a table."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys

from . import process
from .figures import Figure, table
from .measures import MEASURES
from .session import Session


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and memory, beside a bare broadcast.")
    parser.add_argument("--quick", action="store_true", help="short windows: a glance, not a measurement")
    parser.add_argument("--only", action="append", choices=MEASURES, metavar="NAME", help=", ".join(MEASURES))
    asked = parser.parse_args()
    os.sched_setaffinity(0, {process.CLIENT_CORE})
    process.prefer(os.getpid())
    print(_place())
    figures: list[Figure] = []
    try:
        asyncio.run(_measure(Session(asked.quick), asked.only or list(MEASURES), figures))
    finally:
        print("\n" + table(figures))


async def _measure(session: Session, wanted: list[str], figures: list[Figure]) -> None:
    """Add to `figures` measure by measure: what was measured before a failure is shown."""
    for name in wanted:
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures += await MEASURES[name](session)


def _place() -> str:
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    where = f"Python {platform.python_version()}, {platform.system()} {platform.release()}, {os.cpu_count()} cores"
    cores = f"server on core {process.SERVER_CORE}, clients on core {process.CLIENT_CORE}"
    shared = " (the same: ratios mean little)" if process.SERVER_CORE == process.CLIENT_CORE else ""
    return f"{where}; {cores}{shared}; load before: {load}"


if __name__ == "__main__":
    main()
