"""SECURITY 19: what others write gets into the server's log escaped and cut, or not at all; at the level of DEBUG."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_collabchat.server import logs
from tests.server.house import House, fresh, login

FORGED = "FORGED 2026-01-01 everything is fine"
NASTY = f"x\r\n{FORGED}\x1b[2J\u2028{FORGED}\u202e\x00\x9b"
HUGE = NASTY + "y" * 10_000
LONGEST_LINE = 6_000
"""Room for an address of a request, which Jupyter writes as it was sent: percent-encoded."""


@pytest.fixture
def server_config() -> dict[str, Any]:
    return {
        "ServerApp": {"log_level": "DEBUG"},
        "CollabChatApp": {"rate_limit": 0.0},
    }


@pytest.fixture
def written(house: House) -> Iterator[io.StringIO]:
    """What is in the log, as it would be on a terminal."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logging.Formatter("[%(levelname)s %(name)s] %(message)s"))
    both = (logging.getLogger(), logging.getLogger("CollabChatApp"))  # Jupyter's, and the extension's
    for log in both:
        log.addHandler(handler)
    yield text
    for log in both:
        log.removeHandler(handler)


async def test_names_ids_and_frames_are_not_written_raw(house: House, written: io.StringIO) -> None:
    room = await house.make()
    for text in (NASTY, HUGE, HUGE[:60]):
        await _everything(house, room, text)
    _is_clean(written.getvalue())


async def test_what_the_package_logs_is_escaped_and_cut(house: House, written: io.StringIO) -> None:
    log = logging.getLogger("jupyter_collabchat.room.room")
    try:
        raise ValueError(HUGE * 10)
    except ValueError as bug:
        log.exception("room %s: %s of %r failed after %d and %s", HUGE, "Command", NASTY, 3, bug)
    log.debug("room %s: a snapshot was kept", "Gästezimmer-1")
    first, *traceback, last = written.getvalue().splitlines()
    assert first.startswith("[ERROR jupyter_collabchat.room.room] room x\\r\\nFORGED") and "after 3 and" in first
    assert all(line.startswith("  ") for line in traceback)
    assert last == "[DEBUG jupyter_collabchat.room.room] room Gästezimmer-1: a snapshot was kept"
    _is_clean(first + "\n" + last)
    assert len(written.getvalue()) < 2 * logs.LONGEST_TRACEBACK


async def _everything(house: House, room: str, text: str) -> None:
    """Say `text` wherever a request or a frame has room for it; whether it is refused does not matter here."""
    alice = login("alice")
    await house.get(f"rooms/{quote(text[:500])}", alice)
    await house.get(f"rooms/{room}/search?q={quote(text[:500])}", alice)
    await house.post(f"rooms/{room}/commands", alice, {"id": text, "command": {"type": text, text: text}})
    await house.post("commands", alice, text.encode())
    await house.join(text, name=text)
    await house.join((await house.share(room, label="by link"))[1], name=text[:64])
    for kind, fields in COMMANDS.items():
        await house.command(room, alice, kind, **{name: text for name in fields})
    socket = await house.enter(room, alice)
    socket.send_raw(text)
    socket.send(id=text, command={"type": "post_message", "message_id": text, "body": text})
    await socket.ask("post_message", message_id=fresh("m"), body=text[:5000])
    socket.close()


COMMANDS = {
    "rename_room": ("name",),
    "set_topic": ("topic",),
    "set_nickname": ("name",),
    "edit_message": ("message", "body"),
    "remove_member": ("who",),
    "add_agent": ("agent",),
    "stop_turn": ("turn",),
    "cast_ballot": ("poll", "ballot_id", "choice"),
    "revoke_share": ("share",),
    "accept_invite": ("invite",),
}


def _is_clean(text: str) -> None:
    lines = text.split("\n")
    assert len(lines) > 1
    assert [line for line in lines if line.lstrip().startswith(FORGED)] == []
    assert [line[:300] for line in lines if not line.isprintable()] == []
    assert [line[:300] for line in lines if len(line) > LONGEST_LINE] == []
