"""Writing an agent's messages: utterances in, commands and live text out.

Message ids are `<turn>-m1`, `<turn>-m2`, ...: a generator that is run again after a restart finds the messages it had
ended already, and what it says of them again goes nowhere.
"""

from __future__ import annotations

import asyncio
from typing import assert_never

from jupyter_collabchat.core.commands import EndMessage, SetMessageStatus, StartMessage
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.model import UNFINISHED, Ending, Message, MessageKind, MimeBundle, Stage, Turn, Usage
from jupyter_collabchat.core.text import whole

from . import large, outputs
from .contract import NewMessage, Output, Status, Text, Thought, Utterance
from .desk import Desk
from .thoughts import Thoughts

_COALESCE_S = 0.05
_CUT = "\n\n[cut: a message has no room for more]"


class _Draft:
    """A message being written. `past`: it was ended before a restart, so nothing more goes into it."""

    def __init__(self, id: MessageId, kind: MessageKind, status: Stage, past: bool) -> None:
        self.id = id
        self.kind = kind
        self.status = status
        self.past = past
        self.text: list[str] = []
        self.live: list[str] = []
        self.room_points = 0
        self.room_bytes = 0
        self.mime: list[MimeBundle] = []
        self.usage: Usage | None = None


class Writer:
    """The messages of one turn, one at a time."""

    def __init__(self, desk: Desk, turn: Turn, *, resumed: bool) -> None:
        self._desk = desk
        self._turn = turn
        self._resumed = resumed
        self._written = 0
        self._next_kind: MessageKind = "text"
        self._draft: _Draft | None = None
        self._flush: asyncio.TimerHandle | None = None
        self.thoughts = Thoughts(desk, turn.agent)
        self.message: MessageId | None = None
        """The current message, or the last one."""

    async def write(self, said: Utterance) -> None:
        """Do what one utterance asks for."""
        match said:
            case Text(delta):
                self._append(await self._current("streaming"), delta)
            case Thought(text):
                self.thoughts.show(text)
            case Status(status):
                await self._current(status)
            case Output(bundle):
                await self._output(bundle)
            case Usage():
                (await self._current("streaming")).usage = said
            case NewMessage(kind):
                await self.end("complete")
                self._next_kind = kind
            case _:
                assert_never(said)

    async def _output(self, bundle: MimeBundle) -> None:
        draft = await self._current(None)
        admitted = {} if draft.past else await large.admit(self._desk, draft.id, bundle)
        if admitted:
            draft.mime.append(admitted)

    async def _current(self, status: Stage | None) -> _Draft:
        """Return the message being written, at this stage; begin one if there is none.

        An executing one may show text and still executes.
        """
        draft = self._draft
        if draft is None:
            draft = self._draft = await self._begin(status or "streaming")
        elif status is not None and status != draft.status and (draft.status, status) != ("executing", "streaming"):
            draft.status = status
            if not draft.past:
                await self._desk.act(SetMessageStatus(draft.id, status))
        return draft

    async def _begin(self, status: Stage) -> _Draft:
        self._written += 1
        id, kind = MessageId(f"{self._turn.id}-m{self._written}"), self._next_kind
        known = await self._known(id)
        past = known is not None and known.status not in UNFINISHED
        if known is None:
            await self._desk.act(StartMessage(id, self._turn.id, status, kind))
        elif not past:
            await self._desk.act(SetMessageStatus(id, status))
        self.message, self._next_kind = id, "text"
        draft = _Draft(id, kind, status, past)
        limits = self._desk.room.house.settings.limits
        draft.room_points, draft.room_bytes = limits.body_points - len(_CUT), limits.body_bytes - len(_CUT)
        return draft

    async def _known(self, id: MessageId) -> Message | None:
        known = self._desk.state.messages.get(id)
        if known is None and self._resumed:
            room = self._desk.room
            known = (await room.house.store.messages(room.id, (id,))).get(id)
        return known

    def _append(self, draft: _Draft, delta: str) -> None:
        if draft.past or draft.room_points <= 0 or not delta:
            return
        text = whole(delta)
        size = len(text.encode())
        if len(text) > draft.room_points or size > draft.room_bytes:
            text = text[: min(draft.room_points, draft.room_bytes // 4)] + _CUT
            draft.room_points = 0
        draft.room_points -= len(text)
        draft.room_bytes -= size
        draft.text.append(text)
        draft.live.append(text)
        if self._flush is None:
            self._flush = asyncio.get_running_loop().call_later(_COALESCE_S, self.flush)

    def flush(self) -> None:
        """Show now what was written and not yet shown."""
        if self._flush is not None:
            self._flush.cancel()
            self._flush = None
        if self._draft is not None and self._draft.live:
            text = "".join(self._draft.live)
            self._draft.live.clear()
            self._desk.room.stream(self._draft.id, text)

    async def end(self, status: Ending, sentence: str = "") -> None:
        """End the current message; `sentence` is added to it, in a message of its own if none is being written."""
        if sentence:
            draft = await self._current(None)
            self._append(draft, ("\n\n" if draft.text else "") + sentence)
            if draft.mime:
                draft.mime.append({outputs.STDERR: sentence + "\n"})
        self.flush()
        ended, self._draft = self._draft, None
        if ended is not None and not ended.past:
            body = "".join(ended.text)
            await self._desk.act(EndMessage(ended.id, status, body, tuple(ended.mime), ended.usage))

    def close(self) -> None:
        """Show nothing any more: the turn is over."""
        if self._flush is not None:
            self._flush.cancel()
            self._flush = None
        self.thoughts.close()
