"""What every `room.ports.Store` must do. Inherit, and give a `store` fixture."""

from __future__ import annotations

from .store_archive import ArchiveContract
from .store_blobs import BlobContract
from .store_clearing import ClearingContract
from .store_deletion import DeletionContract
from .store_invitations import InvitationContract
from .store_keys import KeysContract
from .store_log import LogContract
from .store_people import PeopleContract
from .store_rollback import RollbackContract


class StoreContract(
    LogContract,
    ArchiveContract,
    BlobContract,
    ClearingContract,
    DeletionContract,
    RollbackContract,
    PeopleContract,
    InvitationContract,
    KeysContract,
):
    """All of it."""
