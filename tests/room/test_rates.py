"""How fast one person may send, and that nobody is remembered who has not sent lately."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.ids import ParticipantId
from jupyter_collabchat.room.rates import Rates

ANN = ParticipantId("user:ann")


async def test_a_burst_at_once_then_by_the_rate():
    rates = Rates(rate=2, burst=3)
    for _ in range(3):
        rates.take(ANN)
    with pytest.raises(Rejection) as refused:
        rates.take(ANN)
    assert (refused.value.code, refused.value.details["retry_after"]) == ("rate/limited", 0.5)
    await asyncio.sleep(0.5)
    rates.take(ANN)
    with pytest.raises(Rejection):
        rates.take(ANN)


async def test_what_is_kept_is_bounded_by_who_sent_lately():
    rates = Rates(rate=2, burst=3)
    for _ in range(3):
        rates.take(ANN)
    for number in range(1_000):
        rates.take(ParticipantId(f"user:passer-by-{number}"))
        await asyncio.sleep(0.1)
        assert len(rates._buckets) <= 17, "ann's three are back after 1.5 s"
    for _ in range(3):
        rates.take(ANN)
    with pytest.raises(Rejection):
        rates.take(ANN)


async def test_nobody_is_kept_where_there_is_no_limit():
    rates = Rates(rate=0, burst=1)
    for _ in range(100):
        rates.take(ANN)
    assert not rates._buckets
