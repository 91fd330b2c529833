"""What the administrator says about ACP agents, and what a room may set. Closed schemas; starts nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ..options import ContextMessages, PlanMode

Name = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_-]{0,31}\Z")]
Seconds = Annotated[float, Meta(gt=0, le=600)]


class Launch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one agent is started and what it may ask for. From the server's configuration alone (RULES 19).

    Attributes:
        command: The program; found on the server's PATH if it is no path.
        env: Its environment, besides the few variables every program needs (see `process.INHERITED`).
        inherit: Names of the server's own environment variables that it gets too.
        keys: The same for variables that hold keys: nobody is shown them, and kernels of rooms do not get them.
        cwd: Its folder, `{room}` standing for the room's id; None: a folder of the room's own in the state folder.
        self_executing: It has tools of its own, whose doings the room cannot verify (RULES 13).
        must_ask: It is ended when it reports having done something that the room had not permitted.
        auth: The method, of those it names, by which it logs in; empty: it is logged in already.
        read_files: It may ask to read a file of its folder; each reading is decided by the room.
        write_files: It may ask to write a file of its folder.
        terminals: It may ask to run a command in its folder.
        modes: Modes of the agent that a room may choose.
        plan_rounds: How often it may revise a plan in one turn.
        start_s: How long it may take until it is ready.
        grace_s: How long it may take to stop before its process is ended.
        command_s: How long a command of a terminal may run.
    """

    command: Annotated[str, Meta(min_length=1)]
    args: tuple[str, ...] = ()
    name: str = ""
    description: str = ""
    env: dict[str, str] = {}
    inherit: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    cwd: str | None = None
    self_executing: bool = False
    must_ask: bool = False
    auth: str = ""
    read_files: bool = False
    write_files: bool = False
    terminals: bool = False
    modes: tuple[str, ...] = ()
    plan_rounds: Annotated[int, Meta(ge=1, le=20)] = 5
    start_s: Seconds = 60.0
    grace_s: Seconds = 5.0
    command_s: Seconds = 600.0


class AcpConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`agent_config["acp"]`. `agents`: by the name that people mention; `state`: folder of what outlives a restart."""

    agents: dict[Name, Launch] = {}
    state: str | None = None


class AcpSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings in a room.

    Attributes:
        plan_mode: Nothing is done before the room has approved a plan.
        mode: A mode of the agent, among those the server's configuration names; empty: its own choice.
        context_messages: How many of the room's newest messages it is told with a prompt.
    """

    plan_mode: PlanMode = False
    mode: str = ""
    context_messages: ContextMessages = 50


def settings_for(launch: Launch) -> type[msgspec.Struct]:
    """Return the schema that takes only the modes of `launch`."""
    modes: Any = Annotated[Literal[("", *launch.modes)], Meta(description="How it works; left open, as it likes.")]
    return msgspec.defstruct(
        "AcpSettings", [("mode", modes, "")], bases=(AcpSettings,), frozen=True, forbid_unknown_fields=True
    )


def keys_in(config: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of all variables that hold keys of agents; none if the configuration is wrong."""
    try:
        known = msgspec.convert(config, AcpConfig)
    except msgspec.ValidationError:  # whoever loads the agents says what is wrong
        return frozenset()
    return frozenset(name for launch in known.agents.values() for name in launch.keys)
