"""Reads and bad requests: every answer after authentication carries our body."""

from __future__ import annotations

import json

import pytest

from jupyter_collabchat.core.errors import HTTP_STATUS
from tests.server.house import UNLIMITED, bearer, fresh, login


@pytest.fixture
def server_config():
    return UNLIMITED


def _ours(answer) -> bool:
    return (
        isinstance(answer.body, dict)
        and answer.body["code"] in HTTP_STATUS
        and answer.body["message"].endswith((".", "?"))
        and "Traceback" not in json.dumps(answer.body)
    )


async def test_pages_of_messages(house):
    room = await house.make()
    ids = [await house.say(room, "alice", str(number)) for number in range(7)]

    async def page(query: str):
        answer = await house.get(f"rooms/{room}/messages?{query}", login("alice"))
        assert answer.status == 200, answer
        return [message["id"] for message in answer.body["messages"]], answer.body["has_more"]

    everything = (await house.get(f"rooms/{room}/messages", login("alice"))).body
    seq = {message["id"]: message["seq"] for message in everything["messages"]}
    assert list(seq) == ids
    assert everything["names"] == {"user:alice": "Alice"}
    assert await page("limit=3") == (ids[4:], True)
    assert await page(f"before={seq[ids[4]]}&limit=3") == (ids[1:4], True)
    assert await page(f"before={seq[ids[1]]}&limit=3") == (ids[:1], False)
    assert await page(f"after={seq[ids[1]]}&limit=3") == (ids[2:5], True)
    assert await page(f"after={seq[ids[4]]}&limit=2") == (ids[5:], False)
    assert await page("after=0&limit=1") == (ids[:1], True)
    assert await page(f"before={2**53}&limit=200") == (ids, False)
    assert await page("before=0") == ([], False)


async def test_a_message_with_its_history(house):
    room = await house.make()
    message = await house.say(room, "alice", "one")
    for body in ("two", "three"):
        await house.done(room, "alice", "edit_message", message=message, body=body)
    found = (await house.get(f"rooms/{room}/messages/{message}", login("alice"))).body
    assert (found["body"], [edit["body"] for edit in found["edits"]]) == ("three", ["one", "two"])
    await house.done(room, "alice", "redact_message", message=message)
    found = (await house.get(f"rooms/{room}/messages/{message}", login("alice"))).body
    assert (found["body"], found["status"], found["edits"]) == ("", "redacted", [])
    log = json.dumps((await house.get(f"rooms/{room}/events", login("alice"))).body)
    assert not any(word in log for word in ('"one"', '"two"', '"three"'))


async def test_bad_queries(house):
    room = await house.make()
    for query in (
        "messages?before=1&after=1",
        "messages?limit=0",
        "messages?limit=201",
        "messages?limit=-1",
        "messages?limit=x",
        "messages?before=-1",
        "messages?before=1.5",
        "messages?before=%D9%A1",
        "messages?before=99999999999999999999",
        "messages?after=",
        "polls?limit=0",
        "polls?before=x",
        "events?limit=100000",
        "events?after=x",
        "search",
        "search?q=",
        "search?q=%20",
        f"search?q={'x' * 201}",
        "search?q=x&limit=0",
    ):
        answer = await house.get(f"rooms/{room}/{query}", login("alice"))
        assert (answer.status, answer.code) == (400, "frame/invalid") and _ours(answer), query
    broken = await house.get(f"rooms/{room}/search?q=%ff", login("alice"))
    assert broken.status == 400 and _ours(broken)


async def test_words_that_are_syntax_elsewhere_are_words(house):
    """34: SQL, FTS5 and regular expressions in a search."""
    room = await house.make()
    message = await house.say(room, "alice", "findme")
    for query in (
        "'; DROP TABLE messages;--",
        'findme" OR "1',
        "findme*",
        "NEAR(findme)",
        "a AND",
        "(.*)+$",
        "body:findme",
        "^",
    ):
        answer = await house.fetch("GET", f"api/collabchat/rooms/{room}/search?q={_quoted(query)}", login("alice"))
        assert answer.status == 200, (query, answer)
    found = await _found(house, room, "findme")
    assert [hit["message"]["id"] for hit in found] == [message]


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)


async def _found(house, room: str, words: str) -> list:
    """Search until the index has caught up, which takes less than a second."""
    import asyncio

    for _ in range(300):
        found = (await house.get(f"rooms/{room}/search?q={words}", login("alice"))).body["found"]
        if found:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("the index never caught up")


async def test_bad_bodies(house):
    room = await house.make()
    seq = (await house.get(f"rooms/{room}", login("alice"))).body["seq"]
    good = {"type": "rename_room", "name": "x"}
    bodies = {
        b"": "frame/malformed",
        b"{": "frame/malformed",
        b"[]": "frame/malformed",
        b"\xff\xfe": "frame/malformed",
        b'{"id": "c", "command": ' + b"[" * 5_000 + b"]" * 5_000 + b"}": "frame/malformed",
        b'{"id": "c", "command": {"type": "rename_room", "name": NaN}}': "frame/malformed",
        b'{"id": "c", "command": {"type": "rename_room", "name": "\\ud800"}}': "frame/malformed",
        json.dumps({"id": "c", "command": {**good, "by": "user:bob"}}).encode(): "frame/unknown-field",
        json.dumps({"id": "c", "command": good, "actor": "user:bob"}).encode(): "frame/unknown-field",
        json.dumps({"id": "c", "command": {"type": "no such thing"}}).encode(): "frame/unknown-command",
        json.dumps({"id": "c", "command": {"type": ["rename_room"]}}).encode(): "frame/unknown-command",
        json.dumps({"command": good}).encode(): "frame/invalid",
        json.dumps({"id": "c"}).encode(): "frame/invalid",
        json.dumps({"id": "c" * 65, "command": good}).encode(): "frame/invalid",
        b" " * (256 * 1024 + 1): "frame/too-large",
    }
    for body, code in bodies.items():
        answer = await house.post(f"rooms/{room}/commands", login("alice"), body)
        assert (answer.code, answer.status) == (code, HTTP_STATUS[code]) and _ours(answer), body[:60]
        outside = await house.post("commands", login("alice"), body)
        assert outside.status >= 400 and _ours(outside), body[:60]
    for body in (b"[]", b'{"room": 7}', b'{"room": "x", "for": "bob"}', b"null"):
        answer = await house.post("ticket", login("alice"), body)
        assert answer.status == 400 and _ours(answer), body
    assert (await house.get(f"rooms/{room}", login("alice"))).body["seq"] == seq


async def test_what_is_not_there_and_what_is_not_allowed(house):
    room = await house.make()
    for path in (
        f"rooms/{room}/messages/nothing",
        "rooms/nothing",
        "rooms/nothing/messages",
        "rooms/nothing/search?q=x",
    ):
        answer = await house.get(path, login("alice"))
        assert answer.status == 404 and _ours(answer), path
    for method in ("PUT", "DELETE", "PATCH"):
        answer = await house.fetch(method, f"api/collabchat/rooms/{room}", login("alice"), {})
        assert answer.status == 405 and _ours(answer), method
    assert (await house.command("nothing", login("alice"), "leave")).code == "room/unknown"
    assert (await house.command("nothing", login("alice"), "join_room")).code == "room/unknown"


async def test_a_bug_answers_500_and_tells_nothing(house, monkeypatch):
    from jupyter_collabchat.core import decide
    from jupyter_collabchat.core.commands import SetTopic

    def broken(draft, command):
        raise ZeroDivisionError("a secret path /etc/shadow")

    monkeypatch.setitem(decide.RULES, SetTopic, broken)
    room = await house.make()
    answer = await house.command(room, login("alice"), "set_topic", topic="x")
    assert answer.status == 500
    assert "shadow" not in json.dumps(answer.body)
    assert (await house.command(room, login("alice"), "rename_room", name="fine")).status == 200


async def test_people_are_found_by_prefix(house):
    room = await house.make()
    await house.done(room, "bob", "join_room")
    assert (await house.get("people?q=BO", login("alice"))).body["people"] == [{"id": "user:bob", "name": "Bob"}]
    assert (await house.get("people?q=ob", login("alice"))).body["people"] == []
    assert (await house.get(f"people?q={'x' * 5000}", login("alice"))).body["people"] == []


async def test_polls_and_log_are_paged(house):
    room = await house.make()
    options = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    for number in range(3):
        await house.done(room, "alice", "open_poll", poll_id=f"poll-number-{number}", title="?", options=options)
        await house.done(room, "alice", "cast_ballot", poll=f"poll-number-{number}", ballot_id=fresh("b"), choice="a")
    decided = (await house.get(f"rooms/{room}/polls?limit=2", login("alice"))).body["polls"]
    assert [poll["id"] for poll in decided] == ["poll-number-2", "poll-number-1"]
    assert decided[0]["ballots"]["user:alice"]["choice"] == "a"
    older = (await house.get(f"rooms/{room}/polls?before={decided[-1]['seq']}", login("alice"))).body["polls"]
    assert [poll["id"] for poll in older] == ["poll-number-0"]
    first = (await house.get(f"rooms/{room}/events?limit=2", login("alice"))).body["events"]
    rest = (await house.get(f"rooms/{room}/events?after=2", login("alice"))).body["events"]
    assert [event["seq"] for event in first + rest] == list(range(1, 2 + len(rest) + 1))


async def test_ids_are_idempotent_over_both_doors(house):
    """The same author and fields get the first ack, anything else `id/taken`: whichever door, whichever order."""
    room = await house.make()
    await house.done(room, "bob", "join_room")
    mine, bobs = await house.enter(room, login("alice")), await house.enter(room, login("bob"))
    options = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    deadline = 2**52
    cases = [
        ("post_message", {"message_id": "message-1", "body": "x"}, {"body": "y"}),
        ("open_poll", {"poll_id": "poll-one", "title": "?", "options": options, "deadline": deadline}, {"title": "!"}),
        ("cast_ballot", {"poll": "poll-one", "ballot_id": "ballot-1", "choice": "a"}, {"choice": "b"}),
    ]
    for kind, fields, other in cases:
        first = await house.done(room, "alice", kind, **fields)
        seq = (await house.get(f"rooms/{room}", login("alice"))).body["seq"]
        assert await house.done(room, "alice", kind, **fields) == first
        assert (await mine.ask(kind, **fields))["ack"] == first
        assert (await mine.ask(kind, **fields | other))["reject"]["code"] == "id/taken"
        assert (await house.command(room, login("alice"), kind, **fields | other)).code == "id/taken"
        assert (await house.command(room, login("bob"), kind, **fields)).code == "id/taken"
        assert (await bobs.ask(kind, **fields))["reject"]["code"] == "id/taken"
        assert (await house.get(f"rooms/{room}", login("alice"))).body["seq"] == seq, kind


async def test_requests_are_idempotent_per_person(house):
    room = await house.make()
    make = {"request": "request-1", "name": "Twice"}
    first = (await house.outside(login("alice"), "create_room", **make)).body
    assert (await house.outside(login("alice"), "create_room", **make)).body == first
    assert (await house.outside(login("alice"), "create_room", **make | {"name": "Other"})).code == "id/taken"
    assert (await house.outside(login("bob"), "create_room", **make)).body["ack"]["room"] != first["ack"]["room"]
    now = (await house.get(f"rooms/{room}", login("alice"))).body["now"]
    mint = {"request": "request-2", "label": "x", "rooms": [room], "scope": "read", "expires_at": now + 10_000_000}
    minted = (await house.outside(login("alice"), "mint_token", **mint)).body["ack"]
    again = (await house.outside(login("alice"), "mint_token", **mint)).body["ack"]
    assert again == {"seq": 0, "token": minted["token"], "secret_shown": True}
    assert (await house.outside(login("alice"), "mint_token", **mint | {"scope": "ask"})).code == "id/taken"
    assert (await house.outside(login("alice"), "create_room", request="request-2", name="x")).code == "id/taken"
    assert (await house.outside(login("alice"), "mint_token", **mint | {"request": "request-1"})).code == "id/taken"
    await house.done(room, "alice", "delete_room")
    assert (await house.outside(login("alice"), "mint_token", **mint)).body["ack"] == again
    assert len((await house.get("tokens", login("alice"))).body["tokens"]) == 1


async def test_what_may_be_minted(house):
    room = await house.make(visibility="private")
    now = (await house.get(f"rooms/{room}", login("alice"))).body["now"]
    good = {"label": "x", "rooms": [room], "scope": "read", "expires_at": now + 10_000}
    for bad, code in (
        ({"scope": "vote"}, "frame/invalid"),
        ({"expires_at": now - 1}, "frame/invalid"),
        ({"expires_at": now + 400 * 86_400_000}, "frame/invalid"),
        ({"rooms": []}, "frame/invalid"),
        ({"rooms": ["nothing"]}, "room/unknown"),
        ({"label": ""}, "frame/invalid"),
        ({"label": "\u202e\u200b"}, "frame/invalid"),
    ):
        assert (await house.outside(login("alice"), "mint_token", request=fresh("r"), **good | bad)).code == code, bad
    assert (await house.outside(login("bob"), "mint_token", request=fresh("r"), **good)).code == "room/unknown"
    _, secret = await house.mint("alice", [room], "ask")
    assert (await house.get(f"rooms/{room}", bearer(secret))).status == 200
