"""Row ids of the log and the archive: a room's number and a seq in one integer.

So every table of a room's past is one B-tree on an integer, where a page of history is one range and appending is
the cheapest thing SQLite can do, however long the room is.
"""

from __future__ import annotations

from jupyter_collabchat.core.ids import Seq

Span = tuple[int, int]
"""Row ids above the first and up to the second."""

_SEQ_BITS = 40
_SEQ_MASK = (1 << _SEQ_BITS) - 1


def place(number: int, seq: Seq) -> int:
    """Return the row id of `seq` in the room with this number."""
    return number << _SEQ_BITS | seq


def seq_of(row_id: int) -> Seq:
    """Return the seq in a row id."""
    return row_id & _SEQ_MASK


def number_of(row_id: int) -> int:
    """Return the room's number in a row id."""
    return row_id >> _SEQ_BITS


def end(number: int) -> int:
    """Return a row id above all of the room's."""
    return (number + 1) << _SEQ_BITS
