"""What an agent must not be seen doing: acting before its plan is approved, or by tools that it should not have.

An agent is another program: what it does by itself is known only from what it reports, and ended when it reports it.
"""

from __future__ import annotations

from ..contract import AgentDied
from .config import Launch
from .exchange import Exchange
from .show import one_line
from .toolcalls import HARMLESS, READING, ToolCall


def check(call: ToolCall, exchange: Exchange, launch: Launch, name: str) -> None:
    """Look at a reported tool call.

    Raises:
        AgentDied: it was not the agent's to do; its process has to end.
    """
    if call.status != "completed" or call.kind in HARMLESS:
        return
    what = one_line(call.title)
    if exchange.planning and call.kind not in READING:
        raise AgentDied(f"{name} did `{what}` before the room had approved a plan, and was ended.")
    if not launch.self_executing and exchange.claims == call.claims:
        raise AgentDied(
            f"{name} used a tool of its own, `{what}`, and was ended: "
            "only an agent that the server's configuration calls `self_executing` may."
        )
