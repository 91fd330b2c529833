"""R21: the turn lock against a model that knows no code of the core."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import MessageId
from tests.core.house import AGENT, room, user
from tests.core.machine import Machine, anyone, watched


class TurnLock(Machine):
    """One agent, its holder and its queue."""

    def __init__(self) -> None:
        super().__init__()
        self.house = watched(room("bob", "carl", "dora/moderator", agents=["runner"], limits=Limits(queue=4)))
        self.holder: str | None = None
        self.queue: list[tuple[str, MessageId]] = []
        self.muted: set[str] = set()
        self.runs = True

    def advance(self) -> None:
        """Let the next in the queue go on, if the agent is free."""
        if self.holder is None and self.queue and self.runs:
            self.holder = self.queue.pop(0)[0]

    @rule(who=anyone)
    def prompt(self, who: str) -> None:
        free = self.holder is None and self.runs and not self.queue
        room_left = len(self.queue) < 4 and sum(name == who for name, _ in self.queue) < 3
        message = MessageId(self.house.mint("message"))
        if self.expect(who not in self.muted and (free or room_left), who, c.PostMessage(message, "@runner go")):
            if free:
                self.holder = who
            else:
                self.queue.append((who, message))

    @precondition(lambda self: self.holder is not None)
    @rule(who=anyone)
    def stop(self, who: str) -> None:
        allowed = who not in self.muted and (who == self.holder or who in ("ann", "dora"))
        if self.expect(allowed, who, c.StopTurn(self.house.turn.id)):
            self.holder = None
            self.advance()

    @precondition(lambda self: self.holder is not None)
    @rule()
    def finish(self) -> None:
        self.house.host(c.EndTurn(self.house.turn.id))
        self.holder = None
        self.advance()

    @precondition(lambda self: self.queue)
    @rule(who=anyone, place=st.integers(0, 3))
    def cancel(self, who: str, place: int) -> None:
        asker, message = self.queue[place % len(self.queue)]
        if self.expect(
            who not in self.muted and (who == asker or who in ("ann", "dora")), who, c.CancelPrompt(message)
        ):
            self.queue.remove((asker, message))

    @rule(who=st.sampled_from(["bob", "carl"]))
    def mute(self, who: str) -> None:
        self.house.do("ann", c.Mute(user(who)))
        self.muted.add(who)
        self.queue = [prompt for prompt in self.queue if prompt[0] != who]
        if self.holder == who:
            self.holder = None
            self.advance()

    @rule(who=st.sampled_from(["bob", "carl"]))
    def unmute(self, who: str) -> None:
        self.house.do("ann", c.Unmute(user(who)))
        self.muted.discard(who)

    @precondition(lambda self: self.runs)
    @rule()
    def crash(self) -> None:
        self.house.host(c.SetAgentStatus(AGENT, "error"))
        self.runs, self.holder = False, None

    @precondition(lambda self: self.runs)
    @rule()
    def restart_server(self) -> None:
        self.house.host(c.Reopen())
        self.runs, self.holder = False, None

    @precondition(lambda self: not self.runs)
    @rule()
    def recover(self) -> None:
        self.house.do("ann", c.StartAgent("runner"))
        self.house.host(c.SetAgentStatus(AGENT, "running"))
        self.runs = True
        self.advance()

    @precondition(lambda self: self.holder is not None)
    @rule()
    def work_too_long(self) -> None:
        self.house.later(30 * 60)
        self.holder = None
        self.advance()

    @invariant()
    def same_lock(self) -> None:
        turn = self.house.state.turns.get(AGENT)
        assert (turn.holder if turn else None) == (user(self.holder) if self.holder else None)
        queue = self.house.state.queues.get(AGENT, ())
        assert [(prompt.holder, prompt.message) for prompt in queue] == [(user(who), m) for who, m in self.queue]
