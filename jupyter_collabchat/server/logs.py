"""How this package's lines reach the server's log: what others wrote in them is escaped and cut (SECURITY 19).

Ids, usernames and errors carry text of other people. One line stays one line, says no more than it must, and moves no
cursor. Knows nothing of rooms.
"""

from __future__ import annotations

import copy
import logging

LONGEST = 200
"""Characters of one thing that a line names."""
LONGEST_TRACEBACK = 20_000
_CUT = "[... {} more ...]"


def join_logs(log: logging.Logger) -> None:
    """Let the package's loggers write to the server's log, and nowhere around the escaping."""
    gate = logging.Logger("jupyter_collabchat-gate")
    gate.parent, gate.propagate = log, False  # the parent still says which levels count
    gate.addHandler(_Escaping(log))
    logging.getLogger("jupyter_collabchat").parent = gate


class _Escaping(logging.Handler):
    """Hands copies of records on."""

    def __init__(self, log: logging.Logger) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Hand on a copy: other handlers may see the record as it was."""
        clean = copy.copy(record)
        if isinstance(record.args, tuple):
            clean.args = tuple(_argument(value) for value in record.args)
        if record.exc_info:
            clean.exc_text = _traceback(logging.Formatter().formatException(record.exc_info))
        self._log.handle(clean)


def _argument(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else escaped(str(value))


def escaped(text: str) -> str:
    """Return `text` so that it is one short run of visible characters."""
    shown = text[:LONGEST]
    shown = shown if shown.isprintable() else repr(shown)[1:-1]
    return shown if len(text) <= LONGEST else shown + _CUT.format(len(text) - LONGEST)


def _traceback(text: str) -> str:
    """Return a traceback whose lines are all indented, so that none of them looks like a record of its own."""
    if len(text) > LONGEST_TRACEBACK:
        half = LONGEST_TRACEBACK // 2
        text = text[:half] + _CUT.format(len(text) - 2 * half) + text[-half:]
    lines = (line if line.isprintable() else repr(line)[1:-1] for line in text.split("\n"))
    return "\n".join(f"  {line}" for line in lines)
