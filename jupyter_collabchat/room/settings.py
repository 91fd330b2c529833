"""What a server's administrator may tune, handed to every room."""

from __future__ import annotations

import msgspec

from ..core.facts import Limits


class Settings(msgspec.Struct, frozen=True):
    """Times in seconds, sizes in bytes."""

    limits: Limits = Limits()
    rate_limit: float = 5.0
    rate_burst: int = 20
    max_sockets_per_person: int = 20
    max_sockets_per_room: int = 2_000
    hello_timeout: float = 10.0
    presence_grace: float = 10.0
    typing_timeout: float = 8.0
    stalled_timeout: float = 60.0
    stalled_text_bytes: int = 1024 * 1024
    idle_room_timeout: float = 60.0
    snapshot_every: int = 500
    blob_bytes: int = 10 * 1024 * 1024
    """Largest single blob: a part of an output that its message has no room for."""
    room_blobs_bytes: int = 200 * 1024 * 1024
    """Most that the blobs of one room may have together."""
    receipts_up_to: int = 100
    """Largest number of members for which read positions are shown to everybody."""
