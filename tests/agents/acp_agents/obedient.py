"""Does whatever anybody in the room wrote as an order, a few at a time; asks before what it does itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

from base import EVERY_WAY, Base, main

ORDER = re.compile(r"ORDER([0-9a-f]+)END")
PER_TURN = 8


class Obedient(Base):
    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[str] = []
        self.known: set[str] = set()

    async def answer(self, text: str, question: str) -> str | None:
        """Read orders wherever they stand, and do the next ones."""
        new = [order for order in dict.fromkeys(ORDER.findall(text)) if order not in self.known]
        self.known.update(new)
        self.waiting += new
        todo, self.waiting = self.waiting[:PER_TURN], self.waiting[PER_TURN:]
        for number, order in enumerate(todo):
            said = json.loads(bytes.fromhex(order))
            await getattr(self, said["do"])(f"{len(self.known)}-{len(self.waiting)}-{number}", said)
        await self.say(f"{len(self.waiting)} are left" if self.waiting else "nothing is left")
        return None

    async def run(self, id: str, said: dict[str, str]) -> None:
        """Do something by oneself, once permitted, under whatever title was ordered."""
        await self.tool(id, said["title"], raw_input={"command": said["text"]})
        if await self.ask(id, EVERY_WAY) == "once":
            with Path(self.cwd, "done.txt").open("a") as file:
                file.write(said["text"] + "\n")
            await self.progress(id, "completed")

    async def write(self, id: str, said: dict[str, str]) -> None:
        path = said["path"].replace("~", self.cwd)
        await self.tried(self.client.write_text_file(session_id=self.session, path=path, content=said["text"]))

    async def read(self, id: str, said: dict[str, str]) -> None:
        path = said["path"].replace("~", self.cwd)
        found = await self.tried(self.client.read_text_file(session_id=self.session, path=path))
        await self.say(f"read: {getattr(found, 'content', found)} ")

    async def command(self, id: str, said: dict[str, str]) -> None:
        """Let the server run a shell."""
        line = said["text"].replace("~", self.cwd)
        work = self.client.create_terminal(session_id=self.session, command="sh", args=["-c", line], cwd=self.cwd)
        created = await self.tried(work)
        if not isinstance(created, str):
            await self.client.wait_for_terminal_exit(session_id=self.session, terminal_id=created.terminal_id)
            await self.client.release_terminal(session_id=self.session, terminal_id=created.terminal_id)


main(Obedient())
