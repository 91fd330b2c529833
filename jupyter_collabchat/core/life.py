"""The life of a room: solo or shared, in use or archived, cleared, deleted. What runs in it ends first (RULES 18)."""

from __future__ import annotations

import msgspec

from . import invites, shares
from .commands import ArchiveRoom, ClearRoom, DeleteRoom, SetCollaboration, UnarchiveRoom
from .draft import Draft
from .events import CollaborationSet, Entry, RoomArchived, RoomCleared, RoomDeleted, RoomUnarchived
from .losses import end_work
from .model import RoomState
from .people import Suspension

replace = msgspec.structs.replace


def set_collaboration(draft: Draft, command: SetCollaboration) -> None:
    """R7: the owner has the room to themselves, or shares it again with the members it still has."""
    if command.on == draft.state.collaboration:
        return
    if not command.on:
        _close_doors(draft, "solo", "the room went solo")
    draft.add(CollaborationSet(command.on))


def archive(draft: Draft, command: ArchiveRoom) -> None:
    """R8: an archived room is only read; twice is once."""
    if not draft.state.archived:
        _close_doors(draft, "archived", "the room was archived")
        draft.add(RoomArchived())


def unarchive(draft: Draft, command: UnarchiveRoom) -> None:
    """R8: what ended with archiving stays ended."""
    if draft.state.archived:
        draft.add(RoomUnarchived())


def clear(draft: Draft, command: ClearRoom) -> None:
    """R9: every message goes; polls and ballots stay on record (RULES 14). An empty room is clear already."""
    if draft.state.messages or draft.state.older:
        end_work(draft, "the room was cleared")
        draft.add(RoomCleared())


def delete(draft: Draft, command: DeleteRoom) -> None:
    """R4: nobody can enter afterwards."""
    _close_doors(draft, "deleted", "the room was deleted")
    draft.add(RoomDeleted())


def _close_doors(draft: Draft, why: Suspension, told: str) -> None:
    """R6: turns, queues, polls and invitations end, links are suspended."""
    end_work(draft, told)
    invites.end_all(draft)
    shares.suspend_all(draft, why)


# --- folds


def collaboration_set(state: RoomState, entry: Entry, event: CollaborationSet) -> RoomState:
    """Solo, or shared."""
    return replace(state, collaboration=event.on)


def archived(state: RoomState, entry: Entry, event: RoomArchived) -> RoomState:
    """Only read."""
    return replace(state, archived=True)


def unarchived(state: RoomState, entry: Entry, event: RoomUnarchived) -> RoomState:
    """In use."""
    return replace(state, archived=False)


def cleared(state: RoomState, entry: Entry, event: RoomCleared) -> RoomState:
    """R9: no message, here or older, and nobody who is only kept as the name on one."""
    present = {who: member for who, member in state.members.items() if member.role != "left"}
    return replace(state, messages={}, older=False, members=present)


def deleted(state: RoomState, entry: Entry, event: RoomDeleted) -> RoomState:
    """The end."""
    return replace(state, deleted=True)
