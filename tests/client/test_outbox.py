"""Commands that wait for their answer. No socket, no clock: `now` is an argument."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from jupyter_collabchat.client.outbox import MARGIN_S, MAX_IN_FLIGHT, PACED_FOR_S, Outbox
from jupyter_collabchat.core.errors import Rejection


class Sent:
    """An outbox with numbered commands in it, and what came of them."""

    def __init__(self, count: int) -> None:
        self.outbox = Outbox()
        self.answers: list[asyncio.Future[dict[str, Any]]] = []
        for number in range(count):
            self.answers.append(asyncio.get_running_loop().create_future())
            self.outbox.add(f"c{number}", str(number).encode(), self.answers[-1])

    def taken(self, now: float = 0.0) -> list[int]:
        """Take all that may be sent now."""
        return [int(frame) for frame in iter(lambda: self.outbox.take(now), None)]

    def limited(self, number: int, retry_after: float, now: float) -> None:
        refused = Rejection("rate/limited", "Slowly.", retry_after=retry_after)
        self.outbox.rejected(f"c{number}", refused, now)


async def test_commands_leave_in_order_and_once():
    sent = Sent(3)
    assert sent.taken() == [0, 1, 2]
    assert sent.taken() == []


async def test_an_ack_settles_its_command():
    sent = Sent(2)
    sent.taken()
    sent.outbox.acked("c1", {"seq": 7})
    assert sent.answers[1].result() == {"seq": 7}
    assert not sent.answers[0].done()
    assert len(sent.outbox) == 1


async def test_a_rejection_raises_with_its_code():
    sent = Sent(1)
    sent.taken()
    sent.outbox.rejected("c0", Rejection("member/muted", "You are muted."), now=0)
    assert isinstance(error := sent.answers[0].exception(), Rejection)
    assert error.code == "member/muted"
    assert len(sent.outbox) == 0


async def test_what_has_no_answer_leaves_again_in_order_after_a_lost_connection():
    sent = Sent(4)
    sent.taken()
    sent.outbox.acked("c1", {"seq": 1})
    sent.outbox.disconnected()
    assert sent.taken() == [0, 2, 3]


async def test_a_withdrawn_command_is_not_sent_again():
    sent = Sent(2)
    sent.taken()
    sent.outbox.withdraw("c0")
    sent.outbox.disconnected()
    assert sent.taken() == [1]
    sent.outbox.acked("c0", {"seq": 1})
    assert not sent.answers[0].done()


async def test_few_are_in_flight_at_once():
    sent = Sent(MAX_IN_FLIGHT + 2)
    assert sent.taken() == list(range(MAX_IN_FLIGHT))
    sent.outbox.acked("c0", {"seq": 1})
    assert sent.taken() == [MAX_IN_FLIGHT]


async def test_a_limited_command_waits_as_long_as_asked_and_leaves_again_first():
    sent = Sent(3)
    sent.taken()
    sent.outbox.acked("c0", {"seq": 1})
    sent.limited(1, 2.0, now=10.0)
    sent.limited(2, 2.0, now=10.0)
    assert not sent.answers[1].done()
    assert sent.taken(now=11.9) == []
    assert sent.outbox.wait_s(now=11.0) == pytest.approx(1.0 + MARGIN_S)
    assert sent.taken(now=12.1) == [1]
    sent.outbox.acked("c1", {"seq": 2})
    assert sent.taken(now=12.2) == []
    assert sent.taken(now=14.2) == [2]


async def test_a_pace_that_is_still_too_fast_slows_down_further():
    sent = Sent(2)
    sent.taken(now=0)
    sent.limited(0, 0.1, now=1)
    sent.limited(1, 0.1, now=1)
    assert sent.taken(now=2) == [0]
    sent.limited(0, 0.1, now=2)
    assert sent.taken(now=3) == [0]
    sent.outbox.acked("c0", {"seq": 1})
    assert sent.taken(now=3.2) == []
    assert sent.taken(now=3.2 + 3 * MARGIN_S) == [1]


async def test_one_burst_slows_down_once():
    sent = Sent(20)
    sent.taken(now=0)
    for number in range(20):
        sent.limited(number, 0.2, now=1)
    assert sent.taken(now=2) == [0]
    sent.outbox.acked("c0", {"seq": 1})
    assert sent.taken(now=2.25) == [1]


async def test_the_pace_is_forgotten_at_last():
    sent = Sent(3)
    sent.taken(now=0)
    for number in range(3):
        sent.limited(number, 1.0, now=0)
    assert sent.taken(now=PACED_FOR_S + 2) == [0, 1, 2]


async def test_a_flood_keeps_within_what_the_server_tolerates():
    """Five a second and twenty at once, as the server's bucket: 300 commands, never 50 refusals within a minute."""
    sent, now, left, refused_at = Sent(300), 0.0, 20.0, []
    while len(sent.outbox):
        for number in sent.taken(now):
            if left >= 1:
                left -= 1
                sent.outbox.acked(f"c{number}", {"seq": number})
            else:
                refused_at.append(now)
                sent.limited(number, round((1 - left) / 5, 2), now)
        left, now = min(20.0, left + 0.05), now + 0.01
    assert max(sum(at - 60 < other <= at for other in refused_at) for at in refused_at) < 50
    assert now < 2 * 300 / 5


async def test_nothing_to_send_means_nothing_to_wait_for():
    sent = Sent(1)
    assert sent.outbox.wait_s(now=0) is None
    sent.taken()
    assert sent.outbox.wait_s(now=0) is None


async def test_a_message_that_was_too_big_fails_alone():
    sent = Sent(0)
    loop = asyncio.get_running_loop()
    small, big, unsent = loop.create_future(), loop.create_future(), loop.create_future()
    sent.outbox.add("small", b"1", small)
    sent.outbox.add("big", b"1" * 100, big)
    sent.taken()
    sent.outbox.add("unsent", b"1" * 1000, unsent)
    sent.outbox.fail_largest(Rejection("frame/too-large", "Too big."))
    assert isinstance(big.exception(), Rejection)
    assert not small.done() and not unsent.done()


async def test_the_end_fails_everything():
    sent = Sent(2)
    sent.taken()
    sent.outbox.fail_all(ConnectionError("over"))
    assert all(isinstance(answer.exception(), ConnectionError) for answer in sent.answers)
    assert len(sent.outbox) == 0
