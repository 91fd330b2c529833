"""Ends when it should not."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from base import Base, main


class Crasher(Base):
    loads = True

    async def crash(self) -> None:
        await self.say("I feel ")
        sys.stderr.write(f"a line before\nTraceback: no memory, key {os.environ.get('API_KEY')}\n")
        sys.stderr.flush()
        os._exit(3)

    async def killed(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    async def fine(self) -> None:
        await self.say(f"fine in {self.session}")

    async def session_name(self) -> None:
        await self.say(self.session)

    async def new_session(self, cwd: str, **more: Any) -> Any:
        if "early" in sys.argv:
            sys.stderr.write("no licence\n")
            sys.stderr.flush()
            os._exit(1)
        return await super().new_session(cwd, **more)


main(Crasher())
