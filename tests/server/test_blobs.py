"""Downloading large parts of outputs: whose they are, and what a browser may do with them."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from tests import pictures
from tests.identity import USER_TOKENS

PATIENCE_S = 60
_ids = itertools.count()


@pytest.fixture
def server_config(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return {"CollabChatApp": {"store_url": f"sqlite:///{tmp_path}/rooms.db"}}


class Visitor:
    """Somebody with a credential."""

    def __init__(self, jp_fetch: Any, secret: str) -> None:
        self._fetch = jp_fetch
        self._headers = {"Authorization": f"token {secret}"}

    async def raw(self, *path: str, **how: Any) -> Any:
        return await self._fetch("api", "collabchat", *path, headers=self._headers, **how)

    async def get(self, *path: str) -> Any:
        return json.loads((await self.raw(*path)).body)

    async def send(self, kind: str, room: str = "", /, **fields: Any) -> Any:
        path = ("rooms", room, "commands") if room else ("commands",)
        body = json.dumps({"id": "c", "command": {"type": kind, **fields}})
        return json.loads((await self.raw(*path, method="POST", body=body)).body)["ack"]

    async def make(self) -> str:
        made = await self.send("create_room", request=f"request-{next(_ids)}", name="Room", visibility="listed")
        return str(made["room"])

    async def refused(self, *path: str) -> tuple[int, Any]:
        with pytest.raises(HTTPClientError) as refused:
            await self.raw(*path)
        return refused.value.code, json.loads(refused.value.response.body)


@pytest.fixture
def people(jp_fetch: Any) -> tuple[Visitor, ...]:
    return tuple(Visitor(jp_fetch, USER_TOKENS[name]) for name in ("alice", "bob", "carol"))


async def until(visitor: Visitor, room: str, fact: Any) -> Any:
    """Return the room once something is true of it."""
    async with asyncio.timeout(PATIENCE_S):
        while not fact(found := await visitor.get("rooms", room)):
            await asyncio.sleep(0.05)
    return found


async def paint(owner: Visitor, room: str) -> tuple[str, dict[str, Any]]:
    """Run code that shows a large picture; return its message and what that says of the picture."""
    await owner.send("add_agent", room, agent="runner")
    await until(owner, room, lambda now: now["agents"]["agent:runner"]["status"] == "running")
    code = f"@runner\n```python\n{pictures.CODE}```"
    await owner.send("post_message", room, message_id=f"message-{next(_ids)}", body=code)
    found = await until(owner, room, lambda now: now["polls"])
    [(poll, how)] = found["polls"].items()
    ballot = {"poll": poll, "ballot_id": f"ballot-{next(_ids)}", "choice": "approve", "hash": how["hash"]}
    await owner.send("cast_ballot", room, **ballot)
    await until(owner, room, lambda now: now["polls"][poll].get("effect") == "done" and not now["turns"])
    page = await owner.get("rooms", room, "messages")
    [output] = [message for message in page["messages"] if message.get("kind") == "output"]
    return output["id"], output["mime"][0]["image/png"]


async def test_a_picture_is_for_members_while_its_message_stands(people: tuple[Visitor, ...], jp_fetch: Any) -> None:
    alice, bob, carol = people
    room, other = await alice.make(), await alice.make()
    message, part = await paint(alice, room)
    await bob.send("join_room", room)
    here = ("rooms", room, "blobs", part["ref"])

    answer = await bob.raw(*here)
    assert (len(answer.body), answer.body[:4]) == (part["bytes"], b"\x89PNG")
    headers = answer.headers
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"] == 'attachment; filename="output.png"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"

    unknown = await alice.refused("rooms", room, "blobs", "nothing")
    assert (unknown[0], unknown[1]["code"]) == (404, "blob/unknown")
    assert await alice.refused("rooms", other, "blobs", part["ref"]) == unknown
    assert await carol.refused(*here) == await carol.refused("rooms", "nowhere", "blobs", part["ref"])
    await bob.send("leave", room)
    assert (await bob.refused(*here))[0] == 404

    reader = await _token(alice, jp_fetch, room)
    assert (await reader.raw(*here)).body == answer.body
    elsewhere = await _token(alice, jp_fetch, other)
    assert (await elsewhere.refused(*here))[1]["code"] == "room/unknown"

    await alice.send("redact_message", room, message=message)
    assert await alice.refused(*here) == unknown


async def _token(owner: Visitor, jp_fetch: Any, room: str) -> Visitor:
    """Mint an access token that may read one room."""
    now = (await owner.get("rooms", room))["now"]
    fields = {"request": f"request-{next(_ids)}", "label": "script", "rooms": [room], "scope": "read"}
    minted = await owner.send("mint_token", **fields, expires_at=now + 60_000)
    return Visitor(jp_fetch, minted["secret"])


async def test_nobody_gets_nothing(people: tuple[Visitor, ...], jp_fetch: Any) -> None:
    room = await people[0].make()
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("api", "collabchat", "rooms", room, "blobs", "x", headers={"Authorization": "token no"})
    assert refused.value.code in (401, 403)


async def test_the_description_lists_it(people: tuple[Visitor, ...]) -> None:
    described = (await people[0].get("openapi.json"))["paths"]["/rooms/{room}/blobs/{blob}"]["get"]
    assert [parameter["name"] for parameter in described["parameters"]] == ["room", "blob"]
    assert set(described["responses"]["200"]["content"]) == {"image/png", "image/jpeg", "image/gif"}
