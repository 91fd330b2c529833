"""What one person may ask for outside rooms: how fast, and how many access tokens."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.server.tokens import MAX_TOKENS, Tokens
from tests.room.hall import Hall
from tests.room.person import actor
from tests.server.house import fresh, login

BURST = 6


@pytest.fixture
def server_config():
    return {"CollabChatApp": {"rate_limit": 0.001, "rate_burst": BURST}}


@pytest.mark.parametrize(
    ("kind", "fields", "spent"),
    [
        ("revoke_token", {"token": "nothing"}, 404),
        ("mint_token", {"label": "x", "rooms": ["nothing"], "scope": "read", "expires_at": 2**52}, 400),
        ("create_room", {"name": "\u200b"}, 400),
        ("set_preferences", {"nickname": "Ann"}, 200),
        ("accept_invite", {"invite": "nothing"}, 404),
    ],
)
async def test_commands_outside_rooms_have_the_rate_of_those_inside(house, kind, fields, spent):
    room = await house.make()
    for _ in range(BURST - 1):
        asked = {"request": fresh("r"), **fields} if kind in ("mint_token", "create_room") else fields
        assert (await house.outside(login("alice"), kind, **asked)).status == spent
    limited = await house.outside(login("alice"), "revoke_token", token="nothing")
    assert (limited.status, limited.code) == (429, "rate/limited")
    assert int(limited.headers["Retry-After"]) >= 1
    assert (await house.outside(login("bob"), "revoke_token", token="nothing")).status == 404
    await house.say(room, "alice")


async def test_a_person_has_so_many_tokens_at_most_and_those_that_ended_do_not_count():
    hall = Hall()
    room = await hall.make()
    tokens, now = Tokens(hall.store, hall.registry, hall.house.clock), hall.house.clock.now()

    def wanted(lifetime_ms: int = 3_600_000) -> wire.MintToken:
        return wire.MintToken(fresh("request"), "script", [room.id], "read", now + lifetime_ms)

    asked = [wanted() for _ in range(MAX_TOKENS + 5)]
    made = await asyncio.gather(*(tokens.mint(actor("ann"), one) for one in asked), return_exceptions=True)
    assert Counter(answer.code if isinstance(answer, Rejection) else "made" for answer in made) == {
        "made": MAX_TOKENS,
        "token/limit": 5,
    }
    again = await tokens.mint(actor("ann"), asked[0])
    assert (again["token"], again["secret_shown"]) == (made[0]["token"], True)
    await tokens.revoke(actor("ann"), wire.RevokeToken(made[0]["token"]))
    await tokens.mint(actor("ann"), wanted())
    hall.house.clock._start += 3_601
    now = hall.house.clock.now()
    await tokens.mint(actor("ann"), wanted())
    await hall.registry.close()
