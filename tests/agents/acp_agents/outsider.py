"""Asks the house for files and commands, its own and those of others."""

from __future__ import annotations

from base import Base, main


class Outsider(Base):
    async def read(self, path: str) -> None:
        said = await self.tried(self.client.read_text_file(session_id=self.session, path=path.replace("~", self.cwd)))
        await self.say(f"read {getattr(said, 'content', said)}")

    async def part(self, path: str) -> None:
        work = self.client.read_text_file(session_id=self.session, path=f"{self.cwd}/{path}", line=2, limit=1)
        said = await self.tried(work)
        await self.say(f"read {getattr(said, 'content', said)}")

    async def write(self, path: str) -> None:
        path = path.replace("~", self.cwd)
        await self.tool("t1", "Write it", kind="edit")
        said = await self.tried(
            self.client.write_text_file(session_id=self.session, path=path, content="written\nby vote\n")
        )
        await self.progress("t1", "failed" if isinstance(said, str) else "completed")
        await self.say(f"wrote {said if isinstance(said, str) else 'it'}")

    async def command(self, line: str) -> None:
        command, *args = line.split()
        created = await self.tried(
            self.client.create_terminal(session_id=self.session, command=command, args=args, cwd=self.cwd)
        )
        if isinstance(created, str):
            await self.say(f"not run {created}")
            return
        ended = await self.client.wait_for_terminal_exit(session_id=self.session, terminal_id=created.terminal_id)
        output = await self.client.terminal_output(session_id=self.session, terminal_id=created.terminal_id)
        await self.client.release_terminal(session_id=self.session, terminal_id=created.terminal_id)
        await self.say(f"ran {ended.exit_code} {output.output.strip()}")

    async def elsewhere(self, cwd: str) -> None:
        work = self.client.create_terminal(session_id=self.session, command="pwd", cwd=cwd)
        await self.say(f"not run {await self.tried(work)}")

    async def leave(self, line: str) -> None:
        """Run a command and do not wait for it."""
        command, *args = line.split()
        await self.client.create_terminal(session_id=self.session, command=command, args=args)
        await self.say("left")

    async def ability(self) -> None:
        await self.say(f"{self.able.fs.read_text_file} {self.able.fs.write_text_file} {self.able.terminal}")


main(Outsider())
