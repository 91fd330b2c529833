"""A plain Jupyter server that asks for no token: it tells people apart by a cookie alone."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_collabchat.client import Server
from tests.lab import Lab

PATIENCE_S = 30.0


@pytest.fixture(scope="module")
def lab_config() -> dict[str, Any]:
    """Jupyter's own identity provider, without a token."""
    return {"ServerApp": {"identity_provider_class": "jupyter_server.auth.identity.PasswordIdentityProvider"}}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLLABCHAT_TOKEN", raising=False)


async def test_one_client_is_one_person_and_two_are_two(lab: Lab):
    async with Server(lab.url) as one, Server(lab.url) as other:
        me, them = (await one.me())["id"], (await other.me())["id"]
        assert me != them
        assert (await one.me())["id"] == me
        room = await one.create_room("plain", visibility="listed")
        await other.join_room(room)
        async with await one.connect(room) as here, await other.connect(room) as there:
            assert (here.me, there.me) == (me, them)
            posted = await here.post("by a cookie")
            heard = await there.wait_for(lambda found: found.message(posted.id), PATIENCE_S)
            assert heard.author == me


async def test_whoever_has_a_link_comes_as_the_person_they_are(lab: Lab):
    async with Server(lab.url) as one, Server(lab.url) as other:
        me = (await other.me())["id"]
        async with await one.connect(await one.create_room("by a link")) as here:
            link = await here.create_share()
            assert link.url is not None
            (joined,) = await other.join(link.url, name="somebody else")
            assert joined.id == here.id
            assert (await other.me())["id"] == me, "an account, not a guest"
            async with await other.connect(joined.id) as there:
                posted = await there.post("through the door of links")
                assert await here.wait_for(lambda found: found.message(posted.id), PATIENCE_S)
