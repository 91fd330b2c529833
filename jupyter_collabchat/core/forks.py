"""Forks: a new room with what was said in another. The rules of both: the one decides, the host makes the other."""

from __future__ import annotations

import msgspec

from . import claims, messages
from .commands import BeginFork, CopyMessages, EndFork, ForkRoom, RedactCopy
from .draft import Draft
from .events import (
    AgentAdded,
    AgentStatusSet,
    Entry,
    ForkFinished,
    ForkOpened,
    MessageCopied,
    MessageRedacted,
    RoomCreated,
    RoomForked,
)
from .ids import RoomId, kind_of, local_name
from .model import UNFINISHED, Actor, Fork, Member, Message, Origin, RoomState
from .names import name_and_handle
from .text import clean_name

replace = msgspec.structs.replace


def fork(draft: Draft, command: ForkRoom) -> None:
    """K4: the owner has a room made with what was said up to a message; this one stays as it is."""
    if not claims.make(draft, claims.fork_key(draft.actor.id, command.request), command):
        return
    until = messages.find(draft, command.until)
    made = RoomId(draft.facts.mint())
    draft.ref = draft.ack["room"] = made
    draft.add(RoomForked(made, clean_name(command.name), until.seq))


def end(draft: Draft, command: EndFork) -> None:
    """K5: the new room is complete; told twice is once."""
    known = draft.state.forks.get(command.fork)
    if known is not None and not known.done and not draft.state.deleted:
        draft.add(ForkFinished(command.fork))


def begin(draft: Draft, command: BeginFork) -> None:
    """K4, K5: private, its owner alone in it, with policy, topic and scope of the other, and its agents at rest."""
    if draft.state.owner:
        return
    name, handle = name_and_handle(Actor(command.owner, command.owner_name), (), draft.facts.offers)
    draft.add(
        RoomCreated(
            room=draft.state.id,
            name=command.name,
            owner=command.owner,
            owner_name=name,
            handle=handle,
            topic=command.topic,
            scope=command.scope,
            policy=command.policy,
            origin=command.origin,
        )
    )
    for agent, state in command.agents.items():
        offer = draft.facts.offers.get(local_name(agent))
        if offer is None or offer.adding is None:  # A7: one that is kept for some is theirs to add
            draft.add(AgentAdded(agent, state.name, state.settings))
            draft.add(AgentStatusSet(agent, "stopped"))


def copy(draft: Draft, command: CopyMessages) -> None:
    """K5, K6: as they are said there now, with their authors' names; what nobody has finished saying is left out."""
    origin = draft.state.origin
    if origin is None or not draft.state.forming:
        return
    for message in command.messages:
        if message.status not in UNFINISHED and messages.known(draft, message.id) is None:
            draft.add(_copied(message, Origin(origin.room, message.seq), command.names.get(message.author, "")))
    if command.is_last:
        draft.add(ForkOpened())


def _copied(message: Message, origin: Origin, name: str) -> MessageCopied:
    """K4: no turn and no queue comes along: a prompt that waits there was cancelled here."""
    return MessageCopied(
        message.id,
        message.author,
        name,
        message.at,
        origin,
        body=message.body,
        kind=message.kind,
        status="cancelled" if message.status == "queued" else message.status,
        edited_at=message.edited_at,
        to=message.to,
        reply_to=message.reply_to,
        mentions=message.mentions,
        mime=message.mime,
        usage=message.usage,
        via=message.via,
    )


def redact(draft: Draft, command: RedactCopy) -> None:
    """K7: a copy goes with what it was copied from; what only has its id is not it."""
    copied = None if draft.state.deleted else messages.known(draft, command.message)
    if copied is not None and copied.origin is not None and copied.status != "redacted":
        draft.add(MessageRedacted(copied.id, copied.seq))


# --- folds


def forked(state: RoomState, entry: Entry, event: RoomForked) -> RoomState:
    """One more room comes from this one."""
    return replace(state, forks={**state.forks, event.fork: Fork(entry.by, event.name, event.until)})


def finished(state: RoomState, entry: Entry, event: ForkFinished) -> RoomState:
    """That room is complete."""
    return replace(state, forks={**state.forks, event.fork: replace(state.forks[event.fork], done=True)})


def copied(state: RoomState, entry: Entry, event: MessageCopied) -> RoomState:
    """K6: one more message; its author is here by name only, unless they are here."""
    message = of_copied(entry, event)
    members = state.members
    if event.author not in members:
        name = event.name or event.author.partition(":")[2]
        handle = event.author  # nobody can be called so, nor mention it
        members = {**members, event.author: Member(name, handle, kind_of(event.author), "left", entry.at)}
    return replace(state, messages={**state.messages, message.id: message}, members=members)


def of_copied(entry: Entry, event: MessageCopied) -> Message:
    """Return the message that a `message_copied` makes."""
    fields = {field: getattr(event, field) for field in event.__struct_fields__ if field != "name"}
    return Message(seq=entry.seq, **fields)


def opened(state: RoomState, entry: Entry, event: ForkOpened) -> RoomState:
    """K5: it is there."""
    return replace(state, forming=False, deleted=False)
