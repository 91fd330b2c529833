"""What every `room.ports.Store` must do. Inherit, and give a `store` fixture."""

from __future__ import annotations

from .store_archive import ArchiveContract
from .store_log import LogContract
from .store_people import PeopleContract


class StoreContract(LogContract, ArchiveContract, PeopleContract):
    """All of it."""
