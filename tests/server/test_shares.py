"""Share links at the doors: secrets shown once, dead links all alike, rights that end with the link (RULES 24, 25)."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.room.ports import StorageFailed
from jupyter_collabchat.room.room import Room
from jupyter_collabchat.server import misses
from jupyter_collabchat.server.guests import COOKIE
from jupyter_collabchat.server.joining import BEAT_S
from tests.server.house import MORE_PEOPLE, Answer, House, Socket, bearer, fresh, login

HOUR_MS = 3_600_000


@pytest.fixture
def server_config():
    return MORE_PEOPLE | {"CollabChatApp": {"rate_limit": 0.0, "max_members": 5}}


@pytest.fixture
def services(jp_serverapp):
    """The parts of the running server. Its refusals do not wait, but are noted in `services.joining.waits`."""
    services = jp_serverapp.web_app.settings["collabchat"]
    services.joining.waits = []

    async def note(seconds: float) -> None:
        services.joining.waits.append(seconds)

    services.joining.wait = note
    return services


async def _listed(house: House, room: str) -> list[dict]:
    answer = await house.get(f"rooms/{room}/shares", login("alice"))
    assert answer.status == 200, answer
    return answer.body["shares"]


def _is_guest_made(answer: Answer) -> bool:
    return any(line.startswith(COOKIE) for line in answer.headers.get_list("Set-Cookie"))


async def _ticket(house: House, headers: dict, room: str) -> str:
    return (await house.post("ticket", headers, {"room": room})).body["ticket"]


async def _sit(house: House, room: str, guest: dict) -> Socket:
    return await house.enter(room, guest, ticket=await _ticket(house, guest, room))


# --- making and listing


async def test_a_link_is_made_and_listed(house, services):
    room = await house.make()
    asked = {"label": "for  the review", "role": "observer", "max_uses": 3, "votes": True, "consensus": "majority"}
    share, secret = await house.share(room, **asked)
    assert len(secret) >= 40
    (row,) = await _listed(house, room)
    expected = asked | {"label": "for the review", "id": share, "rooms": [room], "by": "user:alice", "uses": 0}
    assert {key: row[key] for key in expected} == expected
    assert (row["state"], row["connections"], row["suspended"]) == ("live", 0, None)
    assert row["expires_at"] - row["at"] == 24 * HOUR_MS
    newer, _ = await house.share(room)
    assert [row["id"] for row in await _listed(house, room)] == [newer, share]
    counts = (await house.get(f"rooms/{room}", login("alice"))).body
    assert (counts["shares"], counts["invites"]) == (2, 0)
    await house.done(room, "bob", "join_room")
    assert "shares" not in (await house.get(f"rooms/{room}", login("bob"))).body


async def test_a_resent_request_gets_the_first_ack_without_the_secret(house):
    room = await house.make()
    fields = {"request": fresh("s"), "rooms": [room], "role": "observer"}
    first = await house.done(room, "alice", "create_share", **fields)
    assert set(first) == {"seq", "share", "secret"}
    again = {"seq": first["seq"], "share": first["share"], "secret_shown": True}
    assert await house.done(room, "alice", "create_share", **fields) == again
    socket = await house.enter(room, login("alice"))
    assert (await socket.ask("create_share", **fields))["ack"] == again
    other = await house.command(room, login("alice"), "create_share", **fields | {"label": "another"})
    assert other.code == "id/taken"
    await house.done(room, "alice", "archive_room")
    assert await house.done(room, "alice", "create_share", **fields) == again, "late, but sent before"
    assert len(await _listed(house, room)) == 1


async def test_two_at_once_make_one_link_with_one_secret(house):
    room = await house.make()
    fields = {"request": fresh("s"), "rooms": [room], "role": "observer"}
    acks = await asyncio.gather(*(house.done(room, "alice", "create_share", **fields) for _ in range(5)))
    assert len({ack["share"] for ack in acks}) == 1
    assert sum("secret" in ack for ack in acks) == 1
    assert len(await _listed(house, room)) == 1


async def test_a_link_that_was_cut_off_before_its_secret_is_finished_by_a_resend(house, services, monkeypatch):
    room = await house.make()
    fields = {"request": fresh("s"), "rooms": [room], "role": "observer"}

    async def fail(*_: object) -> None:
        raise StorageFailed

    with monkeypatch.context() as broken:
        broken.setattr(services.store, "add_share", fail)
        assert (await house.command(room, login("alice"), "create_share", **fields)).code == "storage"
    ack = await house.done(room, "alice", "create_share", **fields)
    assert (await house.join(ack["secret"], name="Grace")).status == 200
    assert len(await _listed(house, room)) == 1


async def test_answers_over_a_socket_keep_their_order(house):
    room = await house.make()
    socket = await house.enter(room, login("alice"))
    commands = [
        {"type": "set_topic", "topic": "before"},
        {"type": "create_share", "request": fresh("s"), "rooms": [room], "role": "observer"},
        {"type": "set_topic", "topic": "between"},
        {"type": "create_share", "request": fresh("s"), "rooms": ["elsewhere"], "role": "observer"},
        {"type": "set_topic", "topic": "after"},
    ]
    for number, command in enumerate(commands):
        socket.send(id=str(number), command=command)
    answers: list = []
    while len(answers) < len(commands):
        frame = await socket.read()
        if isinstance(frame, dict) and frame.get("id"):
            answers.append(frame)
    assert [frame["id"] for frame in answers] == ["0", "1", "2", "3", "4"]
    assert "secret" in answers[1]["ack"]
    assert answers[3]["reject"]["code"] == "frame/invalid"
    assert answers[4]["ack"]["seq"] > answers[2]["ack"]["seq"] > answers[1]["ack"]["seq"]


async def test_a_link_for_several_rooms_needs_them_all(house):
    mine, also, bobs = await house.make(), await house.make(), await house.make("bob")
    await house.done(bobs, "alice", "join_room")
    fields = {"role": "observer"}
    for rooms, code in (
        ([mine, bobs], "role/forbidden"),
        ([mine, "nothing"], "room/unknown"),
        ([also], "frame/invalid"),
        ([], "frame/invalid"),
    ):
        answer = await house.command(mine, login("alice"), "create_share", request=fresh("s"), rooms=rooms, **fields)
        assert answer.code == code, rooms
    assert await _listed(house, mine) == await _listed(house, also) == []
    share, secret = await house.share(mine, rooms=[mine, also, mine])
    joined = (await house.join(secret, name="Grace")).body["ack"]
    assert [row["id"] for row in joined["rooms"]] == [mine, also]
    assert [row["rooms"] for row in (await _listed(house, mine)) + (await _listed(house, also))] == [[mine, also]] * 2
    await house.done(also, "alice", "revoke_share", share=share)
    for room in (mine, also):
        assert await _listed(house, room) == []
        assert joined["me"] not in (await house.get(f"rooms/{room}", login("alice"))).body["members"], room


# --- joining


async def test_an_account_joins_as_itself(house):
    room = await house.make(visibility="private")
    share, secret = await house.share(room, role="observer")
    joined = (await house.join(secret, login("frank"), name="Not Frank")).body["ack"]
    assert joined["rooms"] == [{"id": room, "name": "Room", "role": "observer"}]
    assert (joined["me"], joined["guest"]) == ("user:frank", False)
    member = (await house.get(f"rooms/{room}", login("frank"))).body["members"]["user:frank"]
    assert (member["name"], member["via"], member["kind"]) == ("Frank", share, "user")
    seq = (await house.get(f"rooms/{room}", login("alice"))).body["seq"]
    assert (await house.join(secret, login("frank"))).body["ack"]["rooms"] == joined["rooms"]
    assert (await house.get(f"rooms/{room}", login("alice"))).body["seq"] == seq, "RULES 24: nothing changes"
    assert (await _listed(house, room))[0]["uses"] == 1, "and nothing is used up"
    _, token = await house.mint("alice", [room], "ask")
    assert (await house.join(secret, bearer(token))).code == "role/forbidden"


async def test_every_dead_link_is_answered_alike(house, services):
    """RULES 24, S7: in words, in time and in what it costs to ask, whatever is wrong with it."""

    async def revoked(room: str, share: str) -> None:
        await house.done(room, "alice", "revoke_share", share=share)

    async def used_up(room: str, share: str) -> None:
        assert (await house.join(secret, name="First")).status == 200

    async def transferred(room: str, share: str) -> None:
        await house.done(room, "bob", "join_room")
        await house.done(room, "alice", "transfer_ownership", who="user:bob")

    async def archived(room: str, share: str) -> None:
        await house.done(room, "alice", "archive_room")

    async def solo(room: str, share: str) -> None:
        await house.done(room, "alice", "set_collaboration", on=False)

    async def deleted(room: str, share: str) -> None:
        await house.done(room, "alice", "delete_room")

    async def expired(room: str, share: str) -> None:
        services.house.clock._start += 25 * 3600

    bodies = []
    for ruin in (revoked, used_up, transferred, archived, solo, deleted, expired):
        room = await house.make()
        share, secret = await house.share(room, max_uses=1)
        await ruin(room, share)
        for who in (None, login("frank")):
            services.joining.misses = misses.Misses()
            answer = await house.join(secret, who, **({} if who else {"name": "Late"}))
            bodies.append((answer.status, answer.body, _is_guest_made(answer)))
    for guess in ("x" * 43, "", secret[:-1], secret + "x", secret.swapcase(), "\u00e9\ud7ff" * 20):
        services.joining.misses = misses.Misses()
        answer = await house.join(guess, name="Guess")
        bodies.append((answer.status, answer.body, _is_guest_made(answer)))
    assert (bodies[0][0], bodies[0][1]["code"], bodies[0][2]) == (410, "share/dead", False)
    assert [body for body in bodies if body != bodies[0]] == []
    assert len(services.joining.waits) == len(bodies), "each one waits for its beat"
    assert all(0 < wait <= BEAT_S for wait in services.joining.waits)


async def test_who_was_put_out_does_not_come_back_by_a_link(house, services):
    room = await house.make(visibility="private")
    _, secret = await house.share(room)
    grace = await house.guest(secret)
    me = (await house.get("me", grace)).body["id"]
    for who, headers, block in (("user:frank", login("frank"), False), ("user:gina", login("gina"), True)):
        assert (await house.join(secret, headers)).status == 200
        await house.done(room, "alice", "remove_member", who=who, block=block)
        assert (await house.join(secret, headers)).code == "share/dead"
    await house.done(room, "alice", "remove_member", who=me, block=True)
    assert (await house.join(secret, grace)).code == "share/dead"
    assert (await house.join(secret, name="Grace again")).code == "share/dead", "blocking a guest suspends their link"
    (row,) = await _listed(house, room)
    assert (row["state"], row["suspended"]) == ("suspended", "blocked")
    await house.done(room, "alice", "confirm_share", share=row["id"])
    assert (await house.join(secret, grace)).code == "share/dead"
    assert (await house.join(secret, name="Heidi")).status == 200


async def test_a_full_room_says_so(house, services):
    room = await house.make()
    _, secret = await house.share(room)
    for number in range(4):
        await house.guest(secret, f"Guest {number}")
    full = await house.join(secret, name="One more")
    assert (full.status, full.code, _is_guest_made(full)) == (409, "room/full", False)
    assert (await house.join(secret, login("frank"))).code == "room/full"
    assert len(services.joining.waits) == 2, "on the beat, as for a link that does not work"
    assert all(0 < wait <= BEAT_S for wait in services.joining.waits)


async def test_many_at_once_never_exceed_uses_or_places(house, services):
    room, other = await house.make(), await house.make()
    _, twice = await house.share(room, max_uses=2)
    _, open_to_all = await house.share(other)
    for secret, where, most in ((twice, room, 2), (open_to_all, other, 4)):
        services.joining.misses = misses.Misses()
        answers = await asyncio.gather(*(house.join(secret, name=f"Guest {n}") for n in range(8)))
        assert sum(answer.status == 200 for answer in answers) == most
        people = (await house.get(f"rooms/{where}", login("alice"))).body["members"]
        assert len(people) == 1 + most
    assert (await _listed(house, room))[0]["state"] == "used_up"


# --- guessing


async def test_guessing_is_slowed_down_before_anything_is_looked_up(house, services, monkeypatch):
    """SECURITY 6: ten misses a minute each, sixty by all together; a good link costs nothing."""
    room = await house.make()
    _, secret = await house.share(room)
    looked_up = []
    share = services.store.share

    async def count(hash: bytes):
        looked_up.append(hash)
        return await share(hash)

    monkeypatch.setattr(services.store, "share", count)
    for _ in range(3):
        assert (await house.join(secret, login("frank"))).status == 200
    for _ in range(misses.PER_MINUTE_AND_PERSON):
        assert (await house.join("x" * 43, login("frank"))).code == "share/dead"
    before = len(looked_up)
    for tried in ("x" * 43, secret):
        slow = await house.join(tried, login("frank"))
        assert (slow.status, slow.code) == (429, "rate/limited")
        assert int(slow.headers["Retry-After"]) >= 1
        assert slow.body["retry_after"] > 0
    assert len(looked_up) == before
    assert (await house.join(secret, login("gina"))).status == 200, "one's guessing is not another's"


def test_guesses_of_all_together_are_counted():
    tries = misses.Misses()
    done = 0
    with pytest.raises(Rejection, match="very fast"):
        for number in range(1000):
            tries.check(f"10.0.0.{number}")
            tries.count(f"10.0.0.{number}")
            done += 1
    assert misses.PER_MINUTE <= done <= misses.PER_MINUTE + 2


async def test_many_guesses_at_once_are_counted_too(house, services):
    answers = await asyncio.gather(*(house.join("x" * 43, login("frank")) for _ in range(40)))
    codes = [answer.code for answer in answers]
    assert misses.PER_MINUTE_AND_PERSON <= codes.count("share/dead") <= misses.PER_MINUTE_AND_PERSON + 1
    assert codes.count("share/dead") + codes.count("rate/limited") == 40


# --- the end of a link (S6)


async def test_revoking_ends_what_the_link_gave_before_its_ack(house):
    room = await house.make()
    share, secret = await house.share(room)
    grace, frank = await house.guest(secret), login("frank")
    await house.join(secret, frank)
    seats = [await _sit(house, room, grace), await _sit(house, room, grace), await house.enter(room, frank)]
    assert (await _listed(house, room))[0]["connections"] == 3
    await house.done(room, "alice", "revoke_share", share=share)
    after = (await house.get(f"rooms/{room}", login("alice"))).body
    assert set(after["members"]) == {"user:alice"}
    for socket in seats:
        socket.send(id="late", command={"type": "post_message", "message_id": fresh("m"), "body": "still here?"})
        assert await socket.closed() == wire.NOT_ALLOWED
        assert socket.notices[-1]["type"] == "removed" and socket.notices[-1]["how"] == "share"
    for headers in (grace, frank):
        assert (await house.command(room, headers, "post_message", message_id=fresh("m"), body="x")).code in (
            "room/unknown",
            "role/forbidden",
        )
    assert (await house.get(f"rooms/{room}", grace)).code == "room/unknown"
    assert (await house.get(f"rooms/{room}", login("alice"))).body["seq"] == after["seq"]
    assert (await house.get(f"rooms/{room}", login("alice"))).body["online"] == []


@pytest.mark.parametrize(
    ("kind", "fields"), [("archive_room", {}), ("set_collaboration", {"on": False})], ids=["archived", "solo"]
)
async def test_revoking_skips_no_room_whatever_has_become_of_it(house, kind, fields):
    room, other = await house.make(), await house.make()
    share, secret = await house.share(room, rooms=[room, other])
    grace = await house.guest(secret)
    await house.done(other, "alice", kind, **fields)
    await house.done(room, "alice", "revoke_share", share=share)
    for each in (room, other):
        assert await _listed(house, each) == []
        assert set((await house.get(f"rooms/{each}", login("alice"))).body["members"]) == {"user:alice"}
        assert (await house.get(f"rooms/{each}", grace)).code == "room/unknown"


async def test_revoking_that_failed_in_one_room_is_finished_by_a_resend(house, services, monkeypatch):
    room, other = await house.make(), await house.make()
    share, secret = await house.share(room, rooms=[room, other])
    await house.guest(secret)
    there, request = services.registry.find(other), Room.request

    async def fail(self, *asked):
        if self is there:
            raise Rejection("storage", "The disk is full.")
        return await request(self, *asked)

    with monkeypatch.context() as broken:
        broken.setattr(Room, "request", fail)
        assert (await house.command(room, login("alice"), "revoke_share", share=share)).code == "storage"
    assert [len(await _listed(house, each)) for each in (room, other)] == [1, 1]
    await house.done(room, "alice", "revoke_share", share=share)
    assert [await _listed(house, each) for each in (room, other)] == [[], []]


async def test_another_grant_keeps_a_member_with_its_role(house):
    room = await house.make()
    share, secret = await house.share(room)
    await house.done(room, "alice", "set_policy", join_role="observer")
    await house.join(secret, login("frank"))
    await house.done(room, "frank", "join_room")
    socket = await house.enter(room, login("frank"))
    assert "post_message" in socket.welcome["can"]
    await house.done(room, "alice", "revoke_share", share=share)
    while not any(notice["type"] == "can" for notice in socket.notices):
        await socket.read()
    assert "post_message" not in socket.notices[-1]["can"]
    assert (await house.get(f"rooms/{room}", login("frank"))).body["members"]["user:frank"]["role"] == "observer"


async def test_those_who_may_list_hear_of_changes_and_nobody_else(house):
    room = await house.make()
    await house.get("me", login("frank"))
    await house.done(room, "bob", "join_room")
    await house.done(room, "carol", "join_room")
    await house.done(room, "alice", "set_role", who="user:bob", role="moderator")
    sockets = {name: await house.enter(room, login(name)) for name in ("alice", "bob", "carol")}
    share, secret = await house.share(room)
    await house.done(room, "alice", "invite", who="user:frank")
    await house.guest(secret)
    await house.done(room, "alice", "revoke_share", share=share)
    for socket in sockets.values():
        assert await socket.alive()
    kinds = {name: {notice["type"] for notice in socket.notices} for name, socket in sockets.items()}
    assert kinds == {"alice": {"shares", "invites"}, "bob": {"invites"}, "carol": set()}


# --- nothing secret anywhere (S9)


async def test_the_secret_is_in_one_ack_and_nowhere_else(house, services, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    room = await house.make()
    socket = await house.enter(room, login("alice"))
    share, secret = await house.share(room)
    guest = await house.guest(secret)
    cookie = guest["Cookie"].partition("collabchat-guest=")[2].partition(";")[0]
    assert len(cookie) >= 40
    await house.join(secret + "x", name="Late")
    assert await house.outside(house.page, "join", secret=secret, nmae="typo")
    assert await house.outside(house.page, "join", secret=[secret])
    assert await socket.alive()
    answers = [
        await house.get(path, login("alice"))
        for path in ("me", "rooms", f"rooms/{room}", f"rooms/{room}/shares", f"rooms/{room}/events", "openapi.json")
    ]
    seen = json.dumps([answer.body for answer in answers]) + json.dumps(
        [f for f in socket.frames if isinstance(f, dict)]
    )
    logged = "\n".join([caplog.text, *(record.getMessage() for record in caplog.records)])
    for hidden in (secret, cookie):
        assert hidden not in seen
        assert hidden not in logged
        for path in tmp_path.rglob("*"):
            if path.is_file():
                assert hidden.encode() not in path.read_bytes(), path
    assert share in seen
    row = await services.store.share_named(share)
    assert secret not in repr(row) and secret not in repr(wire.Join(secret)) and secret not in f"{wire.Join(secret)}"
