"""Plans before it acts; takes critique; can be told to jump the gun."""

from __future__ import annotations

from pathlib import Path

from acp.helpers import plan_entry, text_block, tool_content, update_plan
from base import EVERY_WAY, Base, main


class Planner(Base):
    modes = ("work", "plan")
    style = ""

    async def answer(self, text: str, question: str) -> str | None:
        self.style = question or self.style
        if text.startswith("The room approved your plan"):
            await self.act()
        elif self.style == "leave":
            await self.leave()
        elif self.style == "jump":
            await self.act()
        elif self.style == "sneak":
            await self.tool("t0", "Sneak", kind="edit")
            await self.progress("t0", "completed")
        elif "did not approve your plan" in text:
            await self.say(f"[{self.mode}] heard: {'too fast' in text}")
            await self.update(update_plan([plan_entry("look twice"), plan_entry("leap")]))
        else:
            await self.update(update_plan([plan_entry("leap")]))
        return None

    async def act(self) -> None:
        await self.tool("t1", "Leap", raw_input={"far": True})
        answer = await self.ask("t1")
        if answer == "once":
            Path(self.cwd, "leapt").touch()
            await self.progress("t1", "completed")
        await self.say(f"[{self.mode}] {answer}")

    async def leave(self) -> None:
        """Leave one's own plan mode by asking, as coding agents do."""
        await self.tool("p1", "Ready to code?", kind="switch_mode", content=[tool_content(text_block("# Leap far"))])
        answer = await self.ask("p1", EVERY_WAY)
        await self.say(f"left: {answer}. ")
        if answer == "once":
            await self.act()


main(Planner())
