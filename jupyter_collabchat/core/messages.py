"""Messages: posting, editing, redacting by people; starting and ending by agents."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from . import budgets, claims, mentions, overtime, turns
from .commands import EditMessage, EndMessage, PostMessage, RedactMessage, SetMessageStatus, StartMessage
from .draft import Draft
from .errors import Rejection
from .events import (
    Entry,
    MessageEdited,
    MessageEnded,
    MessagePosted,
    MessageRedacted,
    MessageStarted,
    MessageStatusSet,
)
from .ids import MessageId, ParticipantId, kind_of
from .model import UNFINISHED, Message, RoomState
from .policy import RANK
from .text import check_body, whole, whole_object

replace = msgspec.structs.replace


def post(draft: Draft, command: PostMessage) -> None:
    """S1: the server stamps author, time and seq; the same id with the same fields is the same message."""
    if not claims.make(draft, claims.message_key(command.message_id), command):
        return
    check_body(command.body, draft.facts.limits)
    state, scope = draft.state, draft.actor.scope
    reply_to = find(draft, command.reply_to) if command.reply_to is not None else None
    mentioned = mentions.find(command.body, state.members)
    agent = turns.addressee(state, command.to, mentioned, reply_to)
    if agent is None and not mentioned and reply_to is None and scope != "post":
        agent = turns.listener(draft)
    waits = agent is not None and turns.must_wait(draft, agent)
    draft.add(
        MessagePosted(
            MessageId(command.message_id),
            whole(command.body),
            to=agent,
            reply_to=reply_to.id if reply_to else None,
            mentions=mentioned,
            queued=waits,
            via="token" if scope else None,
        )
    )
    if agent is not None:
        turns.prompt(draft, agent, MessageId(command.message_id))


def edit(draft: Draft, command: EditMessage) -> None:
    """S3, K6: only one's own text, no copy, and a token only what it posted; an edit never prompts an agent."""
    message = find(draft, command.message)
    if message.author != draft.actor.id or (draft.actor.scope and message.via != "token"):
        raise Rejection("message/not-yours", "You can only edit your own messages.")
    if message.kind != "text" or message.status == "redacted" or message.origin is not None:
        raise Rejection("message/not-yours", "This message can no longer be edited.")
    check_body(command.body, draft.facts.limits)
    body = whole(command.body)
    if body != message.body:
        mentioned = mentions.find(body, draft.state.members)
        draft.add(MessageEdited(message.id, message.seq, body, mentioned))


def redact(draft: Draft, command: RedactMessage) -> None:
    """S4: one's own, or anybody's for a moderator; the content goes, seq and author stay."""
    message = find(draft, command.message)
    role = draft.state.members[draft.actor.id].role
    mine = message.author == draft.actor.id and not (draft.actor.scope and message.via != "token")
    if not mine and (RANK[role] < RANK["moderator"] or draft.actor.scope):
        raise Rejection("message/not-yours", "You can only delete your own messages.")
    if message.status in UNFINISHED:
        raise Rejection("turn/held", "This message is still being written; stop the agent first.")
    if message.status == "redacted":
        return
    turns.forget_prompt(draft, message.id)
    draft.add(MessageRedacted(message.id, message.seq))


def start(draft: Draft, command: StartMessage) -> None:
    """S5: an agent writes only in its turn; starting the same message twice is once."""
    if command.id in draft.state.messages:
        return
    turn = turns.running(draft.state, command.turn)
    if claims.make(draft, claims.message_key(command.id)):
        draft.add(MessageStarted(command.id, command.status, turn.id, command.kind, turn.message))


def set_status(draft: Draft, command: SetMessageStatus) -> None:
    """S6: an unfinished message moves between stages; a finished one stays finished."""
    message = draft.state.messages.get(command.id)
    if message is not None and message.status in UNFINISHED and message.status != command.status:
        draft.add(MessageStatusSet(command.id, command.status))


def end(draft: Draft, command: EndMessage) -> None:
    """S7, T16: a message ends once, with its final text and outputs; the tokens it took may be the turn's last."""
    message = draft.state.messages.get(command.id)
    if message is not None and message.status in UNFINISHED:
        body = whole(command.body)
        mime = tuple(whole_object(bundle) for bundle in command.mime)
        until = budgets.used_up_by(draft.state, message.author, command.usage, draft.facts.limits)
        said = body if until is None else f"{body}\n\n{budgets.sentence(until)}"
        draft.add(MessageEnded(command.id, command.status, said, mime, command.usage))
        if until is not None:
            overtime.end_spent(draft, message)


def find(draft: Draft, named: str) -> Message:
    """Return a message of this room, from the window or from the facts.

    Raises:
        Rejection: `message/unknown`.
    """
    message = known(draft, MessageId(named))
    if message is None:
        raise Rejection("message/unknown", "There is no such message in this room.")
    return message


def known(draft: Draft, key: MessageId) -> Message | None:
    """Return a message of this room like `find`, or None if there is none (any more)."""
    return draft.state.messages.get(key) or draft.facts.messages.get(key)


# --- folds: each returns the changed message, so that the window and the archive agree


def posted(state: RoomState, entry: Entry, event: MessagePosted) -> RoomState:
    """A whole new message."""
    return _put(state, of_posted(entry, event))


def of_posted(entry: Entry, event: MessagePosted) -> Message:
    """Return the message that a `message_posted` makes."""
    return Message(
        event.id,
        entry.seq,
        entry.by,
        entry.at,
        event.body,
        kind=event.kind,
        status="queued" if event.queued else "complete",
        to=event.to,
        reply_to=event.reply_to,
        mentions=event.mentions,
        mime=event.mime,
        turn=event.turn,
        via=event.via,
    )


def started(state: RoomState, entry: Entry, event: MessageStarted) -> RoomState:
    """An empty message that will be streamed."""
    return _put(state, of_started(entry, event, author_of(state.turns, event)))


def author_of(running: Mapping[ParticipantId, object], event: MessageStarted) -> ParticipantId:
    """Return the agent whose turn the message belongs to."""
    return next(agent for agent, turn in running.items() if getattr(turn, "id", None) == event.turn)


def of_started(entry: Entry, event: MessageStarted, author: ParticipantId) -> Message:
    """Return the message that a `message_started` makes."""
    return Message(
        event.id,
        entry.seq,
        author,
        entry.at,
        kind=event.kind,
        status=event.status,
        reply_to=event.reply_to,
        turn=event.turn,
    )


def status_set(message: Message, entry: Entry, event: MessageStatusSet) -> Message:
    """Another stage."""
    return replace(message, status=event.status)


def ended(message: Message, entry: Entry, event: MessageEnded) -> Message:
    """The final text, and who stopped it."""
    is_stopped = event.status == "cancelled" and kind_of(entry.by) != "system"
    stopper = entry.by if is_stopped else None
    fields = {"status": event.status, "body": event.body, "mime": event.mime, "usage": event.usage}
    return replace(message, **fields, stopped_by=stopper)


def edited(message: Message, entry: Entry, event: MessageEdited) -> Message:
    """The new text."""
    return replace(message, body=event.body, mentions=event.mentions, edited_at=entry.at)


def redacted(message: Message, entry: Entry, event: MessageRedacted) -> Message:
    """Nothing but who and when."""
    return emptied(message)


def emptied(message: Message) -> Message:
    """Return what is left of a redacted message."""
    m = message
    return Message(m.id, m.seq, m.author, m.at, kind=m.kind, status="redacted", origin=m.origin)


def _put(state: RoomState, message: Message) -> RoomState:
    return replace(state, messages={**state.messages, message.id: message})
