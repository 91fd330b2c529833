"""The audit: who decided what, when, on which bytes; as one record, and as downloads that open safely."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from pathlib import Path

import msgspec
import pytest

from jupyter_collabchat.client.records import DecisionRecord
from jupyter_collabchat.room import records
from tests.server.house import PATIENCE_S, UNLIMITED, bearer, fresh, login

EVIL = '=HYPERLINK("http://x") <img src=x onerror=alert(1)> [a](javascript:1) ``` \u202egnp.exe | x'


@pytest.fixture
def server_config():
    return UNLIMITED | {"CollabChatApp": {"rate_limit": 0.0, "agents": ["script"]}}


async def until(house, room, fact):
    """Wait until something is true of the room."""
    async with asyncio.timeout(PATIENCE_S):
        while not fact((await house.get(f"rooms/{room}", login("alice"))).body):
            await asyncio.sleep(0.05)


async def plain(house, room, title="Tea?", **fields):
    poll = fresh("p")
    options = [{"id": "y", "label": "Yes, please"}, {"id": "n", "label": EVIL}]
    await house.done(room, "alice", "open_poll", poll_id=poll, title=title, options=options, **fields)
    return poll


async def vote(house, room, name, poll, choice="y", **fields):
    await house.done(room, name, "cast_ballot", poll=poll, ballot_id=fresh("b"), choice=choice, **fields)


async def shared(house, **fields):
    room = await house.make(**fields)
    await house.done(room, "bob", "join_room")
    for name in ("alice", "bob"):
        await house.say(room, name)  # who spoke lately has a seat
    return room


async def download(house, room, format, headers=None):
    answer = await house.get(f"rooms/{room}/decisions?format={format}", headers or login("alice"))
    assert answer.status == 200, answer
    return answer


def lines(answer):
    body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
    return [json.loads(line) for line in body.decode().splitlines()]


async def test_a_record_has_ballots_times_and_reasons(house):
    """RULES 14, FEATURES VO11."""
    room = await shared(house)
    poll = await plain(house, room)
    await vote(house, room, "bob", poll, "n", reason="no thirst")
    first = (await house.get(f"rooms/{room}/decisions/{poll}", login("bob"))).body["decision"]
    assert (first["state"], [act["what"] for act in first["acts"]]) == ("open", ["ballot"])
    await vote(house, room, "bob", poll, "y", replaces=first["acts"][0]["ballot_id"], reason="well")
    await vote(house, room, "alice", poll)
    record = (await house.get(f"rooms/{room}/decisions/{poll}", login("bob"))).body
    decision = record["decision"]
    assert [(act["what"], act.get("who"), act.get("choice"), act.get("void")) for act in decision["acts"]] == [
        ("ballot", "user:bob", "n", "replaced"),
        ("ballot", "user:bob", "y", None),
        ("ballot", "user:alice", "y", None),
        ("resolved", None, None, None),
    ]
    assert decision["acts"][0]["reason"] == "no thirst" and decision["acts"][0]["at"] >= decision["opened_at"]
    assert (decision["outcome"], decision["policy"], set(decision["seats"])) == (
        "y",
        "unanimous",
        {"user:alice", "user:bob"},
    )
    assert set(record["names"]) == {"user:alice", "user:bob"}


async def test_what_an_agent_asked_is_told_with_its_prompt_until_that_is_redacted(house):
    """RULES 14 and 30: redaction takes the prompt's words, never the bytes that were decided on."""
    room = await shared(house)
    await house.done(room, "alice", "set_policy", consensus="owner")
    await house.done(room, "alice", "add_agent", agent="script")
    await until(house, room, lambda now: now["agents"]["agent:script"]["status"] == "running")
    prompt = await house.say(room, "alice", "@script show me the secret")
    await until(house, room, lambda now: now["polls"])
    (poll,) = (await house.get(f"rooms/{room}", login("alice"))).body["polls"].values()
    await house.done(room, "alice", "override_poll", poll=poll["id"], choice="deny", reason="not today")
    before = (await house.get(f"rooms/{room}/decisions/{poll['id']}", login("bob"))).body
    assert (before["decision"]["detail"], before["decision"]["asker"]) == (poll["detail"], "user:alice")
    assert before["decision"]["overridden"] is True
    assert (before["prompt"]["state"], before["prompt"]["body"]) == ("shown", "@script show me the secret")
    await house.done(room, "alice", "redact_message", message=prompt)
    redacted = (await house.get(f"rooms/{room}/decisions/{poll['id']}", login("bob"))).body
    assert redacted["prompt"] == {"id": prompt, "state": "redacted", "at": before["prompt"]["at"]}
    assert redacted["decision"] == before["decision"]
    assert b"message redacted" in (await download(house, room, "md")).body
    await house.done(room, "alice", "clear_room")
    cleared = (await house.get(f"rooms/{room}/decisions/{poll['id']}", login("bob"))).body
    assert cleared == {**redacted, "prompt": {"id": prompt, "state": "cleared"}}
    assert b"message cleared" in (await download(house, room, "md")).body
    for format in ("jsonl", "csv", "md"):
        assert "secret" not in str((await download(house, room, format)).body)


async def test_the_export_has_every_decision_once_however_long_the_log(house, monkeypatch):
    monkeypatch.setattr(records, "PAGE", 3)
    room = await shared(house)
    polls = [await plain(house, room) for _ in range(5)]
    for poll in polls[:3]:
        await vote(house, room, "bob", poll)
    await house.done(room, "alice", "close_poll", poll=polls[3])
    for poll in polls[:2]:
        await vote(house, room, "alice", poll)
    told = [line["decision"] for line in lines(await download(house, room, "jsonl"))]
    assert [one["id"] for one in told] == [polls[3], *polls[:2], polls[2], polls[4]]
    assert [one["state"] for one in told] == ["cancelled", "decided", "decided", "open", "open"]


async def test_a_spreadsheet_computes_nothing_and_markdown_renders_nothing(house):
    room = await shared(house, name=EVIL[:80])
    poll = await plain(house, room, title=EVIL)
    await vote(house, room, "bob", poll, "n", reason=EVIL)
    table = (await download(house, room, "csv")).body.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["act"] for row in rows] == ["opened", "ballot"]
    assert rows[1]["choice"] == rows[1]["reason"] == rows[1]["title"] == f"'{EVIL}"
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    text = (await download(house, room, "md")).body.decode()
    assert not re.search(r"(?<!\\)[<\[`]", text.replace(f"`{poll}`", "")) and "\u202e" not in text
    assert r"⟨U\+202E⟩" in text and r"\<img src\=x onerror\=alert\(1\)\>" in text
    assert lines(await download(house, room, "jsonl"))[0]["decision"]["title"] == EVIL


async def test_a_download_is_a_file_and_never_a_page(house):
    room = await shared(house)
    for format, mime in (("jsonl", "application/x-ndjson"), ("csv", "text/csv"), ("md", "text/markdown")):
        answer = await download(house, room, format)
        assert answer.headers["Content-Type"] == f"{mime}; charset=utf-8"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="decisions-{room}.{format}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


async def test_members_export_and_guests_and_others_do_not(house):
    """RULES 29: a guest reads each decision in the room, and takes no export along."""
    room = await shared(house)
    poll = await plain(house, room)
    _, secret = await house.share(room)
    guest = await house.guest(secret)
    refused = await house.get(f"rooms/{room}/decisions", guest)
    assert (refused.status, refused.code) == (403, "role/forbidden")
    assert "attachment" not in refused.headers.get("Content-Disposition", "")
    assert (await house.get(f"rooms/{room}/decisions/{poll}", guest)).status == 200
    for path in ("decisions", f"decisions/{poll}"):
        stranger = await house.get(f"rooms/{room}/{path}", login("carol"))
        assert (stranger.status, stranger.code) == (404, "room/unknown")
        assert (await house.get(f"rooms/{room}/{path}")).status in (401, 403)
    _, secret = await house.mint("bob", [room], "read")
    assert len(lines(await download(house, room, "jsonl", bearer(secret)))) == 1


async def test_what_is_not_there_is_said_so(house):
    room, other = await shared(house), await shared(house)
    poll = await plain(house, other)
    assert (await house.get(f"rooms/{room}/decisions/{poll}", login("alice"))).code == "poll/unknown"
    assert (await house.get(f"rooms/{room}/decisions?format=exe", login("alice"))).code == "frame/invalid"
    assert (await download(house, room, "jsonl")).body == b""


async def test_a_page_of_polls_names_who_has_left(house):
    room = await shared(house)
    poll = await plain(house, room)
    await vote(house, room, "bob", poll)
    await house.done(room, "alice", "close_poll", poll=poll)
    await house.done(room, "bob", "leave")
    await house.done(room, "alice", "clear_room")
    page = (await house.get(f"rooms/{room}/polls", login("alice"))).body
    assert page["names"]["user:bob"] and [one["id"] for one in page["polls"]] == [poll]


def test_the_record_that_the_documentation_shows_is_one():
    text = (Path(__file__).parents[2] / "docs" / "voting.md").read_text()
    shown = re.search(r"```json\n(.+?)```", text, re.DOTALL)
    record = msgspec.json.decode(shown[1], type=DecisionRecord)
    assert record.decision.is_over
    assert {act.what for act in record.decision.acts} == {"ballot", "resolved", "claim", "effect"}
    assert json.loads(msgspec.json.encode(record.decision)) == json.loads(shown[1])["decision"]
