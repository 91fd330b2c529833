"""Frames that are none, or too many: refused aloud, and the socket stays until it is abuse."""

from __future__ import annotations

import json

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core.errors import HTTP_STATUS
from tests.room.hall import Hall, settled
from tests.room.person import Person, fresh

POST = {"type": "post_message", "message_id": "message-1", "body": "hi"}
DEEP = "[" * 2_000 + "]" * 2_000
BAD = {
    "frame/malformed": [
        "", "{", "[]", "7", "null", '"x"', "\x00", '{"ping": NaN}', '{"ping": 1e400}', '{"ping": "\\ud800"}', DEEP,
        '{"id": "c", "command": ' + DEEP + "}", "{'ping': 1}", '{"ping": 1,}', '{"ping": 1} {"ping": 2}', "\ufeff{}",
    ],
    "frame/unknown-field": [
        json.dumps({"id": "c", "command": {**POST, field: "x"}})
        for field in ("author", "role", "seq", "at", "time", "via", "kind", "status", "mentions", "turn", "__proto__")
    ] + ['{"ping": 1, "author": "user:ann"}', '{"presence": {"user:ann": null}}', '{"ack": {"seq": 1}}'],
    "frame/unknown-command": [
        json.dumps({"id": "c", "command": {"type": kind}})
        for kind in ("", "nothing", "POST_MESSAGE", None, 7, [], {}, "start_message", "claim_effect", "tick", "reopen")
    ] + ['{"id": "c", "command": {}}'],
    "frame/invalid": [
        "{}", '{"id": "c"}', '{"ping": "1"}', '{"ping": null}', '{"ping": 1, "presence": {}}',
        '{"ping": 99999999999999999999}', '{"command": {"type": "leave"}}', '{"id": 7, "command": {"type": "leave"}}',
        json.dumps({"id": "c" * 65, "command": {"type": "leave"}}), '{"id": "c", "command": "leave"}',
        '{"id": "c", "command": {"type": "mint_token"}}', '{"presence": {"typing": 1}}', '{"presence": {"at": {}}}',
        *(json.dumps({"id": "c", "command": {**POST, "message_id": bad}})
          for bad in ("short", "x" * 65, "spaces in it", "message-1\n", "ümlaut-123", 12345678, None)),
        *(json.dumps({"id": "c", "command": {**POST, "body": bad}}) for bad in (None, 7, ["x"])),
        json.dumps({"id": "c", "command": {"type": "mark_read", "seq": -1}}),
        json.dumps({"id": "c", "command": {"type": "mark_read", "seq": 2**54}}),
        json.dumps({"id": "c", "command": {"type": "mark_read", "seq": 1.5}}),
        json.dumps({"id": "c", "command": {"type": "rename_room"}}),
        json.dumps({"id": "c", "command": {"type": "rename_room", "name": "x" * 81}}),
        json.dumps({"id": "c", "command": {"type": "add_agent", "agent": "x", "options": {"n": 2**64}}}),
        json.dumps({"id": "c", "command": {"type": "add_agent", "agent": "x", "options": {"n": [[[[[[[[1]]]]]]]]}}}),
        json.dumps({"id": "c", "command": {"type": "open_poll", "poll_id": "poll-one", "title": "?", "deadline": 2**64,
                                           "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}}),
    ],
}  # fmt: skip
CASES = [(code, frame) for code, frames in BAD.items() for frame in frames]


@pytest.mark.parametrize(("code", "frame"), CASES, ids=[f"{code}-{i}" for i, (code, _) in enumerate(CASES)])
async def test_a_bad_frame_is_rejected_with_its_code_and_changes_nothing(hall, code, frame):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    seq, shown = room.state.seq, room.document.read()
    bob.send_text(frame)
    await settled(room)
    said = [*bob.read().refusals, *(answer["reject"] for answer in bob.answers.values())]
    assert [refusal["code"] for refusal in said] == [code]
    assert said[0]["message"].endswith(".")
    assert (room.state.seq, room.document.read(), bob.closed) == (seq, shown, None)
    assert await bob.done("mark_read", seq=1)


async def test_a_bad_frame_is_rejected_with_its_id_if_that_can_be_read(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    bob.send_text('{"id": "mine", "command": {"type": "nothing"}}')
    bob.send_text('{"id": "mine too", "command": {"type": "leave", "who": 1}}')
    assert set(bob.read().answers) == {"mine", "mine too"}


async def test_of_duplicate_keys_the_last_counts(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    bob.send_text('{"id": "one", "id": "two", "command": {"type": "mark_read", "seq": 9, "seq": 1}}')
    await settled(room)
    assert list(bob.read().answers) == ["two"]
    assert "ack" in bob.answers["two"]


async def test_the_third_bad_frame_in_a_row_closes(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    for _ in range(5):
        bob.send_text("{")
        bob.send_text("{")
        bob.send(ping=1)
    assert bob.closed is None
    for _ in range(3):
        assert bob.closed is None
        bob.send_text("{")
    assert bob.closed == wire.BAD_FRAME
    assert len(bob.read().refusals) == 13


async def test_after_the_end_nothing_is_heard(hall):
    """A client goes on sending until it has read of the end."""
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    for _ in range(3):
        bob.send_text("{")
    bob.post("too late")
    bob.send_binary(wire.sync_step_1(b"\x00"))
    await settled(room)
    assert not room.state.messages


async def test_a_refused_command_is_no_bad_frame(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    for _ in range(10):
        await bob.refused("rename_room", name="x")
    assert bob.closed is None


async def test_sizes_are_bytes_not_characters(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    bob.send_text('{"ping": 1' + " " * 65_536 + "}")
    bob.send_text(json.dumps({"presence": {"at": {"path": "é" * 32_768, "cell": ""}}}, ensure_ascii=False))
    assert [refusal["code"] for refusal in bob.read().refusals] == ["frame/too-large"] * 2
    assert bob.closed is None


async def test_a_body_has_its_own_limits(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    for body, code in (("x" * 16_384, None), ("x" * 16_385, "message/too-long"), ("é" * 16_384, None)):
        answer = await bob.ask("post_message", message_id=fresh("m"), body=body)
        assert answer.get("reject", {}).get("code") == code
    raw = json.dumps({"id": "big", "command": {**POST, "body": "語" * 16_384 + "x"}}, ensure_ascii=False)
    bob.send_text(raw)
    await settled(room)
    assert bob.read().answers["big"]["reject"]["code"] == "message/too-long"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00", b"\x00\x00", b"\x00\x01\x00", b"\x00\x02\x02\x00\x00", b"\x01\x00\x01\x00", b"\xff" * 65_536,
        wire.sync_step_1(b""), wire.sync_step_1(b"\x00" * 2), wire.sync_step_1(b"\x01\x01"), b"\x00\x00\x05\x00",
        wire.sync_step_1(b"\x02" + b"\x01\x01" * 3), wire.sync_step_1(b"\x01" + b"\xff" * 11 + b"\x01"),
        wire.sync_step_1(b"\x7f" + b"\x80\x01" * 300), b"\x00\x00" + b"\xff" * 20, b"\x00\x00\x01\x00junk",
    ],
)  # fmt: skip
async def test_any_other_binary_frame_closes(hall, data):
    room = await hall.make()
    ann, bob = await hall.enter(room, "ann"), await hall.enter(room, "bob")
    shown = room.document.read()
    bob.send_binary(data)
    assert bob.closed == wire.BAD_FRAME
    assert room.document.read() == ann.read().picture == shown


async def test_step_1_again_and_again_closes(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    for _ in range(4):
        if bob.closed is None:
            bob.send_binary(wire.sync_step_1(b"\x00"))
    assert bob.closed == wire.BAD_FRAME


async def test_step_1_every_five_seconds_is_fine(hall):
    import asyncio

    room = await hall.make()
    bob = await hall.enter(room, "bob")
    for _ in range(20):
        await asyncio.sleep(5)
        bob.sync()
    assert bob.closed is None


async def test_a_second_hello_closes(hall):
    room = await hall.make()
    bob = await hall.enter(room, "bob")
    bob.send(hello={"client": "again"})
    assert bob.closed == wire.BAD_FRAME


async def test_a_flood_is_limited_in_order_and_then_cut():
    hall = Hall(rate_limit=5, rate_burst=20)
    room = await hall.make()
    bob, cat = await hall.enter(room, "bob"), await hall.enter(room, "cat")
    frames = [bob.post(str(number)) for number in range(40)]
    await settled(room)
    assert bob.read().order == frames
    codes = [bob.answers[frame].get("reject", {}).get("code") for frame in frames]
    assert codes == [None] * 19 + ["rate/limited"] * 21  # joining was one
    assert 0 < bob.answers[frames[-1]]["reject"]["retry_after"] <= 0.2
    for number in range(40):
        if bob.closed is None:
            bob.post(str(number))
    await settled(room)
    assert bob.closed == wire.FLOOD
    assert len(room.state.messages) == 19
    await cat.done("post_message", message_id=fresh("m"), body="others go on")


async def test_the_rate_counts_over_all_sockets_and_rest_of_a_person():
    from jupyter_collabchat.core.errors import Rejection

    hall = Hall(rate_limit=5, rate_burst=20)
    room = await hall.make()
    tabs = [await hall.enter(room, "ann") for _ in range(2)]
    for number in range(20):
        tabs[number % 2].post(str(number))
    await settled(room)
    with pytest.raises(Rejection) as refused:
        await hall.send(room, "ann", "post_message", message_id=fresh("m"), body="by REST")
    assert refused.value.code == "rate/limited"
    assert len(room.state.messages) == 20


async def test_waiting_makes_room_again():
    import asyncio

    hall = Hall(rate_limit=5, rate_burst=2)
    room = await hall.make()
    ann = await hall.enter(room, "ann")
    for _ in range(2):
        await ann.done("mark_read", seq=1)
    answer = await ann.ask("mark_read", seq=1)
    await asyncio.sleep(answer["reject"]["retry_after"])
    await ann.done("mark_read", seq=1)


def test_only_registered_codes_are_expected_here():
    assert set(BAD) <= set(HTTP_STATUS)


async def test_presence_chatter_is_bounded_and_never_answered(hall):
    room = await hall.make()
    bob: Person = await hall.enter(room, "bob")
    for _ in range(1_000):
        bob.send(presence={"typing": True})
    assert (bob.read().refusals, bob.closed) == ([], None)
