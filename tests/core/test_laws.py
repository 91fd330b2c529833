"""L1-L3 and the invariants of RELIABILITY R22, over random histories of every command type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple, get_args

import msgspec
import pytest
from hypothesis import given, settings

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.codec import decode_entry, decode_state, encode_event, encode_state
from jupyter_collabchat.core.draft import Draft
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.evolve import CHANGES, replay
from jupyter_collabchat.core.facts import Budget, Limits
from jupyter_collabchat.core.ids import RoomId
from jupyter_collabchat.core.model import Policy, RoomState
from jupyter_collabchat.core.window import trim
from tests.core import invariants
from tests.core.histories import HUMANS, MAKERS, RUNNERS, Step, histories, next_step, seeds
from tests.core.house import House

SMALL = Limits(
    max_members=5,
    message_window=8,
    window_slack=3,
    window_bytes=150,
    effect_bytes=100,
    queue=3,
    queue_per_person=2,
    effect_polls_per_turn=3,
    plain_polls_per_person=2,
    plain_polls=3,
    decided_polls=3,
    shares=3,
    agent_budgets={"runner": Budget(turns=4, tokens=40, seconds=90, per="hour")},
)
"""Small enough for a history to meet every one of them."""
WIDE = Limits(message_window=10**6, window_bytes=10**9, decided_polls=10**6)


class Happened(NamedTuple):
    """One step of a history."""

    step: Step
    before: RoomState
    draft: Draft | None
    refused: Rejection | None


def walk(history: Iterable[int], limits: Limits = SMALL) -> Iterator[tuple[House, Happened]]:
    """Let commands be sent to a new room, under changing circumstances."""
    house = House(limits=limits)
    for rng in map(Random, history):
        tidy(house)
        step, before = next_step(house.state, rng), house.state
        house.now += step.wait_ms
        house.here = {who for who in HUMANS if rng.random() < 0.8}
        house.runners = {who for who in RUNNERS if rng.random() < 0.9}
        try:
            draft = house.decide(step.actor, step.command)
        except Rejection as refused:
            yield house, Happened(step, before, None, refused)
        else:
            file(house, draft)
            yield house, Happened(step, before, draft, None)


def tidy(house: House) -> None:
    """Trim the window, as a room does between batches; what leaves it is in the archive."""
    kept = trim(house.state, house.limits)
    house.archive.update({key: m for key, m in house.state.messages.items() if key not in kept.messages})
    house.state = kept


def file(house: House, draft: Draft) -> None:
    """Carry changes of archived messages over to the archive."""
    for entry in draft.entries:
        if isinstance(entry.event, e.RoomCleared):
            house.archive.clear()
        if isinstance(entry.event, e.RolledBack):
            back_to = entry.event.back_to
            house.archive = {key: message for key, message in house.archive.items() if message.seq <= back_to}
        message = house.archive.get(getattr(entry.event, "id", None))  # type: ignore[arg-type]
        if type(entry.event) in CHANGES and message is not None:
            house.archive[message.id] = CHANGES[type(entry.event)](message, entry, entry.event)


def obey_L1(history: list[int]) -> None:
    kept = encode_state(RoomState(RoomId("room")))
    for house, happened in walk(history):
        assert encode_state(happened.before) == kept, "deciding never changes the state it reads"
        assert happened.draft is not None or house.state is happened.before
        tidy(house)
        kept = encode_state(house.state)


def obey_L2(history: list[int]) -> None:
    for _, happened in walk(history):
        if happened.draft is None:
            continue
        after, entries = happened.draft.state, happened.draft.entries
        kept = [decode_entry(entry.seq, entry.at, entry.by, encode_event(entry.event)) for entry in entries]
        assert kept == entries
        assert replay(happened.before, kept) == after
        assert decode_state(encode_state(after)) == after


def obey_L3(history: list[int]) -> None:
    joined_at = history[0] % len(history)
    newcomer, log, state = None, list[e.Entry](), RoomState(RoomId("room"))
    for number, (house, _) in enumerate(walk(history, WIDE)):
        state, log = house.state, house.log
        if number == joined_at:
            newcomer = decode_state(encode_state(house.state))
    assert newcomer is not None
    missed = [entry for entry in log if entry.seq > newcomer.seq]
    assert replay(newcomer, missed) == replay(RoomState(newcomer.id), log) == state


def keep_invariants(history: list[int]) -> None:
    claims = invariants.Claims()
    for house, happened in walk(history):
        invariants.check(house.state, house.limits)
        if happened.draft is not None:
            invariants.check_change(happened.before, house.state, happened.draft.entries)
            claims.follow(happened.before, happened.draft.entries)
            for who, member in happened.before.members.items():
                if member.role == "left":
                    assert invariants.holds_nothing(happened.before, who)


@settings(max_examples=60)
@given(histories())
def test_L1_a_rejection_changes_nothing(history: list[int]) -> None:
    obey_L1(history)


@settings(max_examples=60)
@given(histories())
def test_L2_the_state_is_the_fold_of_what_was_written(history: list[int]) -> None:
    obey_L2(history)


@settings(max_examples=60)
@given(histories())
def test_L3_followers_and_newcomers_see_one_room(history: list[int]) -> None:
    obey_L3(history)


@settings(max_examples=60)
@given(histories())
def test_L1_the_invariants_hold_after_every_command(history: list[int]) -> None:
    """RELIABILITY R22."""
    keep_invariants(history)


@pytest.mark.torture
@pytest.mark.parametrize("law", [obey_L1, obey_L2, obey_L3, keep_invariants])
@pytest.mark.parametrize("seed", range(60))
def test_the_laws_hold_over_long_histories(law: object, seed: int) -> None:
    law(seeds(seed, 1_000))  # type: ignore[operator]


# --- the histories are worth walking


def test_every_command_has_a_maker() -> None:
    assert set(MAKERS) == set(get_args(c.AnyCommand))


def test_histories_meet_every_event_and_nearly_every_rejection() -> None:
    """Random walks with fixed seeds, which also keep the invariants over longer stretches than hypothesis does."""
    happened: Counter[type] = Counter()
    accepted: set[type] = set()
    codes: set[str] = set()
    for seed in range(30):
        claims = invariants.Claims()
        for house, one in walk(seeds(seed, 250)):
            if one.refused is not None:
                codes.add(one.refused.code)
                continue
            assert one.draft is not None
            claims.follow(one.before, one.draft.entries)
            invariants.check_change(one.before, house.state, one.draft.entries)
            happened.update(type(entry.event) for entry in one.draft.entries)
            accepted.update({type(one.step.command)} if one.draft.entries else ())
    assert set(get_args(e.AnyEvent)) - set(happened) == set()
    assert set(get_args(c.AnyCommand)) - accepted == {c.MarkRead}
    assert codes >= REACHED, REACHED - codes


REACHED = {
    "agent/stopped",
    "agent/unknown",
    "effect/refused",
    "effect/too-large",
    "frame/invalid",
    "frame/unknown-field",
    "id/taken",
    "invite/unknown",
    "member/already",
    "member/last-owner",
    "member/muted",
    "member/unknown",
    "message/not-yours",
    "message/unknown",
    "name/taken",
    "poll/closed",
    "poll/limit",
    "poll/no-seat",
    "poll/stale",
    "poll/unknown",
    "role/forbidden",
    "room/archived",
    "room/full",
    "room/solo",
    "room/unknown",
    "share/dead",
    "share/limit",
    "share/unknown",
    "turn/held",
    "turn/queue-full",
    "turn/unknown",
}


def test_L2_a_field_that_a_later_version_adds_is_ignored_when_read() -> None:
    """A log is read by the version that wrote it and by later ones; a newer one's is refused as a whole."""
    kept = msgspec.msgpack.encode({"type": "room_renamed", "name": "Fish", "colour": "blue"})
    assert decode_entry(1, 2, "user:ann", kept).event == e.RoomRenamed("Fish")
    assert decode_state(encode_state(RoomState("room"))).policy == Policy()  # type: ignore[arg-type]
