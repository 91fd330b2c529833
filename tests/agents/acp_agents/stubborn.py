"""Does not let itself be stopped, nor ended politely; what it started would outlive it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from base import Base, main


class Stubborn(Base):
    async def work(self) -> None:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        Path(self.cwd, "pids").write_text(f"{os.getpid()} {child.pid}")
        await self.say("working")
        await asyncio.Event().wait()

    async def polite(self) -> str:
        """Stop when asked to, with last words."""
        await self.say("working")
        await self.cancelled.wait()
        await self.say(" stopped")
        return "cancelled"


signal.signal(signal.SIGTERM, signal.SIG_IGN)
main(Stubborn())
