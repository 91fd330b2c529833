"""P26: the record of a decision, from the log of a room that was lived in."""

from __future__ import annotations

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.audit import Decision, Ledger
from jupyter_collabchat.core.codec import decode_event, encode_event
from jupyter_collabchat.core.events import Entry
from jupyter_collabchat.core.model import Poll
from tests.core.house import AGENT, House, claim, room, user


def decisions(house: House) -> dict[str, Decision]:
    """Read the whole log as it is kept on disk; return what is over and what is not."""
    ledger = Ledger()
    kept = (Entry(line.seq, line.at, line.by, decode_event(encode_event(line.event))) for line in house.log)
    over = {done.id: done for line in kept if (done := ledger.add(line)) is not None}
    return {**over, **ledger.unfinished}


def told(decision: Decision) -> list[tuple[object, ...]]:
    """Return the acts in short."""
    return [(act.what, act.who or act.by, act.choice or act.outcome or act.effect, act.void) for act in decision.acts]


def proposal(*people: str, policy: str = "unanimous", asker: str = "ann") -> tuple[House, Poll]:
    house = room(*people, policy=policy, agents=["runner"], runners=("ann", "bob"))
    house.ask(asker)
    return house, house.propose(detail="print('exactly this')")


def test_P26_the_record_says_who_approved_what_and_how_it_ended() -> None:
    """RULES 14, FEATURES VO11."""
    house, poll = proposal("bob", "carl", policy="majority", asker="bob")
    house.vote("bob", poll, "deny", "not yet")
    house.now += 5
    house.vote("bob", poll, "approve", "go on")
    house.vote("ann", poll, "approve")
    house.host(claim(poll))
    house.host(c.EndEffect(poll.id, "failed", "target_changed"))
    record = decisions(house)[poll.id]
    assert told(record) == [
        ("ballot", user("bob"), "deny", "replaced"),
        ("ballot", user("bob"), "approve", None),
        ("ballot", user("ann"), "approve", None),
        ("resolved", user("bob"), "approved", None),
        ("claim", user("bob"), "running", None),
        ("effect", record.acts[-1].by, "failed", None),
    ]
    assert record.detail == "print('exactly this')" and record.hash == poll.hash
    assert (record.by, record.asker, record.policy) == (AGENT, user("bob"), "majority")
    assert record.prompt == next(iter(house.state.turns.values())).message
    assert set(record.seats) == {user("ann"), user("bob"), user("carl")}
    assert (record.sponsor, record.effect, record.effect_reason) == (user("bob"), "failed", "target_changed")
    assert [act.reason for act in record.acts[:2]] == ["not yet", "go on"]
    assert record.acts[1].at == record.acts[0].at + 5 == record.resolved_at
    assert record.is_over and record.people >= {AGENT, user("carl")}


def test_P26_an_override_and_lost_seats_stay_on_record() -> None:
    """RULES 9 and 14: the effect's own end never hides who decided alone, and why."""
    house, poll = proposal("bob", "carl")
    house.vote("bob", poll, "approve", "fine")
    house.do("ann", c.Mute(user("bob")))
    assert decisions(house)[poll.id].acts[0].void == "lost"
    house.do("ann", c.OverridePoll(poll.id, "deny", "I looked again"))
    record = decisions(house)[poll.id]
    assert [act.what for act in record.acts] == ["ballot", "seat_lost", "override", "resolved"]
    assert (record.acts[1].by, record.acts[1].reason) == (user("ann"), "muted")
    assert (record.overridden, record.outcome, record.reason) == (True, "denied", "I looked again")
    assert set(record.seats) == {user("ann"), user("bob"), user("carl")}


def test_P26_clearing_and_redaction_touch_no_record() -> None:
    """RULES 14."""
    house, poll = proposal("bob")
    prompt = house.turn.message
    for who in ("ann", "bob"):
        house.vote(who, poll, "approve", "because")
    house.host(claim(poll))
    house.host(c.EndEffect(poll.id, "done"))
    before = decisions(house)[poll.id]
    house.do("ann", c.RedactMessage(prompt))
    house.do("ann", c.ClearRoom())
    assert decisions(house)[poll.id] == before


def test_P26_what_is_open_or_not_done_yet_is_told_so() -> None:
    house, approved = proposal()
    waiting = house.propose("plan", detail="later")
    house.vote("ann", approved, "approve")
    found = decisions(house)
    assert (found[approved.id].effect, found[approved.id].is_over) == ("pending", False)
    assert (found[waiting.id].state, found[waiting.id].acts) == ("open", ())
    house.do("ann", c.ClosePoll(waiting.id))
    assert (decisions(house)[waiting.id].state, decisions(house)[waiting.id].outcome) == ("cancelled", None)


def test_P26_a_log_read_from_the_middle_has_what_began_there() -> None:
    house, first = proposal()
    house.vote("ann", first, "deny")
    second = house.propose(detail="print(2)")
    house.vote("ann", second, "deny", "no")
    ledger = Ledger()
    found = [done for line in house.log[second.seq - 1 :] if (done := ledger.add(line)) is not None]
    assert [(done.id, done.reason) for done in found] == [(second.id, "no")]


def test_P26_the_record_agrees_with_the_room() -> None:
    """RULES 7: exactly one resolution each; what the ledger tells is what the state holds."""
    house, poll = proposal("bob", "carl", policy="majority")
    house.vote("carl", poll, "deny")
    house.do("carl", c.Leave())
    house.vote("ann", poll, "approve")
    house.vote("bob", poll, "approve")
    for kept in house.state.polls.values():
        record = decisions(house)[kept.id]
        assert (record.outcome, record.effect, record.resolved_at) == (kept.outcome, kept.effect, kept.resolved_at)
        counting = {act.who: act.choice for act in record.acts if act.what == "ballot" and act.void is None}
        assert counting == {who: ballot.choice for who, ballot in kept.ballots.items()}
        assert sum(act.what == "resolved" for act in record.acts) == 1
