"""What facts mean for the sessions of a room: some are told more, some must go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .. import wire
from ..core import policy
from ..core.events import (
    AnyEvent,
    Entry,
    GrantsSet,
    InviteEnded,
    MemberInvited,
    MemberJoined,
    MemberLeft,
    MemberMuted,
    MemberRemoved,
    MembershipEnded,
    MessageEdited,
    MessageRedacted,
    OwnershipTransferred,
    PollOpened,
    PromptCancelled,
    RoleSet,
    RolledBack,
    RoomArchived,
    RoomCleared,
    RoomDeleted,
    ShareConfirmed,
    ShareCreated,
    ShareRevoked,
    ShareSuspended,
    TurnStarted,
)
from ..core.ids import MessageId, ParticipantId, kind_of
from ..core.model import RoomState
from .projection import message_value

if TYPE_CHECKING:
    from .room import Room
    from .session import Session


_LISTS = {"invites": "invite", "shares": "create_share"}
"""Lists that no document shows, and what one must be allowed to do to read them."""


def dismiss(room: Room, entries: Sequence[Entry], answers: dict[Session, bytes]) -> None:
    """End the sessions of those who are no members any more, before anything else of the batch reaches them.

    `answers`: what each session is owed; theirs are sent and taken out.
    """
    for entry in entries:
        match entry.event:
            case MemberRemoved(who):
                _dismiss(room, who, ("removed", "You were removed from this room."), answers)
            case MembershipEnded(who):
                _dismiss(room, who, ("share", "The link that you came by was taken back."), answers)
            case MemberLeft(who):
                _dismiss(room, who, ("left", "You left this room."), answers)
            case _:
                pass
    if entries and not room.state.collaboration:
        for who in {session.actor.id for session in room.sessions} - {room.state.owner}:
            _dismiss(room, who, ("solo", "The owner has this room to themselves now."), answers)


def _dismiss(room: Room, who: ParticipantId, how: tuple[str, str], answers: dict[Session, bytes]) -> None:
    room.presence.gone(who)
    notice = wire.text_frame(wire.notice("removed", how=how[0], message=how[1]))
    for session in room.sessions_of(who):
        session.send(answers.pop(session, b"") + notice)
        session.close(wire.NOT_ALLOWED, how[1])


def follow(room: Room, before: RoomState, entries: Sequence[Entry]) -> None:
    """Act on `entries`, which everybody has just seen in the document."""
    _tell_lists(room, entries)
    for entry in entries:
        _follow_person(room, before, entry.event)
        _follow_message(room, entry.event)
        _follow_room(room, entry.event)


def _follow_person(room: Room, before: RoomState, event: AnyEvent) -> None:
    match event:
        case RoleSet(who) | GrantsSet(who) | MemberMuted(who):
            tell_rights(room, who)
        case OwnershipTransferred(to):
            tell_rights(room, to)
            tell_rights(room, before.owner)
        case MemberJoined(who) if kind_of(who) == "guest":
            room.presence.hide_places()
        case _:
            pass


def _follow_message(room: Room, event: AnyEvent) -> None:
    match event:
        case MessageEdited(message) | MessageRedacted(message):
            _tell_outside(room, message)
        case TurnStarted(message=prompt) | PromptCancelled(message=prompt):
            _tell_outside(room, prompt)
        case _:
            pass


def _follow_room(room: Room, event: AnyEvent) -> None:
    match event:
        case PollOpened():
            room.timers.watch_absent(room.presence)
        case RoomArchived():
            for who in room.presence.online_ids():
                room.presence.typing(who, False)
        case RoomCleared() | RolledBack():
            room.tell(wire.notice("missed"))
        case RoomDeleted():
            _close_room(room)
        case _:
            pass


def tell_rights(room: Room, who: ParticipantId) -> None:
    """Tell a member's sessions what they may do now; somebody muted is no longer typing."""
    member = room.state.present(who)
    if not policy.may_act(member):
        room.presence.typing(who, False)
    for session in room.sessions_of(who):
        rights = policy.can(member, session.actor.scope)
        session.send(wire.text_frame(wire.notice("can", can=rights)))


def _tell_lists(room: Room, entries: Sequence[Entry]) -> None:
    """Tell those who may read the lists of invitations and links, which no document shows, that these changed."""
    changed = {kind for entry in entries if (kind := _list_of(entry.event)) is not None}
    for kind in sorted(changed):
        tell_list(room, kind)


def tell_list(room: Room, kind: str) -> None:
    """Tell the sessions of those who may read a list (`invites`, `shares`) that it reads differently."""
    frame = wire.text_frame(wire.notice(kind))
    for session in tuple(room.sessions):
        if _LISTS[kind] in policy.can(room.state.present(session.actor.id), session.actor.scope):
            session.send(frame)


def _list_of(event: AnyEvent) -> str | None:
    match event:
        case MemberInvited() | InviteEnded():
            return "invites"
        case ShareCreated() | ShareSuspended() | ShareConfirmed() | ShareRevoked() | MembershipEnded() | GrantsSet():
            return "shares"
        case MemberJoined(via=via) if via is not None:
            return "shares"
        case _:
            return None


def _close_room(room: Room) -> None:
    sentence = "This room was deleted by its owner."
    for session in tuple(room.sessions):
        session.send(wire.text_frame(wire.notice("room_closed", message=sentence)))
        session.close(wire.NO_SUCH_ROOM, sentence)


def _tell_outside(room: Room, message: MessageId) -> None:
    """A message that has left the window changed: the document cannot say it, a notice does."""
    if message not in room.state.messages:
        room.timers.spawn(_tell_changed(room, message))


async def _tell_changed(room: Room, message: MessageId) -> None:
    found = await room.house.store.messages(room.id, (message,))
    for changed in found.values():
        room.tell(wire.notice("message", message=message_value(changed)))
