"""S2: every command from everybody, by REST and by socket: one table, the same answer at both doors."""

from __future__ import annotations

from typing import get_args

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core import policy
from jupyter_collabchat.core.commands import ClientCommand
from tests.server.house import MORE_PEOPLE, UNLIMITED, Headers, House, Socket, bearer, login

OWNER, MODERATOR, COLLABORATOR, OBSERVER = "owner", "moderator", "collaborator", "observer"
LEAST_ROLE = {
    "create_room": None,
    "join_room": None,
    "accept_invite": None,
    "decline_invite": None,
    "set_nickname": OBSERVER,
    "mark_read": OBSERVER,
    "leave": OBSERVER,
    "post_message": COLLABORATOR,
    "edit_message": COLLABORATOR,
    "redact_message": COLLABORATOR,
    "open_poll": COLLABORATOR,
    "cast_ballot": COLLABORATOR,
    "close_poll": COLLABORATOR,
    "cancel_prompt": COLLABORATOR,
    "stop_turn": COLLABORATOR,
    "invite": MODERATOR,
    "revoke_invite": MODERATOR,
    "remove_member": MODERATOR,
    "mute": MODERATOR,
    "unmute": MODERATOR,
    "add_agent": MODERATOR,
    "remove_agent": MODERATOR,
    "start_agent": MODERATOR,
    "stop_agent": MODERATOR,
    "restart_agent": MODERATOR,
    "configure_agent": MODERATOR,
    "rename_room": OWNER,
    "set_topic": OWNER,
    "set_policy": OWNER,
    "set_collaboration": OWNER,
    "archive_room": OWNER,
    "unarchive_room": OWNER,
    "clear_room": OWNER,
    "rollback": MODERATOR,
    "fork_room": OWNER,
    "delete_room": OWNER,
    "create_share": OWNER,
    "revoke_share": OWNER,
    "confirm_share": OWNER,
    "set_role": OWNER,
    "transfer_ownership": OWNER,
    "override_poll": OWNER,
}
"""PROTOCOL, "Commands", once more: the table of the code must not change unnoticed."""
WHILE_MUTED = {"mark_read", "leave", "create_room", "join_room", "decline_invite"}
BY_TOKEN = {"post_message", "edit_message", "redact_message"}
RANK = {None: -1, OBSERVER: 0, COLLABORATOR: 1, MODERATOR: 2, OWNER: 3}

OPTIONS = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
HARMLESS = {
    "create_room": ({"request": "request-1", "name": "x"}, "frame/invalid"),
    "mark_read": ({"seq": 2**50}, "frame/invalid"),
    "post_message": ({"message_id": "message-1", "body": " "}, "frame/invalid"),
    "edit_message": ({"message": "nothing", "body": "x"}, "message/unknown"),
    "redact_message": ({"message": "nothing"}, "message/unknown"),
    "open_poll": ({"poll_id": "poll-one", "title": "?", "options": OPTIONS, "deadline": 1}, "frame/invalid"),
    "cast_ballot": ({"poll": "nothing", "ballot_id": "ballot-1", "choice": "a"}, "poll/unknown"),
    "close_poll": ({"poll": "nothing"}, "poll/unknown"),
    "cancel_prompt": ({"message": "nothing"}, "message/unknown"),
    "stop_turn": ({"turn": "nothing"}, "turn/unknown"),
    "accept_invite": ({"invite": "nothing"}, None),
    "decline_invite": ({"invite": "nothing"}, "invite/unknown"),
    "set_nickname": ({"name": "\u200b"}, "frame/invalid"),
    "invite": ({"who": "user:nobody", "role": "observer"}, "member/unknown"),
    "revoke_invite": ({"invite": "nothing"}, "invite/unknown"),
    "remove_member": ({"who": "user:nobody"}, "member/unknown"),
    "mute": ({"who": "user:nobody"}, "member/unknown"),
    "unmute": ({"who": "user:nobody"}, "member/unknown"),
    "add_agent": ({"agent": "nobody"}, "agent/unknown"),
    "remove_agent": ({"agent": "nobody"}, "agent/unknown"),
    "start_agent": ({"agent": "nobody"}, "agent/unknown"),
    "stop_agent": ({"agent": "nobody"}, "agent/unknown"),
    "restart_agent": ({"agent": "nobody"}, "agent/unknown"),
    "configure_agent": ({"agent": "nobody", "options": {}}, "agent/unknown"),
    "rename_room": ({"name": "\u200b"}, "frame/invalid"),
    "set_topic": ({"topic": ""}, None),
    "set_policy": ({}, None),
    "set_collaboration": ({"on": True}, None),
    "archive_room": ({}, None),
    "unarchive_room": ({}, None),
    "clear_room": ({}, None),
    "rollback": ({"message": "nothing"}, "message/unknown"),
    "fork_room": ({"request": "request-1", "until": "nothing", "name": "x"}, "message/unknown"),
    "delete_room": ({}, None),
    "create_share": ({"request": "request-1", "rooms": ["other"], "role": "observer"}, "frame/invalid"),
    "revoke_share": ({"share": "nothing"}, "share/unknown"),
    "confirm_share": ({"share": "nothing"}, "share/unknown"),
    "set_role": ({"who": "user:nobody", "role": "observer"}, "member/unknown"),
    "transfer_ownership": ({"who": "user:nobody"}, "member/unknown"),
    "override_poll": ({"poll": "nothing", "choice": "deny", "reason": "x"}, "poll/unknown"),
    "join_room": ({}, None),
    "leave": ({}, None),
}
"""Fields with which a command that is allowed still changes nothing, and the code it then gets."""
CHANGES_SOMETHING = {"archive_room", "delete_room", "join_room", "leave"}

TAKES_RIGHTS_AWAY = {"remove_member", "mute", "set_role", "revoke_share", "revoke_invite"}
WHILE_ARCHIVED = {
    "mark_read",
    "leave",
    "decline_invite",
    "archive_room",
    "unarchive_room",
    "delete_room",
    "fork_room",
} | TAKES_RIGHTS_AWAY
WHILE_SOLO = {"leave", "decline_invite"}
"""What others than the owner may still do."""
WAITS_FOR_COMPANY = {"join_room", "accept_invite", "invite", "create_share", "confirm_share", "transfer_ownership"}
"""What the owner of a solo room may not."""

OF_NO_ROLE = {"create_room": "frame/invalid", "accept_invite": "invite/unknown", "decline_invite": "invite/unknown"}
"""What a stranger gets who sees the room, for what needs no membership."""

READS = (
    "",
    "/messages",
    "/messages/nothing",
    "/polls",
    "/export",
    "/decisions",
    "/decisions/nothing",
    "/events",
    "/search?q=hello",
    "/invites",
    "/shares",
    "/blobs/b",
)

COMMANDS = sorted(policy.tag_of(command) for command in get_args(ClientCommand))


@pytest.fixture
def server_config():
    return MORE_PEOPLE | UNLIMITED


def test_every_command_has_its_rows():
    assert set(COMMANDS) == set(LEAST_ROLE) == set(HARMLESS)
    assert {policy.tag_of(command) for command in policy.TABLE} == set(COMMANDS)


def test_the_table_is_the_protocols():
    for command, right in policy.TABLE.items():
        kind = policy.tag_of(command)
        assert right.role == LEAST_ROLE[kind], kind
        assert right.while_muted == (kind in WHILE_MUTED), kind
        assert bool(right.scopes) == (kind in BY_TOKEN), kind
        assert right.scopes <= {"post", "ask"}, kind


def _denial(
    kind: str, role: str | None, *, muted: bool = False, scope: str | None = None, guest: bool = False
) -> str | None:
    """Return the code with which a member's command is refused before any rule, if so."""
    if scope is not None and (kind not in BY_TOKEN or scope == "read"):
        return "role/forbidden"
    if guest and LEAST_ROLE[kind] is None:
        return "role/forbidden"
    if muted and kind not in WHILE_MUTED:
        return "member/muted"
    return "role/forbidden" if LEAST_ROLE[kind] is not None and RANK[role] < RANK[LEAST_ROLE[kind]] else None


async def _room_of_all_roles(house: House) -> str:
    room = await house.make("alice")
    for name in ("bob", "carol", "dave", "erin", "gina"):
        await house.done(room, name, "join_room")
    await house.done(room, "alice", "set_role", who="user:bob", role="moderator")
    await house.done(room, "alice", "set_role", who="user:dave", role="observer")
    await house.done(room, "alice", "mute", who="user:erin")
    await house.done(room, "alice", "remove_member", who="user:gina")
    return room


async def _seq(house: House, room: str) -> int:
    return (await house.get(f"rooms/{room}", login("alice"))).body["seq"]


async def _both_doors(house: House, room: str, who: tuple[Headers, Socket], kind: str) -> str | None:
    """Send one command by REST and by socket; return the code that both gave."""
    headers, socket = who
    fields = HARMLESS[kind][0]
    rest = await house.command(room, headers, kind, **fields)
    answer = await socket.ask(kind, **fields)
    rejection = answer.get("reject", {})
    assert rest.code == rejection.get("code"), (kind, rest, answer)
    if rejection:
        assert rest.body == rejection, kind
    else:
        assert rest.body["ack"] == answer["ack"], kind
    return rest.code


async def test_members(house):
    room = await _room_of_all_roles(house)
    for name, role, muted in (
        ("alice", OWNER, False),
        ("bob", MODERATOR, False),
        ("carol", COLLABORATOR, False),
        ("dave", OBSERVER, False),
        ("erin", COLLABORATOR, True),
    ):
        who = (login(name), await house.enter(room, login(name)))
        seq = await _seq(house, room)
        for kind in COMMANDS:
            denied = _denial(kind, role, muted=muted)
            allowed = denied is None and LEAST_ROLE[kind] is not None
            assert (kind in who[1].welcome["can"]) == allowed, (name, kind)
            if denied is not None:
                assert await _both_doors(house, room, who, kind) == denied, (name, kind)
            elif kind not in CHANGES_SOMETHING:
                assert await _both_doors(house, room, who, kind) == HARMLESS[kind][1], (name, kind)
            assert await _seq(house, room) == seq, (name, kind)


async def test_guests(house):
    """RULES 28, 33: what a member of their role may, but for what needs an account."""
    room = await _room_of_all_roles(house)
    for name, role, muted in (("Grace", COLLABORATOR, False), ("Heidi", OBSERVER, False), ("Ivan", COLLABORATOR, True)):
        _, secret = await house.share(room, role=role)
        guest = await house.guest(secret, name)
        me = (await house.get("me", guest)).body["id"]
        if muted:
            await house.done(room, "alice", "mute", who=me)
        ticket = (await house.post("ticket", guest, {"room": room})).body["ticket"]
        who = (guest, await house.enter(room, guest, ticket=ticket))
        seq = await _seq(house, room)
        for kind in COMMANDS:
            denied = _denial(kind, role, muted=muted, guest=True)
            assert (kind in who[1].welcome["can"]) == (denied is None), (name, kind)
            if denied is not None:
                assert await _both_doors(house, room, who, kind) == denied, (name, kind)
            elif kind not in CHANGES_SOMETHING:
                assert await _both_doors(house, room, who, kind) == HARMLESS[kind][1], (name, kind)
            assert await _seq(house, room) == seq, (name, kind)


async def test_a_guest_of_another_room(house):
    elsewhere = await house.make("bob")
    _, secret = await house.share(elsewhere, "bob")
    guest = await house.guest(secret)
    for visibility in ("listed", "private"):
        room = await house.make("alice", visibility=visibility)
        seq = await _seq(house, room)
        for kind in COMMANDS:
            assert (await house.command(room, guest, kind, **HARMLESS[kind][0])).code == "room/unknown", kind
        assert await _seq(house, room) == seq
        ticket = (await house.post("ticket", guest, {"room": room})).body["ticket"]
        socket = await Socket(await house.dial(f"rooms/{room}/socket", guest)).greet(ticket=ticket)
        assert (socket.welcome, await socket.closed()) == (None, wire.NO_SUCH_ROOM)


async def test_who_is_invited_may_answer_and_nothing_else(house):
    """V10: pending people read nothing."""
    await house.get("me", login("frank"))
    room = await house.make("alice", visibility="private")
    await house.done(room, "alice", "invite", who="user:frank")
    seq = await _seq(house, room)
    for kind in COMMANDS:
        answer = await house.command(room, login("frank"), kind, **HARMLESS[kind][0])
        assert answer.code == OF_NO_ROLE.get(kind, "role/forbidden"), kind
    assert await _seq(house, room) == seq
    for path in READS:
        assert (await house.get(f"rooms/{room}{path}", login("frank"))).code == "room/unknown", path
    assert (await house.get("search?q=hello", login("frank"))).body == {"found": []}
    socket = await Socket(await house.dial(f"rooms/{room}/socket", login("frank"))).greet()
    assert (socket.welcome, await socket.closed()) == (None, wire.NO_SUCH_ROOM)


async def test_an_archived_room(house):
    room = await _room_of_all_roles(house)
    await house.done(room, "alice", "archive_room")
    for name, role in (("alice", OWNER), ("bob", MODERATOR), ("carol", COLLABORATOR), ("dave", OBSERVER)):
        who = (login(name), await house.enter(room, login(name)))
        seq = await _seq(house, room)
        for kind in COMMANDS:
            denied = _denial(kind, role) or (None if kind in WHILE_ARCHIVED else "room/archived")
            if denied is not None:
                assert await _both_doors(house, room, who, kind) == denied, (name, kind)
            elif kind not in CHANGES_SOMETHING | {"unarchive_room"}:
                assert await _both_doors(house, room, who, kind) == HARMLESS[kind][1], (name, kind)
            assert await _seq(house, room) == seq, (name, kind)
        assert (await house.get(f"rooms/{room}/messages", login(name))).status == 200


async def test_a_solo_room(house):
    room = await _room_of_all_roles(house)
    await house.done(room, "alice", "set_collaboration", on=False)
    seq = await _seq(house, room)
    alice = (login("alice"), await house.enter(room, login("alice")))
    for kind in COMMANDS:
        if kind in WAITS_FOR_COMPANY:
            assert await _both_doors(house, room, alice, kind) == "room/solo", kind
        elif kind not in CHANGES_SOMETHING | {"set_collaboration", "create_room"}:
            assert await _both_doors(house, room, alice, kind) == HARMLESS[kind][1], kind
    for name, role in (("bob", MODERATOR), ("carol", COLLABORATOR), ("dave", OBSERVER)):
        for kind in COMMANDS:
            denied = _denial(kind, role) or (None if kind in WHILE_SOLO else "room/solo")
            if denied is not None:
                assert (await house.command(room, login(name), kind, **HARMLESS[kind][0])).code == denied, (name, kind)
        for path in READS:
            assert (await house.get(f"rooms/{room}{path}", login(name))).code == "room/solo", path
        socket = await Socket(await house.dial(f"rooms/{room}/socket", login(name))).greet()
        assert (socket.welcome, await socket.closed()) == (None, wire.NOT_ALLOWED)
    assert await _seq(house, room) == seq


async def test_the_access_tokens_of_an_owner(house):
    room = await _room_of_all_roles(house)
    for scope in ("read", "post", "ask"):
        _, secret = await house.mint("alice", [room], scope)
        who = (bearer(secret), await house.enter(room, bearer(secret)))
        assert set(who[1].welcome["can"]) == (BY_TOKEN if scope != "read" else set())
        seq = await _seq(house, room)
        for kind in COMMANDS:
            denied = _denial(kind, OWNER, scope=scope)
            code = denied or HARMLESS[kind][1]
            headers, socket = who
            rest = await house.command(room, headers, kind, **HARMLESS[kind][0])
            answer = await socket.ask(kind, **HARMLESS[kind][0])
            assert rest.code == answer["reject"]["code"] == code, (scope, kind)
            assert await _seq(house, room) == seq, (scope, kind)


async def test_a_tokens_rights_end_with_those_of_its_owner(house):
    """RULES 27: scope, intersected with what its owner may now."""
    room = await _room_of_all_roles(house)
    _, secret = await house.mint("carol", [room], "post")
    post = {"message_id": "message-1", "body": "x"}
    for act, undo, code in (
        (("mute", {}), ("unmute", {}), "member/muted"),
        (("set_role", {"role": "observer"}), ("set_role", {"role": "collaborator"}), "role/forbidden"),
    ):
        await house.done(room, "alice", act[0], who="user:carol", **act[1])
        assert (await house.command(room, bearer(secret), "post_message", **post)).code == code
        await house.done(room, "alice", undo[0], who="user:carol", **undo[1])
    script = await house.enter(room, bearer(secret))
    await house.done(room, "alice", "remove_member", who="user:carol")
    assert await script.closed() == wire.NOT_ALLOWED
    assert (await house.command(room, bearer(secret), "post_message", **post)).code == "room/unknown"


@pytest.mark.parametrize(
    ("name", "visibility", "code"),
    [
        ("frank", "listed", "role/forbidden"),
        ("frank", "private", "room/unknown"),
        ("gina", "listed", "room/unknown"),
        ("gina", "private", "room/unknown"),
    ],
)
async def test_outsiders(house, name, visibility, code):
    room = await _room_of_all_roles(house)
    await house.done(room, "alice", "set_policy", visibility=visibility)
    seq = await _seq(house, room)
    for kind in COMMANDS:
        if kind == "join_room" and code == "role/forbidden":
            continue
        answer = await house.command(room, login(name), kind, **HARMLESS[kind][0])
        assert answer.code == (OF_NO_ROLE.get(kind, code) if code == "role/forbidden" else code), kind
    assert await _seq(house, room) == seq
    socket = await Socket(await house.dial(f"rooms/{room}/socket", login(name))).greet()
    assert (socket.welcome, await socket.closed()) == (None, wire.NO_SUCH_ROOM)


async def test_every_read_is_for_members(house):
    """RULES 29: each read has a row; outsiders get what they get for a room that does not exist."""
    room = await _room_of_all_roles(house)
    message = await house.say(room, "carol", "findme secret")
    rows = {
        "": 0,
        "/messages": 0,
        f"/messages/{message}": 0,
        "/polls": 0,
        "/search?q=findme": 0,
        "/events": 2,
        "/invites": 2,
        "/shares": 3,
    }
    for path, least in rows.items():
        for name, rank in (("alice", 3), ("bob", 2), ("carol", 1), ("dave", 0), ("erin", 1)):
            answer = await house.get(f"rooms/{room}{path}", login(name))
            assert answer.code == (None if rank >= least else "role/forbidden"), (path, name)
        for name in ("frank", "gina"):
            answer = await house.get(f"rooms/{room}{path}", login(name))
            nothing = await house.get(f"rooms/nothing{path}", login(name))
            assert (answer.status, answer.body) == (nothing.status, nothing.body) == (404, answer.body), (path, name)
    for name in ("frank", "gina"):
        assert (await house.get("search?q=findme", login(name))).body == {"found": []}
    listed = {name: (await house.get("rooms", login(name))).body["rooms"] for name in ("frank", "gina", "dave")}
    assert [row["member"] for row in listed["frank"]] == [False]
    assert "last" not in listed["frank"][0]
    assert listed["gina"] == []
    assert listed["dave"][0]["last"]["body"] == "findme secret"
