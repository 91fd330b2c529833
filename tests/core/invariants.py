"""What holds in every room after every command (RELIABILITY R22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from jupyter_collabchat.core import budgets, grants, tally
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.admission import places
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import HOST, OPERATOR, ParticipantId, PollId
from jupyter_collabchat.core.model import APPROVAL_SUBJECTS, EFFECT_SUBJECTS, UNFINISHED, Member, Poll, RoomState
from jupyter_collabchat.core.policy import RANK, can, may_act

replace = msgspec.structs.replace


def check(state: RoomState, limits: Limits) -> None:
    """Check what holds at any moment."""
    if state.owner:
        check_members(state)
        check_places(state, limits)
        check_use(state)
        check_turns(state, limits)
        check_polls(state, limits)
        check_messages(state)


def check_members(state: RoomState) -> None:
    owners = [who for who, member in state.members.items() if member.role == "owner"]
    assert owners == [state.owner], "exactly one owner"
    assert not state.members[state.owner].muted
    assert state.owner.startswith("user:")
    handles = [member.handle for who, member in state.members.items()]
    assert len(handles) == len(set(handles)), "a handle is one member's"
    names = [member.name.casefold() for member in state.members.values()]
    assert len(names) == len(set(names)), "a name is one member's"
    for who in state.removed:
        assert state.present(who) is None, "who was removed is out"
    for agent in state.agents:
        assert state.present(agent) is not None, "an agent is a member"
    for who, member in state.members.items():
        assert member.role == "left" or (member.kind == "agent") == (who in state.agents)

    for who, member in state.members.items():
        check_grants(state, who, member)


def check_grants(state: RoomState, who: ParticipantId, member: Member) -> None:
    links = [grant for grant in member.grants if grant != "personal"]
    assert links == ([member.via] if member.via else []), "at most one link, and `via` names it"
    if member.grants:
        assert member.role == grants.best(member.grants.values())
        assert set(links) <= set(state.shares), "who came by a link is gone with it"
    if member.kind == "guest" and member.role != "left":
        assert member.via and RANK[member.role] < RANK["moderator"], "guests are here by a link, and run nothing"


def check_places(state: RoomState, limits: Limits) -> None:
    assert len(places(state)) <= limits.max_members
    invited = [invite.who for invite in state.invites.values()]
    assert len(invited) == len(set(invited)), "one pending invitation a person"
    assert state.blocked <= state.removed
    assert not state.blocked & set(invited), "an invitation lifts the block"
    for invite in state.invites.values():
        assert invite.who.startswith("user:") and RANK[invite.role] < RANK["owner"]
        if state.present(invite.who) is None:
            assert can(state.members.get(invite.who)) == (), "who is pending may nothing"
    assert len(state.shares) <= limits.shares + len(state.members)
    for share in state.shares.values():
        assert share.terms.max_uses is None or share.uses <= share.terms.max_uses
        assert share.suspended or share.by == state.owner, "a link is its owner's, or suspended"


def check_use(state: RoomState) -> None:
    if state.archived or state.deleted or not state.collaboration:
        assert not state.invites
        assert all(share.suspended for share in state.shares.values())
    if state.archived or state.deleted:
        assert not state.turns and not state.queues
        assert all(poll.state != "open" for poll in state.polls.values())
    if not state.collaboration:
        assert {turn.holder for turn in state.turns.values()} <= {state.owner}
        assert all(poll.seats == (state.owner,) for poll in state.polls.values() if poll.state == "open")


def check_turns(state: RoomState, limits: Limits) -> None:
    ids = [turn.id for turn in state.turns.values()]
    assert len(ids) == len(set(ids))
    for agent, turn in state.turns.items():
        assert (turn.agent, agent in state.agents) == (agent, True), "at most one turn per agent of the room"
        assert may_act(state.present(turn.holder)), "who may not ask holds no turn"
        waits = any(poll.turn == turn.id and poll.state == "open" for poll in state.polls.values())
        assert (turn.working_since is None) == waits, "a turn works unless it waits"
        assert turn.effect_polls <= limits.effect_polls_per_turn
    for agent, queue in state.queues.items():
        assert agent in state.agents and queue
        is_free = agent not in state.turns and state.agents[agent].status == "running"
        is_spent = budgets.spent_until(state, agent, limits) is not None
        assert is_spent or not is_free, "nobody waits for a free agent"
        assert len(queue) <= limits.queue
        for prompt in queue:
            assert may_act(state.present(prompt.holder)), "who may not ask waits for nothing"
            assert sum(other.holder == prompt.holder for other in queue) <= limits.queue_per_person
            known = state.messages.get(prompt.message)
            assert known is None or known.status == "queued"


def check_polls(state: RoomState, limits: Limits) -> None:
    running = {turn.id for turn in state.turns.values()}
    for poll in state.polls.values():
        assert set(poll.ballots) <= set(poll.seats), "ballots come from seats"
        assert (poll.state == "open") == (poll.resolved_at is None)
        if poll.state == "open":
            check_open_poll(state, poll, running)
        else:
            assert poll.needs is None, "what is over needs nothing"
        if poll.effect is not None:
            assert poll.subject in EFFECT_SUBJECTS and poll.outcome == "approved" and poll.sponsor is not None
        if poll.effect == "pending":
            assert poll.turn in running, "an approval waits in its turn only"
        if poll.outcome == "approved":
            assert poll.subject in APPROVAL_SUBJECTS
    plain = [poll for poll in state.polls.values() if poll.subject == "plain" and poll.state == "open"]
    assert len(plain) <= limits.plain_polls
    for poll in plain:
        assert sum(other.by == poll.by for other in plain) <= limits.plain_polls_per_person


def check_open_poll(state: RoomState, poll: Poll, running: Iterable[str]) -> None:
    assert state.owner in poll.seats, "the owner's seat cannot be lost"
    for who in poll.seats:
        assert who == state.owner or may_act(state.present(who)), "seats are of those who may vote"
        assert who.startswith("user:") or state.shares[state.members[who].via].terms.votes  # type: ignore[index]
    of_a_turn = poll.subject != "plain" and not poll.then
    assert not of_a_turn or poll.turn in running, "a poll of a turn is open only while the turn runs"
    assert poll.outcome is None and poll.effect is None
    assert poll.needs == tally.needs(poll, state.owner)
    assert not state.deleted


def check_messages(state: RoomState) -> None:
    seqs = [message.seq for message in state.messages.values()]
    assert seqs == sorted(set(seqs)), "ascending by seq"
    running = {turn.id for turn in state.turns.values()}
    queued = {prompt.message for queue in state.queues.values() for prompt in queue}
    for key, message in state.messages.items():
        assert key == message.id
        assert message.author in state.members, "an author has a name"
        assert message.status not in UNFINISHED or message.turn in running, "no eternal placeholder"
        assert (message.status == "queued") == (key in queued)


def check_change(before: RoomState, after: RoomState, entries: Sequence[e.Entry]) -> None:
    """Check what holds between two moments."""
    assert [entry.seq for entry in entries] == list(range(before.seq + 1, after.seq + 1)), "gap-free"
    for poll in before.polls.values():
        check_poll_change(poll, after.polls[poll.id])
    check_ranks(before, entries)
    kept = {} if any(isinstance(entry.event, e.RoomCleared) for entry in entries) else before.messages
    back_to = min(
        (entry.event.back_to for entry in entries if isinstance(entry.event, e.RolledBack)), default=after.seq
    )
    assert not any(back_to < message.seq <= before.seq for message in after.messages.values())
    for key, message in ((key, message) for key, message in kept.items() if message.seq <= back_to):
        later = after.messages[key]
        assert (later.id, later.seq, later.author, later.at) == (key, message.seq, message.author, message.at)
        assert message.status != "redacted" or later == message
    if before.forming:
        assert {type(entry.event) for entry in entries} <= {e.MessageCopied, e.ForkOpened}, "only its making"
    elif before.deleted:
        assert after.deleted
        assert all(isinstance(entry.event, e.EffectEnded) for entry in entries), "nothing happens in a deleted room"


def check_ranks(before: RoomState, entries: Iterable[e.Entry]) -> None:
    """Nobody acts on their own rank or above, nor grants it."""
    for entry in entries:
        if entry.by in (HOST, OPERATOR):
            continue
        rank = RANK[before.members[entry.by].role] if before.present(entry.by) else RANK["left"]
        match entry.event:
            case e.MemberRemoved(who) | e.MemberMuted(who):
                assert RANK[before.members[who].role] < rank
            case e.RoleSet(who, role):
                assert max(RANK[before.members[who].role], RANK[role]) < rank == RANK["owner"]
            case e.MemberInvited(role=role):
                assert RANK[role] < rank
            case e.MemberJoined(who) | e.NicknameSet(who) | e.MemberLeft(who):
                assert who == entry.by
            case _:
                pass


def check_poll_change(before: Poll, after: Poll) -> None:
    fixed = ["subject", "title", "detail", "options", "policy", "by", "turn", "deadline", "hash", "opened_at", "seq"]
    fixed += ["asker", "prompt", "multiple"]
    assert [getattr(after, name) for name in fixed] == [getattr(before, name) for name in fixed]
    if before.state != "open":
        effect = {"effect": before.effect, "reason": before.reason, "sponsor": before.sponsor}
        assert replace(after, **effect) == before, "a decided poll never changes but for its effect"
    moves = {None: (None, "pending"), "pending": ("pending", "running", "failed")}
    moves["running"] = ("running", "done", "failed", "unknown")
    assert after.effect in moves.get(before.effect, (before.effect,))


class Claims:
    """What was claimed so far: an effect at most once, only what was approved, with the same bytes."""

    def __init__(self) -> None:
        self.claimed: set[PollId] = set()
        self.resolved: set[PollId] = set()

    def follow(self, before: RoomState, entries: Iterable[e.Entry]) -> None:
        """Take note of `entries`, which happened in `before`."""
        for entry in entries:
            match entry.event:
                case e.EffectClaimed(poll, sponsor):
                    assert poll not in self.claimed
                    assert may_act(before.present(sponsor))
                    self.claimed.add(poll)
                case e.PollResolved(poll):
                    assert poll not in self.resolved, "exactly one resolution"
                    self.resolved.add(poll)
                case e.BallotCast(poll, who):
                    assert who in before.polls[poll].seats
                case _:
                    pass


def holds_nothing(state: RoomState, who: ParticipantId) -> bool:
    """Whether somebody has no turn, no waiting prompt and no seat in an open poll."""
    held = any(turn.holder == who for turn in state.turns.values())
    waits = any(prompt.holder == who for queue in state.queues.values() for prompt in queue)
    return not held and not waits and not any(p.state == "open" and who in p.seats for p in state.polls.values())
