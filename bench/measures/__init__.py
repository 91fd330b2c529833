"""What is measured, in the order of the report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from ..figures import Figure
from ..session import Session
from . import bundle, busy_rooms, calibration, fan_out, history, idle, paint, streaming, trickle, viewers

Measure = Callable[[Session], Awaitable[list[Figure]]]

MEASURES: dict[str, Measure] = {
    "calibration": calibration.measure,
    "bundle": bundle.measure,
    "fan-out": fan_out.measure,
    "trickle": trickle.measure,
    "history": history.measure,
    "paint": paint.measure,
    "idle": idle.measure,
    "streaming": streaming.measure,
    "viewers": viewers.measure,
    "busy-rooms": busy_rooms.measure,
}
