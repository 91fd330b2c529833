"""A stage for ACP agents: programs of `acp_agents/` in real rooms."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from jupyter_collabchat.agents.acp.family import family
from jupyter_collabchat.room.ports import Store

from .stage import Scene, Stage

pytest.importorskip("acp", reason="the extra is not installed: pip install 'jupyter_collabchat[acp]'")

PROGRAMS = Path(__file__).parent / "acp_agents"


def acp_config(state: Path, *names: str, **more: Any) -> dict[str, Any]:
    """Return the configuration of agents that are programs of `acp_agents/`."""
    return {"state": str(state), "agents": {name: launch(name, **more) for name in names}}


def launch(program: str, *args: str, **more: Any) -> dict[str, Any]:
    """Return how a program of `acp_agents/` is started."""
    return {"command": sys.executable, "args": [str(PROGRAMS / f"{program}.py"), *args], **more}


def acp_stage(config: Mapping[str, Any], store: Store | None = None) -> Stage:
    """Return a stage with all configured agents."""
    return Stage(family.members(config), store=store)


def folder_of(state: Path, scene: Scene, agent: str) -> Path:
    """Return where an agent of a room works."""
    return state / scene.room.id / agent / "work"
