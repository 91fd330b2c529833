"""One command being decided: the events so far, and the state they make.

Rules read `draft.state` and call `draft.add`; each event is folded at once, so a later part of the same rule sees it.
Nothing leaves a draft whose rule raised: that is L1.
"""

from __future__ import annotations

from collections.abc import Callable

from .events import AnyEvent, Entry
from .facts import Claim, Facts
from .ids import Millis, Seq
from .model import Actor, RoomState

Evolve = Callable[[RoomState, Entry], RoomState]


class Draft:
    """The working copy of a decision.

    Attributes:
        state: The room after the events so far.
        actor: Who sent the command.
        now: When it is decided.
        facts: What was looked up for it.
        entries: The events so far, numbered.
        claim: Key and digest of the id that the first event makes, if it makes one.
        ref: What else the ack of a claimed id names, a share or a room: kept with the claim.
        ack: What the ack says besides `seq`; a `seq` here wins over that of the last event.
    """

    __slots__ = ("_evolve", "ack", "actor", "claim", "entries", "facts", "now", "ref", "state")

    def __init__(self, state: RoomState, actor: Actor, now: Millis, facts: Facts, evolve: Evolve) -> None:  # noqa: PLR0913 - the five inputs of a decision
        self.state = state
        self.actor = actor
        self.now = now
        self.facts = facts
        self.entries: list[Entry] = []
        self.claim: tuple[str, bytes] | None = None
        self.ref = ""
        self.ack: dict[str, object] = {}
        self._evolve = evolve

    def add(self, event: AnyEvent) -> None:
        """Append `event` and fold it into the state."""
        entry = Entry(self.state.seq + 1, self.now, self.actor.id, event)
        self.entries.append(entry)
        self.state = self._evolve(self.state, entry)

    @property
    def seq(self) -> Seq:
        """I4: the seq that the ack names: of the created thing, else of the last event, else the room's."""
        made = self.ack.get("seq")
        return made if isinstance(made, int) else self.state.seq

    def made(self, ref: str = "") -> Claim:
        """Return the claim of the id that this draft makes; only once it has events."""
        assert self.claim is not None and self.entries
        return Claim(self.actor.id, self.claim[1], self.entries[0].seq, ref or self.ref)
