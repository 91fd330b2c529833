"""The window: how much of a room its state and document keep. Everything older is in the archive."""

from __future__ import annotations

import msgspec

from .facts import Limits
from .ids import MessageId, ParticipantId, PollId
from .model import UNFINISHED, Member, Message, Poll, RoomState
from .text import size_of

replace = msgspec.structs.replace


def trim(state: RoomState, limits: Limits) -> RoomState:
    """W1: past the slack, keep the newest messages within the byte budget, back to the oldest unfinished one."""
    if len(state.messages) <= limits.message_window + limits.window_slack and not _too_big(state, limits):
        return _trim_polls(state, limits)
    kept = _newest(state, limits)
    if len(kept) == len(state.messages):
        return _trim_polls(state, limits)
    return _trim_polls(replace(state, messages=kept, older=True, members=_named(state, kept)), limits)


def _too_big(state: RoomState, limits: Limits) -> bool:
    bodies = [message.body for message in state.messages.values()]
    if sum(map(len, bodies)) * 4 <= limits.window_bytes:  # a code point has at most four bytes
        return False
    return sum(map(size_of, bodies)) > limits.window_bytes


def _newest(state: RoomState, limits: Limits) -> dict[MessageId, Message]:
    """W3: as much of the byte budget as of the count is freed at once, so that not every post has to trim."""
    budget = limits.window_bytes * limits.message_window // (limits.message_window + limits.window_slack)
    if not _too_big(state, limits):
        budget = limits.window_bytes
    needed = min((m.seq for m in state.messages.values() if m.status in UNFINISHED), default=state.seq)
    kept: list[Message] = []
    size = 0
    for message in reversed(state.messages.values()):
        size += size_of(message.body)
        if message.seq < needed and kept and (len(kept) >= limits.message_window or size > budget):
            break
        kept.append(message)
    return {message.id: message for message in reversed(kept)}


def _named(state: RoomState, kept: dict[MessageId, Message]) -> dict[ParticipantId, Member]:
    """W4: forget those who left and wrote nothing in the window."""
    authors = {message.author for message in kept.values()}
    if all(member.role != "left" or who in authors for who, member in state.members.items()):
        return state.members
    return {who: m for who, m in state.members.items() if m.role != "left" or who in authors}


def _trim_polls(state: RoomState, limits: Limits) -> RoomState:
    """W2: keep open polls, unfinished effects and the newest decided ones."""
    if len(state.polls) <= limits.decided_polls:
        return state
    over = [poll for poll in state.polls.values() if _is_over(poll)]
    gone = {poll.id for poll in over[: max(0, len(over) - limits.decided_polls)]}
    kept: dict[PollId, Poll] = {key: poll for key, poll in state.polls.items() if key not in gone}
    return replace(state, polls=kept) if gone else state


def _is_over(poll: Poll) -> bool:
    return poll.state != "open" and poll.effect not in ("pending", "running")
