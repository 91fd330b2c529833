"""The demo's room: made before anybody comes, handed to whoever comes first.

A host makes it through the same doors as everybody, waits for the first person, gives them the room and leaves: from
then on the demo consists of its visitors alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path

from jupyter_collabchat.client import Room, Server

NAME = "Welcome"
TOPIC = "Ask @runner to run code, ask @script for a scene, and vote on what they want to do."
AGENTS = ("runner", "script")
TEMPLATE = Path(__file__).parent / "content" / "Tour.ipynb"
_PLACEHOLDER = "ROOM-ID"


async def host(url: str, token: str, folder: Path) -> None:
    """Offer the demo room until somebody has taken it over; do nothing if one from an earlier run is in use."""
    async with Server(url, token=token) as server:
        room_id = await _room(server)
        if room_id is None:
            return
        write_tour(folder, room_id)
        room = await server.connect(room_id)
        try:
            await _hand_over(room)
        except asyncio.CancelledError:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(room.command("delete_room"), 5)
            raise
        finally:
            await room.close()


async def _room(server: Server) -> str | None:
    if any(room.name == NAME and not room.member for room in await server.rooms()):
        return None
    return await server.create_room(NAME, topic=TOPIC, visibility="listed")


async def _hand_over(room: Room) -> None:
    for agent in AGENTS:
        await room.command("add_agent", agent=agent)
    await room.post("Welcome! Say hello, then try `@runner 6 * 7`: it runs once everybody here has approved.")
    first = await room.wait_for(lambda now: next((who.id for who in now.participants if _is_guest(who.id, now)), None))
    await room.command("transfer_ownership", who=first)
    await room.command("leave")


def _is_guest(who: str, room: Room) -> bool:
    return who != room.me and who.startswith("user:")


def write_tour(folder: Path, room: str) -> None:
    """Put the tour notebook into the demo folder, its panel showing `room`."""
    notebook = json.loads(TEMPLATE.read_text().replace(_PLACEHOLDER, room))
    (folder / "Tour.ipynb").write_text(json.dumps(notebook, indent=1))
