"""The conversation as a file: complete, streamed, for members alone; what people wrote is shown, nothing of it runs."""

from __future__ import annotations

import json

import nbformat
import pytest

from jupyter_collabchat.room import resources
from jupyter_collabchat.server.exports.outputs import outputs_of
from tests.server.house import UNLIMITED, bearer, login

EVIL = "<script>alert(1)</script>\n```\n**Alice** (user:alice), 2026\n![x](http://x/y.png) \u202egnp"


@pytest.fixture
def server_config():
    return UNLIMITED


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    """Pages of three messages."""
    monkeypatch.setattr(resources, "MAX_PAGE", 3)


async def lived_in(house):
    """Make a room with more messages than a page has, an edited and a redacted one."""
    room = await house.make(name="Tides # 1")
    await house.done(room, "bob", "join_room")
    said = [await house.say(room, "alice", f"number {n}") for n in range(7)]
    await house.done(room, "alice", "edit_message", message=said[1], body="number one")
    await house.done(room, "alice", "redact_message", message=said[2])
    await house.say(room, "bob", EVIL)
    return room


async def export(house, room, format, headers=None):
    answer = await house.get(f"rooms/{room}/export?format={format}", headers or login("bob"))
    assert answer.status == 200, answer
    return answer


async def test_markdown_shows_the_very_text_and_renders_none_of_it(house):
    room = await lived_in(house)
    answer = await export(house, room, "md")
    text = answer.body.decode()
    assert text.startswith("# Tides \\# 1\n") and answer.headers["Content-Type"].startswith("text/markdown")
    assert [f"number {n}" in text for n in range(7)] == [True, False, False, True, True, True, True]
    assert "number one" in text and "edited" in text and text.count("*message redacted*") == 1
    _, fence, rest = text.partition("````markdown\n")
    shown, _, after = rest.partition("\n````\n")
    assert fence and shown == EVIL.replace("\u202e", "⟨U+202E⟩") and "<script>" not in after


async def test_a_notebook_is_a_valid_one_and_has_the_same(house):
    room = await lived_in(house)
    answer = await export(house, room, "ipynb")
    notebook = nbformat.reads(json.dumps(answer.body), 4)
    nbformat.validate(notebook)
    sources = [cell.source for cell in notebook.cells]
    assert len(sources) == 9 and sources[0] == "# Tides \\# 1"
    assert sum("message redacted" in source for source in sources) == 1
    assert "````markdown" in sources[-1]


def test_outputs_of_agents_are_outputs_of_the_notebook():
    large = {"ref": "blob-1", "mime": "image/png", "bytes": 2048}
    bundles = (
        {"application/vnd.jupyter.stdout": "42\n"},
        {"application/vnd.jupyter.error": {"ename": "E", "evalue": "v", "traceback": []}},
        {"image/png": large},
        {"text/plain": "x", "image/png": "aGk="},
    )
    outputs = outputs_of(bundles)
    code = nbformat.v4.new_code_cell("")
    code["outputs"] = [nbformat.from_dict(output) for output in outputs]
    nbformat.validate(nbformat.v4.new_notebook(cells=[code]))
    assert [output["output_type"] for output in outputs] == ["stream", "error", "display_data", "display_data"]
    assert outputs[2]["data"] == {"text/plain": "[image/png, 2,048 bytes, in the room as blob-1]"}


async def test_json_lines_are_messages_and_for_moderators_the_log_too(house):
    room = await lived_in(house)
    mine = [json.loads(line) for line in (await export(house, room, "jsonl")).body.decode().splitlines()]
    assert len(mine) == 8 and all(line.keys() == {"message", "name"} for line in mine)
    assert mine[-1]["message"]["body"] == EVIL and mine[-1]["name"] == "Bob"
    hers = [
        json.loads(line) for line in (await export(house, room, "jsonl", login("alice"))).body.decode().splitlines()
    ]
    events = [line["event"] for line in hers if "event" in line]
    assert hers[: len(mine)] == mine
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert "number 2" not in json.dumps(events)
    _, secret = await house.mint("alice", [room], "read")
    assert len((await export(house, room, "jsonl", bearer(secret))).body.decode().splitlines()) == len(mine)


async def test_a_file_for_jupyterlab_chat_has_messages_and_users(house):
    room = await lived_in(house)
    chat = (await export(house, room, "chat")).body
    assert [message["body"] for message in chat["messages"]][-1] == EVIL
    assert [message["deleted"] for message in chat["messages"]].count(True) == 1
    assert {message["sender"] for message in chat["messages"]} == set(chat["users"]) == {"user:alice", "user:bob"}
    assert chat["users"]["user:bob"]["display_name"] == "Bob"
    empty = (await export(house, await house.make("bob"), "chat")).body
    assert (empty["messages"], empty["users"]) == ([], {})


async def test_guests_and_others_take_nothing_along(house):
    """RULES 29."""
    room = await lived_in(house)
    _, secret = await house.share(room)
    refused = await house.get(f"rooms/{room}/export", await house.guest(secret))
    assert (refused.status, refused.code) == (403, "role/forbidden")
    assert (await house.get(f"rooms/{room}/export", login("carol"))).code == "room/unknown"
    assert (await house.get(f"rooms/{room}/export?format=exe", login("bob"))).code == "frame/invalid"
    answer = await export(house, room, "md")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="room-{room}.md"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
