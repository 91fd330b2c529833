"""Says more than anybody can read, as fast as it can."""

from __future__ import annotations

import os
import sys

from base import Base, main


class Flooder(Base):
    async def flood(self) -> None:
        while not self.cancelled.is_set():
            await self.say("all work and no play makes Jack a dull boy\n" * 20)

    async def line(self) -> None:
        """One line without an end."""
        os.set_blocking(sys.stdout.fileno(), True)
        while True:
            sys.stdout.write("x" * 1024 * 1024)
            sys.stdout.flush()


main(Flooder())
