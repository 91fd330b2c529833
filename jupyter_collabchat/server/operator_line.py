"""The operator's command line: `jupyter collabchat chown ROOM USER`, for a room whose owner is lost (RULES 32).

Works on the rooms' data itself, so the server must be down: its lock decides. What is done stays in the room's log, by
`system:operator`.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
from collections.abc import Sequence

from ..core.commands import Chown
from ..core.decide import OPERATOR_ACTOR, decide
from ..core.errors import Rejection
from ..core.evolve import replay
from ..core.facts import Facts, Limits
from ..core.ids import ParticipantId, RoomId
from ..room.clock import Clock
from ..room.ports import Elsewhere, Refused, StorageFailed, Store, Write
from ..storage import open_store
from .places import default_store_url

_HOLDER = "the operator's command line"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run; a refusal is one sentence on standard error and a status of 1."""
    asked = _parser().parse_args(arguments)
    try:
        done = asyncio.run(_run(asked.store_url, RoomId(asked.room), asked.user))
    except Elsewhere as held:
        raise SystemExit(f"Stop the server first: {held.holder.strip() or 'another one'} has the rooms open.") from None
    except (Refused, StorageFailed, ValueError) as failure:
        raise SystemExit(f"{asked.store_url} cannot be used: {failure}") from None
    except Rejection as refused:
        raise SystemExit(refused.message) from None
    sys.stdout.write(f"{done}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("jupyter collabchat", description="Repair rooms while the server is down.")
    chown = parser.add_subparsers(required=True).add_parser("chown", help="give a room to another account")
    chown.add_argument("room", help="the room's id, as in its link (?room=...)")
    chown.add_argument("user", help="the username of the new owner")
    chown.add_argument(
        "--store-url",
        default=default_store_url(),
        help="where rooms are kept: CollabChatApp.store_url of the server (default: %(default)s)",
    )
    return parser


async def _run(store_url: str, room: RoomId, username: str) -> str:
    store = open_store(store_url, holder=_HOLDER)
    try:
        return await chown(store, room, username)
    finally:
        await store.close()


async def chown(store: Store, room: RoomId, username: str) -> str:
    """Give `room` to `user:<username>`, whatever it was before; return a sentence. Raises `Rejection`."""
    loaded = await store.load(room)
    if loaded is None:
        raise Rejection("room/unknown", f"There is no room {room} here.")
    heir = ParticipantId(f"user:{username}")
    name = (await store.known((heir,))).get(heir, username)
    facts = Facts(mint=lambda: secrets.token_urlsafe(12), limits=Limits(max_members=sys.maxsize))
    state = replay(loaded.snapshot, loaded.tail)
    draft = decide(state, OPERATOR_ACTOR, Chown(heir, name), Clock().now(), facts)
    if draft.entries:
        await store.append(Write(room, tuple(draft.entries)))
        return f"{username} owns “{draft.state.name}” now."
    return f"{username} owns “{state.name}” already."
