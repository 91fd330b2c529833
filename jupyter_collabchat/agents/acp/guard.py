"""What an agent must not be seen doing: acting before its plan is approved, or unasked, or by tools it should not have.

An agent is another program: what it does by itself is known only from what it reports, after it was done.
"""

from __future__ import annotations

from ..contract import AgentDied
from .config import Launch
from .exchange import Exchange
from .show import one_line
from .toolcalls import ToolCall

_HARMLESS = frozenset({"think", "switch_mode"})
_READING = frozenset({"read", "search"})
_CHANGING = frozenset({"edit", "delete", "move", "execute"})


def check(call: ToolCall, exchange: Exchange, launch: Launch, name: str) -> str:
    """Look at a reported tool call; return what people should know of it.

    Raises:
        AgentDied: it was not the agent's to do; its process has to end.
    """
    if call.status != "completed" or call.kind in _HARMLESS:
        return ""
    what = one_line(call.title)
    if exchange.planning and call.kind in _CHANGING:
        raise AgentDied(f"{name} did `{what}` before the room had approved a plan, and was ended.")
    if not launch.self_executing:
        if exchange.claims == call.claims:
            raise AgentDied(
                f"{name} used a tool of its own, `{what}`, and was ended: "
                "only an agent that the server's configuration calls `self_executing` may."
            )
        return ""
    return "" if call.permitted or call.kind in _READING else _unasked(what, launch, name)


def _unasked(what: str, launch: Launch, name: str) -> str:
    if launch.must_ask:
        raise AgentDied(f"{name} did `{what}` without the room's permission, and was ended.")
    return "It did this without the room's permission.\n\n"
