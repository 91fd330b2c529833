"""`python -m tools.wire_types` writes the types of the front end; `--check` only says whether they are current."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from . import FILE, text


def main(arguments: Sequence[str] | None = None, file: Path = FILE) -> None:
    """Write `file`, or fail if it is not what would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if the file is out of date")
    if not parser.parse_args(arguments).check:
        file.write_text(text(), encoding="utf-8")
    elif file.read_text(encoding="utf-8") != text():
        raise SystemExit(f"{file.name} is out of date: run `python -m tools.wire_types`.")


if __name__ == "__main__":
    main()
