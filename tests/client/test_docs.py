"""The code in `docs/python.md` and `docs/people.md` runs, block after block, as in the cells of a notebook."""

from __future__ import annotations

import ast
import inspect
import json
import re
from typing import Any

from jupyter_collabchat import Server
from tests.lab import REPOSITORY


def blocks(guide: str, language: str = "python") -> list[str]:
    text = (REPOSITORY / "docs" / guide).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


async def run(guide: str, names: dict[str, Any]) -> None:
    """Run the guide's blocks one after another, as cells that find `names`."""
    for number, block in enumerate(blocks(guide), start=1):
        code = compile(block, f"{guide}, block {number}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        running = eval(code, names)
        if inspect.isawaitable(running):
            await running


async def test_the_tour_runs(lab, monkeypatch, capsys):
    monkeypatch.setenv("COLLABCHAT_URL", lab.url)
    monkeypatch.setenv("COLLABCHAT_TOKEN", "tok-a")
    await run("python.md", {})
    said = capsys.readouterr().out
    for fact in (
        "user:alice",
        "Since 12:10.",
        "When do we meet?",
        "changed: messages",
        "0 of 1 have voted\nTuesday",
        "Sent without await.",
        " - ",
    ):
        assert fact in said


async def test_people_come_and_go(lab, monkeypatch, capsys):
    monkeypatch.delenv("COLLABCHAT_TOKEN", raising=False)
    async with Server(lab.url, token="tok-a") as alice, Server(lab.url, token="tok-b") as bob:
        await bob.me()  # whom the server has never seen it does not find
        room = await alice.connect(await alice.create_room("Review"))
        with lab.http("tok-a") as http:
            for block in blocks("people.md", "json"):
                answer = http.post(f"api/collabchat/rooms/{room.id}/commands", json=json.loads(block))
                assert answer.status_code == 200, answer.text
        await run("people.md", {"server": alice, "bob": bob, "room": room})
        assert (await bob.rooms())[0].role == "owner"
        await room.close()
    said = capsys.readouterr().out
    for fact in (
        "Bob observer Ada",
        "Ada invites me to Review as collaborator",
        f"{lab.url}collabchat/join#",
        "Review on Monday live 0 came, 0 connections open",
    ):
        assert fact in said
