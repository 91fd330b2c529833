"""Rooms: their making, name, topic and policy."""

from __future__ import annotations

import msgspec

from . import claims
from .commands import CreateRoom, RenameRoom, SetPolicy, SetTopic
from .draft import Draft
from .errors import Rejection
from .events import Entry, PolicySet, RoomCreated, RoomRenamed, TopicSet
from .ids import kind_of
from .model import Member, RoomState
from .names import name_and_handle
from .text import clean_name, whole

replace = msgspec.structs.replace


def create(draft: Draft, command: CreateRoom) -> None:
    """R1, R5: the creator owns the room; the server mints its id; a room that exists is never remade."""
    if not claims.make(draft, claims.request_key(command.request), command):
        return
    if draft.state.owner:
        raise Rejection("frame/invalid", "A new room is asked of the server, not of another room.")
    name, handle = name_and_handle(draft.actor, (), draft.facts.offers)
    draft.ref = draft.ack["room"] = draft.state.id
    draft.add(
        RoomCreated(
            room=draft.state.id,
            name=clean_name(command.name),
            owner=draft.actor.id,
            owner_name=name,
            handle=handle,
            topic=whole(command.topic),
            visibility=command.visibility,
            scope=whole(command.scope) if command.scope is not None else None,
        )
    )


def rename(draft: Draft, command: RenameRoom) -> None:
    """R2: the owner renames; the same name again is no event."""
    name = clean_name(command.name)
    if name != draft.state.name:
        draft.add(RoomRenamed(name))


def set_topic(draft: Draft, command: SetTopic) -> None:
    """R2: the owner sets the topic."""
    topic = whole(command.topic)
    if topic != draft.state.topic:
        draft.add(TopicSet(topic))


def set_policy(draft: Draft, command: SetPolicy) -> None:
    """R3: absent fields stay; open polls keep the policy they were opened with."""
    state = draft.state
    given = {
        field: value
        for field in ("consensus", "prompts", "answers", "join_role", "absent_after", "rollback")
        if (value := getattr(command, field)) is not None
    }
    policy = replace(state.policy, **given)
    visibility = command.visibility or state.visibility
    if (policy, visibility) != (state.policy, state.visibility):
        draft.add(PolicySet(policy, visibility))


# --- folds


def created(state: RoomState, entry: Entry, event: RoomCreated) -> RoomState:
    """A fresh room with its owner; K5: a fork is not there before everything is copied."""
    owner = Member(event.owner_name, event.handle, kind_of(event.owner), "owner", entry.at)
    return replace(
        state,
        id=event.room,
        name=event.name,
        topic=event.topic,
        visibility=event.visibility,
        scope=event.scope,
        owner=event.owner,
        policy=event.policy,
        origin=event.origin,
        forming=event.origin is not None,
        deleted=event.origin is not None,
        created_at=entry.at,
        members={event.owner: owner},
    )


def renamed(state: RoomState, entry: Entry, event: RoomRenamed) -> RoomState:
    """The new name."""
    return replace(state, name=event.name)


def topic_set(state: RoomState, entry: Entry, event: TopicSet) -> RoomState:
    """The new topic."""
    return replace(state, topic=event.topic)


def policy_set(state: RoomState, entry: Entry, event: PolicySet) -> RoomState:
    """The new policy and visibility."""
    return replace(state, policy=event.policy, visibility=event.visibility)
