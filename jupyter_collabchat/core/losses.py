"""What ends first, in the same batch: with people's rights their prompts, turns and seats; with a room all its work."""

from __future__ import annotations

from collections.abc import Collection

from . import polls, turns
from .draft import Draft
from .ids import ParticipantId


def lose_rights(draft: Draft, people: Collection[ParticipantId], why: str) -> None:
    """M10: waiting prompts, running turns and seats of all of `people` go before anything else happens to them."""
    turns.drop_people(draft, people)
    for who in people:
        polls.lose_seats(draft, who, why)


def end_work(draft: Draft, why: str) -> None:
    """R6: every turn, queue and open poll of the room ends; `why` is told with the polls (RULES 18)."""
    for agent in tuple(draft.state.agents):
        turns.halt(draft, agent, "stopped")
    for poll in tuple(draft.state.polls.values()):
        if poll.state == "open":
            turns.cancel_poll(draft, poll.id, why)
