"""Checkpoints: the conversation goes back to a message, by a moderator's word or by the room's, as its policy says."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from . import claims, electorate, messages
from .commands import Rollback
from .draft import Draft
from .errors import Rejection
from .events import Entry, MessagePosted, PollOpened, PollResolved, RolledBack
from .ids import MessageId, PollId, local_name
from .losses import end_work
from .model import Message, Poll, RoomState
from .opening import APPROVE_OR_DENY
from .text import whole

replace = msgspec.structs.replace


def rollback(draft: Draft, command: Rollback) -> None:
    """K1, K2: take away what was said after a message, or ask the room to; after the newest there is nothing."""
    target = messages.find(draft, command.message)
    if not _after(draft, target):
        return
    if draft.state.policy.rollback == "vote":
        _propose(draft, target)
    else:
        _roll_back(draft, target, f"{_name(draft, draft.actor.id)} rolled the conversation back")


def _propose(draft: Draft, target: Message) -> None:
    """K2: one such poll at a time; the same proposal again is that poll."""
    rival = next((p for p in draft.state.polls.values() if p.state == "open" and p.then == "rollback"), None)
    if rival is not None and rival.message != target.id:
        raise Rejection("poll/limit", "The room is voting on another rollback; wait for it, or close it first.")
    if rival is not None:
        draft.ack["poll"] = rival.id
        return
    poll, state, me = PollId(draft.facts.mint()), draft.state, draft.actor.id
    claims.make(draft, claims.poll_key(poll))
    draft.ack["poll"] = poll
    draft.add(
        PollOpened(
            poll,
            "plan",
            whole(f"Roll the conversation back to {_whose(draft, target)}?"),
            APPROVE_OR_DENY,
            electorate.policy_for(state, me),
            electorate.seats(draft),
            me,
            detail=whole(f"Goes for ever: {_counted(_after(draft, target))} after {_when(draft, target)}."),
            message=target.id,
            deadline=draft.now + draft.facts.limits.poll_deadline_s * 1000,
            then="rollback",
        )
    )


def carry_out(draft: Draft) -> None:
    """K3: what a poll that was just approved asks of the room itself is done in the same batch, if it still can be."""
    for entry in tuple(draft.entries):
        if isinstance(entry.event, PollResolved) and entry.event.outcome == "approved":
            poll = draft.state.polls[entry.event.poll]
            target = messages.known(draft, poll.message) if poll.then == "rollback" and poll.message else None
            if target is not None and _after(draft, target):
                _roll_back(draft, target, _agreed(draft, poll))


def _agreed(draft: Draft, poll: Poll) -> str:
    return f"As {_name(draft, poll.by)} proposed, the room rolled the conversation back"


def _roll_back(draft: Draft, target: Message, who: str) -> None:
    """K1: all work ends first (RULES 18); a line of the house says who did it, and how much went."""
    gone = _after(draft, target)
    end_work(draft, "the conversation was rolled back")
    draft.add(RolledBack(target.id, target.seq, gone))
    verb = "is" if gone == 1 else "are"
    said = f"{who} to {_whose(draft, target)}: {_counted(gone)} {verb} gone."
    draft.add(MessagePosted(MessageId(draft.facts.mint()), whole(said), kind="system"))


def _after(draft: Draft, target: Message) -> int:
    """Return how many messages came after one; where it is older than the window, as the archive counted them."""
    newer = sum(message.seq > target.seq for message in draft.state.messages.values())
    return newer if target.id in draft.state.messages else max(newer, draft.facts.after.get(target.id, 0))


def _name(draft: Draft, who: str) -> str:
    member = draft.state.members.get(who)  # type: ignore[call-overload]
    return member.name if member is not None else local_name(who)


def _whose(draft: Draft, target: Message) -> str:
    return "an earlier notice" if target.kind == "system" else f"a message of {_name(draft, target.author)}"


def _when(draft: Draft, target: Message) -> str:
    """Name a message without its words: polls stay when those are redacted (RULES 14, 30)."""
    at = datetime.fromtimestamp(target.at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"{_whose(draft, target)} of {at}"


def _counted(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"


# --- folds


def rolled_back(state: RoomState, entry: Entry, event: RolledBack) -> RoomState:
    """K1: nothing newer than the message, and nobody who is only kept as the name on what went."""
    kept = {key: message for key, message in state.messages.items() if message.seq <= event.back_to}
    authors = {message.author for message in kept.values()}
    members = {who: known for who, known in state.members.items() if known.role != "left" or who in authors}
    return replace(state, messages=kept, members=members)
