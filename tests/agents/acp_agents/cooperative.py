"""Shows everything the protocol has to show, remembers its prompts, and asks questions."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from acp.helpers import (
    plan_entry,
    text_block,
    tool_content,
    tool_diff_content,
    update_current_mode,
    update_plan,
)
from acp.schema import (
    Cost,
    ElicitationFormSessionMode,
    ElicitationSchema,
    UsageUpdate,
)
from base import Base, main


class Cooperative(Base):
    loads = True
    modes = ("normal", "bold")

    async def initialize(self, protocol_version: int, **more: Any) -> Any:
        while Path("hang").exists():
            await asyncio.sleep(0.01)
        return await super().initialize(protocol_version, **more)

    async def hello(self) -> None:
        await self.think("let me ")
        await self.think("see")
        await self.update(update_plan([plan_entry("look", status="completed"), plan_entry("`leap`")]))
        await self.tool("t1", "Think hard", kind="think")
        await self.progress("t1", "in_progress")
        change = tool_diff_content("/srv/a.txt", "new\n", "old\n")
        await self.progress("t1", "completed", content=[change, tool_content(text_block("fine"))])
        await self.update(
            UsageUpdate(session_update="usage_update", used=1234, size=9999, cost=Cost(amount=0.5, currency="USD"))
        )
        await self.update(update_current_mode("bold"))
        await self.say("Hel")
        await self.say("lo.")

    async def repeat(self, _: str = "") -> None:
        """Say what one was told, and how often one was asked."""
        await self.say(f"{len(self.prompts)}:{self.prompts[-1]}")

    async def where(self) -> None:
        secrets = [name for name in os.environ if "TOKEN" in name or name == "PLAIN"]
        await self.say(f"{self.mode} {Path(self.cwd).is_dir()} {Path.cwd() == Path(self.cwd)} {sorted(secrets)}")

    async def session_name(self) -> None:
        await self.say(self.session)

    async def quit(self) -> None:
        """End as soon as nobody looks."""
        os._exit(0)

    async def tired(self) -> str:
        return "max_tokens"

    async def noise(self) -> None:
        """Print what is no message, and speak for another session."""
        sys.stdout.write('this is no message\n[1, 2]\n"\\u0000"\n')
        sys.stdout.flush()
        mine, self.session = self.session, "another"
        await self.say("not mine")
        self.session = mine
        await self.say("mine")

    async def form(self, kind: str) -> None:
        fields: dict[str, Any] = {
            "choice": {"type": "string", "oneOf": [{"const": "a", "title": "An A"}, {"const": "b", "title": "A B"}]},
            "words": {"type": "string", "title": "Name"},
            "number": {"type": "integer"},
            "yes": {"type": "boolean"},
            "several": {"type": "array", "items": {"type": "string", "enum": ["x, y", "z", "w"]}},
        }
        properties = {name: fields[name] for name in kind.split()}
        schema = ElicitationSchema.model_validate({"type": "object", "properties": properties})
        mode = ElicitationFormSessionMode(session_id=self.session, requested_schema=schema)
        response = await self.client.create_elicitation(message="Which?", mode=mode)
        await self.say(f"{response.action} {getattr(response, 'content', None)}")


Cooperative.login = "key" if "login" in sys.argv else ""
main(Cooperative())
