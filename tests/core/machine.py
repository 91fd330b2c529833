"""What the machines of R21 share: people, a house that is watched, and answers compared with a model's.

R22: after every command the invariants of every room hold.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.draft import Draft
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.model import Actor
from tests.core import invariants
from tests.core.house import House

NAMES = ("ann", "bob", "carl", "dora")
anyone = st.sampled_from(NAMES)


def watched(house: House) -> House:
    """R22: let every command that `house` decides from now on be followed by a look at the invariants."""
    decide, claims = house.decide, invariants.Claims()

    def decide_and_check(actor: Actor, command: c.AnyCommand) -> Draft:
        before = house.state
        draft = decide(actor, command)
        invariants.check(house.state, house.limits)
        invariants.check_change(before, house.state, draft.entries)
        claims.follow(before, draft.entries)
        return draft

    house.decide = decide_and_check  # type: ignore[method-assign]
    return house


class Machine(RuleBasedStateMachine):
    """A house, and the answer to each command compared with what the model says."""

    house: House

    def expect(self, allowed: bool, who: str, command: c.ClientCommand) -> bool:
        """Send a command that must be accepted, or refused; return which."""
        try:
            self.house.do(who, command)
        except Rejection as refused:
            assert not allowed, f"{who} was refused {command}: {refused.code}"
        else:
            assert allowed, f"{who} was allowed {command}"
        return allowed
