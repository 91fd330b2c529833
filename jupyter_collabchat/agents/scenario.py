"""Scenarios: what the script agent plays, as JSON files with a closed schema. Reads files; knows no room."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from jupyter_collabchat.core.model import Option

from .contract import AgentFailure

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LARGEST = 256 * 1024

Seconds = Annotated[float, Meta(ge=0, le=60)]
Line = Annotated[str, Meta(max_length=300)]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """Base of all steps."""


class Say(Step, frozen=True, tag="say"):
    """Write text, word by word."""

    text: str


class Think(Step, frozen=True, tag="think"):
    """Show what one is busy with."""

    text: str


class Plan(Step, frozen=True, tag="plan"):
    """Show a plan and wait for the room."""

    entries: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=50)]


class Permission(Step, frozen=True, tag="permission"):
    """Ask for an effect, and when it is approved only say so: a script does nothing."""

    title: Line
    tool: str
    arguments: dict[str, Any] = {}


class Run(Step, frozen=True, tag="run"):
    """Ask to run code, and when it is approved only say so."""

    code: str


class Question(Step, frozen=True, tag="question"):
    """Ask the people something."""

    title: Line
    options: Annotated[tuple[Option, ...], Meta(min_length=2, max_length=12)]
    multiple: bool = False


class Wait(Step, frozen=True, tag="wait"):
    """Do nothing for a while."""

    seconds: Seconds


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to play, in order; the rest is left out when the room denies something.

    Attributes:
        pace_s: Pause between two words.
    """

    steps: Annotated[tuple[Say | Think | Plan | Permission | Run | Question | Wait, ...], Meta(max_length=1000)]
    pace_s: Seconds = 0.03


def find(name: str, folder: str | None) -> Scenario:
    """Return the scenario called `name`: a file of `folder`, or the built-in `demo`.

    Raises:
        AgentFailure: there is none, or it is wrong.
    """
    if not _NAME.fullmatch(name):
        raise AgentFailure("The name of a scenario has letters, digits, - and _ only.")
    path = Path(folder) / f"{name}.json" if folder else None
    try:
        if path is not None and path.is_file():
            return _read(path)
        if name == "demo":
            return msgspec.json.decode((files(__package__) / "scenarios" / "demo.json").read_bytes(), type=Scenario)
    except (msgspec.DecodeError, OSError) as error:
        raise AgentFailure(f"The scenario {name!r} is wrong: {error}") from error
    raise AgentFailure(f"There is no scenario called {name!r}.")


def _read(path: Path) -> Scenario:
    if path.stat().st_size > _LARGEST:
        raise AgentFailure(f"The scenario {path.stem!r} is larger than {_LARGEST // 1024} KiB.")
    return msgspec.json.decode(path.read_bytes(), type=Scenario)
