"""The scoreboard of twelve acts, tried by a plain member through the public doors: none succeeds."""

from __future__ import annotations

import json

import pytest

from jupyter_collabchat import wire
from tests.server.house import UNLIMITED, House, Socket, fresh, login


@pytest.fixture
def server_config():
    return UNLIMITED


class Crime:
    """Carol, a collaborator, in alice's room with bob; `intact` says that nothing happened."""

    def __init__(self, house: House, room: str, socket: Socket, message: str) -> None:
        self.house, self.room, self.socket, self.message = house, room, socket, message
        self.before: tuple = ()

    async def attempt(self, kind: str, /, **fields) -> set[str]:
        """Try by REST and by socket; return the codes."""
        rest = await self.house.command(self.room, login("carol"), kind, **fields)
        answer = await self.socket.ask(kind, **fields)
        assert rest.status >= 400, rest
        return {rest.code, answer["reject"]["code"]}

    async def look(self) -> tuple:
        room = (await self.house.get(f"rooms/{self.room}", login("alice"))).body
        page = (await self.house.get(f"rooms/{self.room}/messages", login("alice"))).body
        return room["seq"], room["members"], room["room"], page["messages"]


async def _scene(house: House) -> Crime:
    room = await house.make()
    for name in ("bob", "carol"):
        await house.done(room, name, "join_room")
    message = await house.say(room, "bob", "bob's words")
    crime = Crime(house, room, await house.enter(room, login("carol")), message)
    crime.before = await crime.look()
    return crime


def _post(**fields) -> dict:
    return {"message_id": fresh("m"), "body": "forged", **fields}


async def test_1_speak_as_another_person(house):
    crime = await _scene(house)
    for field in ("author", "sender", "user", "by", "who", "name", "from"):
        assert await crime.attempt("post_message", **_post(**{field: "user:bob"})) == {"frame/unknown-field"}
        assert await crime.socket.alive()
    lies = {"X-User": "bob", "X-Forwarded-User": "bob", "Remote-User": "bob", "X-Collabchat-Actor": "user:bob"}
    answer = await house.command(crime.room, login("carol") | lies, "post_message", **_post())
    seen = (await house.get(f"rooms/{crime.room}/messages", login("alice"))).body["messages"][-1]
    assert (answer.status, seen["author"]) == (200, "user:carol")
    frame = {"id": "c", "command": {"type": "post_message", **_post()}, "author": "user:bob"}
    assert (await house.post(f"rooms/{crime.room}/commands", login("carol"), frame)).code == "frame/unknown-field"


async def test_2_speak_as_an_agent(house):
    """RULES 2: the subject and the id of a poll are the server's to give."""
    crime = await _scene(house)
    await house.done(crime.room, "alice", "add_agent", agent="runner")
    crime.before = await crime.look()
    for kind, fields in (
        ("start_message", {"id": fresh("m"), "turn": "t"}),
        ("end_message", {"id": crime.message, "status": "complete", "body": "x"}),
        ("set_agent_status", {"agent": "agent:runner", "status": "error"}),
        ("open_agent_poll", {"id": fresh("p"), "turn": "t", "subject": "execution", "title": "?"}),
        ("claim_effect", {"poll": "p", "hash": "h"}),
        ("end_effect", {"poll": "p", "effect": "done"}),
        ("lapse_seats", {"who": "user:bob"}),
        ("tick", {}),
        ("reopen", {}),
    ):
        assert await crime.attempt(kind, **fields) == {"frame/unknown-command"}
        assert crime.socket.close_code is None
        assert await crime.socket.alive()
    for field in ("kind", "mime", "turn", "status", "usage"):
        assert await crime.attempt("post_message", **_post(**{field: "output"})) == {"frame/unknown-field"}
        assert await crime.socket.alive()
    assert (await crime.look())[3] == crime.before[3]


async def test_3_and_4_edit_or_delete_anothers_message(house):
    crime = await _scene(house)
    assert await crime.attempt("edit_message", message=crime.message, body="other words") == {"message/not-yours"}
    assert await crime.attempt("redact_message", message=crime.message) == {"message/not-yours"}
    assert await crime.look() == crime.before


async def test_5_back_date(house):
    crime = await _scene(house)
    for field in ("at", "time", "timestamp", "seq", "edited_at", "created_at"):
        assert await crime.attempt("post_message", **_post(**{field: 1})) == {"frame/unknown-field"}
        assert await crime.socket.alive()
    assert await crime.look() == crime.before


async def test_6_reuse_a_message_id(house):
    crime = await _scene(house)
    assert await crime.attempt("post_message", message_id=crime.message, body="other words") == {"id/taken"}
    assert await crime.attempt("post_message", message_id=crime.message, body="bob's words") == {"id/taken"}
    assert await crime.look() == crime.before


async def test_7_rename_another_person(house):
    crime = await _scene(house)
    for kind, fields in (
        ("set_nickname", {"who": "user:bob", "name": "Fool"}),
        ("set_role", {"who": "user:bob", "role": "observer"}),
        ("rename_room", {"name": "Carol's"}),
    ):
        assert await crime.attempt(kind, **fields) <= {"frame/unknown-command", "frame/unknown-field", "role/forbidden"}
    assert await crime.look() == crime.before


async def test_8_wipe_the_room(house):
    crime = await _scene(house)
    for kind in ("delete_room", "clear_room", "archive_room"):
        assert await crime.attempt(kind) <= {"role/forbidden", "frame/unknown-command"}
    for method in ("DELETE", "PUT", "PATCH"):
        for path in (f"rooms/{crime.room}", f"rooms/{crime.room}/messages/{crime.message}"):
            answer = await house.fetch(method, f"api/collabchat/{path}", login("carol"), {})
            assert (answer.status, answer.code) == (405, "frame/malformed")
    assert await crime.look() == crime.before


async def test_9_a_body_of_fifty_megabytes(house):
    crime = await _scene(house)
    huge = json.dumps({"id": "c", "command": {"type": "post_message", **_post(body="x" * 50_000_000)}}).encode()
    answer = await house.post(f"rooms/{crime.room}/commands", login("carol"), huge)
    assert (answer.status, answer.code) == (413, "frame/too-large")
    crime.socket.send_raw(huge.decode())
    assert await crime.socket.closed() in (1009, None)  # the stream may be cut before the close frame is read
    assert await crime.look() == crime.before


async def test_10_write_a_file_that_is_no_chat(house, jp_root_dir):
    crime = await _scene(house)
    (jp_root_dir / "notes.txt").write_text("mine")
    before = sorted(path for path in jp_root_dir.rglob("*"))
    for path in ("../notes.txt", "..%2Fnotes.txt", "notes.txt", "%2e%2e%2fnotes.txt"):
        for method in ("GET", "POST"):
            answer = await house.fetch(method, f"api/collabchat/rooms/{path}/commands", login("carol"), {})
            assert answer.status in (400, 404, 405)
    made = await house.make("carol", scope="../../notes.txt", name="../notes.txt")
    await house.say(made, "carol", "into a file?")
    assert sorted(path for path in jp_root_dir.rglob("*")) == before
    assert (jp_root_dir / "notes.txt").read_text() == "mine"
    assert (await crime.look())[3] == crime.before[3]


async def test_11_and_12_vote_without_a_seat_or_for_what_was_not_offered(house):
    crime = await _scene(house)
    options = [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]
    await house.done(crime.room, "alice", "open_poll", poll_id="poll-one", title="?", options=options)
    ballot = {"poll": "poll-one", "choice": "yes"}
    outsider = await house.command(crime.room, login("dave"), "cast_ballot", ballot_id=fresh("b"), **ballot)
    assert (outsider.status, outsider.code) == (403, "role/forbidden")
    await house.done(crime.room, "dave", "join_room")
    late = await house.command(crime.room, login("dave"), "cast_ballot", ballot_id=fresh("b"), **ballot)
    assert late.code == "poll/no-seat"
    for choice in ("approve", "maybe", "", "YES"):
        assert await crime.attempt("cast_ballot", ballot_id=fresh("b"), poll="poll-one", choice=choice) == {
            "frame/invalid"
        }
    for field in ("who", "voter", "seat", "may_run"):
        codes = await crime.attempt("cast_ballot", ballot_id=fresh("b"), **ballot, **{field: "user:bob"})
        assert codes == {"frame/unknown-field"}
        assert await crime.socket.alive()
    assert await crime.attempt("override_poll", poll="poll-one", choice="approve", reason="mine") == {"role/forbidden"}
    assert (await house.get(f"rooms/{crime.room}", login("alice"))).body["ballots"] == {}


async def test_what_comes_after_the_end_of_a_socket_is_not_heard(house):
    crime = await _scene(house)
    for _ in range(3):
        crime.socket.send_raw("{")
    for _ in range(5):
        crime.socket.send(id=fresh("c"), command={"type": "post_message", **_post()})
    assert await crime.socket.closed() == wire.BAD_FRAME
    assert await crime.look() == crime.before
