"""An ACP agent in one room: one process and one session of its own, started when it is first asked something."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path

import msgspec
from acp.exceptions import RequestError

from ..contract import Agent, AgentDied, AgentFailure, AgentServices, Said, Thought, TurnContext, Utterance
from . import prompts, talk
from .config import AcpSettings, Launch
from .exchange import Exchange
from .family import AcpFactory
from .folder import Folder
from .link import Link, start
from .round import Round
from .sessions import Session, Sessions

_REMEMBERED = 200
_SAFE = re.compile(r"[A-Za-z0-9_-]{1,128}")


class AcpAgent(Agent):
    """Passes prompts to a program and shows the room what it says, asks and does."""

    def __init__(self, services: AgentServices, made_by: AcpFactory) -> None:
        super().__init__(services)
        if not _SAFE.fullmatch(services.room):
            raise AgentFailure("An agent cannot have a folder in this room.")
        self._launch = made_by.launch
        self._name = made_by.offer.name
        self._me = f"agent:{made_by.offer.id}"
        self._state = made_by.state / services.room / made_by.offer.id
        self._where = _folder(self._launch, self._state, services.room)
        self._sessions = Sessions(self._state)
        self._link: Link | None = None
        self._watch: asyncio.Task[None] | None = None
        self._deaths: asyncio.Queue[str] = asyncio.Queue()
        self._died = False
        self._was_full = False

    async def start(self) -> None:
        """Look whether it can be started. Its process waits for the first prompt: an idle room costs nothing."""
        if shutil.which(self._launch.command) is None:
            raise AgentFailure(f"{self._name} is not installed on this server.")
        self._state.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._where.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = Folder(self._where)

    async def stop(self, *, for_good: bool) -> None:
        """End its process. What it was told is forgotten, unless the room only sleeps or it died."""
        await self._end()
        if for_good and not self._died:
            self._sessions.forget()

    async def lost(self) -> str:
        """Wait until its process has ended by itself."""
        return await self._deaths.get()

    async def forget(self) -> None:
        """Ask in a new session from now on: this one was told what is gone."""
        self._sessions.forget()

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        """Ask it, and show what comes; what goes wrong with it is said as people understand it."""
        settings = msgspec.convert(turn.settings, AcpSettings)
        try:
            async with aclosing(self._answer(turn, settings)) as said:
                async for one in said:
                    yield one
        except ConnectionError as gone:
            raise await self._dead() from gone
        except AgentDied:
            await self._bury()
            raise
        except RequestError as error:
            raise await self._failed(error) from error

    async def _answer(self, turn: TurnContext, settings: AcpSettings) -> AsyncGenerator[Utterance, None]:
        said = await turn.history(_REMEMBERED)
        yield Thought("Getting ready")
        link, text = await self._asked(turn, settings, said)
        exchange = Exchange(turn, planning=settings.plan_mode)
        now = link.callbacks.round = Round(exchange, self._launch, self._folder, self._name)
        try:
            now.mode = self._mode(link, settings)
            await link.use_mode(now.mode)
            ask = talk.planned if settings.plan_mode else talk.answered
            async with aclosing(ask(link, now, text)) as utterances:
                async for one in utterances:
                    yield one
        finally:
            link.callbacks.round = None
            self._was_full = exchange.is_full

    async def _asked(self, turn: TurnContext, settings: AcpSettings, said: Sequence[Said]) -> tuple[Link, str]:
        """Return the running agent, and what to ask it."""
        link, session, is_fresh = await self._ready(said)
        first = max(0, len(said) - settings.context_messages)
        newest, older = said[first:], said[:first]
        told = [*(one for one in older if one.by.id == self._me), *newest]
        self._sessions.write(session.after(told, turn.prompt_id))
        if is_fresh:
            return link, prompts.fresh(self._name, turn, newest)
        return link, prompts.further(turn, session.news(newest, self._me), was_full=self._was_full)

    async def _ready(self, said: Sequence[Said]) -> tuple[Link, Session, bool]:
        """Return the running agent, started if need be; its session, and whether that is new."""
        known = self._sessions.read()
        if known is not None and known.knows_too_much(said, is_all=len(said) < _REMEMBERED):
            await self._end()
            known = None
        if known is not None and self._link is not None and self._link.is_in(known.id):
            return self._link, known, False
        await self._end()
        link = self._link = await self._start()
        self._died, self._watch = False, asyncio.ensure_future(self._watched(link))
        session = await self._begin(link, known)
        if known is not None and session == known.id:
            return link, known, False
        return link, Session(session), True

    async def _start(self) -> Link:
        try:
            return await start(self._launch, self._folder)
        except OSError as error:
            raise AgentDied(f"{self._name} cannot be started: {error.strerror or error}") from error

    async def _begin(self, link: Link, known: Session | None) -> str:
        try:
            async with asyncio.timeout(self._launch.start_s):
                return await link.begin(known.id if known else None)
        except TimeoutError as error:
            words = await link.last_words()
            raise AgentDied(f"{self._name} was not ready within {self._launch.start_s:.0f} s. {words}") from error

    def _mode(self, link: Link, settings: AcpSettings) -> str | None:
        if settings.mode and settings.mode not in self._launch.modes:
            allowed = ", ".join(self._launch.modes) or "none"
            raise AgentFailure(f"This server does not offer the mode {settings.mode!r} (it offers: {allowed}).")
        return settings.mode or link.first_mode

    # --- ends

    async def _dead(self) -> AgentDied:
        """It ended by itself: return its last words."""
        words = await self._link.last_words() if self._link else ""
        await self._bury()
        return AgentDied(f"{self._name} ended. {words}")

    async def _watched(self, link: Link) -> None:
        """Tell when the process has ended, and nobody wanted it to."""
        await link.ended()
        self._died = True
        self._deaths.put_nowait(f"{self._name} ended. {await link.last_words()}")

    async def _bury(self) -> None:
        self._died = True
        await self._end()

    async def _failed(self, error: RequestError) -> AgentFailure:
        """It refuses: return that as a sentence; without a session it is of no use."""
        link = self._link
        sentence = link.sentence(error) if link else str(error)
        if link is not None and link.callbacks.session is None:
            await self._end()
        return AgentFailure(f"{self._name} {sentence}")

    async def _end(self) -> None:
        link, self._link = self._link, None
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
        if link is not None:
            await link.close()


def _folder(launch: Launch, state: Path, room: str) -> Path:
    """Return where an agent works: what the administrator says, else a folder that only this agent of this room has."""
    return Path(launch.cwd.replace("{room}", room)).expanduser() if launch.cwd else state / "work"
