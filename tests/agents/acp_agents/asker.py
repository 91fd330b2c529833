"""Asks for permission before it does anything, in good ways and bad; writes down what it did."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from acp.helpers import tool_diff_content
from base import EVERY_WAY, Base, main


class Asker(Base):
    async def run(self, what: str = "touch it") -> None:
        """Do something by oneself, if permitted."""
        await self.tool("t1", f"Run {what}", raw_input={"command": what, "why": "to see"})
        answer = await self.ask("t1")
        if answer == "once":
            await self.progress("t1", "in_progress")
            with Path(self.cwd, "done.txt").open("a") as file:
                file.write(what + "\n")
            await self.progress("t1", "completed")
        await self.say(f"answered {answer}")

    async def fail(self) -> None:
        await self.tool("t1", "Fail")
        await self.ask("t1")
        await self.progress("t1", "failed")

    async def twice(self) -> None:
        await self.run("one")
        await self.tool("t2", "Run two")
        await self.say(f"then {await self.ask('t2')}")

    async def many(self) -> None:
        """Ask for more than one prompt allows; then say what one was told."""
        answers = []
        for number in range(11):
            await self.tool(f"many-{number}", f"Run {number}", raw_input={"command": number})
            answers.append(await self.ask(f"many-{number}"))
        await self.say(f"answered {' '.join(answers)}")

    async def on(self) -> None:
        told = "may be asked for in one prompt: the rest was refused unseen" in self.prompts[-1]
        await self.tool("on", "Run on", raw_input={"command": "on"})
        await self.say(f"told {told}, answered {await self.ask('on')}")

    async def edit(self) -> None:
        """Ask with nothing but a diff, in the request itself."""
        change = tool_diff_content("/somewhere/a.txt", "new\n", "old\n")
        await self.say(await self.ask("t9", title="Edit a.txt", kind="edit", content=[change]))

    async def only(self, kinds: str) -> None:
        """Ask offering only some ways to answer."""
        options: Any = [option for option in EVERY_WAY if option.kind in kinds.split()]
        await self.tool("t1", "Anything")
        await self.say(f"answered {await self.ask('t1', options)}")

    async def large(self) -> None:
        await self.tool("t1", "Large", raw_input={"text": "x" * 20_000})
        await self.say(f"answered {await self.ask('t1')}")

    async def impatient(self) -> None:
        """Ask, and answer without waiting."""
        await self.tool("t1", "Impatient")
        self.asking = asyncio.ensure_future(self.ask("t1"))
        await self.say("never mind")

    async def own(self) -> None:
        """Use a tool without asking anybody."""
        await self.tool("t1", "Format the disk")
        await self.progress("t1", "completed")
        await self.say("done")


main(Asker())
